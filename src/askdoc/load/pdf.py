"""PDF: PDFium gives the characters and their places, `glyphs.py` makes pieces of
lines of them, `order.py` lines, and `layout.py` paragraphs."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from askdoc.load.extract import Extract, Refusal, one_line
from askdoc.load.glyphs import Glyph, pieces
from askdoc.load.layout import assemble, heading
from askdoc.load.order import Line, in_order

# The longest book in print has some 5,000; a page tree that lies has millions.
MAX_PAGES = 20_000

_DAMAGED = "it is damaged or cut off; get the file again, or open it and save it anew"
_SCANNED = (
    "it holds pictures of pages and no text; add a text layer first "
    "(for instance: ocrmypdf scan.pdf text.pdf)"
)
# PDFium's mark for a hyphen at the end of a line, after which it goes on without a line break.
_LINE_END_HYPHENS = (0xFFFE, 0x02)
# What programs put into the title field by themselves.
_NO_TITLE = re.compile(
    r"untitled.*|microsoft (word|powerpoint|excel) - .*|.*\.(docx?|pdf|tex|dvi|indd|rtf|odt|pptx?)"
    r"|\(?anonymous\)?|unspecified|title|document\d*",
    re.IGNORECASE,
)


def extract(data: bytes) -> Extract:
    """A PDF -> its text and where the pages start in it. Raises `Refusal`."""
    pdf = _open(data)
    if len(pdf) > MAX_PAGES:
        raise Refusal(f"it says it has {len(pdf)} pages, over the limit of {MAX_PAGES}; divide it")
    pages = [in_order(list(_lines(pdf, number))) for number in range(len(pdf))]
    text, starts = assemble(pages)
    if not text:
        raise Refusal(_SCANNED if len(pdf) else "it has no pages; choose another file")
    title = one_line(pdf.get_metadata_value("Title"))
    if title is None or _NO_TITLE.fullmatch(title):
        title = heading(pages)
    return Extract(text, title, tuple(starts))


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise Refusal("it is encrypted; save a copy without a password") from None
        raise Refusal(_DAMAGED) from None


def _lines(pdf: pypdfium2.PdfDocument, number: int) -> Iterator[Line]:
    """The pieces of lines on a page, in the order in which the page draws them."""
    try:
        page = pdf[number]
    except pypdfium2.PdfiumError:  # a page that is damaged alone costs only itself
        return
    text = page.get_textpage()
    glyphs: list[Glyph] = []
    box = raw.FS_RECTF()
    for i in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, i)
        at_line_end = code in _LINE_END_HYPHENS
        if code == 32:
            glyphs.append(Glyph(" "))
        elif code not in (10, 13, 0):
            placed = raw.FPDFText_GetLooseCharBox(text, i, ctypes.byref(box))
            place = (box.left, box.right, box.bottom, box.top) if placed else ()
            glyphs.append(Glyph("-" if at_line_end else chr(code), *place))
        if code == 10 or at_line_end:
            yield from pieces(glyphs)
            glyphs = []
    yield from pieces(glyphs)
    text.close()
    page.close()

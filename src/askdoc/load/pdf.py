"""PDF: PDFium gives the characters and their places, `glyphs.py` makes pieces of
lines of them, `order.py` lines, and `layout.py` paragraphs."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

from askdoc.load.extract import Extract, Refusal, one_line
from askdoc.load.glyphs import Glyph, pieces
from askdoc.load.layout import assemble, heading
from askdoc.load.order import Line, in_order

# The longest book in print has some 5,000; a page tree that lies has millions.
MAX_PAGES = 20_000

MAX_DAMAGED = 0.2
_END = 4096  # the last line is "%%EOF"; mail and servers add lines of their own

_DAMAGED = "it is damaged or cut off; get the file again, or open it and save it anew"
_SCANNED = (
    "it holds pictures of pages and no text; add a text layer first "
    "(for instance: ocrmypdf scan.pdf text.pdf)"
)
_NO_LETTERS = (
    "its fonts do not say which letters they hold; make them readable first "
    "(for instance: ocrmypdf --force-ocr broken.pdf text.pdf)"
)
# A space is one in six characters, and a font without names makes a control character of it;
# the signs of a text with formulas are fewer.
MAX_UNREAD = 0.1
_PORTFOLIO = re.compile(r"portfolio|adobe reader|acrobat", re.IGNORECASE)
# The bullets of Word's lists, as fonts of signs number them.
_BULLETS = {0xF0B7: "•", 0xF0A7: "▪"}
# PDFium's mark for a hyphen at the end of a line, after which it goes on without a line break.
_LINE_END_HYPHENS = (0xFFFE, 0x02)
_EMPTY = "it has no pages, or nothing on them; open it in a viewer to see whether it is damaged"
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
    damaged: list[int] = []
    pages = [in_order(list(_lines(pdf, number, damaged))) for number in range(len(pdf))]
    if len(damaged) > len(pdf) * MAX_DAMAGED:
        raise Refusal(_DAMAGED)
    _check_letters("".join(line.text for page in pages for line in page))
    text, starts = assemble(pages)
    if not text:
        raise Refusal(_SCANNED if _has_pictures(pdf) else _EMPTY)
    if len(pdf) == 1 and len(text) < 1500:
        _check_cover(pdf, text)
    title = one_line(pdf.get_metadata_value("Title"))
    if title is None or _NO_TITLE.fullmatch(title):
        title = heading(pages)
    return Extract(text, title, tuple(starts))


def _open(data: bytes) -> pypdfium2.PdfDocument:
    # subtle: of a file that is cut off PDFium reads the pages that are left, and says nothing
    end = data.rstrip(b"\0 \t\r\n")[-_END:]
    if b"%%EOF" not in end and b"startxref" not in end:
        raise Refusal(_DAMAGED)
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise Refusal("it is encrypted; save a copy without a password") from None
        raise Refusal(_DAMAGED) from None


def _check_letters(text: str) -> None:
    """Where a font does not say which letters it holds, their numbers in the font come out as
    control characters and others that no text has."""
    bad = sum(unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") or c == "\ufffd" for c in text)
    if bad > MAX_UNREAD * len(text):
        raise Refusal(_NO_LETTERS)


def _check_cover(pdf: pypdfium2.PdfDocument, text: str) -> None:
    """One page that only says that something else is to be shown."""
    if pdf.get_formtype() == raw.FORMTYPE_XFA_FULL:
        raise Refusal("it is a form that is drawn by Adobe Reader alone (XFA); print it to a PDF")
    if raw.FPDFDoc_GetAttachmentCount(pdf) and _PORTFOLIO.search(text):
        raise Refusal("it is a folder of other files (a PDF portfolio); save these and name them")


def _has_pictures(pdf: pypdfium2.PdfDocument) -> bool:
    """Or letters drawn as curves, on the first pages."""
    for number in range(min(len(pdf), 5)):
        try:
            page = pdf[number]
        except pypdfium2.PdfiumError:
            continue
        if raw.FPDFPage_CountObjects(page):
            return True
    return False


def _lines(pdf: pypdfium2.PdfDocument, number: int, damaged: list[int]) -> Iterator[Line]:
    """The pieces of lines on a page, in the order in which the page draws them; one that cannot
    be read has none, and its number is added to `damaged`."""
    try:
        page = pdf[number]
    except pypdfium2.PdfiumError:  # a page that is damaged alone costs only itself
        damaged.append(number)
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
            letter = "-" if at_line_end else _BULLETS.get(code) or chr(code)
            glyphs.append(Glyph(letter, *place))
        if code == 10 or at_line_end:
            yield from pieces(glyphs)
            glyphs = []
    yield from pieces(glyphs)
    text.close()
    page.close()

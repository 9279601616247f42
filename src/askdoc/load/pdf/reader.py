"""PDF: PDFium extracts characters with positions, `glyphs.py` assembles them into pieces,
`order.py` into lines, and `layout.py` into paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pypdfium2
from pypdfium2 import raw

from askdoc.load.encoding import damage
from askdoc.load.extract import Extract, Refusal
from askdoc.load.pdf.boxes import boxes_of
from askdoc.load.pdf.captions import without_signs
from askdoc.load.pdf.characters import runs
from askdoc.load.pdf.glyphs import pieces
from askdoc.load.pdf.headings import headings
from askdoc.load.pdf.heads import without_heads
from askdoc.load.pdf.layout import assemble, heading, usual_size
from askdoc.load.pdf.legible import LOST_FONT, MAX_UNREAD, is_cipher, unread
from askdoc.load.pdf.letters import has_rtl, is_rtl
from askdoc.load.pdf.line import Line, Word
from askdoc.load.pdf.margins import without_margins
from askdoc.load.pdf.metadata import facts_of, page_labels, page_names, title_of
from askdoc.load.pdf.order import in_order
from askdoc.load.pdf.ruled import with_ruled_rows
from askdoc.load.pdf.rules import grids
from askdoc.load.pdf.unmapped import Unmapped, is_unmapped, with_letters
from askdoc.messages import later, tr
from askdoc.types.documents import Omitted

# The longest books have about 5,000 pages; an invalid page tree may have millions.
MAX_PAGES = 20_000

MAX_DAMAGED = 0.2
_END = 4096  # the last line is "%%EOF"; mail programs and servers may add lines

_DAMAGED = later("it is damaged or cut off; get the file again, or open it and save it again")
_SCANNED = later(
    "it contains pictures of pages and no text; to read them, run: pip install 'askdoc[ocr]'"
)
_UNSURE = later(
    "it contains pictures of pages that Tesseract cannot read reliably; get a better scan"
)
_NO_LETTERS = later(
    "its fonts do not map glyphs to letters; add a text layer first "
    "(for example: ocrmypdf --force-ocr broken.pdf text.pdf)"
)
# Kinds of unreadable parts. A page has about 1,000 characters; a hundred are almost nothing.
_DAMAGED_PAGE = "damaged page"
PICTURE = "picture of a page"
_CIPHER = "page in a font without letters"
_LEFT = 100
# A page with an image of this share and at most this many letters is a scan with a stamp.
_STAMP = 300
_COVERED = 0.8
# Any character that says something, which those of the private use area do not.
_SAYS = re.compile("[^\\s\\ufffd\\ue000-\\uf8ff\\x00-\\x1f\\x7f-\\x9f]")
_PORTFOLIO = re.compile(r"portfolio|adobe reader|acrobat", re.IGNORECASE)
_EMPTY = later(
    "it has no pages, or they are empty; open it in a viewer to see whether it is damaged"
)


def extract(
    data: bytes,
    can_see: bool = False,
    recognized: Sequence[tuple[int, float, Sequence[Sequence[Any]]]] | None = None,
) -> Extract:
    """A PDF -> its text and the offsets of its pages. Raises `Refusal`.

    can_see: whether OCR is available, so that a PDF of scanned pages is not refused
    recognized: (page, confidence, pieces) of the pages read by OCR; pieces as in `Recognized`
    """
    pdf = _open(data)
    seen = {page: [_piece(*one) for one in pieces] for page, _, pieces in recognized or ()}
    if len(pdf) > MAX_PAGES:
        raise Refusal(
            tr(
                "it claims to have {pdf} pages, over the limit of {max_pages}; split it",
                pdf=len(pdf),
                max_pages=MAX_PAGES,
            )
        )
    drawn: list[list[Line]] = []
    omitted: list[Omitted] = []
    stamps: list[Line] = []
    unmapped = Unmapped()
    for number in range(len(pdf)):
        page, lost = _page(pdf, number, unmapped)
        if number + 1 in seen:
            stamps += page
            page = page + [piece for piece in seen[number + 1] if not _is_drawn(piece, page)]
            lost = [one for one in lost if one.kind != PICTURE]
        drawn.append(page)
        omitted += lost
    if sum(one.kind == _DAMAGED_PAGE for one in omitted) > len(pdf) * MAX_DAMAGED:
        raise Refusal(tr(_DAMAGED))
    _check_letters("".join(piece.text for page in drawn for piece in page), omitted)
    drawn, fonts = with_letters(drawn, unmapped)
    silent = [piece.text for page in drawn for piece in page if not _SAYS.search(piece.text)]
    if alone := "".join(silent).count("\ufffd"):
        omitted.append(Omitted("damaged character", name=f"{alone} left out"))
    drawn = [[piece for piece in page if _SAYS.search(piece.text)] for page in drawn]
    labels = page_labels(pdf)
    without, heads = without_heads(drawn, labels)
    body, margins = without_margins(without)
    body, signs = without_signs(body)
    body = [
        with_ruled_rows(page, grids(pdf, number)) if page else []
        for number, page in enumerate(body)
    ]
    pages = [in_order(page) for page in body]
    text, starts, placed = assemble(pages)
    if not text and not (can_see and any(one.kind == PICTURE for one in omitted)):
        pictures = _has_pictures(_open(data))
        raise Refusal(tr((_SCANNED if recognized is None else _UNSURE) if pictures else _EMPTY))
    omitted += [*fonts, *heads, *margins, *signs, *damage(text)]
    scanned = {number - 1 for number in seen}
    if stamps:  # they are no title
        pages = [in_order([piece for piece in page if piece not in stamps]) for page in body]
    if len(pdf) == 1 and len(text) < 1500:
        _check_cover(pdf, text)
    return Extract(
        text,
        title_of(pdf) or heading(pages),
        tuple(starts),
        page_names(labels),
        facts_of(pdf),
        tuple(sorted(omitted, key=lambda one: one.page or 0)),
        tuple((page, confidence) for page, confidence, _ in recognized or ()),
        boxes_of(_open(data), text, placed, scanned).coded(),
        headings=headings(text, placed, usual_size(pages), scanned),
    )


def _piece(text: str, left: float, right: float, bottom: float, top: float) -> Line:
    word = Word(text, left, right, bottom, top)
    return Line(text, left, right, bottom, top, top - bottom, ((left, right),), words=(word,))


def _open(data: bytes) -> pypdfium2.PdfDocument:
    # subtle: PDFium reads the remaining pages of a truncated file without an error
    end = data.rstrip(b"\0 \t\r\n")[-_END:]
    if b"%%EOF" not in end and b"startxref" not in end:
        raise Refusal(tr(_DAMAGED))
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise Refusal(tr("it is encrypted; save a copy without a password")) from None
        raise Refusal(tr(_DAMAGED)) from None


def _check_letters(text: str, omitted: Sequence[Omitted]) -> None:
    """Refuse text in fonts without a Unicode mapping, which appears as control characters, wrong
    letters, or nothing."""
    unread_pages = {one.page for one in omitted if one.kind in (LOST_FONT, _CIPHER)}
    if unread(text) > MAX_UNREAD or len(text) < _LEFT * len(unread_pages):
        raise Refusal(tr(_NO_LETTERS))


def _check_cover(pdf: pypdfium2.PdfDocument, text: str) -> None:
    """Refuse a single page that only says that the viewer must show something else."""
    if pdf.get_formtype() == raw.FORMTYPE_XFA_FULL:
        raise Refusal(tr("it is a form that only Adobe Reader displays (XFA); print it to a PDF"))
    if raw.FPDFDoc_GetAttachmentCount(pdf) and _PORTFOLIO.search(text):
        raise Refusal(
            tr("it is a collection of other files (a PDF portfolio); save these and name them")
        )


def _has_pictures(pdf: pypdfium2.PdfDocument) -> bool:
    """Whether the first pages contain images, or letters drawn as curves."""
    for number in range(min(len(pdf), 5)):
        try:
            page = pdf[number]
        except pypdfium2.PdfiumError:
            continue
        if raw.FPDFPage_CountObjects(page):
            return True
    return False


def _page(
    pdf: pypdfium2.PdfDocument, number: int, unmapped: Unmapped
) -> tuple[list[Line], list[Omitted]]:
    """-> (the pieces of lines on a page in drawing order, its unreadable parts)"""
    try:
        found, fonts = runs(pdf, number, unmapped)
    except pypdfium2.PdfiumError:  # only the damaged page is lost
        return [], [Omitted(_DAMAGED_PAGE, page=number + 1)]
    drawn = [
        piece for run in found for piece in pieces(run.glyphs, run.weight, run.turn, run.added)
    ]
    lost = [Omitted(LOST_FONT, name=font, page=number + 1) for font in fonts]
    if is_cipher(" ".join(piece.text for piece in drawn)):
        return [], [*lost, Omitted(_CIPHER, page=number + 1)]
    if _is_picture(pdf[number], [piece for piece in drawn if not is_unmapped(piece.text)]):
        lost.append(Omitted(PICTURE, page=number + 1))
    return _mirrored(drawn), lost


def _is_picture(page: pypdfium2.PdfPage, drawn: Sequence[Line]) -> bool:
    """Whether a page is a scan, which may have a stamp of a line or two as text."""
    images = list(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]))
    if not drawn or sum(len(piece.text) for piece in drawn) > _STAMP:
        return bool(images) and not drawn
    width, height = page.get_size()
    covered = 0.0
    for image in images:
        left, bottom, right, top = image.get_bounds()
        covered += (right - left) * (top - bottom)
    return bool(covered >= _COVERED * width * height)


def _is_drawn(seen: Line, drawn: Sequence[Line]) -> bool:
    """Whether text found by OCR is also text of the page."""
    middle = (seen.bottom + seen.top) / 2
    beside = [one for one in drawn if one.bottom <= middle <= one.top]
    shared = sum(max(0, min(one.right, seen.right) - max(one.left, seen.left)) for one in beside)
    return shared > (seen.right - seen.left) / 2


def _mirrored(pieces: Sequence[Line]) -> list[Line]:
    """Mirror a right-to-left page, so that the order on a line is computed as on other pages."""
    text = "".join(piece.text for piece in pieces)
    letters = [letter for letter in text if letter.isalpha()] if has_rtl(text) else []
    if 2 * sum(map(is_rtl, letters)) <= len(letters):
        return list(pieces)
    return [replace(piece, left=-piece.right, right=-piece.left) for piece in pieces]

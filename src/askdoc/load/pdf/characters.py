"""The characters of a page from PDFium, with form values, rotated upright, in runs along a line."""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import pypdfium2
from pypdfium2 import raw

from askdoc.load.pdf.legible import lost_fonts
from askdoc.load.pdf.letters import ACCENTS, Glyph, is_rtl
from askdoc.load.pdf.unmapped import Unmapped
from askdoc.load.word.symbols import symbol

# Text at other angles than quarter turns, by more than the tilt of a scan or of italics.
SLANTED = -1
_TILT = math.radians(25)

# Annotations that are read as part of their page.
_READ = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_STAMP)
# The bullets of Word's lists, by their codes in symbol fonts.
_SIGNS = {0xF0B7: "•", 0xF0A7: "▪", 0xF0A8: "□", 0xF0FE: "☒", 0xF0FC: "✓", 0xF0D8: "▸"}
# PDFium's character for a hyphen at a line end, which is not followed by a line break.
_LINE_END_HYPHENS = (0xFFFE, 0x02)
_SIGNS |= dict.fromkeys(_LINE_END_HYPHENS, "-")
_BOLD = re.compile(rb"bold|black|heavy|demi|cmbx|sfbx", re.IGNORECASE)
_BOLD_WEIGHT = 700
# Superscripts are at least half as high as the text; a larger letter is a drop cap.
_INITIAL = 2.0
_PRIVATE = 0xE000, 0xF8FF
_ADOBE = 0xF730, 0xF77A
_PIECES = range(0xF8E5, 0xF8FF)  # of large brackets and roots, which are drawn one above the other
_SYMBOL_FONTS = "symbol", "wingdings 2", "wingdings", "webdings"
_SPACES = (32, 160, 9)  # some fonts map their space to a tab
# PDFium returns a control character or U+FFFE for a glyph that its font does not map.
_UNMAPPED = frozenset([*range(32), 0xFFFE, 0xFFFF]) - {9, 10, 13}
_SPACE = Glyph(" ")
_NOWHERE = (0.0, 0.0, 0.0, 0.0)
_LAST = 0x10FFFF
_INK = 0.05  # points


@dataclass
class Run:
    """Characters along one line.

    turn: the rotation of the text in clockwise quarter turns; `SLANTED` for other angles
    added: whether they come from a form field or an annotation
    weight: of the font, 400 for regular and 700 for bold; 0 if unknown
    """

    turn: int
    added: bool
    glyphs: list[Glyph] = field(default_factory=list)
    weight: int = 0


def runs(
    pdf: pypdfium2.PdfDocument, number: int, unmapped: Unmapped
) -> tuple[list[Run], list[str]]:
    """-> (the runs of a page in drawing order, with boxes as if the text were upright; the fonts
    that cannot be decoded)

    unmapped: the glyphs of the file without a character, whose placeholders the runs contain
    Raises `PdfiumError` if the page cannot be read.
    """
    page, own = _open(pdf, number)
    text = page.get_textpage()
    found = list(_runs(text, own, unmapped))
    lost = lost_fonts(page, text)
    text.close()
    turns = Counter[int]()
    for run in found:
        turns[run.turn] += len(run.glyphs)
    main = max(turns, key=lambda turn: turns[turn], default=0)
    if main > 0:  # PDFium separates lines best if they are upright
        raw.FPDFPage_SetRotation(page, -main % 4)
        text = page.get_textpage()
        found = list(_runs(text, own, unmapped))
        text.close()
    page.close()
    return found, lost


def _open(pdf: pypdfium2.PdfDocument, number: int) -> tuple[pypdfium2.PdfPage, int | None]:
    """-> (the page with the text of its annotations, the number of its own characters, None if
    all)"""
    page = pdf[number]
    own = None
    if _has_notes(page):
        text = page.get_textpage()
        own = text.count_chars()
        text.close()
        if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS:
            page.close()
            page = pdf[number]
    if page.get_rotation():
        raw.FPDFPage_SetRotation(page, 0)  # otherwise its lines are measured across
    return page, own


def _has_notes(page: pypdfium2.PdfPage) -> bool:
    for i in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, i)
        kind = raw.FPDFAnnot_GetSubtype(note)
        raw.FPDFPage_CloseAnnot(note)
        if kind in _READ:
            return True
    return False


def _runs(text: pypdfium2.PdfTextPage, own: int | None, unmapped: Unmapped) -> Iterator[Run]:
    # local names, because these functions are called for thousands of characters
    code_at = partial(raw.FPDFText_GetUnicode, text.raw)
    place_at = partial(raw.FPDFText_GetLooseCharBox, text.raw)
    angle_at = partial(raw.FPDFText_GetCharAngle, text.raw)
    box = raw.FS_RECTF()
    into = ctypes.byref(box)
    known: dict[int, str] = {}  # a cache of common letters
    run = Run(0, added=False)
    before: Glyph | None = None  # the last letter, next to which the following ones are
    first = last = -1  # the places of the run's first and last letter
    ends = at_word = True
    half = ""
    for i in range(text.count_chars()):
        code = code_at(i)
        letter = known.get(code, "")
        accent = hyphen = lost = False
        if not letter:
            if code in _SPACES:
                run.glyphs.append(_SPACE)
                at_word = True
                continue
            if code in (10, 13):
                if code == 10:
                    ends = at_word = True
                continue
            hyphen = code in _LINE_END_HYPHENS and raw.FPDFText_IsHyphen(text, i) == 1
            lost = code in _UNMAPPED and not hyphen
            letter = _SIGNS.get(code) or chr(min(code, _LAST))
            private = _PRIVATE[0] <= code <= _PRIVATE[1] and code not in _SIGNS
            if private:
                letter = private_meaning(code, _font(text, i)) or letter
                lost = letter == chr(code) and code not in _PIECES
            if (
                "\ud800" <= letter < "\udc00"
            ):  # PDFium returns a character beyond U+FFFF as two surrogates
                half = letter
                continue
            if "\udc00" <= letter <= "\udfff":
                letter, half = _whole(half, letter), ""
            accent = letter in ACCENTS
            if not (accent or hyphen or lost or private):
                known[code] = letter
        turn = run.turn
        place = (box.left, box.right, box.bottom, box.top) if place_at(i, into) else _NOWHERE
        if lost:
            if not _has_ink(text, i):
                run.glyphs.append(_SPACE)
                at_word = True
                continue
            width = (box.right - box.left) / (box.top - box.bottom)
            letter = unmapped.placeholder(_font(text, i), code, width)
        glyph = Glyph._make((letter, *(upright(turn, *place) if turn else place)))
        # subtle: queried once per word, because it is slow and the letters of a word share it
        if at_word or before is None or abs(glyph.bottom - before.bottom) > 1:
            turn = _turn(angle_at(i))
            if turn != run.turn:
                glyph = Glyph(letter, *upright(turn, *place))
            added = own is not None and i >= own
            if (
                turn != run.turn
                or added != run.added
                or before is None
                or not (_continues(before, glyph) if ends else _is_near(before, glyph))
            ):
                yield from _closed(run, text, first, last)
                run = Run(turn, added)
                first = i
        run.glyphs.append(glyph)
        if not accent or before is None:
            before = glyph
        last = i
        ends = at_word = hyphen
    yield from _closed(run, text, first, last)


def private_meaning(code: int, font: bytes) -> str | None:
    """The character that a private one stands for in fonts of symbols and of Adobe; None if it is
    unknown."""
    if _ADOBE[0] <= code <= _ADOBE[1] and chr(code - 0xF700).isalnum():
        return chr(code - 0xF700)  # small capitals and digits
    name = font.decode("utf-8", "replace").rpartition("+")[2].lower().replace(" ", "")
    known = (one for one in _SYMBOL_FONTS if name.startswith(one.replace(" ", "")))
    return symbol(next(known, None), f"{code:X}")


def _whole(half: str, other: str) -> str:
    """The character of two UTF-16 surrogates; U+FFFD if one is missing."""
    return (half + other).encode("utf-16", "surrogatepass").decode("utf-16", "replace")[:1]


def _closed(run: Run, text: pypdfium2.PdfTextPage, first: int, last: int) -> Iterator[Run]:
    if run.glyphs and first >= 0:
        run.weight = min(_weight(text, first), _weight(text, last))
        yield run


def _weight(text: pypdfium2.PdfTextPage, i: int) -> int:
    return _BOLD_WEIGHT if _BOLD.search(_font(text, i)) else raw.FPDFText_GetFontWeight(text, i)


def _has_ink(text: pypdfium2.PdfTextPage, i: int) -> bool:
    """Whether anything is drawn for a character; a space has a flat box."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(text, i, left, right, bottom, top)
    return min(right.value - left.value, top.value - bottom.value) > _INK


def _font(text: pypdfium2.PdfTextPage, i: int) -> bytes:
    """The name of the font of a character."""
    name = ctypes.create_string_buffer(120)
    raw.FPDFText_GetFontInfo(text, i, name, 120, None)
    return name.value


def _turn(angle: float) -> int:
    quarters = round(angle / (math.pi / 2))
    return quarters % 4 if abs(angle - quarters * math.pi / 2) < _TILT else SLANTED


def upright(
    turn: int, left: float, right: float, bottom: float, top: float
) -> tuple[float, float, float, float]:
    """A box on a page -> its left, right, bottom and top relative to upright text."""
    if turn == 1:  # the text runs down
        return -top, -bottom, left, right
    if turn == 2:
        return -right, -left, -top, -bottom
    if turn == 3:  # the text runs up
        return bottom, top, -right, -left
    return left, right, bottom, top


def _continues(before: Glyph, glyph: Glyph) -> bool:
    """Whether a line continues where PDFium ends it, as around a superscript: the next character is
    close and not below."""
    height = min(before.top - before.bottom, glyph.top - glyph.bottom)
    overlap = min(before.top, glyph.top) - max(before.bottom, glyph.bottom)
    gap = before.left - glyph.right if is_rtl(glyph.text) else glyph.left - before.right
    size = max(before.top - before.bottom, glyph.top - glyph.bottom)
    if size >= _INITIAL * height or overlap <= 0.5 * height:
        return False
    if glyph.text in ACCENTS:  # it is drawn after its word
        return True
    return -0.3 * size < gap < 0.5 * size


def _is_near(before: Glyph, glyph: Glyph) -> bool:
    """Whether a character is near the previous one, where PDFium does not end the line: not both
    above or below it and to the side of it."""
    apart = max(before.bottom - glyph.top, glyph.bottom - before.top)
    beside = max(before.left - glyph.right, glyph.left - before.right)
    size = before.top - before.bottom
    return apart <= size or beside <= size

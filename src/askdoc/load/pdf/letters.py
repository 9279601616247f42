"""Normalize accents, ligatures and right-to-left text, which a PDF may store in another order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

# A spacing accent -> the combining one.
ACCENTS = {
    "`": "\u0300", "´": "\u0301", "ˆ": "\u0302", "^": "\u0302", "˜": "\u0303", "~": "\u0303",
    "¯": "\u0304", "˘": "\u0306", "˙": "\u0307", "¨": "\u0308", "˚": "\u030a", "˝": "\u030b",
    "ˇ": "\u030c", "¸": "\u0327", "˛": "\u0328",
}  # fmt: skip
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_DOTLESS = {"ı": "i", "ȷ": "j"}


class Glyph(NamedTuple):
    """A character and its box, in points from the lower left corner; a space has none."""

    text: str
    left: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    top: float = 0.0


def is_rtl(text: str) -> bool:
    """Whether its first character is a right-to-left letter."""
    return unicodedata.bidirectional(text[:1] or " ") in ("R", "AL")


def has_rtl(text: str) -> bool:
    """Whether it contains a right-to-left letter."""
    return _RTL.search(text) is not None


def is_ltr(text: str) -> bool:
    """Whether its first character is a left-to-right letter or a digit, which keep their direction
    in right-to-left text."""
    return unicodedata.bidirectional(text[:1] or " ") in ("L", "EN", "AN")


def is_cjk(letter: str) -> bool:
    """Whether it is written without spaces: Han, Kana and the punctuation among them."""
    code = ord(letter)
    return (
        0x3000 <= code <= 0x30FF
        or 0x3400 <= code <= 0x9FFF
        or 0xF900 <= code <= 0xFAFF
        or 0xFF00 <= code <= 0xFFEF
        or 0x20000 <= code <= 0x3FFFF
    )


def normalized(glyphs: Sequence[Glyph], text: str) -> Sequence[Glyph]:
    """The characters of a line with the text `text`, with accents composed and ligatures in
    order."""
    if has_rtl(text):
        glyphs = _in_reading_order(glyphs)
    if not ACCENTS.keys().isdisjoint(text):
        glyphs = _composed(glyphs)
    return glyphs


def _in_reading_order(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """PDFium reverses right-to-left lines, including the letters of a ligature, which share a
    box."""
    found: list[Glyph] = []
    for _, group in groupby(glyphs, key=lambda glyph: (glyph.left, glyph.right)):
        inside = list(group)
        found += reversed(inside) if all(is_rtl(glyph.text) for glyph in inside) else inside
    return found


def _composed(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Universit´e -> Université: TeX draws the accent over its letter, but stores it before it or
    anywhere after it on the line."""
    found: list[Glyph | None] = list(glyphs)
    for i, accent in enumerate(glyphs):
        if accent.text not in ACCENTS:
            continue
        for j in [*range(i + 1, min(i + 3, len(glyphs))), *range(i - 1, -1, -1)]:
            letter = found[j]
            if letter and (whole := _with_accent(letter, accent)):
                found[i], found[j] = None, whole
                break
    return [glyph for glyph in found if glyph]


def _with_accent(letter: Glyph, accent: Glyph) -> Glyph | None:
    """None if the accent is not drawn over the letter, or there is no such letter."""
    middle = (accent.left + accent.right) / 2
    if not letter.left < middle < letter.right or accent.bottom > letter.top:
        return None
    base = _DOTLESS.get(letter.text, letter.text)
    whole = unicodedata.normalize("NFC", base + ACCENTS[accent.text])
    return letter._replace(text=whole) if len(whole) == 1 else None

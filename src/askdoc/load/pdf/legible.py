"""Detect fonts whose characters cannot be decoded."""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter

import pypdfium2
from pypdfium2 import raw

# A kind of unreadable parts.
LOST_FONT = "font without letters"
# One in six characters is a space, which becomes a control character in a font without a Unicode
# mapping; formulas have fewer such characters.
MAX_UNREAD = 0.1
# Letter frequencies of English, in percent; other languages have the same frequent half.
_FREQUENT = dict(
    zip(
        "etaoinshrdlcumwfgypbvkjxqz",
        (
            *(12.7, 9.1, 8.2, 7.5, 7.0, 6.7, 6.3, 6.1, 6.0, 4.3, 4.0, 2.8, 2.8),
            *(2.4, 2.4, 2.2, 2.0, 2.0, 1.9, 1.5, 1.0, 0.8, 0.15, 0.15, 0.1, 0.07),
        ),
        strict=True,
    )
)
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
# Statistics need some words. At least a third of the letters of any language are vowels, and no
# shifted alphabet raises the likelihood per letter by e^0.5.
_LETTERS = 40
_DIFFERENT = 10
_VOWELS = 0.25
_LIKELIER = 0.5
# Text objects without characters: fewer may be spaces. The first thousands of a page suffice.
_LOST = 20
_LOST_SHARE = 0.9
_ASKED = 3000


def unread(text: str) -> float:
    """The share of characters that no text contains, as from fonts without a Unicode mapping."""
    count = Counter(text)
    bad = sum(
        count[letter]
        for letter in count
        if unicodedata.category(letter) in ("Cc", "Cn", "Co", "Cs") or letter == "\ufffd"
    )
    return bad / max(1, len(text))


def is_cipher(text: str) -> bool:
    """Whether a Latin text is a Caesar cipher, as from a font whose glyph numbers are taken for
    letters: WKH for the."""
    words = re.findall(r"[A-Za-z]{2,}", text)
    count = Counter("".join(words).lower())
    letters = sum(count.values())
    if (
        len(count) < _DIFFERENT
        or letters < _LETTERS
        or sum(count[vowel] for vowel in "aeiouy") > _VOWELS * letters
    ):
        return False

    def likelihood(shift: int) -> float:
        return sum(
            number * math.log(_FREQUENT[_ALPHABET[(ord(letter) - 97 + shift) % 26]])
            for letter, number in count.items()
        )

    return max(map(likelihood, range(1, 26))) > likelihood(0) + _LIKELIER * letters


def lost_fonts(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage) -> list[str]:
    """The fonts of a page that are not embedded and that PDFium cannot decode."""
    count = raw.FPDFPage_CountObjects(page)
    if count < max(_LOST, text.count_chars()):  # a text object has at least one letter
        return []
    drawn, lost, names = Counter[int](), Counter[int](), {}
    for i in range(min(count, _ASKED)):
        piece = raw.FPDFPage_GetObject(page, i)
        if raw.FPDFPageObj_GetType(piece) != raw.FPDF_PAGEOBJ_TEXT:
            continue
        font = raw.FPDFTextObj_GetFont(piece)
        key = ctypes.addressof(font.contents)
        names[key] = font
        drawn[key] += 1
        lost[key] += raw.FPDFTextObj_GetText(piece, text, None, 0) <= 2  # the terminating zero
    # even with fonts that are decoded, some text objects are spaces
    found = [
        key
        for key in drawn
        if lost[key] > _LOST_SHARE * drawn[key] and not raw.FPDFFont_GetIsEmbedded(names[key])
    ]
    if sum(lost[key] for key in found) < _LOST:
        return []
    return sorted({_name(names[key]) for key in found})


def _name(font: raw.FPDF_FONT) -> str:
    name = ctypes.create_string_buffer(120)
    raw.FPDFFont_GetBaseFontName(font, name, 120)
    return name.value.decode("utf-8", "replace")

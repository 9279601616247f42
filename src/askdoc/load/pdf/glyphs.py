"""Assemble the characters of a line into pieces of text, with spaces and note marks restored.

A PDF contains the position of each character. Spaces are often no characters, and a gap as wide as
between columns separates two pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from statistics import median

from askdoc.load.pdf.characters import upright
from askdoc.load.pdf.letters import Glyph, has_rtl, is_cjk, is_ltr, is_rtl, normalized
from askdoc.load.pdf.line import Line, Word

# In heights of the letters' boxes, about 1.2 times the font size. Measured on PDFs of groff, which
# has no space characters: words are 0.22 apart, letters 0.00 to 0.02.
_SPACE = 0.16
# Kerning narrows the space between a full stop and a capital; without a space, they are 0.0 apart.
_AFTER_STOP = 0.12
_STOPS = tuple(".,;:!?")
_LETTERS = 0.04
_COLUMNS = 0.75
# Half the width of a character, which separates Japanese names.
_CJK_SPACE = 0.5
_CJK = "\u3000"

# After these, a superscript number is a note mark rather than an exponent as in km2.
_BEFORE_NOTE = re.compile(
    r"(?:[^\W\d_]{3}|[.,;:!?”’\"'»)\]]|\s(?!km|cm|dm|mm|nm|ft|yd|mi|in)[a-zß-ÿ]{2})$"
)
_DIGIT = re.compile(r"\d")


def pieces(
    glyphs: Sequence[Glyph], weight: int = 0, turn: int = 0, added: bool = False
) -> Iterator[Line]:
    """The characters of a line -> its pieces, none of them blank; other parameters as in `Line`."""
    heights = sorted(glyph.top - glyph.bottom for glyph in glyphs if glyph.top > glyph.bottom)
    if not heights:
        return
    size = heights[len(heights) // 2]
    letters = "".join(glyph.text for glyph in glyphs)
    glyphs = normalized(glyphs, letters)
    if _DIGIT.search(letters):
        glyphs = _with_notes(glyphs)
    found = _spaced(glyphs, _places(glyphs) if has_rtl(letters) else glyphs, size)
    if max(letters) >= _CJK:
        found = _without_cjk_spaces(found, size)
    words: list[list[Glyph]] = [[]]
    inside: list[Glyph] = []
    for space, gap, glyph in found:
        if inside and gap > _COLUMNS * size:
            yield from _piece(words, inside, weight, turn, added)
            words, inside = [[]], []
        if space:
            words.append([])
        words[-1].append(glyph)
        if glyph.top > glyph.bottom:
            inside.append(glyph)
    yield from _piece(words, inside, weight, turn, added)


def _spaced(
    glyphs: Sequence[Glyph], places: Sequence[Glyph], size: float
) -> list[tuple[bool, float, Glyph]]:
    """-> (whether a space precedes it, the width of the gap before it, the character)"""
    found: list[tuple[bool, float, Glyph]] = []
    space = False
    last: int | None = None
    for i, glyph in enumerate(glyphs):
        if glyph.text == " ":
            space = True
            continue
        gap = 0.0
        if last is not None and glyph.top > glyph.bottom:
            one, other = places[last], places[i]
            if one == other:  # inside a number in right-to-left text
                one, other = glyphs[last], glyph
            # subtle: in right-to-left text, the next character ends where the last one starts
            gap = max(other.left - one.right, one.left - other.right)
        found.append((space, gap, glyph))
        space = False
        last = i if glyph.top > glyph.bottom else last
    spaces = [gap for space, gap, _ in found if space]
    letters = [gap for space, gap, _ in found[1:] if not space]
    before = ["", *(glyph.text for _, _, glyph in found)]
    if (
        letters and median(letters) < _LETTERS * size
    ):  # otherwise it is letter-spaced, as in a headline
        found = [
            (space or gap > _least(last, glyph.text) * size, gap, glyph)
            for last, (space, gap, glyph) in zip(before, found, strict=False)
        ]
    if spaces and median(spaces) > _SPACE * size:  # otherwise the boxes are unreliable
        found = [
            (space and (gap > 0.01 * size or _may_overlap(last, glyph.text)), gap, glyph)
            for last, (space, gap, glyph) in zip(before, found, strict=False)
        ]
    return found


def _least(last: str, letter: str) -> float:
    """The least gap between two characters that is a space, in heights of their boxes."""
    return _AFTER_STOP if last.endswith(_STOPS) and letter.isalpha() else _SPACE


def _may_overlap(last: str, letter: str) -> bool:
    """Whether the boxes of two characters with a space between them may touch: an f in italics
    stands out on both sides."""
    return "f" in (last[-1:], letter[0]) or not letter.isalpha()


def _places(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Where each character starts and ends; a number or foreign word in right-to-left text is one
    unit, because it runs in the other direction."""
    places = list(glyphs)
    run: list[int] = []
    for i, glyph in enumerate([*glyphs, Glyph("\u05d0")]):  # any right-to-left letter ends it
        if is_ltr(glyph.text):
            run.append(i)
        elif is_rtl(glyph.text) and run:
            inside = range(run[0], run[-1] + 1)
            placed = [glyphs[k] for k in inside if glyphs[k].top > glyphs[k].bottom]
            if placed:
                whole = Glyph("", min(g.left for g in placed), max(g.right for g in placed))
                for k in inside:
                    places[k] = whole
            run = []
    return places


def _without_cjk_spaces(
    found: list[tuple[bool, float, Glyph]], size: float
) -> list[tuple[bool, float, Glyph]]:
    """Remove spaces from Chinese and Japanese, whose evenly spaced characters are not words."""
    among = [
        i > 0 and is_cjk(glyph.text[0]) and is_cjk(found[i - 1][2].text[-1])
        for i, (_, _, glyph) in enumerate(found)
    ]
    gaps = [gap for inside, (_, gap, _) in zip(among, found, strict=True) if inside]
    if not gaps:
        return found
    usual = median(gaps)
    return [
        (space and not (inside and gap < usual + _CJK_SPACE * size), gap, glyph)
        for inside, (space, gap, glyph) in zip(among, found, strict=True)
    ]


def _with_notes(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The council agreed.¹ -> The council agreed.[1]"""
    marked = list(glyphs)
    text = ""
    i = 0
    while i < len(glyphs):
        if (
            glyphs[i].text.isdigit()
            and _BEFORE_NOTE.search(text[-3:])
            and (length := _raised(glyphs, i))
        ):
            last = i + length - 1
            marked[i] = marked[i]._replace(text="[" + marked[i].text)
            marked[last] = marked[last]._replace(text=marked[last].text + "]")
            i += length
            text = ""
        else:
            text += glyphs[i].text
            i += 1
    return marked


def _raised(glyphs: Sequence[Glyph], at: int) -> int:
    """The number of superscript digits from `at` on; 0 if they are no note mark."""
    before = glyphs[at - 1]
    height = before.top - before.bottom
    length = 0
    for glyph in glyphs[at : at + 4]:
        higher = glyph.bottom - before.bottom > 0.2 * height
        if not (glyph.text.isdigit() and higher and glyph.top - glyph.bottom < 0.95 * height):
            break
        length += 1
    return length if length < 4 else 0


def _piece(
    words: Sequence[Sequence[Glyph]],
    glyphs: Sequence[Glyph],
    weight: int,
    turn: int,
    added: bool,
) -> Iterator[Line]:
    """A piece is positioned where most of its characters are, ignoring super- and subscripts.

    words: its characters; glyphs: those with a position
    """
    texts = ["".join(glyph.text for glyph in word) for word in words]
    text = " ".join(" ".join(texts).split())
    if text and glyphs:
        _, left, right, bottom, top = zip(*glyphs, strict=True)
        middle = len(glyphs) // 2
        low, high = sorted(bottom)[middle], sorted(top)[middle]
        size = high - low
        if turn < 0:  # slanted
            low, high = min(bottom), max(top)
        places = tuple(_word(*one, turn) for one in zip(texts, words, strict=True) if any(one[1]))
        yield Line(
            *(text, min(left), max(right), low, high, size),
            weight=weight,
            turn=turn,
            added=added,
            words=places,
        )


def _word(text: str, glyphs: Sequence[Glyph], turn: int) -> Word:
    """A word with its position on the page."""
    placed = [glyph for glyph in glyphs if glyph.top > glyph.bottom] or glyphs
    _, lefts, rights, bottoms, tops = zip(*placed, strict=True)
    box = min(lefts), max(rights), min(bottoms), max(tops)
    left, right, bottom, top = upright(-turn % 4, *box) if turn > 0 else box
    return Word(text, left, right, bottom, top, turn)

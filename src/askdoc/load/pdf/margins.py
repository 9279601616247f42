"""Separate stamps, watermarks and line numbers from the text of a page."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from askdoc.load.pdf.characters import upright
from askdoc.load.pdf.line import Line, is_prose, main_turn
from askdoc.types.documents import Omitted

# A watermark is this many times larger than the text, and overlaps its lines.
_LARGE = 1.5
_ACROSS = 2
# More large words on a page are those of a map or a poster.
_WATERMARKS = 10
# A printer's mark may stand before a number or after it: S32, 33R.
_LETTERS = string.ascii_letters
_LINE_NUMBER = re.compile(r"[A-Za-z]{0,2}[0-9]{1,4}[A-Za-z]?")
# Fewer numbers one below the other may be those of a short list.
_NUMBERED = 5
# The share of numbers that may have no text after them, as on preprinted paper.
_BARE = 0.25
# A transcript has 25 lines a page, a pleading 28, a page of small type some 100. OCR may lose some
# of their numbers; "I 1" is 11.
_MANY = 10
_LINES = 120
_MAX = 0.8
_UNEVEN = 0.25
_MISREAD = 3
# In heights of the type, by which a scanner moves a page.
_SHIFT = 1.0


def without_margins(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Omitted]]:
    """The pieces of each page -> (those of its text, the omitted ones)."""
    sizes = [piece.size for page in pages for piece in page for _ in piece.text]
    usual = median(sizes) if sizes else 0.0
    kept: list[list[Line]] = []
    omitted: list[Omitted] = []
    numbers = _numbered_lines(pages)
    for number, pieces in enumerate(pages, start=1):
        found = {
            "watermark": _watermarks(pieces, usual),
            "side stamp": _stamps(pieces),
            "line number": numbers[number - 1],
        }
        dropped = {id(piece) for inside in found.values() for piece in inside}
        if len(dropped) == len(pieces):  # never all of a page
            kept.append(list(pieces))
            continue
        kept.append([piece for piece in pieces if id(piece) not in dropped])
        omitted += [
            Omitted(kind, " ".join(piece.text for piece in inside), page=number)
            for kind, inside in found.items()
            if inside
        ]
    return kept, omitted


def _watermarks(pieces: Sequence[Line], usual: float) -> list[Line]:
    large = [piece for piece in pieces if piece.size > _LARGE * usual]
    if len(large) > _WATERMARKS:
        return []
    return [
        piece for piece in large if sum(_lies_over(piece, other) for other in pieces) >= _ACROSS
    ]


def _lies_over(large: Line, other: Line) -> bool:
    """Whether a smaller line crosses the middle of the letters of a large one; the boxes of letters
    are higher than the letters and overlap neighbouring lines."""
    middle = (other.bottom + other.top) / 2
    quarter = (large.top - large.bottom) / 4
    return (
        other.size * _LARGE < large.size
        and large.bottom + quarter < middle < large.top - quarter
        and other.left < large.right - 0.2 * large.size
        and other.right > large.left + 0.2 * large.size
    )


def _stamps(pieces: Sequence[Line]) -> list[Line]:
    """Rotated text next to the upright text of a page."""
    if not pieces or main_turn(pieces) != 0:
        return []
    text = [piece for piece in pieces if piece.turn == 0]
    left, right = min(piece.left for piece in text), max(piece.right for piece in text)
    found = []
    for piece in pieces:
        if piece.turn in (1, 3):
            box = upright(-piece.turn % 4, piece.left, piece.right, piece.bottom, piece.top)
            if box[1] <= left or box[0] >= right:
                found.append(piece)
    return found


def _numbered_lines(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The numbers of the lines of each page of a pleading, a transcript or a manuscript: they
    count down one side of the text, and what stands beside them runs on, or other pages have the
    same numbers."""
    columns = [_column_of_numbers(pieces) for pieces in pages]
    found = []
    for pieces, column in zip(pages, columns, strict=True):
        again = sum(_are_alike(column, other) for other in columns) > 1  # itself is one
        if column and (again or _is_no_table(column, _others(pieces, column))):
            found.append(_with_misread(column, pieces) if _is_even(column) else column)
        else:
            found.append([])
    return found


def _column_of_numbers(pieces: Sequence[Line]) -> list[Line]:
    """Numbers that count down one side of a page, from top to bottom; empty if there are none."""
    main = main_turn(pieces)
    numbers = [
        piece for piece in pieces if piece.turn == main and _LINE_NUMBER.fullmatch(piece.text)
    ]
    columns = Counter(round(piece.right / piece.size) for piece in numbers)
    for place, _ in columns.most_common(2):
        column = sorted(
            (one for one in numbers if abs(round(one.right / one.size) - place) <= 1),
            key=lambda one: -one.bottom,
        )
        if not _counts(column) and len(column) <= _LINES:
            column = _rising(column)
        if len(column) < _NUMBERED or not (_counts(column) or _is_even(column)):
            continue
        left, right = min(one.left for one in column), max(one.right for one in column)
        inside = _others(pieces, column)
        if inside and (
            all(one.left > right for one in inside) or all(one.right < left for one in inside)
        ):
            return column
    return []


def _are_alike(column: Sequence[Line], other: Sequence[Line]) -> bool:
    """Whether two pages have the same many numbers at the same places; the rows of a table go on
    counting."""
    return min(len(column), len(other)) >= _MANY and all(
        _value(one) == _value(two) and abs(one.bottom - two.bottom) < _SHIFT * one.size
        for one, two in ((column[0], other[0]), (column[-1], other[-1]))
    )


def _value(number: Line) -> int:
    return int(number.text.strip(_LETTERS))


def _counts(column: Sequence[Line]) -> bool:
    steps = {_value(after) - _value(before) for before, after in pairwise(column)}
    return len(steps) == 1 and steps <= {1, 2, 5, 10}


def _rising(column: Sequence[Line]) -> list[Line]:
    """The most numbers of a column of which each is larger than the one before."""
    best: list[list[Line]] = []
    for number in column:
        before = (run for run in best if _value(run[-1]) < _value(number))
        best.append([*max(before, key=len, default=[]), number])
    return max(best, key=len, default=[])


def _is_even(column: Sequence[Line]) -> bool:
    """Whether many numbers stand as far apart as they count; some may be missing, as OCR loses
    them."""
    if len(column) < _MANY:
        return False
    steps = [
        (_value(after) - _value(before), before.bottom - after.bottom)
        for before, after in pairwise(column)
    ]
    if any(step < 1 for step, _ in steps):
        return False
    usual = median(apart / step for step, apart in steps)
    near = sum(abs(apart - step * usual) < _UNEVEN * usual for step, apart in steps)
    return near >= _MAX * len(steps)


def _with_misread(column: list[Line], pieces: Sequence[Line]) -> list[Line]:
    """With what OCR made of other numbers of an even column: "l", "I 1"."""
    left, right = min(one.left for one in column), max(one.right for one in column)
    lowest, highest = column[-1].bottom, column[0].top
    apart = (column[0].bottom - column[-1].bottom) / (_value(column[-1]) - _value(column[0]))
    more = [
        piece
        for piece in pieces
        if len(piece.text) <= _MISREAD
        and left - piece.size < piece.left
        and piece.right < right + 0.5 * piece.size
        and lowest - 1.5 * apart < piece.bottom
        and piece.top < highest + 1.5 * apart
    ]
    inside = {id(one) for one in column}
    added = [piece for piece in more if id(piece) not in inside]
    return sorted([*column, *added], key=lambda one: -one.bottom)


def _others(pieces: Sequence[Line], column: Sequence[Line]) -> list[Line]:
    """What stands at the height of a column and is longer than a number that is misread."""
    inside = {id(one) for one in column}
    lowest, highest = column[-1].bottom, column[0].top
    left, right = min(one.left for one in column), max(one.right for one in column)
    return [
        one
        for one in pieces
        if id(one) not in inside
        and one.turn == column[0].turn
        and lowest < (one.bottom + one.top) / 2 < highest
        and not (len(one.text) <= _MISREAD and left - one.size < one.left < right)
    ]


def _is_no_table(column: Sequence[Line], beside: Sequence[Line]) -> bool:
    """Whether prose stands beside numbers, or nothing beside many of them."""
    bare = [one for one in column if not any(abs(one.bottom - o.bottom) < o.size for o in beside)]
    return is_prose(beside) or len(bare) > _BARE * len(column)

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
# A prefix before a number: S32.
_LETTERS = string.ascii_letters
_LINE_NUMBER = re.compile(r"[A-Za-z]{0,2}[0-9]{1,4}")
# Fewer aligned numbers may be those of a short list.
_NUMBERED = 5
# The share of numbers that may have no text after them, as on preprinted paper.
_BARE = 0.25


def without_margins(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Omitted]]:
    """The pieces of each page -> (those of its text, the omitted ones)."""
    sizes = [piece.size for page in pages for piece in page for _ in piece.text]
    usual = median(sizes) if sizes else 0.0
    kept: list[list[Line]] = []
    omitted: list[Omitted] = []
    for number, pieces in enumerate(pages, start=1):
        found = {
            "watermark": _watermarks(pieces, usual),
            "side stamp": _stamps(pieces),
            "line number": _line_numbers(pieces),
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


def _line_numbers(pieces: Sequence[Line]) -> list[Line]:
    """The line numbers of a pleading or a manuscript: consecutive numbers at one side of continuous
    text."""
    main = main_turn(pieces)
    upright = [piece for piece in pieces if piece.turn == main]
    numbers = [piece for piece in upright if _LINE_NUMBER.fullmatch(piece.text)]
    columns = Counter(round(piece.right / piece.size) for piece in numbers)
    for place, _ in columns.most_common(2):
        column = sorted(
            (one for one in numbers if abs(round(one.right / one.size) - place) <= 1),
            key=lambda one: -one.bottom,
        )
        inside = {id(one) for one in column}
        rest = [piece for piece in upright if id(piece) not in inside]
        if len(column) >= _NUMBERED and rest and _counts(column) and _is_beside(column, rest):
            return column
    return []


def _counts(column: Sequence[Line]) -> bool:
    values = [int(piece.text.lstrip(_LETTERS)) for piece in column]
    steps = {after - before for before, after in pairwise(values)}
    return len(steps) == 1 and steps <= {1, 2, 5, 10}


def _is_beside(column: Sequence[Line], rest: Sequence[Line]) -> bool:
    left, right = min(one.left for one in column), max(one.right for one in column)
    lowest, highest = column[-1].bottom, column[0].top
    inside = [one for one in rest if lowest < (one.bottom + one.top) / 2 < highest]
    outside = all(one.left > right for one in inside) or all(one.right < left for one in inside)
    bare = [one for one in column if not any(abs(one.bottom - o.bottom) < o.size for o in inside)]
    return bool(inside) and outside and (is_prose(inside) or len(bare) > _BARE * len(column))

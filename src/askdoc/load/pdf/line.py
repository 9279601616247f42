"""A line of words on a page, and the relative positions of lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

_MARK = re.compile(r"[•‣◦▪▸●○∙·■□☐☒✓–—*-]|\(?(?:\d{1,2}|[a-z])[.)]")

# Lines of prose start in lower case and are full, unlike the rows of a table.
_RUNS_ON = 0.4
_FILLED = 0.7


class Word(NamedTuple):
    """A word and its position, in points from the lower left corner of the page without rotation.
    turn: as in `Line`"""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words and its place on the page, in points from the lower left corner.

    size: the height of its letters' boxes, about the font size
    spans: where each of its pieces starts and ends; aligned in a table
    weight: of its font, 400 for regular and 700 for bold; 0 if unknown
    turn: the rotation of its text in clockwise quarter turns
    added: whether it comes from a form field or an annotation
    cells: their number, if it is a row of a table
    words: its words in the order of `text`
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    spans: tuple[tuple[float, float], ...] = ()
    weight: int = 0
    turn: int = 0
    added: bool = False
    cells: int = 0
    words: tuple[Word, ...] = ()


def main_turn(pieces: Sequence[Line]) -> int:
    """The rotation of most of the text on a page."""
    turns = Counter[int]()
    for piece in pieces:
        turns[piece.turn] += len(piece.text)
    return max(turns, key=lambda turn: turns[turn], default=0)


def are_rows(one: Line, other: Line) -> bool:
    """Whether both are rows of a table: a cell after the first one starts at the same position.

    The wide gaps of justified lines are at arbitrary positions.
    """
    starts = [left - other.left for left, _ in other.spans[1:]]
    return any(abs(left - one.left - at) < 1 for left, _ in one.spans[1:] for at in starts)


def is_beside(before: Line, line: Line) -> bool:
    """Whether a line is at the height of another, and after it."""
    one_height = abs(line.bottom - before.bottom) < 0.3 * line.size
    return one_height and line.left >= before.right - 0.3 * line.size


def is_mark(text: str) -> bool:
    """Whether it is only the mark of a list item."""
    return _MARK.fullmatch(text) is not None


def is_prose(column: Sequence[Line]) -> bool:
    """Whether the lines of a column continue from one to the next, unlike those of a table."""
    width = max(line.right for line in column) - min(line.left for line in column)
    runs_on = sum(line.text[0].islower() for line in column)
    filled = median(line.right - line.left for line in column)
    return runs_on >= _RUNS_ON * len(column) and filled >= _FILLED * width

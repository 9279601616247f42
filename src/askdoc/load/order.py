"""The pieces of a page in the order in which a person reads them.

A PDF draws its pieces in any order it likes. Most draw as they are read, which is kept; here is
mended what is known to go wrong: columns that are drawn row by row, and lists whose marks are
drawn after their items.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

_MARK = re.compile(r"[•‣◦▪●○∙·■□–—*-]|\(?(?:\d{1,2}|[a-z])[.)]")
# A page of columns has more rows than this; prose that runs on starts its lines small, where the
# rows of a table do not, and fills them.
_ROWS = 5
_RUNS_ON = 0.4
_FILLED = 0.7


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words and its place on the page, in points from the lower left corner.

    size: the height of its letters' boxes, as tall as the type
    spans: where each of its pieces starts and ends, one below the other in a table
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    spans: tuple[tuple[float, float], ...] = ()


def in_order(pieces: Sequence[Line]) -> list[Line]:
    """The pieces of lines as the page draws them -> its lines as they are read."""
    return _joined(_columns_apart(_with_marks(pieces)))


def are_rows(one: Line, other: Line) -> bool:
    """Whether both are rows of a table: a cell that is not the first starts as far to the right.

    The wide gaps of justified lines stand anywhere.
    """
    starts = [left - other.left for left, _ in other.spans[1:]]
    return any(abs(left - one.left - at) < 1 for left, _ in one.spans[1:] for at in starts)


def _joined(pieces: Sequence[Line]) -> list[Line]:
    """Those at one height beside each other become one line."""
    lines: list[Line] = []
    for piece in pieces:
        span = ((piece.left, piece.right),)
        if lines and _is_beside(lines[-1], piece):
            before = lines[-1]
            text = f"{before.text} {piece.text}"
            spans = before.spans + span
            lines[-1] = replace(before, text=text, right=piece.right, spans=spans)
        else:
            lines.append(replace(piece, spans=span))
    return lines


def _is_beside(before: Line, line: Line) -> bool:
    one_height = abs(line.bottom - before.bottom) < 0.3 * line.size
    return one_height and line.left >= before.right - 0.3 * line.size


def _with_marks(pieces: Sequence[Line]) -> list[Line]:
    """The marks of lists, drawn apart from them, each before its item."""
    marks = {
        i: piece
        for i, piece in enumerate(pieces)
        if _MARK.fullmatch(piece.text)
        and not (i + 1 < len(pieces) and _is_beside(piece, pieces[i + 1]))
    }
    if not marks:
        return list(pieces)
    ordered: list[Line] = []
    waiting = list(marks.values())
    for i, piece in enumerate(pieces):
        if i in marks:
            continue
        for mark in waiting:
            if _is_beside(mark, piece) and piece.left - mark.right < 3 * piece.size:
                ordered.append(mark)
                waiting.remove(mark)
                break
        ordered.append(piece)
    return ordered + waiting


def _columns_apart(pieces: Sequence[Line]) -> list[Line]:
    """Columns drawn row by row become one column after the other."""
    middle = _gutter(pieces)
    if middle is None:
        return list(pieces)
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for piece in pieces:
        if piece.right <= middle:
            left.append(piece)
        elif piece.left >= middle:
            right.append(piece)
        else:  # a headline over both
            ordered += [*_columns_apart(left), *_columns_apart(right), piece]
            left, right = [], []
    return ordered + _columns_apart(left) + _columns_apart(right)


def _gutter(pieces: Sequence[Line]) -> float | None:
    """Where a page is divided whose columns are drawn row by row, as lines of prose that are
    drawn one beside the other; None for all other pages."""
    pairs = [(one, other) for one, other in pairwise(pieces) if _is_beside(one, other)]
    if len(pairs) < _ROWS:
        return None
    unit = 2 * median(piece.size for piece in pieces)
    starts = Counter(round(other.left / unit) for _, other in pairs)
    place = max(starts, key=lambda at: starts[at] + starts[at + 1])
    rows = [pair for pair in pairs if round(pair[1].left / unit) in (place, place + 1)]
    middle = min((other.left for _, other in rows), default=0.0)
    rows = [(one, other) for one, other in rows if one.right <= middle]
    if len(rows) < _ROWS or not all(map(_is_prose, zip(*rows, strict=True))):
        return None
    return middle


def _is_prose(column: Sequence[Line]) -> bool:
    width = max(line.right for line in column) - min(line.left for line in column)
    runs_on = sum(line.text[0].islower() for line in column)
    filled = median(line.right - line.left for line in column)
    return runs_on >= _RUNS_ON * len(column) and filled >= _FILLED * width

"""Sort the pieces of a page in reading order.

A PDF may draw its pieces in any order. Most draw them in reading order. That order is used, except
for columns that are drawn row by row and lists whose marks are drawn after their items.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from askdoc.load.pdf.line import Line, is_beside, is_mark, is_prose, main_turn
from askdoc.load.pdf.tables import joined, with_rows

# A page of columns has more rows than this.
_ROWS = 5
# Drawing row by row changes the side twice per row; a table of long cells once in two lines.
# Headlines over all columns are rare.
_TURNS = 1.2
_OVER = 0.2
# In font sizes: columns are further apart than the words of a justified line.
_GUTTER = 1.0

# A page of a form has about a hundred fields; a map may consist of annotations.
_FIELDS = 1000

# In heights of the type: cells of a row have no more lines, and lines that overlap by less are
# one below the other. A page of more turns is a chart or a map.
_JUMP = 5.0
_BESIDE = 0.3
_LAYERS = 50
# A foot of so many pieces, in points above the end of the page, stays where it is drawn.
_FOOT = 2
_MARGIN = 72

# The first letter of a chapter is as high as two lines or more.
_INITIAL = re.compile(r"[\"'“«‘(]?[^\W\d_]")
_INITIAL_SIZE = 1.6
# In line heights: a space is 0.2, and the gap after a drop cap is smaller.
_INITIAL_GAP = 0.5


def in_order(pieces: Sequence[Line]) -> list[Line]:
    """The pieces of a page in drawing order -> its lines in reading order.

    Text with another rotation than most of the page follows the line drawn before it, and keeps its
    turn; other lines have turn 0.
    """
    main = main_turn(pieces)
    if main == 0 and all(piece.turn == 0 for piece in pieces):
        return _in_order(pieces)
    ordered = _in_order([replace(piece, turn=0) for piece in pieces if piece.turn == main])
    for turn in {piece.turn for piece in pieces} - {main}:
        aside = [piece for piece in pieces if piece.turn == turn]
        before = pieces[: pieces.index(aside[0])]
        last = next((piece for piece in reversed(before) if piece.turn == main), None)
        at = next((i for i, line in enumerate(ordered, 1) if last and _holds(line, last)), 0)
        ordered[at:at] = [replace(line, turn=turn % 4 or 4) for line in _in_order(aside)]
    return ordered


def _in_order(pieces: Sequence[Line]) -> list[Line]:
    ordered = _with_initials(_with_added(_with_marks(_by_height(pieces))))
    return [line for part in _columns(ordered) for line in with_rows(part)]


def _by_height(pieces: Sequence[Line]) -> list[Line]:
    """What is drawn in turns from the top of the page to its foot, as by browsers first the text
    and then the tables, from top to bottom; not if any of it stands beside other turns, as
    columns do."""
    turns: list[int] = []
    for i, piece in enumerate(pieces):
        jumps = i > 0 and piece.bottom > pieces[i - 1].bottom + _JUMP * piece.size
        turns.append(jumps + (turns[-1] if turns else 0))
    if not turns or not 0 < turns[-1] < _LAYERS or any(piece.added for piece in pieces):
        return list(pieces)
    order = sorted(range(len(pieces)), key=lambda i: -pieces[i].bottom)
    low = dict[int, float]()  # where each turn has come down to
    parts: list[list[int]] = []
    for i in order:
        limit = pieces[i].top - _BESIDE * pieces[i].size
        if any(bottom < limit for turn, bottom in low.items() if turn != turns[i]):
            return list(pieces)
        if not parts or turns[parts[-1][0]] != turns[i]:
            parts.append([])
        parts[-1].append(i)
        low[turns[i]] = pieces[i].bottom
    last = parts[-1]
    is_foot = len(last) <= _FOOT and pieces[last[0]].bottom < _MARGIN
    foot = parts.pop() if is_foot and turns[last[0]] < turns[-1] else []
    drawn = {i for part in parts for i in part}
    ordered = []
    for i in (i for part in parts for i in sorted(part)):
        ordered.append(pieces[i])
        if foot and max((k for k in drawn if k < foot[0]), default=-1) == i:
            ordered += [pieces[k] for k in sorted(foot)]  # which is no row of a table above it
    return ordered if len(ordered) == len(pieces) else list(pieces)


def _holds(line: Line, piece: Line) -> bool:
    return (
        not line.turn
        and line.bottom <= piece.bottom <= line.top
        and line.left <= piece.left <= line.right
    )


def _with_marks(pieces: Sequence[Line]) -> list[Line]:
    """The marks of lists, drawn apart from them, each before its item; what only looks like one,
    as "v." between the parties of a case, stays."""
    waiting = [
        piece
        for i, piece in enumerate(pieces)
        if is_mark(piece.text) and not (i + 1 < len(pieces) and is_beside(piece, pieces[i + 1]))
    ]
    if not waiting:
        return list(pieces)
    before: dict[int, Line] = {}
    for i, piece in enumerate(pieces):
        for mark in waiting:
            near = piece.left - mark.right < 3 * piece.size
            if mark is not piece and near and is_beside(mark, piece):
                before[i] = mark
                waiting.remove(mark)
                break
    moved = {id(mark) for mark in before.values()}
    return [
        one
        for i, piece in enumerate(pieces)
        for one in (before.get(i), piece if id(piece) not in moved else None)
        if one is not None
    ]


def _with_added(pieces: Sequence[Line]) -> list[Line]:
    """Move the values of form fields after the words next to them, or else above them; PDFium
    returns them after the rest of the page."""
    added = [piece for piece in pieces if piece.added]
    own = [piece for piece in pieces if not piece.added]
    if not own or not 0 < len(added) < _FIELDS:
        return list(pieces)
    heights = sorted((piece.bottom, -i) for i, piece in enumerate(own))
    after: dict[int, list[Line]] = {}
    for value in added:
        middle = (value.bottom + value.top) / 2
        near = heights[
            bisect_left(heights, (middle - 2 * value.size,)) : bisect_left(heights, (middle,))
        ]
        beside = [
            -i
            for _, i in near
            if own[-i].top > middle and own[-i].right <= value.left + 0.3 * value.size
        ]
        above = bisect_left(heights, (value.top - value.size,))
        if beside:
            at = max(beside, key=lambda i: own[i].right)
        else:
            at = -heights[above][1] if above < len(heights) else len(own) - 1
        after.setdefault(at, []).append(value)
    return [piece for i, one in enumerate(own) for piece in (one, *after.get(i, ()))]


def _with_initials(pieces: Sequence[Line]) -> list[Line]:
    """Join drop caps to their words; the lines next to one start where it does."""
    ordered = list(pieces)
    usual = median(piece.size for piece in pieces) if pieces else 0.0
    for initial in pieces:
        if initial.size < _INITIAL_SIZE * usual or not _INITIAL.fullmatch(initial.text):
            continue
        inside = [
            i
            for i, piece in enumerate(ordered)
            if piece.size * _INITIAL_SIZE < initial.size
            and initial.bottom < (piece.bottom + piece.top) / 2 < initial.top
            and abs(piece.left - initial.right) < piece.size
        ]
        if not inside:
            continue
        first = max(inside, key=lambda i: ordered[i].top)
        for i in inside:
            gap = ordered[i].left - initial.right
            space = " " if gap > _INITIAL_GAP * ordered[i].size else ""
            ordered[i] = replace(ordered[i], left=initial.left)
            if i == first:
                text = f"{initial.text}{space}{ordered[i].text}"
                words = initial.words + ordered[i].words
                ordered[i] = replace(ordered[i], text=text, words=words)
        ordered.remove(initial)
    return ordered


def _columns(pieces: Sequence[Line]) -> list[list[Line]]:
    """Separate columns that are drawn row by row; other pages are one column."""
    middle = _gutter(joined(pieces, _GUTTER))
    if middle is None:
        return [list(pieces)]
    parts: list[list[Line]] = []
    left: list[Line] = []
    right: list[Line] = []
    for piece in pieces:
        if piece.right <= middle:
            left.append(piece)
        elif piece.left >= middle:
            right.append(piece)
        else:  # a headline over both
            parts += [*_columns(left), *_columns(right), [piece]]
            left, right = [], []
    return parts + _columns(left) + _columns(right)


def _gutter(pieces: Sequence[Line]) -> float | None:
    """The end of the first column, if columns of prose are drawn row by row; None otherwise."""
    if len(pieces) < 2 * _ROWS:
        return None
    unit = 2 * median(piece.size for piece in pieces)
    starts = Counter(round(piece.left / unit) for piece in pieces)
    for place in sorted(starts):  # from left to right
        near = (place, place + 1)
        column = [piece for piece in pieces if round(piece.left / unit) in near]
        if len(column) < _ROWS or starts[place - 1] > starts[place]:
            continue
        middle = min(piece.left for piece in column)
        left = [piece for piece in pieces if piece.right <= middle]
        right = [piece for piece in pieces if piece.left >= middle]
        if len(left) < _ROWS or len(left) + len(right) < (1 - _OVER) * len(pieces):
            continue
        sides = [piece.left >= middle for piece in pieces if not piece.left < middle < piece.right]
        turns = sum(one != other for one, other in pairwise(sides))
        if turns > _TURNS * min(len(left), len(right)):
            beside = [line for line in joined(right) if round(line.left / unit) in near]
            if is_prose(joined(left)) and is_prose(beside):
                return middle
    return None

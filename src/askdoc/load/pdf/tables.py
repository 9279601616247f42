"""Recognize tables, and write their rows as lines "A | B | C" with cells in their columns.

A table consists of rows whose cells start, end or are centred at the same positions; it needs no
ruled lines.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median

from askdoc.load.pdf.hyphens import without_hyphen
from askdoc.load.pdf.line import Line, is_beside, is_mark, is_prose

# In heights of the type. Cells are further apart than words, rows no further than paragraphs.
GAP = 0.75
_MARK = 2.5
_ROW = 3.0
_ALIGNED = 0.35
# The share of cells that must be aligned: a table has headings and gaps, and justified lines are
# aligned only by chance.
_MAX = 0.7
# In smallest line distances; a larger distance starts a new row.
_NEXT_ROW = 1.2

_TRIED = 3
# Two justified lines may be aligned by chance; lines of prose then start in lower case.
_SURE = 4

_NUMBER = re.compile(r"\W?\d[\d.,\s]*\W?\s?\w{0,3}$")

_Band = list[Line]


def with_rows(pieces: Sequence[Line]) -> list[Line]:
    """The pieces of a column in order -> its lines, those of tables as rows; what is a row is
    kept."""
    lines: list[Line] = []
    for is_row, group in groupby(pieces, key=lambda piece: piece.cells > 0):
        part = list(group)
        lines += part if is_row else _with_rows(part)
    return lines


def _with_rows(pieces: Sequence[Line]) -> list[Line]:
    lines: list[Line] = []
    done = 0
    at = 0
    while at + 1 < len(pieces):
        if _is_cell(pieces[at], pieces[at + 1]):
            start = _start(pieces, done, at)
            end = _end(pieces, start, at)
            if (found := _table(pieces[start:end])) is not None:
                before, rows, after = found
                lines += joined([*pieces[done:start], *before])
                lines += [*rows, *joined(after)]
                done = at = end
                continue
            while at + 1 < len(pieces) and is_beside(pieces[at], pieces[at + 1]):
                at += 1
        at += 1
    return lines + joined(pieces[done:])


def joined(pieces: Sequence[Line], within: float = math.inf) -> list[Line]:
    """Join pieces at one height that are no further apart than this many font sizes."""
    lines: list[Line] = []
    for piece in pieces:
        before = lines[-1] if lines else None
        if before and is_beside(before, piece) and piece.left - before.right <= within * piece.size:
            text = f"{before.text} {piece.text}"
            weight = min(before.weight, piece.weight)
            words = before.words + piece.words
            longer = max(before, piece, key=lambda one: len(one.text))
            lines[-1] = replace(
                longer, text=text, left=before.left, right=piece.right, weight=weight, words=words
            )
        else:
            lines.append(piece)
    return lines


def _is_cell(one: Line, other: Line) -> bool:
    return is_beside(one, other) and other.left - one.right > GAP * one.size


def _start(pieces: Sequence[Line], done: int, at: int) -> int:
    """The start of a table, whose first cell may have several lines drawn before its neighbours."""
    first = pieces[at]
    start = at
    while start > done:
        before = pieces[start - 1]
        if before.right > first.left or before.top > first.top + 0.5 * first.size:
            break
        start -= 1
    return start


def _end(pieces: Sequence[Line], start: int, at: int) -> int:
    """The end of the pieces that may belong to a table: a piece that spans two of its columns, or
    is
    too far from it, is outside."""
    inside = list(pieces[start : at + 2])
    gaps = [(pieces[at].right, pieces[at + 1].left)]
    size = pieces[at].size
    top = max(piece.top for piece in inside)
    low = min(piece.bottom for piece in inside)
    for end in range(at + 2, len(pieces)):
        piece = pieces[end]
        if piece.top > top + 0.5 * size or piece.bottom < low - _ROW * size:
            return end
        alone = not is_beside(pieces[end - 1], piece) and not (
            end + 1 < len(pieces) and _is_cell(piece, pieces[end + 1])
        )
        if alone and any(piece.left < left and piece.right > right for left, right in gaps):
            return end
        if _is_cell(pieces[end - 1], piece):
            gaps.append((pieces[end - 1].right, piece.left))
        low = min(low, piece.bottom)
    return len(pieces)


def _table(pieces: Sequence[Line]) -> tuple[list[Line], list[Line], list[Line]] | None:
    """-> (pieces above it, its rows, pieces below it); None if they are no table."""
    bands = bands_of(pieces)
    cells = [_cells(band) for band in bands]
    rich = [band for band in cells if len(band) > 1]
    counts = Counter(len(band) for band in rich)
    # most likely first: the number of cells that most rows have
    for count in sorted(counts, key=lambda count: -count * counts[count])[:_TRIED]:
        columns = _columns([band for band in rich if len(band) == count])
        if columns and _fits(rich, columns):
            columns = _with_others(columns, cells)
            break
    else:
        return None
    full = [band for band in rich if len(band) == len(columns)]
    if len(columns) == 2 and len(full) >= _SURE and all(map(is_prose, zip(*full, strict=True))):
        return None  # columns of a page
    first = next(i for i, band in enumerate(cells) if len(band) > 1)
    last = max(i for i, band in enumerate(cells) if len(band) > 1)
    groups = groups_of(cells, columns)
    start = next(i for i, group in enumerate(groups) if first in group)
    end = next(i for i, group in enumerate(groups) if last in group)
    rows = [_row([cells[i] for i in group], columns) for group in groups[start : end + 1]]
    if len(rows) < 2 or (len(rows) < _SURE and any(row.text[0].islower() for row in rows[1:])):
        return None
    above = [piece for group in groups[:start] for i in group for piece in bands[i]]
    below = [piece for group in groups[end + 1 :] for i in group for piece in bands[i]]
    return above, rows, below


def bands_of(pieces: Sequence[Line]) -> list[_Band]:
    """From top to bottom, what stands at one height, from left to right."""
    bands: list[_Band] = []
    for piece in sorted(pieces, key=lambda piece: -piece.bottom):
        if bands and abs(bands[-1][0].bottom - piece.bottom) < 0.3 * piece.size:
            bands[-1].append(piece)
        else:
            bands.append([piece])
    return [sorted(band, key=lambda piece: piece.left) for band in bands]


def _cells(band: _Band) -> _Band:
    """Join pieces that are no further apart than words to cells, also a mark and its item, but not
    a
    dash for "none" and the next column."""
    cells: _Band = []
    for piece in band:
        most = (GAP if not cells or not is_mark(cells[-1].text) else _MARK) * piece.size
        if cells and (
            piece.left - cells[-1].right <= most or (len(cells) == 1 and is_mark(cells[0].text))
        ):
            cells[-1] = joined([cells[-1], replace(piece, bottom=cells[-1].bottom)])[0]
        else:
            cells.append(piece)
    return cells


def _columns(bands: Sequence[_Band]) -> list[tuple[float, float]]:
    """The extent of each column, from the complete rows; empty if columns overlap."""
    columns = [
        (min(cell.left for cell in column), max(cell.right for cell in column))
        for column in zip(*bands, strict=True)
    ]
    return columns if all(one[1] < other[0] for one, other in pairwise(columns)) else []


def _with_others(
    columns: list[tuple[float, float]], bands: Sequence[_Band]
) -> list[tuple[float, float]]:
    """Add columns whose cells are between the rows, because each spans two rows."""
    found = list(columns)
    for cell in sorted((cell for band in bands for cell in band), key=lambda cell: cell.left):
        clear = GAP * cell.size
        if all(cell.right < left - clear or cell.left > right + clear for left, right in found):
            found.append((cell.left, cell.right))
    return sorted(found)


def _column(cell: Line, columns: Sequence[tuple[float, float]]) -> int:
    """The first column that a cell overlaps, or else the nearest."""
    return min(
        range(len(columns)),
        key=lambda i: (max(columns[i][0] - cell.right, cell.left - columns[i][1], 0.0), i),
    )


def _fits(bands: Sequence[_Band], columns: Sequence[tuple[float, float]]) -> bool:
    """Whether most cells are aligned with others of their column: at the start, end or centre."""
    held: list[list[Line]] = [[] for _ in columns]
    for band in bands:
        for cell in band:
            held[_column(cell, columns)].append(cell)
    found = [(_aligned(column), len(column)) for column in held if len(column) > 1]
    aligned, all_ = sum(one for one, _ in found), sum(other for _, other in found)
    return any(map(_aligned, held[1:])) and aligned >= _MAX * all_


def _aligned(column: Sequence[Line]) -> int:
    """The number of aligned cells of a column; 0 if there are no two."""
    best = 0
    for places in (
        [cell.left for cell in column],
        [cell.right for cell in column],
        [(cell.left + cell.right) / 2 for cell in column],
    ):
        usual = sorted(places)[len(places) // 2] if places else 0.0
        near = sum(abs(place - usual) < _ALIGNED * column[0].size for place in places)
        best = max(best, near)
    return best if best > 1 else 0


def groups_of(cells: Sequence[_Band], columns: Sequence[tuple[float, float]]) -> list[list[int]]:
    """The bands that make each row: more than one where a cell has more lines than others."""
    apart = [one[0].bottom - other[0].bottom for one, other in pairwise(cells)]
    groups = [[0]]
    for i, distance in enumerate(apart, start=1):
        if distance > _NEXT_ROW * min(apart):
            groups.append([i])
        else:
            groups[-1].append(i)
    more = {i for group in groups for i in group[1:]}
    # otherwise they are rows, evenly spaced or in groups
    full = sum(len(cells[i]) == len(columns) for i in more)
    if len(groups) == 1 or full > 0.5 * len(more):
        more = set()
    found: list[list[int]] = []
    for i in range(len(cells)):
        above = [cell for j in found[-1] for cell in cells[j]] if found else []
        if found and (i in more or _runs_on(cells, i, columns)) and not are_sums(above, cells[i]):
            found[-1].append(i)
        else:
            found.append([i])
    return found


def are_sums(above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether a number stands below another: a number has one line."""
    return any(
        one.left < other.right and other.left < one.right
        for one in above
        for other in below
        if _NUMBER.match(one.text) and _NUMBER.match(other.text)
    )


def _runs_on(cells: Sequence[_Band], i: int, columns: Sequence[tuple[float, float]]) -> bool:
    """Whether a band without a first cell continues the row above: it starts in lower case, or it
    has few cells and is not nearer to the row below."""
    band = cells[i]
    if _column(band[0], columns) == 0:
        return False
    if all(cell.text[0].islower() for cell in band):
        return True
    above = cells[i - 1][0].bottom - band[0].bottom
    below = band[0].bottom - cells[i + 1][0].bottom if i + 1 < len(cells) else above
    few = (len(band) == 1 and len(columns) < 4) or len(band) < len(columns) / 2
    return few and above < _NEXT_ROW * below


def _row(bands: Sequence[_Band], columns: Sequence[tuple[float, float]]) -> Line:
    cells: list[list[Line]] = [[] for _ in columns]
    for band in bands:
        for cell in band:
            cells[_column(cell, columns)].append(cell)
    return row_of(cells)


def row_of(cells: Sequence[Sequence[Line]]) -> Line:
    """The lines of each cell, from top to bottom -> the row; at least one of them says
    something."""
    texts = []
    for cell in cells:
        text = ""
        for line in cell:
            mended = without_hyphen(text, line.text, Counter())
            text = f"{text} {line.text}" if mended is None else mended + line.text
        texts.append(text.strip())
    inside = [line for cell in cells for line in cell]
    return Line(
        " | ".join(texts).rstrip(),
        min(line.left for line in inside),
        max(line.right for line in inside),
        min(line.bottom for line in inside),
        max(line.top for line in inside),
        median(line.size for line in inside),
        weight=min(line.weight for line in inside),
        turn=inside[0].turn,
        cells=len(cells),
        words=tuple(word for line in inside for word in line.words),
    )

"""Rows of tables whose cells are ruled, however close their words stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import compress, pairwise, takewhile

from askdoc.load.pdf.line import Line, Word
from askdoc.load.pdf.rules import Grid
from askdoc.load.pdf.tables import GAP, are_sums, bands_of, groups_of, joined, row_of

# In characters, a cell that says more is a box of a page rather than of a table.
_LONGEST = 1500
# In each of so many rows of a table more than one cell says something.
_FULL = 2
# As a share of cells, of those in which a wide gap shows that a column is not ruled.
_DIVIDED = 0.1
# In heights of the type, what cells are wider than their words at both sides, and a space.
_ROOM = 1.5


def with_ruled_rows(pieces: Sequence[Line], grids: Sequence[Grid]) -> list[Line]:
    """The pieces of a page -> the same, with rows for those in its ruled tables."""
    found = list(pieces)
    for grid in grids:
        cells: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
        outside: list[Line | None] = []  # None where pieces of the table were
        for piece in found:
            parts = _parts(piece, grid)
            outside.append(piece if parts is None else None)
            for place, part in parts or ():
                cells[place].append(part)
        rows = _rows(cells, [*pairwise(grid.edges)])
        if rows:
            rest = [piece for piece in outside if piece is not None]
            at = _place(rows, rest, len([*takewhile(lambda piece: piece is not None, outside)]))
            found = [*rest[:at], *rows, *rest[at:]]
    return found


def _place(rows: Sequence[Line], rest: Sequence[Line], drawn: int) -> int:
    """Where a table comes among the other pieces of its page: where it is drawn, but before what
    stands below it and after what stands above, as some draw all tables after the text."""
    left, right = min(row.left for row in rows), max(row.right for row in rows)
    low, high = rows[-1].bottom, rows[0].top

    def is_below(piece: Line) -> bool:
        return piece.top <= low + 0.3 * piece.size and piece.left < right and piece.right > left

    def is_above(piece: Line) -> bool:
        return piece.bottom >= high - 0.3 * piece.size and piece.left < right and piece.right > left

    earlier = [i for i in range(drawn) if is_below(rest[i])]
    if earlier:
        return earlier[0]
    later = [*takewhile(lambda i: not is_below(rest[i]), range(drawn, len(rest)))]
    return max((i + 1 for i in later if is_above(rest[i])), default=drawn)


def _parts(piece: Line, grid: Grid) -> list[tuple[tuple[int, int], Line]] | None:
    """The cells into which the words of a piece go; None if one is outside of the table."""
    row = grid.row((piece.bottom + piece.top) / 2)
    if row is None or piece.turn or piece.cells or not piece.words:
        return None
    columns: dict[int, list[Word]] = {}
    for word in piece.words:
        column = grid.column((word.left + word.right) / 2, (word.bottom + word.top) / 2)
        if column is None:
            return None
        columns.setdefault(column, []).append(word)
    return [
        ((row, column), piece if len(columns) == 1 else _part(piece, words))
        for column, words in columns.items()
    ]


def _part(piece: Line, words: Sequence[Word]) -> Line:
    """What some words of a piece say."""
    left, right = min(word.left for word in words), max(word.right for word in words)
    if _is_mirrored(piece):
        left, right = -right, -left
    text = " ".join(word.text for word in words)
    return replace(piece, text=text, left=left, right=right, words=tuple(words))


def _is_mirrored(piece: Line) -> bool:
    """Whether it is on a page from right to left, whose pieces are measured from the right."""
    return piece.right <= 0 < piece.words[0].right


def _rows(
    cells: dict[tuple[int, int], list[Line]], columns: list[tuple[float, float]]
) -> list[Line]:
    """Empty if they are no table, or one of which not all columns are ruled."""
    rows: defaultdict[int, list[list[Line]]] = defaultdict(lambda: [[] for _ in columns])
    divided = sum(
        len(joined(band, GAP)) > 1 for inside in cells.values() for band in bands_of(inside)
    )
    if divided > _DIVIDED * len(cells):
        return []
    for (row, column), inside in cells.items():
        if sum(len(piece.text) for piece in inside) > _LONGEST:
            return []
        rows[row][column] = [line for band in bands_of(inside) for line in joined(band)]
    if sum(sum(map(bool, row)) > 1 for row in rows.values()) < _FULL:
        return []
    found = [one for _, row in sorted(rows.items()) for one in _divided(row, columns)]
    # the space between double rules is no column
    said = [any(row[i] for row in found) for i in range(len(columns))]
    found = [[*compress(row, said)] for row in found]
    if any(_is_mirrored(line) for row in found for cell in row for line in cell):
        found = [row[::-1] for row in found]
    return [row_of(row) for row in found]


def _divided(row: list[list[Line]], columns: list[tuple[float, float]]) -> list[list[list[Line]]]:
    """The rows between two rules: one, or more where only some of them are ruled."""
    pairs = [
        (upper, lower, right - left)
        for cell, (left, right) in zip(row, columns, strict=True)
        for upper, lower in pairwise(cell)
    ]
    ends = sum(_ends(upper, lower, width) for upper, lower, width in pairs)
    if 2 * ends <= len(pairs):
        return [row]
    bands = bands_of([line for cell in row for line in cell])
    place = {id(line): column for column, cell in enumerate(row) for line in cell}
    found = []
    for group in groups_of(bands, columns):
        cells: list[list[Line]] = [[] for _ in columns]
        for i in group:
            for line in bands[i]:
                cells[place[id(line)]].append(line)
        found.append(cells)
    return found


def _ends(upper: Line, lower: Line, width: float) -> bool:
    """Whether a line of a cell does not go on in the next: that starts with a word for which there
    was room, or is a number like this one."""
    if are_sums([upper], [lower]):
        return True
    first = (lower.right - lower.left) / len(lower.text) * len(lower.text.split()[0])
    return upper.right - upper.left + first < width - _ROOM * upper.size

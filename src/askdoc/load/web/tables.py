"""Convert a table to lines: one row is `A | B | C`, and every row has all columns.

A cell that spans rows is repeated in each. A cell that spans columns is repeated in header rows,
and followed by empty cells in others. Empty columns are left out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from askdoc.load.names import name_of

MAX_SPAN = 1000  # as HTML has it

_CELLS = frozenset(("td", "th"))
_SPANS = frozenset(("colspan", "rowspan"))
_PARAGRAPHS = frozenset("p li dd pre".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())


@dataclass
class Cell:
    """columns, rows: how many it spans; heads: whether it is a header"""

    text: str
    columns: int = 1
    rows: int = 1
    heads: bool = False


@dataclass
class Table:
    """The rows so far, with those of <thead> and <tfoot> separate; `row` is the last."""

    caption: str = ""
    row: list[Cell] = field(default_factory=list)
    heads: list[list[Cell]] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)
    last: list[list[Cell]] = field(default_factory=list)

    def lines(self) -> list[str]:
        """The rows that are not empty, as lines."""
        grid = _grid(self.heads) + _grid(self.rows) + _grid(self.last)
        width = max(map(len, grid), default=0)
        used = [i for i in range(width) if any(i < len(row) and row[i] for row in grid)]
        filled = [[row[i] if i < len(row) else "" for i in used] for row in grid]
        return [" | ".join(row).strip() for row in filled if any(row)]


def _grid(rows: list[list[Cell]]) -> list[list[str]]:
    """-> the text of each place, row by row."""
    grid: list[list[str]] = []
    below: dict[
        int, tuple[int, str]
    ] = {}  # column -> how many more rows a cell spans, and its text
    for row in rows:
        places: dict[int, str] = {}
        for column, (left, text) in list(below.items()):
            places[column] = text
            below[column] = (left - 1, text)
            if left == 1:
                del below[column]
        column = 0
        heads = all(cell.heads for cell in row)
        for cell in row:
            while column in places:
                column += 1
            for at in range(column, column + min(cell.columns, MAX_SPAN)):
                text = cell.text if at == column or heads else ""
                places.setdefault(at, text)
                if cell.rows > 1:
                    below[at] = (cell.rows - 1, text)
            column += min(cell.columns, MAX_SPAN)
        grid.append([places.get(i, "") for i in range(max(places, default=-1) + 1)])
    return grid


def span(text: str | None) -> int:
    """The value of colspan or rowspan; 0 is HTML's "to the end"."""
    if not text or not text.strip().isdecimal():
        return 1
    return min(int(text.strip()[:6]), 65534) or 65534


def plain_cells(row: etree._Element) -> list[etree._Element]:
    """The cells of a row with text only, as most of a large table; empty for other rows."""
    cells = list(row)
    for cell in cells:
        if (
            cell.tag not in _CELLS
            or len(cell)
            or not _SPANS.issuperset(cell.keys())
            or (cell.tail and not cell.tail.isspace())
        ):
            return []
    return [] if row.text and not row.text.isspace() else cells


def for_layout(root: etree._Element) -> set[etree._Element]:
    """The tables under `root` that are used for layout: those with one column, with headings or
    other
    tables in their cells, or with several paragraphs in a cell of most rows."""
    found: set[etree._Element] = set()
    open_tables: list[_Seen] = []
    walk = etree.iterwalk(root, ("start", "end"))
    for event, element in walk:
        name = name_of(element)
        if event == "start" and name == "table":
            if open_tables:
                found.add(open_tables[-1].table)
            open_tables.append(_Seen(element))
        elif not open_tables:
            continue
        elif event == "start":
            open_tables[-1].see(name)
            if name == "tr" and (cells := plain_cells(element)):
                open_tables[-1].cells = len(cells)
                open_tables[-1].has_heads |= any(cell.tag == "th" for cell in cells)
                walk.skip_subtree()
        elif name == "table":
            seen = open_tables.pop()
            if seen.places_things() or element.get("role") in ("presentation", "none"):
                found.add(element)
        elif name == "tr":
            open_tables[-1].end_row()
    return found


@dataclass
class _Seen:
    table: etree._Element
    columns: int = 0
    rows: int = 0
    rows_of_prose: int = 0
    has_heads: bool = False
    has_headings: bool = False
    cells: int = 0  # of the row
    paragraphs: int = 0  # of the cell
    is_prose: bool = False  # whether a cell of the row has several paragraphs

    def see(self, name: str) -> None:
        if name in ("td", "th"):
            self.cells += 1
            self.paragraphs = 0
        elif name in _PARAGRAPHS:
            self.paragraphs += 1
            self.is_prose |= self.paragraphs > 1
        self.has_heads |= name in ("th", "caption")
        self.has_headings |= name in _HEADINGS

    def end_row(self) -> None:
        self.rows += 1
        self.columns = max(self.columns, self.cells)
        self.rows_of_prose += self.is_prose
        self.cells, self.is_prose = 0, False

    def places_things(self) -> bool:
        if self.columns < 2:
            return True
        return not self.has_heads and (self.has_headings or 2 * self.rows_of_prose > self.rows)

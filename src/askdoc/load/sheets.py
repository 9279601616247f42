"""The cells of a sheet as the rows of its tables."""

from __future__ import annotations

from collections.abc import Iterator

from askdoc.load.delimited import row_line

MAX_MERGED = 1000  # rows that a merged cell spans

Rows = dict[int, dict[int, str]]  # row -> column -> what the cell shows


def spread(rows: Rows, column: int, first: int, last: int) -> None:
    """Repeat a cell that spans several rows in each of them."""
    text = rows.get(first, {}).get(column)
    for at in range(first + 1, min(last, first + MAX_MERGED) + 1):
        if text and rows.get(at):
            rows[at][column] = text


def tables(rows: Rows) -> Iterator[str]:
    """The tables of a sheet. An empty row ends one, if a heading or a note stands beside it, or
    names of columns follow."""
    blocks: list[list[dict[int, str]]] = []
    before = -1
    for at in sorted(at for at, row in rows.items() if row):
        if at > before + 1 or not blocks:
            blocks.append([])
        blocks[-1].append(rows[at])
        before = at
    joined: list[list[dict[int, str]]] = []
    for block in blocks:
        if joined and not (_is_prose(joined[-1]) or _is_prose(block) or _is_head(block[0])):
            joined[-1] += block
        else:
            joined.append(block)
    for block in joined:
        while len(block) > 1 and len(block[0]) == 1 < len(block[1]):  # a title above a table
            yield next(iter(block.pop(0).values()))
        used = sorted({column for row in block for column in row})
        yield "\n".join(row_line([row.get(column, "") for column in used]) for row in block)


def _is_prose(block: list[dict[int, str]]) -> bool:
    return all(len(row) == 1 for row in block)


def _is_head(row: dict[int, str]) -> bool:
    return not any(text[:1].isdigit() or text[1:2].isdigit() for text in row.values())

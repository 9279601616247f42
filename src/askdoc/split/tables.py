"""Tables and cards in a text: which lines are rows, and the searchable form of each.

Service  | Port                  Name: Oskar Lund
printhub | 9100                  Trade: joiner
-> "Service: printhub; Port: 9100"; "Oskar Lund; Trade: joiner"

A row alone does not explain its cells, so the names of the columns are searched with it. If the
first row certainly contains only these names, it is not searched itself, because it is never an
answer.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from askdoc.cells import cell_spans, cells

_LINE = re.compile(r"[^\r\n]+")
_RULE = re.compile(r"[ \t|:+=-]*[-=]{2,}[ \t|:+=-]*")
_CORNER = re.compile(r"[|+]")
_PAIR = re.compile(r"[ \t]*(?P<key>[^\W\d_][^:\r\n]{0,38}):[ \t]+(?P<value>\S[^\r\n]*)")
_ITEM = re.compile(r"\s*(?:[-*+•‣▪–—]|\(?\w{1,4}[.)])\s")  # of a list
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
# The minimum number of lines: two with pipes, more if spaces may be aligned by chance.
_PIPED, _ALIGNED, _PAIRS = 2, 3, 3
_PIPES = 1
# The subject of a card is short.
_SHORT = 60


@dataclass(frozen=True, slots=True)
class Row:
    """Whole lines of a text. searched: in their place; "" if they are not searched"""

    start: int
    end: int
    searched: str


def table_rows(
    text: str, start: int, end: int, caption: str, turns: Container[int]
) -> list[list[Row]]:
    """The tables and cards in a paragraph, in order and without overlap, each with its rows.

    caption: the line above the paragraph if it is a caption; searched with each row
    turns: places where the speaker changes, which are no rows
    """
    lines = [(start + m.start(), start + m.end()) for m in _LINE.finditer(text[start:end])]
    found = [_rows(text, run, caption) for run in _runs(text, lines, turns)]
    if not found and (card := _card(text, lines, caption, turns)):
        return [card]
    return found


def _runs(
    text: str, lines: Sequence[tuple[int, int]], turns: Container[int]
) -> Iterator[list[tuple[int, int]]]:
    """Consecutive lines that belong to a table."""
    for kind, group in groupby(lines, lambda span: _kind(text[slice(*span)])):
        run = list(group)
        # subtle: the first line of a paragraph has lost its leading spaces
        rows = [text[_line_start(text, run[0][0]) : run[0][1]], *(text[s:e] for s, e in run[1:])]
        if (kind == _PIPES and len(run) >= _PIPED) or (
            kind > _PIPES
            and len(run) >= _ALIGNED
            and not any(s in turns for s, _ in run)
            and not all(map(_ITEM.match, rows))
            and _are_aligned(rows)
        ):
            yield run


def _line_start(text: str, at: int) -> int:
    while at and text[at - 1] not in "\r\n":
        at -= 1
    return at


def _kind(line: str) -> int:
    """0 for prose, 1 for a row with pipes, or else the number of cells separated by blanks."""
    count = len(cell_spans(line))
    if ("|" in line and count > 1) or (_RULE.fullmatch(line) and _CORNER.search(line)):
        return _PIPES
    return count if count > 1 else 0


def _are_aligned(lines: Sequence[str]) -> bool:
    """Whether the columns are aligned left or right, or separated by tabs."""
    if all("\t" in line.strip() for line in lines):
        return True
    # the cells after the first one, column by column
    columns = zip(*(cell_spans(line)[1:] for line in lines), strict=True)
    edges = (zip(*column, strict=True) for column in columns)
    return all(max(left) - min(left) <= 1 or max(right) - min(right) <= 1 for left, right in edges)


def _rows(text: str, lines: Sequence[tuple[int, int]], caption: str) -> list[Row]:
    """One row per line; a rule belongs to the row above it, or below it if it is the first."""
    spans = [(s, e, bool(_RULE.fullmatch(text, s, e))) for s, e in lines]
    first = next((n for n, (*_, is_rule) in enumerate(spans) if not is_rule), 0)
    head, below = cells(text[slice(*lines[first])]), spans[first + 1 :]
    rules = [text[s:e] for s, e, is_rule in below if is_rule]
    body = [cells(text[s:e]) for s, e, is_rule in below if not is_rule]
    each = iter(body)
    is_ruled = bool(rules) and below[0][2] and ("=" in rules[0] or len(rules) < 3)
    is_sure = is_ruled or _are_names(head, body)
    about = f"{caption}; " if 0 < len(caption) <= 2 * _SHORT else ""
    searched = "" if is_sure else about + "; ".join(filter(None, head))
    rows = [Row(lines[0][0], lines[first][1], searched)]
    for s, e, is_rule in below:
        if is_rule:
            rows[-1] = Row(rows[-1].start, e, rows[-1].searched)
            continue
        row = next(each)
        if len(row) == len(head):
            row = [f"{a}: {b}" if a and b else b for a, b in zip(head, row, strict=True)]
        rows.append(Row(s, e, about + "; ".join(filter(None, row))))
    return rows


def _are_names(head: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: it has no numbers except years, and most cells of a
    column below it are numbers."""
    if any(_has_digit(_YEAR.sub("", cell)) for cell in head):
        return False
    columns = [[row[n] for row in body if n < len(row) and row[n]] for n in range(len(head))]
    return any(2 * sum(map(_has_digit, cells)) > len(cells) for cells in columns if cells)


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _card(
    text: str, lines: Sequence[tuple[int, int]], caption: str, turns: Container[int]
) -> list[Row]:
    """The rows of a card or a mail header, each a label and a value; empty if a line is none, or is
    a turn of speech."""
    pairs = [pair for s, e in lines if (pair := _PAIR.fullmatch(text, s, e))]
    if not _PAIRS <= len(pairs) == len(lines) or any(s in turns for s, _ in lines):
        return []
    labels = {pair["key"].lower() for pair in pairs}
    values = [pair["value"].rstrip() for pair in pairs]
    if len(labels) < len(pairs) or 2 * sum(value[-1] in ".!?" for value in values) >= len(values):
        return []
    above = [caption] if 0 < len(caption) <= _SHORT else []
    about = values[:1] if len(values[0]) <= _SHORT else []
    return [
        Row(s, e, "; ".join([*above, *(about if n else []), text[s:e].strip()]))
        for n, (s, e) in enumerate(lines)
    ]

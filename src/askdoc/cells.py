"""The cells of a table row, and which of them answers a question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askdoc.answer_type import answer_type, holds
from askdoc.searchable import searchable
from askdoc.types import Sentence
from askdoc.words import spelled, stems

Span = tuple[int, int]

_PIPE = re.compile(r"(?<!\\)\|")
_GAP = re.compile(r"\t+| {2,}")
_ROOT = 5
_SHORTEST_ROOT = 4
# A longer cell, such as a remark, contains a number or a name by chance.
_FEW_WORDS = 4
# What a question asks for -> stems of the headings of columns that contain it.
_COLUMNS_OF = {
    r"how (?:long|big|large)": "length durat size time",
    r"how (?:deep|shallow)": "depth",
    r"how (?:high|tall)": "height",
    r"how wide": "width breadth",
    r"how far": "distanc",
    r"how old": "age born year",
    r"how heavy": "weight mass",
    r"how (?:warm|cold|hot)": "temperatur",
    r"how fast": "speed veloc",
    r"how (?:much|expensive)|what does .* cost|cost": (
        "price cost fare fee amount budget charg total rate rent sum"
    ),
    r"how often": "everi frequenc interv time",
    r"when|what (?:day|date|time|year)": "date day time year until month hour",
    r"where": "place town citi locat countri",
    r"who|whom": "name owner author manag leader person",
}


def cell_spans(line: str) -> list[Span]:
    """The places of the cells in a line, including empty ones; the whole line if it has one."""
    start, end = len(line) - len(line.lstrip()), len(line.rstrip())
    gap = _PIPE if _PIPE.search(line, start, end) else _GAP
    cuts = [start, *(at for m in gap.finditer(line, start, end) for at in m.span()), end]
    spans = list(zip(cuts[::2], cuts[1::2], strict=True))
    if gap is _PIPE and line[start:].startswith("|"):
        spans = spans[1 : len(spans) - line[:end].endswith("|")]
    return [_trimmed(line, s, e) for s, e in spans]


def cells(line: str) -> list[str]:
    """The cells of a table row, including empty ones; the line itself if it has one."""
    return [line[s:e] for s, e in cell_spans(line)]


def is_row(sentence: Sentence) -> bool:
    """Whether a sentence is a table row with known columns."""
    return bool(sentence.searched) and len(cell_spans(sentence.text.splitlines()[0])) > 1


def answering_cell(question: str, row: Sentence) -> Span | None:
    """The characters of the cell that answers, in the document; None if it is no row of a
    table, or if it is unclear which cell answers."""
    if not row.searched or not is_row(row):
        return None
    line = row.text.splitlines()[0]  # a rule may stand below it
    spans = cell_spans(line)
    asked, words = set(stems(question)), _roots(question)
    preferred = {
        stem
        for form, columns in _COLUMNS_OF.items()
        if re.search(rf"\b(?:{form})\b", question, re.IGNORECASE)
        for stem in columns.split()
    }
    kind = answer_type(question)
    columns = _columns(row.searched, [line[s:e] for s, e in spans])
    scores: dict[Span, tuple[float, int]] = {}
    for (start, end), column in zip(spans, columns, strict=True):
        value = line[start:end]
        known = set(stems(value))
        if not value or (known and known <= asked):  # what the question is about
            continue
        roots = _roots(column)
        matched = sum(any(_is_same(root, word) for word in words) for root in roots)
        score = 2 * matched + (not preferred.isdisjoint(stems(column)))
        short = len(value.split()) <= _FEW_WORDS
        fits = kind is not None and short and holds(kind, f"is {value}", question)
        # "Price" is a better match than "Price with breakfast"
        scores[start, end] = score + fits / 2, matched - len(roots) if score else 0
    best = max(scores.values(), default=(0.0, 0))
    found = [span for span, score in scores.items() if score == best]
    if best[0] <= 0 or len(found) != 1:
        return None
    return row.start + found[0][0], row.start + found[0][1]


def _roots(text: str) -> set[str]:
    """The beginnings of all its words, so that a "painter" is who "painted"."""
    return {word[:_ROOT] for word, _, _ in spelled(text)}


def _is_same(root: str, other: str) -> bool:
    """Whether two words begin alike: "lead" and "leads", but not "a" and "any"."""
    short, long = sorted((root, other), key=len)
    return short == long or (len(short) >= _SHORTEST_ROOT and long.startswith(short))


def _columns(searched: str, values: Sequence[str]) -> list[str]:
    """The name of each cell's column in what is searched of a row, "" if it has none:
    "Service: a; Port: 9100" of a and 9100 -> Service, Port."""
    names, rest = [], searched
    # from the last one on, as a cell may contain the separator
    for value in map(searchable, reversed(values)):
        name = ""
        if value and rest.endswith(value):
            rest = rest[: -len(value)].removesuffix("; ")
            if rest.endswith(": "):
                rest, _, name = rest[:-2].rpartition("; ")
        names.append(name)
    return names[::-1]


def _trimmed(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    left = len(part) - len(part.lstrip())
    return (start + left, start + len(part.rstrip())) if part.strip() else (start, start)

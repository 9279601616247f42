"""Answers as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from askdoc.export.taken import Taken

COLUMNS = (
    "question", "searched", "state", "document", "title", "page", "speaker", "sentence",
    "passage", "start", "end", "confidence",
)  # fmt: skip


def table(several: Sequence[Taken], *, head: bool = True) -> str:
    """CSV, a line for each passage; a question without one has a line of its own.

    head: whether the names of the columns come first
    """
    return as_csv([*([COLUMNS] if head else []), *(line for t in several for line in _lines(t))])


def as_csv(rows: Sequence[Sequence[object]]) -> str:
    """Rows as CSV, in which no spreadsheet takes a value for a formula."""
    found = io.StringIO()
    csv.writer(found).writerows([_cell(value) for value in row] for row in rows)
    return found.getvalue()


def _lines(taken: Taken) -> Iterator[tuple[object, ...]]:
    reply = taken.reply
    head = reply.question, reply.searched, reply.state
    if not taken.answers:
        yield (*head, *[""] * (len(COLUMNS) - len(head)))
    for answer in taken.answers:
        document = answer.document
        yield (
            *head, document.name, document.title, answer.page_name, answer.speaker,
            answer.sentence.text, answer.text, answer.start, answer.end,
            f"{answer.confidence:.2f}" if taken.may else "",
        )  # fmt: skip


def _cell(value: object) -> object:
    text = "" if value is None else value
    return f"'{text}" if isinstance(text, str) and text[:1] in "=+-@\t\r" and text else text

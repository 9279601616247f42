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
    The last column has the links, if there are any.
    """
    linked = any(taken.links for taken in several)
    lines = [line for taken in several for line in _lines(taken, linked)]
    return as_csv([*([COLUMNS + ("link",) * linked] if head else []), *lines])


def as_csv(rows: Sequence[Sequence[object]]) -> str:
    """Rows as CSV, in which no spreadsheet takes a value for a formula."""
    found = io.StringIO()
    csv.writer(found).writerows([_cell(value) for value in row] for row in rows)
    return found.getvalue()


def _lines(taken: Taken, linked: bool) -> Iterator[tuple[object, ...]]:
    reply = taken.reply
    head = reply.question, reply.searched, reply.state
    if not taken.answers:
        yield (*head, *[""] * (len(COLUMNS) + linked - len(head)))
    for answer, link in taken.linked:
        document = answer.document
        yield (
            *head, document.name, document.title, answer.page_name, answer.speaker,
            answer.sentence.text, answer.text, answer.start, answer.end,
            f"{answer.confidence:.2f}" if taken.may else "", *[link] * linked,
        )  # fmt: skip


def _cell(value: object) -> object:
    text = "" if value is None else value
    return f"'{text}" if isinstance(text, str) and text[:1] in "=+-@\t\r" and text else text

"""Export answers as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from askdoc.export.exported import ExportedReply

COLUMNS = (
    "question", "searched", "state", "document", "title", "page", "speaker", "sentence",
    "passage", "start", "end", "confidence",
)  # fmt: skip


def table(several: Sequence[ExportedReply], *, head: bool = True) -> str:
    """CSV with one row per passage; a question without passages has one row.

    head: whether to start with the names of the columns

    If there are links, the last column contains them.
    """
    linked = any(exported.links for exported in several)
    lines = [line for exported in several for line in _lines(exported, linked)]
    return as_csv([*([COLUMNS + ("link",) * linked] if head else []), *lines])


def as_csv(rows: Sequence[Sequence[object]]) -> str:
    """Rows as CSV, escaped so that spreadsheets run no value as a formula."""
    found = io.StringIO()
    csv.writer(found).writerows([_cell(value) for value in row] for row in rows)
    return found.getvalue()


def _lines(exported: ExportedReply, linked: bool) -> Iterator[tuple[object, ...]]:
    reply = exported.reply
    head = reply.question, reply.searched, reply.state
    if not exported.answers:
        yield (*head, *[""] * (len(COLUMNS) + linked - len(head)))
    for answer, link in exported.linked:
        document = answer.document
        yield (
            *head, document.name, document.title, answer.page_name, answer.speaker,
            answer.sentence.text, answer.text, answer.start, answer.end,
            f"{answer.confidence:.2f}" if exported.may else "", *[link] * linked,
        )  # fmt: skip


def _cell(value: object) -> object:
    text = "" if value is None else value
    return f"'{text}" if isinstance(text, str) and text[:1] in "=+-@\t\r" and text else text

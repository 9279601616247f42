"""What a reader takes along: the conversation or what is pinned, each format a function here."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from askdoc import show
from askdoc.chat.scope import REFUSED
from askdoc.chat.visits import Turn, Visit
from askdoc.types import Answer


@dataclass(frozen=True, slots=True)
class Row:
    """A question, what is said of it, and the answers that are taken along."""

    turn: Turn
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Format:
    """A format that can be saved: what it is called, the file's ending and its type."""

    label: str
    ending: str
    mime: str
    write: Callable[[Sequence[Row]], str]


def rows(visit: Visit, pinned: bool) -> list[Row]:
    """The whole conversation, or what is pinned, one row for each question."""
    if not pinned:
        return [Row(turn, tuple(turn.reply)) for turn in visit.turns]
    ranks: dict[int, tuple[Turn, list[int]]] = {}
    for turn, rank in visit.pins:
        ranks.setdefault(turn.number, (turn, []))[1].append(rank)
    return [Row(turn, tuple(turn.reply[rank] for rank in found)) for turn, found in ranks.values()]


def markdown(rows: Sequence[Row]) -> str:
    """Questions as headings, passages quoted, their places."""
    lines = []
    for row in rows:
        reply = row.turn.reply
        lines.append(f"## {_plain(reply.question)}\n")
        said = show.headline(reply).replace(REFUSED, row.turn.refusal or REFUSED)
        lines += [f"*{_plain(line)}*\n" for line in said.splitlines()]
        strong = "**" if reply.state != "not" else ""  # only what may answer stands out
        for answer in row.answers:
            stars = {"": "", "sentence": strong, "also": strong[:1]}
            parts = [(stars[mark], _plain(text)) for text, mark in show.parts(answer)]
            quoted = "".join(f"{star}{text}{star}" for star, text in parts).replace("\n", "\n> ")
            lines.append(f"> {quoted}\n")
            lines.append(f"{_plain(_about(answer, reply.state != 'not'))}\n")
    return "\n".join(lines)


def _about(answer: Answer, may: bool) -> str:
    """Who says it, where, and, of what may answer, how likely."""
    found = [answer.speaker or "", show.place(answer), show.likely(answer) if may else ""]
    return " · ".join(filter(None, found))


def _plain(text: str) -> str:
    """Text that Markdown shows as it is: what it might take for a mark gets a backslash."""
    text = re.sub(r"\r\n?", "\n", text)
    text = re.sub(r"([\\`*_\[\]<>|~&])", r"\\\1", text)
    # at the start of a line more are marks: headings, lists, rules, numbers
    return re.sub(r"(?m)^(\s*)([#+=-]|\d+(?=[.)]\s))", _escaped_start, text)


def _escaped_start(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"


_COLUMNS = (
    "question", "searched", "state", "document", "title", "page", "speaker", "sentence",
    "passage", "start", "end", "confidence",
)  # fmt: skip


def table(rows: Sequence[Row]) -> str:
    """CSV, a line for each passage; a question without one has a line of its own."""
    found = io.StringIO()
    writer = csv.writer(found)
    writer.writerow(_COLUMNS)
    for row in rows:
        writer.writerows([_cell(value) for value in line] for line in _lines(row))
    return f"\ufeff{found.getvalue()}"  # subtle: without the mark Excel reads it in Latin-1


def _lines(row: Row) -> Iterator[tuple[object, ...]]:
    reply = row.turn.reply
    head = reply.question, reply.searched, reply.state
    if not row.answers:
        yield (*head, *[""] * (len(_COLUMNS) - len(head)))
    for answer in row.answers:
        document = answer.document
        yield (
            *head, document.name, document.title, answer.page_name, answer.speaker,
            answer.sentence.text, answer.text, answer.start, answer.end,
            f"{answer.confidence:.2f}" if reply.state != "not" else "",
        )  # fmt: skip


def _cell(value: object) -> object:
    """A value that no spreadsheet takes for a formula."""
    text = "" if value is None else value
    return f"'{text}" if isinstance(text, str) and text[:1] in "=+-@\t\r" and text else text


FORMATS = {
    "markdown": Format("Markdown", "md", "text/markdown", markdown),
    "csv": Format("CSV, for a table", "csv", "text/csv", table),
}

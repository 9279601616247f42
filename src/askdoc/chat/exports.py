"""Save the conversation or the pinned answers, in each format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from askdoc import export, show
from askdoc.chat.visits import Turn, Visit
from askdoc.export import ExportedReply
from askdoc.messages import later
from askdoc.types import Answer


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its name in the menu, extension, media type and writer."""

    label: str
    ending: str
    mime: str
    write: Callable[[Sequence[ExportedReply]], str | bytes]


def rows(visit: Visit, pinned: bool, address: str = "") -> list[ExportedReply]:
    """The whole conversation or the pinned answers, one row per question.

    address: the URL of the chat, for links to the places of answers; "" for no links
    """
    address = address if address.startswith(("http://", "https://")) else ""
    if not pinned:
        return [_exported(turn, tuple(turn.reply), address) for turn in visit.turns]
    ranks: dict[int, tuple[Turn, list[int]]] = {}
    for turn, rank in visit.pins:
        ranks.setdefault(turn.number, (turn, []))[1].append(rank)
    return [
        _exported(turn, tuple(turn.reply[r] for r in found), address)
        for turn, found in ranks.values()
    ]


def _exported(turn: Turn, answers: tuple[Answer, ...], address: str) -> ExportedReply:
    said = show.headline(turn.reply).replace(show.refused(), turn.refusal or show.refused())
    # no links to a visitor's own documents, which nobody else can open
    links = () if turn.own or not address else tuple(_link(address, one) for one in answers)
    return ExportedReply(turn.reply, answers, said, links)


def _link(address: str, answer: Answer) -> str:
    sentence = answer.sentence
    place = {"document": answer.document.name, "start": sentence.start, "end": sentence.end}
    return f"{address}?{urlencode(place)}"


def _table(several: Sequence[ExportedReply]) -> str:
    # subtle: without a byte order mark, Excel reads it as Latin-1
    return f"\ufeff{export.table(several)}"


FORMATS = {
    "markdown": Format("Markdown", "md", "text/markdown", export.markdown),
    "word": Format(
        "Word",
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        export.word,
    ),
    "csv": Format(later("CSV, for a table"), "csv", "text/csv", _table),
    "ris": Format(
        later("RIS, for references"),
        "ris",
        "application/x-research-info-systems",
        export.references,
    ),
    "annotations": Format(
        later("Web Annotations"), "jsonld", "application/ld+json", export.web_annotations
    ),
}

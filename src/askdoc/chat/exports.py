"""What a reader takes along of a visit: the conversation or what is pinned, in each format."""

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
    """A format that can be saved: what it is called, the file's ending and its type."""

    label: str
    ending: str
    mime: str
    write: Callable[[Sequence[ExportedReply]], str | bytes]


def rows(visit: Visit, pinned: bool, address: str = "") -> list[ExportedReply]:
    """The whole conversation, or what is pinned, one row for each question.

    address: of the chat, for links that open a place in it; "" for none
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
    # nobody else can open a document of one's own
    links = () if turn.own or not address else tuple(_link(address, one) for one in answers)
    return ExportedReply(turn.reply, answers, said, links)


def _link(address: str, answer: Answer) -> str:
    sentence = answer.sentence
    place = {"document": answer.document.name, "start": sentence.start, "end": sentence.end}
    return f"{address}?{urlencode(place)}"


def _table(several: Sequence[ExportedReply]) -> str:
    # subtle: without the mark Excel reads it in Latin-1
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

"""A reply with the answers to export."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from askdoc import show
from askdoc.types import Answer, Reply


@dataclass(frozen=True, slots=True)
class ExportedReply:
    """A reply, the answers to export, and the headline above them.

    links: for each answer, a URL that opens its place; empty without links
    """

    reply: Reply
    answers: tuple[Answer, ...]
    said: str
    links: tuple[str, ...] = ()

    @classmethod
    def whole(cls, reply: Reply) -> ExportedReply:
        """Export all answers of a reply."""
        return cls(reply, reply.answers, show.headline(reply))

    @property
    def linked(self) -> Iterator[tuple[Answer, str]]:
        """Each answer with its link, "" without one."""
        return zip(self.answers, self.links or [""] * len(self.answers), strict=True)

    @property
    def may(self) -> bool:
        """Whether the passages may answer; otherwise they are only the closest ones."""
        return self.reply.state != "not"

    def about(self, answer: Answer) -> str:
        """The speaker, the place and, if the passages may answer, the confidence in words."""
        likely = show.likely(answer) if self.may else ""
        return " · ".join(filter(None, (answer.speaker or "", show.place(answer), likely)))

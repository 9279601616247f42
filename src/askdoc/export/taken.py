"""What is taken along of one question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from askdoc import show
from askdoc.types import Answer, Reply


@dataclass(frozen=True, slots=True)
class Taken:
    """A reply, the answers of it that are taken along, and what is said before them.

    links: of each answer an address that opens its place; empty without
    """

    reply: Reply
    answers: tuple[Answer, ...]
    said: str
    links: tuple[str, ...] = ()

    @classmethod
    def whole(cls, reply: Reply) -> Taken:
        """All of a reply."""
        return cls(reply, reply.answers, show.headline(reply))

    @property
    def linked(self) -> Iterator[tuple[Answer, str]]:
        """Each answer with its link, "" without one."""
        return zip(self.answers, self.links or [""] * len(self.answers), strict=True)

    @property
    def may(self) -> bool:
        """May the answers answer? Otherwise they are only the closest passages."""
        return self.reply.state != "not"

    def about(self, answer: Answer) -> str:
        """Who says it, where, and, of what may answer, how likely."""
        likely = show.likely(answer) if self.may else ""
        return " · ".join(filter(None, (answer.speaker or "", show.place(answer), likely)))

"""Filters are resolved to the names of documents, and to what the reply says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from askdoc.filters import Filters, span
from askdoc.types import Reply

# The reason of a reply if no document matches.
IGNORED = "These answers ignore the filters."


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The documents to search, None for all.

    said: how many documents match the filters, and which have no date; "" without filters
    met: whether any matches; if none does, the filters are ignored
    """

    documents: Sequence[str] | None
    said: str = ""
    met: bool = True

    def told(self, reply: Reply, asked: str, filters: Filters) -> Reply:
        """The reply with what it says of the filters; never "answered" if they were ignored."""
        if not filters:
            return replace(reply, question=asked)
        searched = asked if reply.searched == reply.question else f"{reply.searched} {filters}"
        reply = replace(reply, question=asked, searched=searched, narrowed=self.said)
        if self.met:
            return reply
        return replace(
            reply,
            state="perhaps" if reply.state == "answered" else reply.state,
            reason=" ".join(filter(None, (IGNORED, reply.reason))),
            unmet=" ".join(filter(None, (reply.unmet, str(filters)))),
        )


def narrow(filters: Filters, documents: Sequence[str] | None, dates: Mapping[str, str]) -> Narrowed:
    """documents: the names to choose from, None for all; dates: of each document, "" without one"""
    if not filters:
        return Narrowed(documents)
    names = list(dates if documents is None else documents)
    found = [name for name in names if filters.allow(name, dates[name])]
    undated = [name for name in names if filters.allow_name(name) and not dates[name]]
    matching = "documents match" if len(names) != 1 else "document matches"
    said = f"{len(found)} of {len(names)} {matching} {filters}"
    if not found and filters.dated and (known := span(dates[name] for name in names)):
        said += f" (dates: {known})"
    if filters.dated and undated:
        one = len(undated) == 1
        said += f"; {undated[0] if one else len(undated)} {'has' if one else 'have'} no date"
    return Narrowed(found or documents, said, bool(found))

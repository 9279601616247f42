"""Filters are resolved to the names of documents, and to what the reply says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from askdoc.filters import Filters, span
from askdoc.types import Reply


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The documents to search, None for all.

    said: how many these are, and which have no date; "" without filters
    unmet: why no document passes the filters, which are then ignored; "" if some do
    """

    documents: Sequence[str] | None
    said: str = ""
    unmet: str = ""

    def told(self, reply: Reply, asked: str, filters: Filters) -> Reply:
        """The reply with what it says of the filters; never "answered" if they were ignored."""
        if not filters:
            return replace(reply, question=asked)
        searched = asked if reply.searched == reply.question else f"{reply.searched} {filters}"
        reply = replace(reply, question=asked, searched=searched, narrowed=self.said)
        if not self.unmet:
            return reply
        return replace(
            reply,
            state="perhaps" if reply.state == "answered" else reply.state,
            reason=" ".join(filter(None, (self.unmet, reply.reason))),
            unmet=" ".join(filter(None, (reply.unmet, str(filters)))),
        )


def narrow(filters: Filters, documents: Sequence[str] | None, dates: Mapping[str, str]) -> Narrowed:
    """documents: the names to choose from, None for all; dates: of each document, "" without one"""
    if not filters:
        return Narrowed(documents)
    names = list(dates if documents is None else documents)
    found = [name for name in names if filters.allow(name, dates[name])]
    undated = [name for name in names if filters.allow_name(name) and not dates[name]]
    if not found:
        why = f"No document matches {filters}"
        if filters.dated and (known := span(dates[name] for name in names)):
            why += f" (dates: {known})"
        why += _without_date(undated, filters)
        return Narrowed(documents, "", f"{why}; these answers ignore that.")
    said = f"Searched {len(found)} of {len(names)} document{'s' * (len(names) > 1)}: {filters}"
    return Narrowed(found, said + _without_date(undated, filters))


def _without_date(undated: Sequence[str], filters: Filters) -> str:
    if not undated or not filters.dated:
        return ""
    if len(undated) == 1:
        return f"; {undated[0]} has no date and was left out"
    return f"; {len(undated)} have no date and were left out"

"""Resolve filters to the names of documents, and report them in the reply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from askdoc.filters import Filters, span
from askdoc.messages import later, listed, tr, trn
from askdoc.types import Reply

# The reason of a reply if no document matches.
IGNORED = later("These answers ignore the filters.")


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The documents to search, None for all.

    summary: how many documents match the filters, and which have no date; "" without filters
    matched: whether any matches; if none does, the filters are ignored
    """

    documents: Sequence[str] | None
    summary: str = ""
    matched: bool = True

    def report(self, reply: Reply, asked: str, filters: Filters, continued: bool) -> Reply:
        """The reply with a report on the filters; never "answered" if they were ignored.

        continued: whether some are of an earlier question
        """
        if not filters:
            return replace(reply, question=asked)
        as_asked = reply.searched == reply.question and not continued
        searched = asked if as_asked else f"{reply.searched} {filters}"
        reply = replace(reply, question=asked, searched=searched, narrowed=self.summary)
        if self.matched:
            return reply
        return replace(
            reply,
            state="perhaps" if reply.state == "answered" else reply.state,
            reason=" ".join(filter(None, (tr(IGNORED), reply.reason))),
            unmet=" ".join(filter(None, (reply.unmet, str(filters)))),
        )


def narrow(
    filters: Filters,
    documents: Sequence[str] | None,
    dates: Mapping[str, str],
    files: Mapping[str, Path],
) -> Narrowed:
    """Resolve filters to the documents that match them.

    documents: the names to choose from, None for all
    dates: the date of each document, "" if unknown
    files: where documents were read from, if known
    """
    if not filters:
        return Narrowed(documents)
    names = list(dates if documents is None else documents)
    placed = [name for name in names if filters.allow_name(name, files.get(name))]
    found = [name for name in placed if filters.allow_date(dates[name])]
    undated = [name for name in placed if not dates[name]]
    summary = trn(
        "{found} of {n} document matches {filters}",
        "{found} of {n} documents match {filters}",
        len(names),
        found=len(found),
        filters=filters,
    )
    if not found and filters.dated and (known := span(dates[name] for name in names)):
        summary += f" ({tr('dates: {dates}', dates=known)})"
    if not placed and filters.places:
        summary += f" ({tr('documents: {names}', names=listed(names, 3))})"
    if filters.dated and undated:
        what = undated[0] if len(undated) == 1 else len(undated)
        summary += "; " + trn("{what} has no date", "{what} have no date", len(undated), what=what)
    return Narrowed(found or documents, summary, bool(found))

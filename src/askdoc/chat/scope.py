"""The selection of documents: the page shows it, and sends it with each question."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from askdoc import show
from askdoc.chat.visits import Key, Visit
from askdoc.messages import joined, later, quoted, tr, trn
from askdoc.types import Document

# Up to this many documents are shown by name, more by their number.
_NAMED = 3

CHANGED = later(
    "The selected documents have changed; the page now shows the new "
    "selection. Ask again to continue."
)


@dataclass(frozen=True, slots=True)
class PageState:
    """What a page shows.

    visit: the name of the visit that it had, "" if it had none
    turns: how many it shows; scope: which documents; own: the visitor's, by name
    pins: how many answers are pinned; chosen: whether only some documents are selected
    """

    visit: str = ""
    turns: int = 0
    scope: str = ""
    own: tuple[str, ...] = ()
    pins: int = 0
    chosen: bool = False

    def deleted(self, visit: Visit) -> str:
        """A message about what the page shows and the server has deleted; "" if nothing."""
        if not self.visit or self.visit == visit.name:
            return ""
        said = []
        if self.turns:
            said.append(tr("the conversation"))
        if self.pins:
            said.append(trn("{n} pinned passage", "{n} pinned passages", self.pins))
        if self.own:
            said.append(_named(list(self.own)))
        if self.chosen:
            said.append(tr("which documents are asked"))
        if not said:
            return ""
        return tr(
            "No longer here: {what}. The server was restarted, or this page was "
            "inactive for too long.",
            what=joined(said),
        )

    def differs(self, turns: int, asked: Mapping[Key, Document]) -> bool:
        """Whether the page shows another conversation, or other documents, than the server."""
        return self.turns != turns or self.scope != digest(asked)


def read(state: object) -> PageState:
    """The state that a page reports; empty if it cannot be parsed."""
    if not isinstance(state, dict):
        return PageState()
    own, turns, pins = state.get("own"), state.get("turns"), state.get("pins")
    return PageState(
        str(state.get("name", "")),
        turns if type(turns) is int else 0,
        str(state.get("scope", "")),
        tuple(map(str, own)) if isinstance(own, list) else (),
        pins if type(pins) is int else 0,
        state.get("chosen") is True,
    )


def digest(asked: Mapping[Key, Document]) -> str:
    """A short checksum of the selected documents."""
    found = hashlib.sha256()
    for where, name in sorted(asked):
        found.update(f"{where}/{name}/{asked[where, name].sha256}\n".encode("utf-8", "replace"))
    return found.hexdigest()[:16]


def selection(
    visit: Visit, documents: Mapping[Key, Document], asked: Mapping[Key, Document]
) -> dict[str, object]:
    """What the page shows about the selection, and sends with each question."""
    titles = [document.title for document in asked.values()]
    words, total = _named(titles) or tr("nothing"), len(documents)
    if len(asked) < total:
        count = tr("{n} of {total} documents", n=len(asked), total=total)
        short = tr("{n} of {total}", n=len(asked), total=total)
    else:
        count, short = _documents(total), str(total)
    named = titles[0] if len(titles) == 1 else count
    addressed = _short(titles[0]) if len(titles) == 1 else count
    return {
        "name": visit.name,
        "scope": digest(asked),
        "own": [document.name for document in visit.documents],
        "line": tr("Asked: {documents}", documents=f"<bdi>{show.in_page(words)}</bdi>"),
        "masthead": f"<bdi>{show.in_page(named)}</bdi>",
        "placeholder": tr("Ask {documents}…", documents=addressed),
        "count": short,
    }


def refusal(asked: Mapping[Key, Document], among: int) -> str:
    """A message about a question that the selected documents do not answer."""
    if len(asked) > 1:
        return tr("None of the {n} documents asked seems to say.", n=len(asked))
    if among > 1:
        return "".join(
            tr("{document} does not seem to say.", document=quoted(d.title)) for d in asked.values()
        )
    return show.refused()


def _named(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= _NAMED else _documents(len(names))


def _documents(n: int) -> str:
    return trn("{n} document", "{n} documents", n)


def _short(title: str, most: int = 34) -> str:
    """A title cut to whole words so that it fits into the box."""
    if len(title) <= most:
        return quoted(title)
    return quoted(f"{title[:most].rsplit(' ', 1)[0]}…")

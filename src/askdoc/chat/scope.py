"""What is asked: told in the page, and told back by it with each question."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from askdoc import show
from askdoc.chat.visits import Key, Visit
from askdoc.types import Document

REFUSED = "The article does not seem to say."

# So many documents are named; of more the number is enough.
_NAMED = 3

CHANGED = "What is asked has changed meanwhile; it is shown now. Ask again to go on."


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page shows.

    visit: the name of the visit that it had, "" if it had none
    turns: how many it shows; scope: which documents; own: the visitor's, by name
    pins: how many answers are pinned
    """

    visit: str = ""
    turns: int = 0
    scope: str = ""
    own: tuple[str, ...] = ()
    pins: int = 0

    def gone(self, visit: Visit) -> str:
        """What the page shows that is forgotten here, in words; "" if nothing is."""
        if not self.visit or self.visit == visit.name:
            return ""
        said = []
        if self.turns:
            said.append("the conversation")
        if self.pins:
            said.append(f"{self.pins} pinned passage{'s' * (self.pins > 1)}")
        if self.own:
            said.append(_named(list(self.own)))
        if not said:
            return ""
        return (
            f"No longer here: {' and '.join(said)}. The server was restarted, or nothing was "
            "heard of this page for too long."
        )

    def differs(self, turns: int, asked: Mapping[Key, Document]) -> bool:
        """Does the page show another conversation, or other documents, than are here?"""
        return self.turns != turns or self.scope != digest(asked)


def read(said: object) -> Seen:
    """What a page says that it shows; of what cannot be read, a page that shows nothing."""
    if not isinstance(said, dict):
        return Seen()
    own, turns, pins = said.get("own"), said.get("turns"), said.get("pins")
    return Seen(
        str(said.get("name", "")),
        turns if type(turns) is int else 0,
        str(said.get("scope", "")),
        tuple(map(str, own)) if isinstance(own, list) else (),
        pins if type(pins) is int else 0,
    )


def digest(asked: Mapping[Key, Document]) -> str:
    """A short text that differs where another document is asked."""
    found = hashlib.sha256()
    for where, name in sorted(asked):
        found.update(f"{where}/{name}/{asked[where, name].sha256}\n".encode("utf-8", "replace"))
    return found.hexdigest()[:16]


def told(
    visit: Visit, documents: Mapping[Key, Document], asked: Mapping[Key, Document]
) -> dict[str, object]:
    """What the page shows of it, and says again with each question."""
    titles = [document.title for document in asked.values()]
    words = _named(titles) or "nothing"
    of = f" of {len(documents)}" if len(asked) < len(documents) else ""
    count = f"{len(asked)}{of} document{'s' * (len(asked) != 1 or bool(of))}"
    named = titles[0] if len(titles) == 1 else count
    return {
        "name": visit.name,
        "scope": digest(asked),
        "own": [document.name for document in visit.documents],
        "line": f"Asked: <bdi>{show.in_page(words)}</bdi>",
        "masthead": f"<bdi>{show.in_page(named)}</bdi>",
        "placeholder": f"Ask {_short(titles[0])}…" if len(titles) == 1 else f"Ask {count}…",
        "count": f"{len(asked)} of {len(documents)}" if of else f"{len(documents)}",
    }


def refusal(asked: Mapping[Key, Document], among: int) -> str:
    """What is said of a question that the documents asked do not answer."""
    if len(asked) > 1:
        return f"None of the {len(asked)} documents asked seems to say."
    if among > 1:
        return "".join(f"“{d.title}” does not seem to say." for d in asked.values())
    return REFUSED


def _named(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= _NAMED else f"{len(names)} documents"


def _short(title: str, most: int = 34) -> str:
    """A title as it fits in the box: whole words of it."""
    if len(title) <= most:
        return f"“{title}”"
    return f"“{title[:most].rsplit(' ', 1)[0]}…”"

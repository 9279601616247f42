"""What is asked: told in the page, and told back by it with each question."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from askdoc import show
from askdoc.chat.visits import Key
from askdoc.types import Document

REFUSED = "The article does not seem to say."

# So many documents are named; of more the number is enough.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Seen:
    """What a page shows: how many turns, which documents; own: the visitor's, by name."""

    turns: int
    scope: str
    own: tuple[str, ...]

    def differs(self, turns: int, asked: Mapping[Key, Document]) -> str:
        """How what is here differs from what the page shows, in words; "" if it does not."""
        gone = [name for name in self.own if ("own", name) not in asked]
        said = []
        if self.turns > turns:
            said.append("the conversation")
        if gone:
            said.append(_named(gone))
        if said:
            again = "Bring them again under “Ask your own documents”, then ask" if gone else "Ask"
            return (
                f"No longer here: {' and '.join(said)}. The server was started anew, or nothing "
                f"was heard of this page for too long. {again} again: your question is in the box."
            )
        if self.turns != turns or self.scope != digest(asked):
            return "What is asked has changed meanwhile; it is shown now. Ask again to go on."
        return ""


def read(said: str) -> Seen:
    """What a page says that it shows; of what cannot be read, a page that shows nothing."""
    try:
        seen = json.loads(said)
        own = tuple(str(name) for name in seen["own"])
        return Seen(int(seen["turns"]), str(seen["scope"]), own)
    except (ValueError, TypeError, KeyError):
        return Seen(0, "", ())


def digest(asked: Mapping[Key, Document]) -> str:
    """A short text that differs where another document is asked."""
    found = hashlib.sha256()
    for where, name in sorted(asked):
        found.update(f"{where}/{name}/{asked[where, name].sha256}\n".encode("utf-8", "replace"))
    return found.hexdigest()[:16]


def as_html(asked: Mapping[Key, Document]) -> str:
    """The line above the box; what the page says of it again stands in its attributes."""
    own = json.dumps([name for where, name in asked if where == "own"])
    words = _named([document.title for document in asked.values()]) or "nothing"
    return (
        f'<p data-scope="{digest(asked)}" data-own="{show.escape(own)}">'
        f"Asked: <bdi>{show.in_page(words)}</bdi></p>"
    )


def refusal(asked: Mapping[Key, Document], among: int) -> str:
    """What is said of a question that the documents asked do not answer."""
    if len(asked) > 1:
        return f"None of the {len(asked)} documents asked seems to say."
    if among > 1:
        return "".join(f"“{d.title}” does not seem to say." for d in asked.values())
    return REFUSED


def _named(names: list[str]) -> str:
    return ", ".join(names) if len(names) <= _NAMED else f"{len(names)} documents"

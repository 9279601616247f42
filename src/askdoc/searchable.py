"""The searchable form of a text whose words are hidden by its typography.

manu-        The oﬃcer paid        > Ana wrote that
scripts      ５０ euros            > the mill is sold
-> manuscripts; The officer paid 50 euros; Ana wrote that the mill is sold

The text itself, and every place in it, stays as it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable
from typing import Protocol

Span = tuple[int, int]

# Ligatures, full-width and half-width forms, mathematical letters and the ideographic space, which
# are written in other characters than they are searched with.
_FORMS = "\ufb00-\ufb4f\uff01-\uffef\u3000\U0001d400-\U0001d7ff"
# Invisible characters, except the joiners of Persian and of Indian scripts.
_UNSEEN = "\u00ad\u200b\u2060\ufeff"
_OTHER = re.compile(rf"[{_FORMS}]+")
_NOT_SEEN = re.compile(rf"[{_UNSEEN}]+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_BROKEN = re.compile(
    r"(?P<first>[^\W\d_]+)(?:[-\u2010]|\u00ad)[ \t]*(?:\r\n|\r|\n)[> \t]*(?P<second>[^\W\d_]+)"
)
QUOTED = re.compile(r"^[ \t]*>[> \t]*", re.MULTILINE)
_LINE_END = re.compile(r"[ \t]*(?:\r\n|\r|\n)[ \t]*")
_HIDDEN = re.compile(
    rf"[{_FORMS}{_UNSEEN}\u2011\u0300-\u036f]|[^\W\d_][-\u2010][ \t]*[\r\n]|^[ \t]*>", re.MULTILINE
)


def hides_words(text: str) -> bool:
    """Whether `searchable` would change the text."""
    return bool(_HIDDEN.search(text))


def searchable(text: str, known: Container[str] = frozenset()) -> str:
    """The same text with its words whole and in ordinary letters; itself if they are.

    known: the words of the whole document, in lower case, which decide whether a hyphen at a
    line end belongs to the word: "well-" + "known"
    """
    if not hides_words(text):
        return text
    text = QUOTED.sub("", text)
    text = _BROKEN.sub(lambda broken: _rejoined(broken, known), text)
    text = _NOT_SEEN.sub("", text).replace("\u2011", "-")
    text = _OTHER.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return unicodedata.normalize("NFC", text) if _MARKS.search(text) else text


def _rejoined(broken: re.Match[str], known: Container[str]) -> str:
    """A word broken at a line end, with its hyphen if only its parts are words of the text."""
    first, second = broken["first"], broken["second"]
    if (first + second).lower() in known:
        return first + second
    both = first.lower() in known and second.lower() in known
    return f"{first}-{second}" if both or not second[0].islower() else first + second


class Part(Protocol):
    """A sentence of a text. searched: in its place, None for itself"""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def searched(self) -> str | None: ...


def joined(text: str, parts: Iterable[Part]) -> tuple[str, list[Span]]:
    """The searchable form of consecutive sentences, and the place of each in it."""
    whole, places, length = [], [], 0
    at: int | None = None
    for part in parts:
        gap = "" if at is None or part.searched == "" else text[at : part.start]
        gap = gap if not gap.strip() else " "  # the marks of a quotation
        found = text[part.start : part.end] if part.searched is None else part.searched
        whole += [gap, found]
        places.append((length + len(gap), length := length + len(gap) + len(found)))
        at = part.end
    return "".join(whole), places

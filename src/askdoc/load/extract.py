"""The result of a reader, and the error for files that it cannot read."""

from __future__ import annotations

from dataclasses import dataclass, field

from askdoc.messages import later
from askdoc.types.documents import Facts, Omitted


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of a file, with blank lines between paragraphs.

    boxes: those of `Document`, coded
    title: of the file's metadata or its first heading, None without
    pages, page_names, facts, omitted, scans, block_quotes, headings: as in `Document`
    """

    text: str
    title: str | None = None
    pages: tuple[int, ...] = ()
    page_names: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)
    omitted: tuple[Omitted, ...] = ()
    scans: tuple[tuple[int, float], ...] = ()
    boxes: str = ""
    block_quotes: tuple[tuple[int, int], ...] = ()
    headings: tuple[tuple[int, int, int], ...] = ()


# Messages for errors of libraries, by the name of the error.
DAMAGED = later("it seems damaged ({error}); open it and save it again")


class Refusal(Exception):  # noqa: N818 - it becomes the LoadError
    """Why a file cannot be read and what to do, to be shown after its name."""


def one_line(text: str | None) -> str | None:
    """A title without line breaks and double spaces; None if nothing is left."""
    return " ".join((text or "").split())[:200] or None

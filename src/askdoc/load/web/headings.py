"""The places of the headings of a page, a book or a Word document in its text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from askdoc.load.names import name_of
from askdoc.load.web.markup import text_of

_LEVELS = {f"h{level}": level for level in range(1, 7)}


def levels(*roots: etree._Element) -> dict[str, int]:
    """The text of each heading in some trees -> its level."""
    found: dict[str, int] = {}
    for root in roots:
        for element in root.iter(*(f"{{*}}{name}" for name in _LEVELS)):
            found.setdefault(text_of(element), _LEVELS[name_of(element)])
    return found


def places(text: str, levels: Mapping[str, int]) -> Iterator[tuple[int, int, int]]:
    """(start, end, level) of each paragraph that consists of a heading."""
    at = 0
    for paragraph in text.split("\n\n"):
        if paragraph and (level := levels.get(paragraph)):
            yield at, at + len(paragraph), level
        at += len(paragraph) + 2

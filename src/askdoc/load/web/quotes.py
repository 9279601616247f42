"""The places of the block quotes of a page or a Word document in its text."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from askdoc.load.names import name_of
from askdoc.load.web.markup import text_of


def block_quotes(root: etree._Element) -> list[str]:
    """The text of each outermost block quote of a tree."""
    found = list(root.iter("{*}blockquote"))
    outer = [e for e in found if all(name_of(a) != "blockquote" for a in e.iterancestors())]
    return [said for said in map(text_of, outer) if said]


def places(text: str, parts: list[str]) -> Iterator[tuple[int, int]]:
    """The places of parts in a text, in order, without those that are not found.

    A part whose paragraphs are separated differently is found by its first and last paragraph.
    """
    at = 0
    for part in parts:
        first, *_, last = 2 * [line for line in part.split("\n") if line.strip()]
        start = text.find(first, at)
        end = text.find(last, start + len(first) if last != first else start)
        if 0 <= start <= end <= start + 2 * len(part):
            at = end + len(last)
            yield start, at

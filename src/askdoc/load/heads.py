"""What stands above and below the text of pages and is none of it: running heads, page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from askdoc.load.order import Line, are_rows

_PAGE_NUMBER = re.compile(
    r"\W*(?:page |p\. ?|seite )?(?P<page>\d{1,4})(?: ?(?:/|of|von) ?\d{1,4})?\W*", re.IGNORECASE
)
# 11/23/26, 4:48 PM Ferry fares  |  https://example.org/ferry 1/1
_BROWSER = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? \d{1,2}:\d{2}(?: ?[AP]M)?(?: .*)?|"
    r"(?:https?|file)://\S+ \d+ ?/ ?\d+"
)
# Lines this many from the edge of a page may be running heads.
_EDGE = 2


def without_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Leave out the lines that recur at the edge of pages, at the same height.

    "Annual report   7" and "Annual report   8" are the same but for the number; where
    the number goes with the pages, two are enough.
    """
    count = Counter(
        key
        for number, lines in enumerate(pages)
        for key in {key for line in _edges(lines) for key in _head_keys(line, number)}
    )
    # Two pages are all a short letter has; a chapter of a book repeats its head some ten times.
    same = 2 if len(pages) < 5 else 3

    def is_head(line: Line, number: int) -> bool:
        plain, *stepping = _head_keys(line, number)
        return (
            count[plain] >= same
            or any(count[key] >= 2 for key in stepping)
            or (_is_number(line, number) and _stands_alone(line, pages[number]))
        )

    kept = []
    for number, lines in enumerate(pages):
        heads = {
            line
            for line in _edges(lines)
            if is_head(line, number) and not _is_in_table(line, lines)
        }
        kept.append([line for line in lines if line not in heads])
    return kept


def _is_number(line: Line, page: int) -> bool:
    """Whether it says which page it is on, which even a single page may do, or is what a browser
    prints above and below a page."""
    if _BROWSER.fullmatch(line.text):
        return True
    found = _PAGE_NUMBER.fullmatch(line.text)
    return found is not None and int(found["page"]) == page + 1


def _stands_alone(line: Line, lines: Sequence[Line]) -> bool:
    others = [other for other in lines if other is not line]
    return all(abs(line.bottom - other.bottom) > 2 * line.size for other in others)


def _is_in_table(line: Line, lines: Sequence[Line]) -> bool:
    """Whether the next line up or down is a row of the same table: one that goes on from page to
    page repeats its head too, and its rows may differ by numbers alone."""
    above = [other for other in lines if other.bottom >= line.top - 0.3 * line.size]
    below = [other for other in lines if other.top <= line.bottom + 0.3 * line.size]
    return (bool(below) and are_rows(line, max(below, key=lambda other: other.top))) or (
        bool(above) and are_rows(line, min(above, key=lambda other: other.bottom))
    )


def _edges(lines: Sequence[Line]) -> list[Line]:
    """The lines at the top and at the foot of a page."""
    ordered = sorted(lines, key=lambda line: -line.top)
    return ordered[:_EDGE] + ordered[_EDGE:][-_EDGE:]


def _head_keys(line: Line, page: int) -> list[tuple[str, int, int | None]]:
    """What is the same on other pages: the text but for its numbers, the height, and how far
    the first and the last number are from counting the pages."""
    text = re.sub(r"\d+", "#", line.text.lower())
    height = round(line.bottom / 4)
    numbers = [int(number) for number in re.findall(r"(?<!\d)\d{1,4}(?!\d)", line.text)]
    steps = {number - page for number in numbers[:1] + numbers[-1:]}
    return [(text, height, None), *((text, height, step) for step in steps)]

"""Find the headings of a PDF: paragraphs in a larger or bolder font than its text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence, Set

from askdoc.load.pdf.layout import Placed
from askdoc.load.pdf.line import Line

# As shares of the size of most letters.
_LARGER = 1.1
_AS_LARGE = 0.9
# Sizes that differ by less, as a share, are of one level.
_ALIKE = 0.04
# Bold is 300 heavier than regular, semi-bold 200; PDFium guesses some weights.
_BOLDER = 140
_TEXT = 400  # the weight of text in a font without this information
# A longer one is more likely a lead.
_LONGEST = 200
_DEEPEST = 6
_ENDS = re.compile(r"[.,:;…。][\"'”’»)\]]*$")


def headings(
    text: str, placed: Sequence[Placed], usual: float, unsure: Set[int]
) -> tuple[tuple[int, int, int], ...]:
    """(start, end, level from 1) of each, in order.

    usual: the size of most letters; unsure: pages, from 0, whose sizes are only estimated
    """
    weights = Counter[int]()
    for _, _, line in placed:
        weights[line.weight] += len(line.text)
    weight = max(weights, key=lambda one: weights[one], default=0) or _TEXT
    found = [
        (start, end, lines[0].size)
        for start, end, page, lines in _paragraphs(text, placed)
        if page not in unsure
        and _is_heading(text[start:end], lines)
        and (_is_larger(lines, usual) or _is_bolder(lines, usual, weight))
    ]
    steps: list[float] = []
    for size in sorted({size for _, _, size in found}, reverse=True):
        if not steps or size < (1 - _ALIKE) * steps[-1]:
            steps.append(size)
    return tuple(
        (start, end, min(_DEEPEST, sum(size <= step for step in steps)))
        for start, end, size in found
    )


def _paragraphs(text: str, placed: Sequence[Placed]) -> Iterator[tuple[int, int, int, list[Line]]]:
    """(start, end, page, lines) of each."""
    lines: list[Line] = []
    begin = number = 0
    for start, page, line in placed:
        if lines and text[start - 2 : start] == "\n\n":
            yield begin, start - 2, number, lines
            lines = []
        if not lines:
            begin, number = start, page
        lines.append(line)
    if lines:
        yield begin, len(text), number, lines


def _is_heading(said: str, lines: Sequence[Line]) -> bool:
    return (
        len(said) <= _LONGEST
        and re.search(r"[^\W\d_]{3}", said) is not None
        and not _ENDS.search(said)
        and not any(unicodedata.category(sign) == "Sm" for sign in said)  # of a formula
        and not any(line.cells or line.turn or line.added for line in lines)
    )


def _is_larger(lines: Sequence[Line], usual: float) -> bool:
    return all(line.size > _LARGER * usual for line in lines)


def _is_bolder(lines: Sequence[Line], usual: float, weight: int) -> bool:
    return all(line.weight >= weight + _BOLDER and line.size > _AS_LARGE * usual for line in lines)

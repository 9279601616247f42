"""Assemble lines into paragraphs and rows, and join words that are divided at line ends.

Measures are relative to the height of lines, so they apply to pages of any size.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise, takewhile
from statistics import median
from typing import TypeAlias

from askdoc.load.pdf.hyphens import between, plain, without_hyphen, words_of
from askdoc.load.pdf.line import Line

_SENTENCE_END = re.compile(r"[.!?:;…。！？][\"'”’»)\]]*(?:\[\d{1,3}\])?$")
_ITEM = re.compile(r"(?:[•‣◦▪●○∙·■□–—*-]|\(?(?:\d{1,2}|[a-z])[.)])\s+\S")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
# A line of a table of contents: Floods ....... 12
_LEADER = re.compile(r"(?:[.…·_]\s?){4,}\s*[\divxlc]{1,6}$")
# 2.1 Methods
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s+[^\W\d_a-z]")
# Bold is 300 heavier than regular, semi-bold 200.
_BOLDER = 200
# A stamp has no more lines, and is narrower than this share of the text.
_STAMP = 8
_NARROW = 0.35
# In characters, a title has no more.
_TITLE = 200
_NOTE = re.compile(r"[\[(]?(?:\d{1,3}|[*∗†‡§]{1,3})[\])]?\.?\s*[^\W\d_]")


@dataclass(frozen=True, slots=True)
class _Spot:
    """A line, the page it is on, and whether a paragraph starts with it."""

    line: Line
    page: int
    starts: bool


# A line in a text: its offset, the number of its page from 0, the line.
Placed: TypeAlias = tuple[int, int, Line]


def assemble(pages: Sequence[Sequence[Line]]) -> tuple[str, list[int], list[Placed]]:
    """The lines of each page -> (text, the offset of each page, the lines in it).

    Each row of a table is a line. A page without text starts where the next text does.
    """
    spots = _spots(pages)
    known = words_of(spot.line.text for spot in spots)
    parts: list[str] = []
    length = 0
    starts: list[int] = []
    placed: list[Placed] = []
    before: _Spot | None = None
    for spot in spots:
        text = plain(spot.line.text)
        last = parts[-1] if parts else ""
        if before is None:
            joint = ""
        elif spot.starts:
            same = spot.line.cells and spot.line.cells == before.line.cells
            joint = "\n" if same else "\n\n"
        elif (rejoined := without_hyphen(last, text, known)) is not None:
            joint = ""
            parts[-1] = rejoined
            length -= len(last) - len(rejoined)
        else:
            joint = between(last, text, known)
        parts.append(joint)
        length += len(joint)
        starts += [length] * (spot.page + 1 - len(starts))
        parts.append(text)
        placed.append((length, spot.page, spot.line))
        length += len(text)
        before = spot
    starts += [length] * (len(pages) - len(starts))
    return "".join(parts), starts, placed


def heading(pages: Sequence[Sequence[Line]]) -> str | None:
    """The largest type on the first page with text, if it is larger than the rest of the text,
    and if there is too little of it to be text."""
    lines = next((lines for lines in pages if lines), ())
    lines = [line for line in lines if not line.turn and not line.cells]
    lines = [line for line in lines if re.search(r"[^\W\d_]{2}", line.text)]
    if not lines:
        return None
    largest = max(line.size for line in lines)

    def is_large(line: Line) -> bool:
        return line.size > 0.95 * largest

    run = takewhile(is_large, dropwhile(lambda line: not is_large(line), lines))
    found = " ".join(line.text for line in run)
    large = sum(len(line.text) for line in lines if is_large(line))
    if largest < 1.15 * usual_size(pages) or len(found) > _TITLE or large > 2 * _TITLE:
        return None
    return plain(found)


# --- paragraphs


def _spots(pages: Sequence[Sequence[Line]]) -> list[_Spot]:
    columns = [(number, column) for number, lines in enumerate(pages) for column in _columns(lines)]
    leading = _leading([column for _, column in columns])
    usual = usual_size(pages)
    spots: list[_Spot] = []
    notes: list[tuple[int, list[_Spot]]] = []  # their index in `spots`
    before: Line | None = None
    above: Sequence[Line] = ()  # the column before
    for place, (number, whole) in enumerate(columns):
        if before and _is_stamp(before, columns, place):
            stamp = [_Spot(line, number, starts=i == 0) for i, line in enumerate(whole)]
            notes.append((len(spots), stamp))
            continue
        upright = [line for line in whole if not line.turn]
        if aside := [line for line in whole if line.turn]:
            notes.append((len(spots), [_Spot(line, number, starts=True) for line in aside]))
        column, foot = _notes_apart(upright, usual)
        starts = short = False  # whether the previous line had room for one more word
        for i, line in enumerate(column):
            if i == 0:
                short = bool(above) and _ends_early(above, len(above) - 1, line)
                starts = before is None or _apart_over_break(before, line, short)
            else:
                short = _ends_early(column, i - 1, line)
                starts = _are_items(column, i) or _apart(
                    column[i - 1], line, short, starts, leading
                )
            spots.append(_Spot(line, number, starts))
            before = line
        above = column or above
        if foot:
            marked = [_Spot(line, number, bool(_NOTE.match(line.text))) for line in foot]
            notes.append((len(spots), marked))
    for met, marked in reversed(notes):
        at = _between_paragraphs(spots, met)
        spots[at:at] = marked
    return spots


def _is_stamp(before: Line, columns: Sequence[tuple[int, Sequence[Line]]], place: int) -> bool:
    """Whether the last column of a page is a stamp, as "FILED" and a day: narrow, above the line
    before, whose sentence goes on on the next page."""
    number, column = columns[place]
    page = [lines for other, lines in columns[:place] if other == number]
    after = columns[place + 1 : place + 2]
    if not page or not after or after[0][0] == number or len(column) > _STAMP:
        return False
    width = max(line.right - line.left for lines in page for line in lines)
    left, right = min(line.left for line in column), max(line.right for line in column)
    return (
        right - left < _NARROW * width
        and column[-1].bottom > before.bottom
        and not _SENTENCE_END.search(before.text)
        and not column[0].text[0].islower()
        and after[0][1][0].text[0].islower()
    )


def _notes_apart(column: Sequence[Line], usual: float) -> tuple[Sequence[Line], Sequence[Line]]:
    """-> (the text, the footnotes below it, which are smaller and start with a mark)"""
    small = len(column)
    while small and column[small - 1].size < 0.92 * usual and not column[small - 1].cells:
        small -= 1
    while small < len(column) and not _NOTE.match(column[small].text):
        small += 1
    return (column[:small], column[small:]) if small else (column, ())


def _between_paragraphs(spots: Sequence[_Spot], place: int) -> int:
    """Where to put footnotes: a paragraph that continues in the next column is not interrupted, and
    its notes precede it, on their page."""
    if place == len(spots) or spots[place].starts:
        return place
    start = place - 1
    while start > 0 and not spots[start].starts:
        start -= 1
    if spots[start].page == spots[place - 1].page:
        return start
    while place < len(spots) and not spots[place].starts:
        place += 1
    return place


def usual_size(pages: Sequence[Sequence[Line]]) -> float:
    """The font size of most letters."""
    sizes = [line.size for page in pages for line in page for _ in line.text]
    return median(sizes) if sizes else 0.0


def _columns(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of consecutive lines down the page."""
    column: list[Line] = []
    for line in lines:
        if column and (line.bottom > column[-1].bottom or line.turn != column[-1].turn):
            yield column
            column = []
        column.append(line)
    if column:
        yield column


def _leading(columns: Sequence[Sequence[Line]]) -> dict[int, float]:
    """Font size -> the usual line distance inside a paragraph."""
    distances: dict[int, list[float]] = {}
    for column in columns:
        for upper, lower in pairwise(column):
            alike = abs(upper.size - lower.size) < 0.12 * lower.size
            distance = upper.bottom - lower.bottom
            # less is no line below another, but one beside it or drawn over it
            below = distance > 0.5 * lower.size
            if alike and below and not upper.cells and not lower.cells:
                distances.setdefault(round(lower.size), []).append(distance)
    # prose has more lines than paragraphs; the lower quartile is right even for a page of lists
    return {size: sorted(found)[len(found) // 4] for size, found in distances.items()}


def _apart(
    before: Line, line: Line, short: bool, before_starts: bool, leading: dict[int, float]
) -> bool:
    """Whether a paragraph ends between two lines of a column."""
    if before.cells or line.cells:
        return True
    if _HYPHEN.search(before.text) and line.text[0].islower():
        return False
    if abs(before.size - line.size) > 0.12 * line.size:
        return True
    usual = min(leading.get(round(line.size), line.size), 2.5 * line.size)
    if before.bottom - line.bottom > 1.3 * usual:
        return True
    if line.text[0] in "•‣◦▪▸●○■□☐☒✓" or _LEADER.search(before.text):
        return True
    ended = bool(_SENTENCE_END.search(before.text))
    bolder = abs(before.weight - line.weight) >= _BOLDER
    if bolder and _may_begin(line.text) and (ended or short or before.weight > line.weight):
        return True
    if _ITEM.match(line.text) and (short or ended):
        return True
    shift = (line.left - before.left) / line.size
    if (shift > 0.8 or (shift < -0.8 and not before_starts)) and (ended or short):
        return True
    return short and (ended or _may_begin(line.text))


def _are_items(column: Sequence[Line], i: int) -> bool:
    """Whether a line and the previous one are items of a list without marks: both fill less than
    half
    of the width of lines with the same start."""
    before, line = column[i - 1], column[i]
    near = [
        other
        for other in column[max(0, i - 4) : i + 6]
        if abs(other.left - line.left) < 0.3 * line.size
        and abs(other.size - line.size) < 0.12 * line.size
    ]
    return len(near) > 1 and before in near and _is_stub(before, near) and _is_stub(line, near)


def _apart_over_break(before: Line, line: Line, short: bool) -> bool:
    """Whether a paragraph ends with a column or page."""
    if before.cells or line.cells:
        return True
    if _HYPHEN.search(before.text) or line.text[0].islower():
        return False
    if _SENTENCE_END.search(before.text) or _ITEM.match(line.text):
        return True
    return short or abs(before.size - line.size) > 0.12 * line.size


def _ends_early(column: Sequence[Line], i: int, after: Line) -> bool:
    """Whether the first word of the next line would have fitted on line i, so that line i ends a
    paragraph, judged by the ends of its neighbours and of lines that certainly continue."""
    near = [
        other
        for other in column[max(0, i - 4) : i + 6]
        if abs(other.size - column[i].size) < 0.12 * column[i].size
    ]
    right = max((other.right for other in near), default=column[i].right)
    ragged = [
        right - _needed(one, other)
        for one, other in pairwise(near)
        if other.text[0].islower()
        and not _SENTENCE_END.search(one.text)
        and not _is_stub(one, near)
    ]
    room = right - _needed(column[i], after)
    usual = sorted(ragged)[len(ragged) // 2] if len(ragged) > 1 else 0.0
    return room > max(0.0, usual)


def _needed(line: Line, after: Line) -> float:
    """The end of a line if the first word of the next one were added."""
    wide = (after.right - after.left) / len(after.text)
    return line.right + (len(after.text.split()[0]) + 1.5) * wide


def _is_stub(line: Line, near: Sequence[Line]) -> bool:
    """Whether it fills less than half of its column, so that it does not continue."""
    left, right = min(other.left for other in near), max(other.right for other in near)
    return line.right - left < 0.5 * (right - left)


def _may_begin(text: str) -> bool:
    """Whether it may start a paragraph; a year or an amount may be anywhere."""
    first = text.lstrip("\"'“‘«(")[:1]
    if first in ("¶", "§"):
        return True
    if first.isdigit():
        return _NUMBERED.match(text) is not None
    return first.isalpha() and not first.islower()

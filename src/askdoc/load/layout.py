"""Lines on pages become paragraphs: heads and page numbers dropped, hyphens at line ends mended.

The measures are in units of the lines' own height, so that a page may be of any size.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

_SENTENCE_END = re.compile(r"[.!?:;…。！？][\"'”’»)\]]*$")
_ITEM = re.compile(r"(?:[•‣◦▪●○∙·■□–—*-]|\(?(?:\d{1,2}|[a-z])[.)])\s+\S")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)+|[^\W\d_]+")
# A word of which the first part is one of these keeps its hyphen: well-known, twenty-one.
_COMPOUNDING = frozenset(
    """
    all anti cross double eight eighty ever ex fast fifty five forty four free full great half
    hand hard high ill ing large late left life like long low mid middle multi near never new nine
    ninety non off old once one open part post pre pro quasi right self semi seven seventy short
    single six sixty slow small so still thirty three time top twenty two ultra up vice well wide
    world year
    """.split()
)
# Lines this many from the edge of a page may be running heads.
_EDGE = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words and its place on the page, in points from the lower left corner.

    size: the height of its letters' boxes, as tall as the type
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


@dataclass(frozen=True, slots=True)
class _Spot:
    """A line, the page it is on, and whether a paragraph starts with it."""

    line: Line
    page: int
    starts: bool


def assemble(pages: Sequence[Sequence[Line]]) -> tuple[str, list[int]]:
    """The lines of each page -> (text, where each page starts in it).

    A page without text starts where the next text does.
    """
    spots = list(_spots(_without_heads(pages)))
    known = Counter(word.lower() for spot in spots for word in _WORD.findall(spot.line.text))
    parts: list[str] = []
    length = 0
    starts: list[int] = []
    for spot in spots:
        text = _plain(spot.line.text)
        before = parts[-1] if parts else ""
        joint = "\n\n" if spot.starts and parts else " " if parts else ""
        if not spot.starts and (hyphen := _HYPHEN.search(before)):
            joint = ""
            if not _keeps_hyphen(before, text, known):
                parts[-1] = before[: hyphen.start()]
                length -= len(before) - hyphen.start()
        parts.append(joint)
        length += len(joint)
        starts += [length] * (spot.page + 1 - len(starts))
        parts.append(text)
        length += len(text)
    starts += [length] * (len(pages) - len(starts))
    return "".join(parts), starts


def heading(pages: Sequence[Sequence[Line]]) -> str | None:
    """The largest type on the first page with text, if it is larger than the rest of the text."""
    lines = next((lines for lines in pages if lines), ())
    sizes = [line.size for page in pages for line in page for _ in line.text]
    if not lines or not sizes:
        return None
    largest = max(line.size for line in lines)
    found = " ".join(line.text for line in lines if line.size > 0.95 * largest)
    if largest < 1.15 * median(sizes) or len(found) > 200 or not re.search(r"[^\W\d_]{2}", found):
        return None
    return _plain(found)


# --- running heads, feet and page numbers


def _without_heads(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
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
        return count[plain] >= same or any(count[key] >= 2 for key in stepping)

    kept = []
    for number, lines in enumerate(pages):
        heads = {line for line in _edges(lines) if is_head(line, number)}
        kept.append([line for line in lines if line not in heads])
    return kept


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


# --- paragraphs


def _spots(pages: Sequence[Sequence[Line]]) -> Iterator[_Spot]:
    columns = [(number, column) for number, lines in enumerate(pages) for column in _columns(lines)]
    leading = _leading([column for _, column in columns])
    before: Line | None = None
    short = False  # whether the line before could have held one more word
    for number, column in columns:
        starts = False
        for i, line in enumerate(column):
            if i == 0:
                starts = before is None or _apart_over_break(before, line, short)
            else:
                short = _ends_early(column, i - 1, line)
                starts = _apart(column[i - 1], line, short, starts, leading)
            yield _Spot(line, number, starts)
            before = line
        short = False


def _columns(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Runs of lines that go down the page; those at one height beside each other become one."""
    column: list[Line] = []
    for line in lines:
        before = column[-1] if column else None
        if before and _is_beside(before, line):
            text = f"{before.text} {line.text}"
            column[-1] = replace(before, text=text, right=line.right)
            continue
        if before and line.bottom > before.bottom:
            yield column
            column = []
        column.append(line)
    if column:
        yield column


def _is_beside(before: Line, line: Line) -> bool:
    one_height = abs(line.bottom - before.bottom) < 0.3 * line.size
    return one_height and line.left >= before.right - 0.3 * line.size


def _leading(columns: Sequence[Sequence[Line]]) -> dict[int, float]:
    """Size of type -> the usual distance from line to line inside a paragraph."""
    distances: dict[int, list[float]] = {}
    for column in columns:
        for upper, lower in pairwise(column):
            if abs(upper.size - lower.size) < 0.12 * lower.size:
                distances.setdefault(round(lower.size), []).append(upper.bottom - lower.bottom)
    # Prose has more lines than paragraphs; a quarter of the way up is inside even a page of lists.
    return {size: sorted(found)[len(found) // 4] for size, found in distances.items()}


def _apart(
    before: Line, line: Line, short: bool, before_starts: bool, leading: dict[int, float]
) -> bool:
    """Whether a paragraph ends between two lines of a column."""
    if abs(before.size - line.size) > 0.12 * line.size:
        return True
    usual = min(leading.get(round(line.size), line.size), 2.5 * line.size)
    if before.bottom - line.bottom > 1.3 * usual:
        return True
    if line.text[0] in "•‣◦▪●○■□":
        return True
    ended = bool(_SENTENCE_END.search(before.text))
    if _ITEM.match(line.text) and (short or ended):
        return True
    shift = (line.left - before.left) / line.size
    if (shift > 0.8 or (shift < -0.8 and not before_starts)) and (ended or short):
        return True
    return short and (ended or _starts_anew(line.text))


def _apart_over_break(before: Line, line: Line, short: bool) -> bool:
    """Whether a paragraph ends with a column or page."""
    if _HYPHEN.search(before.text) or line.text[0].islower():
        return False
    if _SENTENCE_END.search(before.text) or _ITEM.match(line.text):
        return True
    return short or abs(before.size - line.size) > 0.12 * line.size


def _ends_early(column: Sequence[Line], i: int, after: Line) -> bool:
    """Whether the first word of the line after would have fitted on line i, so that it was meant
    to end: told from how far its neighbours reach."""
    line = column[i]
    near = [
        other.right
        for other in column[max(0, i - 4) : i + 6]
        if abs(other.size - line.size) < 0.12 * line.size
    ]
    wide = (after.right - after.left) / len(after.text)
    word = len(after.text.split()[0]) + 1.5
    return line.right + word * wide < max(near)


def _starts_anew(text: str) -> bool:
    first = text.lstrip("\"'“‘«(")[:1]
    return first.isupper() or first.isdigit()


# --- words


def _keeps_hyphen(before: str, after: str, known: Counter[str]) -> bool:
    """well- + known keeps it, infor- + mation does not; the rest of the text is asked first."""
    if before.endswith("\u00ad"):
        return False
    left, right = _last_word(before[:-1]), _first_word(after)
    if not right or not right[0].islower():
        return True  # Anglo-|American, F-|16
    whole, compound = (left + right).lower(), f"{left}-{right}".lower()
    if known[whole] != known[compound]:
        return known[compound] > known[whole]
    return left.lower() in _COMPOUNDING or "-" in left


def _last_word(text: str) -> str:
    found = re.search(r"[^\W\d_]+(?:-[^\W\d_]+)*$", text)
    return found[0] if found else ""


def _first_word(text: str) -> str:
    found = re.match(r"[^\W\d_]+", text)
    return found[0] if found else ""


def _plain(text: str) -> str:
    """Ligatures as letters, nothing that cannot be seen; a soft hyphen stays only at the end."""
    text = re.sub("[\ufb00-\ufb06]", lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = re.sub("\u00ad(?!$)", "", text)
    text = re.sub(r"(?:\s?\.){5,}", " …", text)  # the dots of a table of contents
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs", "Cn"))

"""Separate running heads, running feet and page numbers from the text of pages.

A head is recognized by its position, by its recurrence there, and by a gap to the text. Recurring
words in which only numbers change are text: "Invoice 17", "Step 3".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from askdoc.load.pdf.line import Line, are_rows, main_turn
from askdoc.types.documents import Omitted

_ROMAN = r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})"
_PAGE_NUMBER = re.compile(
    r"[^\w$€£%]*(?:(?:pages?|p\.|pg\.?|seite|s\.|página|pagina|стр\.|第) ?)?"
    rf"(?:(?P<page>[0-9]{{1,6}})|(?P<roman>(?=[ivxlcdm]){_ROMAN}))"
    r"(?: ?(?:/|of|von|de|di|sur|из) ?\d{1,4})?[^\w$€£%]*(?:页|頁|ページ)?",
    re.IGNORECASE,
)
# 11/23/26, 4:48 PM Ferry fares  |  https://example.org/ferry 1/1
_BROWSER = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},? \d{1,2}:\d{2}(?: ?[AP]M)?(?: .*)?|"
    r"(?:https?|file)://\S+ \d+ ?/ ?\d+"
)
# 4 Row and column access  |  Chapter 2. Row and column access 15
_NUMBER = r"(?P<page>\d{1,6}(?: ?(?:/|of|von) ?\d{1,6})?|[ivxlc]+)"
_NUMBERED = re.compile(rf"{_NUMBER}\s+(?P<rest>.*\S)")
_NUMBERING = re.compile(rf"(?P<rest>.*\S)\s+{_NUMBER}")
_PAGE = r"\b(pages?|pg|seite|página|pagina)([.:]? ?)"  # Case: 21-1801 Page: 4 Filed: 1/19/2022
# A running title has more words than "Invoice number" or "Lesson".
_WORDS = 3
# Lines whose heights differ by less, in points, are at the same position of their pages.
_PLACE = 4
# In usual line distances; a line further from the next one does not continue in it.
_GAP = 1.25
# In font sizes: the largest distance of rows in one table.
_ROW = 3.0
# As a share of the size of most letters; smaller text is not part of the running text.
_SMALLER = 0.92
_LARGER = 1.15
# In copies of a form, most lines recur, and more lines than heads have.
_FEW = 4
_MAX = 0.5


@dataclass(frozen=True, slots=True)
class _Band:
    """The pieces at one height of a page, from left to right."""

    pieces: tuple[Line, ...]

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def bottom(self) -> float:
        return self.pieces[0].bottom

    @property
    def size(self) -> float:
        return median(piece.size for piece in self.pieces)


def without_heads(
    pages: Sequence[Sequence[Line]], labels: Sequence[str] = ()
) -> tuple[list[list[Line]], list[Omitted]]:
    """The pieces of each page -> (those of its text, the omitted heads and numbers).

    labels: the page labels in the file, if any
    """
    heads = _Heads(pages, labels)
    kept: list[list[Line]] = []
    omitted: list[Omitted] = []
    for number, pieces in enumerate(pages):
        found = heads.of(number)
        dropped = {id(piece) for _, band in found for piece in band.pieces}
        kept.append([piece for piece in pieces if id(piece) not in dropped])
        omitted += [Omitted(kind, band.text, page=number + 1) for kind, band in found]
    if any(pages) and not any(kept):
        return [list(page) for page in pages], []
    return kept, omitted


class _Heads:
    """The lines of all pages, and how often each recurs at its place."""

    def __init__(self, pages: Sequence[Sequence[Line]], labels: Sequence[str]) -> None:
        self._labels = labels
        self._bands = [_bands(page) for page in pages]
        self._main = [main_turn(page) for page in pages]
        sizes = [piece.size for page in pages for piece in page for _ in piece.text]
        self._usual = median(sizes) if sizes else 0.0
        self._pages = sum(map(bool, pages))
        # A short letter has only two pages; a chapter of a book repeats its head about ten times.
        self._same = 2 if len(pages) < 5 else 3
        self._steps = Counter[tuple[int, int]]()
        self._count = Counter[tuple[str, int]]()
        self._values = defaultdict[str, list[int]](list)
        numbered = [
            (number, [band for side in sides for band in side])
            for number, sides in enumerate(self._bands)
        ]
        for number, bands in numbered:
            steps = {
                (value - number, near)
                for band in bands
                for value in _values(band)
                for near in _places(band)
            }
            self._steps.update(steps)
        for number, bands in numbered:
            keys = set()
            for band in bands:
                for key, value in self._keys(band, number):
                    keys |= {(key, near) for near in _places(band)}
                    if value is not None:
                        self._values[key].append(value)
            self._count.update(keys)

    def of(self, number: int) -> list[tuple[str, _Band]]:
        """-> (its kind, the line) for each head and foot of a page"""
        found: dict[int, tuple[str, _Band]] = {}
        for bands in self._bands[number]:
            for kind, side in ("running head", bands), ("running foot", bands[::-1]):
                if bands and bands[0].pieces[0].turn != self._main[number]:
                    kind = "side stamp"
                for name, band in self._side(number, kind, side):
                    found.setdefault(id(band), (name, band))
        bands = [band for side in self._bands[number] for band in side] if found else []
        whole = sum(len(band.text) for band in bands)
        again = [band for band in bands if self._recurs(band, number)]
        copied = len(again) > _FEW and sum(len(band.text) for band in again) > _MAX * whole
        left = whole - sum(len(band.text) for _, band in found.values())
        if not left or copied:
            return [(kind, band) for kind, band in found.values() if kind == "page number"]
        return list(found.values())

    def _side(self, number: int, kind: str, bands: list[_Band]) -> Iterator[tuple[str, _Band]]:
        """The heads at one edge, from the outside; next to other lines, a head needs a gap."""
        waiting: list[tuple[str, _Band]] = []
        leading = _leading(bands, self._usual)
        found = False
        for i, band in enumerate(bands):
            after = bands[i + 1] if i + 1 < len(bands) else None
            outer = bands[i - 1] if i and not found else None
            if self._is_page_number(band, number) and self._is_apart(outer, band, leading):
                waiting.append(("page number", band))
            elif (
                self._recurs(band, number)
                and self._is_apart(outer, band, leading)
                and not (after and _is_in_table(band, after))
            ):
                waiting.append((kind, band))
            elif i == 0 and band.size <= self._usual:  # a stamp on a single page is outside
                continue
            else:
                return
            found = True
            named = waiting[-1][0] == "page number" and re.match(r"\W*[^\W\d_]{4}", band.text)
            if named or self._is_apart(after, band, leading):
                yield from waiting
                waiting = []

    def _is_apart(self, other: _Band | None, band: _Band, leading: float) -> bool:
        return (
            other is None
            or abs(band.bottom - other.bottom) > _GAP * leading
            or band.size < _SMALLER * self._usual
        )

    def _recurs(self, band: _Band, number: int) -> bool:
        if _BROWSER.fullmatch(band.text):
            return True
        often = max(
            self._count[key, _place(band)]
            for key, value in self._keys(band, number)
            if value is None or self._ascends(key)
        )
        # the title of a slide may also be on the next ones
        large = band.size > _LARGER * self._usual
        most = 2 * often > self._pages or often >= 2 * self._same
        return often >= self._same and (most or not large)

    def _ascends(self, key: str) -> bool:
        """Whether the numbers next to a text increase with the pages, unlike amounts of money."""
        values = self._values[key]
        return all(one < other for one, other in pairwise(values))

    def _is_page_number(self, band: _Band, number: int) -> bool:
        return len(band.pieces) == 1 and self._is_number(band.text, band, number)

    def _is_number(self, text: str, band: _Band, number: int) -> bool:
        """Whether a piece is the number of its page: the number itself, its label, or in sequence
        with
        others at that position."""
        value = _value(text)
        if value is None:
            return False
        label = self._labels[number] if number < len(self._labels) else ""
        in_sequence = self._steps[value - number, _place(band)] >= 2
        return value == number + 1 or text.casefold() == label.casefold() or in_sequence

    def _keys(self, band: _Band, number: int) -> list[tuple[str, int | None]]:
        """The keys that recur on other pages: the text, without numbers if it is small, and the
        text
        without a page number before or after it."""
        text = band.text.lower()
        if band.size < _SMALLER * self._usual:
            return [(re.sub(r"\d+", "#", text), None)]
        keys: list[tuple[str, int | None]] = [(text, None)]
        pieces = [piece.text.lower() for piece in band.pieces]
        for page, rest in ((pieces[0], pieces[1:]), (pieces[-1], pieces[:-1])):
            value = _value(page)
            if rest and value is not None and _is_title(" ".join(rest), value == number + 1):
                keys.append((f"{' '.join(rest)} #", value))
        keys.append((re.sub(rf"{_PAGE}{number + 1}\b", r"\1\2#", text), None))
        for found in _NUMBERED.fullmatch(text), _NUMBERING.fullmatch(text):
            if found and len(pieces) == 1 and _is_title(found["rest"]):
                keys.append((f"{found['rest']} #", _value(found["page"])))
        return keys


def _is_title(text: str, numbered: bool = False) -> bool:
    """Whether it has more words than "Invoice number" or "Lesson", and is no label.

    numbered: whether a number before it is that of the page"""
    return text[-1] not in ":.#№" and len(re.findall(r"[^\W\d_]{2,}", text)) >= (
        1 if numbered else _WORDS
    )


def _place(band: _Band) -> int:
    return round(band.bottom / _PLACE)


def _places(band: _Band) -> tuple[int, ...]:
    """The positions of a height. subtle: rounding may separate two equal ones."""
    return _place(band) - 1, _place(band), _place(band) + 1


def _bands(pieces: Sequence[Line]) -> list[list[_Band]]:
    """The lines from top to bottom, for each rotation of the text."""
    turned: defaultdict[int, list[Line]] = defaultdict(list)
    for piece in pieces:
        turned[piece.turn].append(piece)
    found = []
    for side in turned.values():
        bands: list[list[Line]] = []
        for piece in sorted(side, key=lambda piece: -piece.bottom):
            if bands and abs(bands[-1][0].bottom - piece.bottom) < 0.3 * piece.size:
                bands[-1].append(piece)
            else:
                bands.append([piece])
        found.append([_Band(tuple(sorted(band, key=lambda one: one.left))) for band in bands])
    return found


def _leading(bands: Sequence[_Band], size: float) -> float:
    """The usual line distance; the font size on a page with few lines."""
    apart = sorted(abs(bands[i].bottom - bands[i + 1].bottom) for i in range(len(bands) - 1))
    close = [distance for distance in apart if distance < 2 * size]
    return median(close) if len(close) > 2 else 1.2 * size


def _value(text: str) -> int | None:
    """The value of a page number, None if the text is none."""
    found = _PAGE_NUMBER.fullmatch(text)
    if found is None:
        return None
    return int(found["page"]) if found["page"] else _roman(found["roman"].lower())


def _values(band: _Band) -> list[int]:
    found = [_value(piece.text) for piece in band.pieces]
    return [value for value in found if value is not None]


def _roman(text: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}[c] for c in text]
    return sum(
        -one if any(one < other for other in values[i + 1 : i + 2]) else one
        for i, one in enumerate(values)
    )


def _is_in_table(band: _Band, after: _Band) -> bool:
    """Whether the next line is a row of the same table, because the header of a table that
    continues
    also recurs on each page."""
    near = abs(band.bottom - after.bottom) < _ROW * band.size
    alike = abs(band.size - after.size) < 0.12 * band.size
    return near and alike and are_rows(_spanned(band), _spanned(after))


def _spanned(band: _Band) -> Line:
    first, spans = band.pieces[0], tuple((piece.left, piece.right) for piece in band.pieces)
    return Line(band.text, first.left, spans[-1][1], first.bottom, first.top, first.size, spans)

"""Where the words of a text are on the pages it was read from."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

# start, length, page; left, top, right, bottom in quarters of a point, up to five meters
_ROW = struct.Struct("<IHHHHHH")
_QUARTERS = 4
# Added to the page number of a word that runs down or up the page.
_TURNED = 0x8000
_MAX = 0xFFFF
# Words of one line overlap by more than this share of their height, and a gap of more than this
# many heights separates columns.
_OVERLAP, _GAP, _INITIAL = 0.5, 2.5, 1.8


class Box(NamedTuple):
    """A rectangle on a page as displayed, in points (1/72 inch) from the upper left corner.

    page: from 1; x0, y0: its upper left corner; x1, y1: its lower right corner
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Boxes:
    """The words of a text in order, each with its box.

    packed: 16 bytes per word, 3 MB for a book of 200,000 words
    """

    packed: bytes = b""

    @classmethod
    def of(cls, words: Iterable[tuple[int, int, Box, bool]]) -> Boxes:
        """From (start, end, box, whether it runs down or up the page) of each word.

        Words outside a page of the largest size are left out.
        """
        packed = bytearray()
        for start, end, (page, *edges), turned in sorted(words):
            places = [round(edge * _QUARTERS) for edge in edges]
            length = min(end - start, _MAX)
            if length > 0 and 0 < page < _TURNED and all(0 <= place <= _MAX for place in places):
                packed += _ROW.pack(start, length, page | turned * _TURNED, *places)
        return cls(bytes(packed))

    @classmethod
    def decoded(cls, coded: str) -> Boxes:
        """Decode what `coded` returned."""
        return cls(zlib.decompress(b64decode(coded)) if coded else b"")

    def coded(self) -> str:
        """Encode as compressed text."""
        return b64encode(zlib.compress(self.packed)).decode() if self.packed else ""

    def within(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of the characters `start:end`, one per line.

        A part of a word gets the same share of its box, counted in characters.
        """
        found: list[Box] = []
        for first, length, box, turned in self._words_from(start):
            if first >= end:
                break
            share = max(0.0, (start - first) / length), min(1.0, (end - first) / length)
            part = _part(box, turned, *share)
            if found and _are_one_line(found[-1], part, turned):
                found[-1] = _around(found[-1], part)
            else:
                found.append(part)
        return tuple(found)

    def _words_from(self, start: int) -> Iterator[tuple[int, int, Box, bool]]:
        """The words from the first that ends after `start`."""
        low, high = 0, len(self.packed) // _ROW.size
        while low < high:
            middle = (low + high) // 2
            first, length, *_ = _ROW.unpack_from(self.packed, middle * _ROW.size)
            if first + length <= start:
                low = middle + 1
            else:
                high = middle
        for at in range(low * _ROW.size, len(self.packed), _ROW.size):
            first, length, page, *places = _ROW.unpack_from(self.packed, at)
            box = Box(page % _TURNED, *(place / _QUARTERS for place in places))
            yield first, length, box, page >= _TURNED


def _part(box: Box, turned: bool, first: float, last: float) -> Box:
    """The part of a box between two shares of its length."""
    page, x0, y0, x1, y1 = box
    if turned:
        return Box(page, x0, y0 + first * (y1 - y0), x1, y0 + last * (y1 - y0))
    return Box(page, x0 + first * (x1 - x0), y0, x0 + last * (x1 - x0), y1)


def _are_one_line(one: Box, other: Box, turned: bool) -> bool:
    """Whether two boxes are next to each other like words of one line."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    if turned:
        heights, shared, gap = (one.x1 - one.x0, other.x1 - other.x0), across, -down
    else:
        heights, shared, gap = (one.y1 - one.y0, other.y1 - other.y0), down, -across
    small, large = sorted(heights)  # an initial is as high as the lines beside it
    alike = one.page == other.page and large < _INITIAL * small
    return alike and shared > _OVERLAP * small and gap < _GAP * small


def _around(one: Box, other: Box) -> Box:
    return Box(
        one.page,
        min(one.x0, other.x0),
        min(one.y0, other.y0),
        max(one.x1, other.x1),
        max(one.y1, other.y1),
    )

"""The parts of a document of Word 97 to 2003, .doc, and how its characters and paragraphs are set.

The names in comments are those of Microsoft's specification, [MS-DOC].
"""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

import olefile

from askdoc.load.extract import Refusal
from askdoc.load.word.old_properties import STYLE, Properties, properties
from askdoc.load.word.old_styles import OldStyles
from askdoc.messages import tr

_WORD, _ENCRYPTED, _SECOND_TABLE = 0xA5EC, 0x100, 0x200
_PAGE = 512
# Numbers of pairs (offset, size) in the head of the file.
NOTE_MARKS, NOTES, COMMENTS, HEADS = 2, 3, 5, 11
_STYLES, _CHARACTERS, _PARAGRAPHS, _FONTS, _PIECES = 1, 12, 13, 15, 33
ANCHORS, END_MARKS, END_NOTES, BOXES, PATTERNS, LISTS = 40, 46, 47, 56, 73, 74
# The parts of the text, in order: "macros" is not used.
_PARTS = ("body", "notes", "heads", "macros", "comments", "end notes", "boxes", "boxes in heads")
_ELSEWHERE = 0x6646  # the property of a paragraph that says where the others are

# What damage to a file raises.
BROKEN = (
    OSError, ValueError, IndexError, KeyError, OverflowError, RecursionError, struct.error,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of the text that are together in the file.

    start, end: their places in the text; at: the offset in the file; wide: two bytes each
    """

    start: int
    end: int
    at: int
    wide: bool

    def offset(self, place: int) -> int:
        return self.at + (place - self.start) * (1 + self.wide)


class OldFile:
    """An opened file. Raises `Refusal` if it is encrypted or older, and one of `BROKEN`."""

    def __init__(self, data: bytes) -> None:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            self._main = file.openstream("WordDocument").read()
            identity, _, _, _, _, flags = struct.unpack_from("<6H", self._main)
            if flags & _ENCRYPTED:
                raise Refusal(tr("it is encrypted; save a copy without a password"))
            if identity != _WORD:
                raise Refusal(tr("its format is unknown; open it and save it again"))
            self._table = file.openstream(f"{int(bool(flags & _SECOND_TABLE))}Table").read()
            self._data = file.openstream("Data").read() if file.exists("Data") else b""
        sizes = struct.unpack_from("<8I", self._main, 76)
        ends = list(accumulate(sizes))
        self.parts = dict(zip(_PARTS, pairwise([0, *ends]), strict=True))
        self.pieces = list(self._pieces())
        self.characters = [character for piece in self.pieces for character in self._read(piece)]

    def _pieces(self) -> Iterator[Piece]:
        found = self.part(_PIECES)
        at = 0
        while found[at] == 1:  # properties, before the pieces
            at += 3 + struct.unpack_from("<H", found, at + 1)[0]
        (size,) = struct.unpack_from("<I", found, at + 1)
        for start, end, piece in _entries(found[at + 5 : at + 5 + size], 8):
            (where,) = struct.unpack_from("<I", piece, 2)
            wide = not where & 0x40000000
            where &= 0x3FFFFFFF
            if end > len(self._main):
                raise ValueError("a piece is longer than the file")
            yield Piece(start, end, where if wide else where // 2, wide)

    def _read(self, piece: Piece) -> Iterator[str]:
        """Its characters. Those that take two places, such as emoji, are followed by "" """
        data = self._main[piece.at : piece.offset(piece.end)]
        characters = data.decode("utf-16-le" if piece.wide else "cp1252", "replace")
        count = 0
        for character in characters:
            yield character
            yield from [""] * (character > "\uffff")
            count += 1 + (character > "\uffff")
        yield from ["\0"] * (piece.end - piece.start - count)  # the file is cut

    def part(self, number: int) -> bytes:
        start, size = struct.unpack_from("<2I", self._main, 154 + 8 * number)
        return bytes(self._table[start : start + size])

    def after(self, number: int) -> bytes:
        """What follows a part: the levels of the patterns of lists."""
        start, size = struct.unpack_from("<2I", self._main, 154 + 8 * number)
        return bytes(self._table[start + size :])

    def data_at(self, where: bytes) -> bytes:
        """The data of a picture or a form field, by the property that says where it is."""
        at = int.from_bytes(where, "little")
        return bytes(self._data[at : at + int.from_bytes(self._data[at : at + 4], "little")])

    def places(self, number: int, size: int = 0) -> list[tuple[int, int, bytes]]:
        """(start, end, value) of each entry of a part whose values have this size."""
        return list(_entries(self.part(number), size))

    @cached_property
    def styles(self) -> OldStyles:
        return OldStyles(self.part(_STYLES))

    @cached_property
    def fonts(self) -> list[str]:
        found, names, at = self.part(_FONTS), [], 4
        while at < len(found):
            size = found[at] + 1
            name = found[at + 40 : at + size].decode("utf-16-le", "replace")
            names.append(name.partition("\0")[0])
            at += size
        return names

    @cached_property
    def _runs(self) -> tuple[list[int], list[tuple[int, Properties]]]:
        """The runs of characters: (the offset of each, (its end, its properties))."""
        runs = []
        for page in self._pages(_CHARACTERS, 101):
            for number, (start, end) in enumerate(_bounds(page)):
                at = 2 * page[4 * page[-1] + 4 + number]
                values = page[at + 1 : at + 1 + page[at]] if at else b""
                runs.append((start, (end, dict(properties(values)))))
        runs.sort(key=lambda run: run[0])
        return [start for start, _ in runs], [rest for _, rest in runs]

    @cached_property
    def _paragraphs(self) -> tuple[list[int], list[tuple[int, Properties]]]:
        runs = []
        for page in self._pages(_PARAGRAPHS, 29):
            for number, (start, end) in enumerate(_bounds(page)):
                at = 2 * page[4 * page[-1] + 4 + 13 * number]
                size, at = (2 * page[at] - 1, at + 1) if page[at] else (2 * page[at + 1], at + 2)
                values = page[at : at + size] if at > 2 else b"\0\0"
                found = {STYLE: values[:2], **dict(properties(values[2:]))}
                if where := found.get(_ELSEWHERE):
                    found |= self._elsewhere(*struct.unpack("<I", where))
                runs.append((start, (end, found)))
        runs.sort(key=lambda run: run[0])
        return [start for start, _ in runs], [rest for _, rest in runs]

    def _elsewhere(self, at: int) -> Properties:
        size = int.from_bytes(self._data[at : at + 2], "little")
        return dict(properties(self._data[at + 2 : at + 2 + size]))

    def _pages(self, number: int, most: int) -> Iterator[bytes]:
        """The pages of properties (FKP); the last byte of each is how many it contains."""
        for _, _, value in self.places(number, 4):
            at = (int.from_bytes(value, "little") & 0x3FFFFF) * _PAGE
            page = self._main[at : at + _PAGE]
            if len(page) == _PAGE and page[-1] <= most:
                yield page

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int, Properties]]:
        """The text from `start` to `end` by the properties of its characters."""
        starts, runs = self._runs
        for piece in self._between(start, end):
            place, last = max(start, piece.start), min(end, piece.end)
            while place < last:
                offset = piece.offset(place)
                at = bisect_right(starts, offset) - 1
                following = starts[at + 1] if at + 1 < len(starts) else piece.offset(last)
                is_in = at >= 0 and offset < runs[at][0]
                until = runs[at][0] if is_in else following
                after = place + max((until - offset) // (1 + piece.wide), 1)
                yield place, min(after, last), runs[at][1] if is_in else {}
                place = after

    def paragraph(self, place: int) -> Properties:
        """The properties of the paragraph that ends with the character at `place`."""
        starts, runs = self._paragraphs
        for piece in self._between(place, place + 1):
            at = bisect_right(starts, piece.offset(place)) - 1
            if at >= 0 and piece.offset(place) < runs[at][0]:
                return runs[at][1]
        return {}

    def _between(self, start: int, end: int) -> list[Piece]:
        first = max(bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1, 0)
        found = []
        for piece in self.pieces[first:]:
            if piece.start >= end:
                break
            found.append(piece)
        return found


def _entries(data: bytes, size: int) -> Iterator[tuple[int, int, bytes]]:
    """(start, end, value) of each; first all places are listed, then the values (PLC)."""
    count = (len(data) - 4) // (4 + size)
    if count > 0:
        places = struct.unpack_from(f"<{count + 1}I", data)
        for number, (start, end) in enumerate(pairwise(places)):
            at = 4 * (count + 1) + size * number
            if start <= end:
                yield start, end, data[at : at + size]


def _bounds(page: bytes) -> Iterator[tuple[int, int]]:
    """The offsets of the runs that a page of properties describes (FKP)."""
    return pairwise(struct.unpack_from(f"<{page[-1] + 1}I", page))

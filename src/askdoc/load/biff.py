"""The records of an Excel workbook of 5.0 to 2003 (BIFF), and the texts in them. The names in
comments are those of Microsoft's specification, [MS-XLS]."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Any

BEGIN, _END, _CONTINUE = 0x809, 0x0A, 0x3C


def records(stream: bytes, at: int) -> Iterator[tuple[int, list[bytes]]]:
    """(kind, its data and those that continue it) of each record of the part that begins at `at`;
    of a chart in a sheet only its begin."""
    depth = 0
    while at + 4 <= len(stream):
        kind, data, at = _record(stream, at)
        parts = [data]
        while stream[at : at + 2] == _CONTINUE.to_bytes(2, "little") and at + 4 <= len(stream):
            _, data, at = _record(stream, at)
            parts.append(data)
        depth += kind == BEGIN
        if depth < 2 or (kind == BEGIN and depth == 2):
            yield kind, parts
        depth -= kind == _END
        if kind == _END and depth < 1:
            return


def _record(stream: bytes, at: int) -> tuple[int, bytes, int]:
    """-> (kind, data, the offset of the next one)"""
    kind, length = struct.unpack_from("<2H", stream, at)
    return kind, stream[at + 4 : at + 4 + length], at + 4 + length


class Reader:
    """Reads texts that may go on in the next part, which then begins with how they are coded."""

    def __init__(self, parts: Sequence[bytes], at: int = 0) -> None:
        self._parts = parts
        self._part = 0
        self._at = at

    def unpack(self, form: str) -> tuple[Any, ...]:
        if self._at >= len(self._parts[self._part]):
            self._part, self._at = self._part + 1, 0
        found = struct.unpack_from(form, self._parts[self._part], self._at)
        self._at += struct.calcsize(form)
        return found

    def characters(self, length: int, wide: int) -> str:
        """wide: 1 if each takes two bytes"""
        text = ""
        while True:
            data = self._parts[self._part][self._at :][: length * (1 + wide)]
            text += data.decode("utf-16-le" if wide else "latin-1", "replace")
            self._at += len(data)
            length -= len(data) // (1 + wide)
            if length < 1 or self._part + 1 == len(self._parts):
                return text
            self._part, self._at = self._part + 1, 1
            wide = self._parts[self._part][0] & 1

    def skip(self, size: int) -> None:
        while size > (left := len(self._parts[self._part]) - self._at):
            size -= left
            self._part, self._at = self._part + 1, 0
        self._at += size


def shared_strings(parts: Sequence[bytes]) -> Iterator[str]:
    """The texts of the cells of all sheets (SST), as far as they are there."""
    reader = Reader(parts)
    _, count = reader.unpack("<2I")
    for _ in range(count):
        try:
            length, flags = reader.unpack("<HB")
        except (IndexError, struct.error):
            return
        (runs,) = reader.unpack("<H") if flags & 8 else (0,)
        (more,) = reader.unpack("<I") if flags & 4 else (0,)
        yield reader.characters(length, flags & 1)
        reader.skip(4 * runs + more)  # their fonts, and the readings of Chinese characters


def short_number(coded: int) -> float:
    """A number in 32 bits (RK): a whole number or the first half of one, perhaps of its 100th."""
    if coded & 2:
        number = float((coded >> 2) - (1 << 30 if coded & 1 << 31 else 0))
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (coded & ~3) << 32))
    return number / 100 if coded & 1 else number

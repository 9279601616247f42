"""The streams of a compound file, in which Office up to 2003 saved its documents."""

from __future__ import annotations

import struct

_SECTOR = 512  # of the header
_LAST = 0xFFFFFFFA  # numbers of sectors above it have other meanings
_SMALL = 4096  # shorter streams are in sectors of their own kind
_IN_HEADER = 109  # numbers of sectors


class Compound:
    """Raises `ValueError` or `struct.error` if it is damaged."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, small_shift = struct.unpack_from("<2H", data, 30)
        if not 7 <= shift <= 16 or not 4 <= small_shift <= shift:
            raise ValueError("sizes of sectors")
        self._size, self._small = 1 << shift, 1 << small_shift
        first_entry, _, _, first_small, _, more, _ = struct.unpack_from("<7I", data, 48)
        numbers = list(struct.unpack_from(f"<{_IN_HEADER}I", data, 76))
        while more < _LAST and len(numbers) <= len(data) // self._size:
            *part, more = self._numbers(self._sector(more))
            numbers += part
        self._next = [
            number
            for sector in numbers
            if sector < _LAST
            for number in self._numbers(self._sector(sector))
        ]
        self._next_small = self._numbers(self._chain(first_small))
        entries = self._chain(first_entry)
        self._entries: dict[str, tuple[int, int]] = {}
        self._root = b""
        for at in range(0, len(entries) - 127, 128):
            length, kind = struct.unpack_from("<HB", entries, at + 64)
            name = entries[at : at + min(64, max(0, length - 2))].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<2I", entries, at + 116)
            if kind == 5:
                self._root = self._chain(start)
            elif kind == 2:
                self._entries.setdefault(name, (start, size))

    def stream(self, name: str) -> bytes:
        """Empty if there is none of this name."""
        start, size = self._entries.get(name, (0, 0))
        if size >= _SMALL:
            return self._chain(start)[:size]
        parts = []
        for _ in range(-(-size // self._small)):
            parts.append(self._root[start * self._small : (start + 1) * self._small])
            start = self._next_small[start] if start < len(self._next_small) else _LAST
        return b"".join(parts)[:size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _chain(self, number: int) -> bytes:
        parts: list[bytes] = []
        while number < _LAST and len(parts) <= len(self._data) // self._size:
            parts.append(self._sector(number))
            if number >= len(self._next):
                break
            number = self._next[number]
        return b"".join(parts)

    def _numbers(self, data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

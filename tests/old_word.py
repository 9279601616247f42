"""Documents of Word 97 to 2003 for the tests, written byte by byte ([MS-DOC])."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping, Sequence
from itertools import accumulate
from pathlib import Path

import files

TEXT = 1024  # where the text starts in its stream, after the head
PARTS = ("body", "notes", "heads", "macros", "comments", "end notes", "boxes", "boxes in heads")
HIDDEN, DELETED = struct.pack("<HB", 0x083C, 1), struct.pack("<HB", 0x0800, 1)
IN_TABLE = struct.pack("<HB", 0x2416, 1)
ROW = IN_TABLE + struct.pack("<HB", 0x2417, 1)


def inner(depth: int, row: bool = False) -> bytes:
    """The properties of the end of a cell or a row of a table in a table."""
    end = 0x244C if row else 0x244B
    return IN_TABLE + struct.pack("<HI", 0x6649, depth) + struct.pack("<HB", end, 1)


def row(*merged: int) -> bytes:
    """The end of a row; how each cell is merged vertically: 0 not, 3 the first, 1 with it."""
    cells = b"".join(struct.pack("<H18x", one << 5) for one in merged)
    edges = struct.pack(f"<{len(merged) + 1}h", *range(0, 100 * len(merged) + 1, 100))
    values = bytes([len(merged)]) + edges + cells
    return ROW + struct.pack("<HH", 0xD608, len(values) + 1) + values


def entries(places: Sequence[int], values: Sequence[bytes] = ()) -> bytes:
    return struct.pack(f"<{len(places)}I", *places) + b"".join(values)


def paragraph_style(
    own: int, base: int = 0xFFF, paragraph: bytes = b"", characters: bytes = b""
) -> bytes:
    """own: its number among Word's own styles, 0xFFE for others; base: what it is based on"""
    return _style(own, 1, base, bytes(2) + paragraph, characters)


def character_style(characters: bytes, base: int = 0xFFF) -> bytes:
    return _style(0xFFE, 2, base, characters)


def _style(own: int, kind: int, base: int, *properties: bytes) -> bytes:
    head = struct.pack("<5H", own, kind | base << 4, len(properties), 0, 0)
    name = struct.pack("<H", 2) + "St\0".encode("utf-16-le")
    sizes = (struct.pack("<H", len(one)) + one + bytes(len(one) % 2) for one in properties)
    return head + name + b"".join(sizes)


def stylesheet(styles: Mapping[int, bytes]) -> dict[int, bytes]:
    """The tables of styles, which are numbered."""
    every = [styles.get(number, b"") for number in range(max(styles) + 1)]
    head = struct.pack("<3H", 4, len(every), 10)
    return {1: head + b"".join(struct.pack("<H", len(one)) + one for one in every)}


def level(
    text: str,
    format: int = 0,
    *,
    start: int = 1,
    bits: int = 0,
    follow: int = 0,
    limit: int = 0,
    characters: bytes = b"",
) -> bytes:
    """text: "\\0" stands for the number of the first level"""
    sizes = (len(characters), 2, limit, 0)
    head = struct.pack("<iBB9xB8x4B", start, format, bits, follow, *sizes)
    return head + b"\1\1" + characters + struct.pack("<H", len(text)) + text.encode("utf-16-le")


def lists(
    patterns: Sequence[Sequence[bytes]],
    lists: Sequence[tuple[int, Sequence[bytes]]],
    styles: Sequence[int] = (),
) -> dict[int, bytes]:
    """The tables of lists.

    patterns: the levels of each, one or nine; styles: those that the levels of all are linked to
    lists: (number of its pattern, what it overrides) of each
    """
    linked = [*styles, *[0xFFF] * (9 - len(styles))]
    kinds = [
        struct.pack("<2i9H2B", 70 + number, 0, *linked, len(levels) == 1, 0)
        for number, levels in enumerate(patterns)
    ]
    named = [struct.pack("<i8xB3x", 70 + of, len(changes)) for of, changes in lists]
    changed = [struct.pack("<I", 0xFFFFFFFF) + b"".join(changes) for _, changes in lists]
    return {
        73: struct.pack("<H", len(kinds)) + b"".join(kinds),
        72: b"".join(b"".join(levels) for levels in patterns),  # has no number: it follows 73
        74: struct.pack("<I", len(named)) + b"".join(named) + b"".join(changed),
    }


def item(of: int, at: int | None = None) -> bytes:
    """The properties of a paragraph in a list."""
    depth = b"" if at is None else struct.pack("<HB", 0x260A, at)
    return struct.pack("<Hh", 0x460B, of) + depth


def _page(ends: Sequence[int], properties: Sequence[bytes], width: int) -> bytes:
    """A page of properties (FKP) of runs that end there; each has a reference of this width."""
    page, free = bytearray(512), 510
    page[511] = len(ends)
    struct.pack_into(f"<{len(ends) + 1}I", page, 0, TEXT, *ends)
    for number, value in enumerate(properties):
        head = bytes([0, len(value) // 2]) if width > 1 else bytes([len(value)])
        free = (free - len(head + value)) & ~1
        page[free : free + len(head + value)] = head + value
        page[4 * len(ends) + 4 + width * number] = free // 2
    return bytes(page)


def old_word(
    path: Path,
    *,
    runs: Mapping[str, bytes] | None = None,
    paragraphs: Mapping[str, bytes] | None = None,
    styles: Mapping[str, int] | None = None,
    tables: Mapping[int, bytes] | None = None,
    data: bytes = b"",
    flags: int = 0,
    **parts: str,
) -> Path:
    """runs: characters -> their properties; paragraphs: the text of a paragraph with the sign that
    ends it -> its properties; styles: the same -> its style
    tables: number -> content of a part of the table stream
    parts: the texts of `PARTS`, "_" for a space; a paragraph ends with a return
    """
    texts = [parts.get(part.replace(" ", "_"), "") for part in PARTS]
    text = "".join(texts)
    coded = text.encode("utf-16-le")

    def offset(place: int) -> int:
        return TEXT + len(text[:place].encode("utf-16-le"))

    cuts = {0, len(text)}
    found = [(match, value) for one, value in (runs or {}).items()
             for match in re.finditer(re.escape(one), text)]  # fmt: skip
    for match, _ in found:
        cuts |= {match.start(), match.end()}
    ends = sorted(cuts)[1:]
    of_runs = [
        next((value for match, value in found if match.start() < end <= match.end()), b"")
        for end in ends
    ]
    lines = re.findall(r"[^\r\x07]*[\r\x07]", text)
    of_lines = [
        struct.pack("<H", (styles or {}).get(line, 0)) + (paragraphs or {}).get(line, b"")
        for line in lines
    ]
    of_lines = [value + b"\0" * (len(value) % 2) for value in of_lines]
    first = -(-(TEXT + len(coded)) // 512)
    table = {
        **(tables or {}),
        12: entries((TEXT, TEXT + len(coded)), [struct.pack("<I", first)]),
        13: entries((TEXT, TEXT + len(coded)), [struct.pack("<I", first + 1)]),
    }
    piece = entries((0, len(coded) // 2), [struct.pack("<HIH", 0, TEXT, 0)])
    table[33] = struct.pack("<BI", 2, len(piece)) + piece
    head = bytearray(TEXT)
    struct.pack_into("<6H", head, 0, 0xA5EC, 0xC1, 0, 0, 0, 0x200 | flags)
    struct.pack_into("<8I", head, 76, *(len(one.encode("utf-16-le")) // 2 for one in texts))
    stream = b""
    for number, content in table.items():
        struct.pack_into("<2I", head, 154 + 8 * number, len(stream), len(content))
        stream += content
    main = (bytes(head) + coded).ljust(512 * first, b"\0")
    main += _page([offset(end) for end in ends], of_runs, 1)
    main += _page([offset(end) for end in accumulate(map(len, lines))], of_lines, 13)
    streams = {"WordDocument": main, "1Table": stream, "Data": data}
    return files.compound(path, {name: one for name, one in streams.items() if one})

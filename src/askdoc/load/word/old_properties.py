"""The properties of characters, paragraphs and levels of lists in an old Word document (SPRM)."""

from __future__ import annotations

from collections.abc import Iterator

# The sizes of values of properties, by the first three bits of their code; 6: it begins with them.
_SIZES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_TABLE, _TABS = 0xD608, 0xC615
STYLE, HIDDEN = 0, 0x083C  # of a paragraph; of characters

Properties = dict[int, bytes]


def properties(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(code, value) of each."""
    at = 0
    while at + 2 < len(data):
        code = int.from_bytes(data[at : at + 2], "little")
        at += 2
        size = _SIZES.get(code >> 13)
        if size is None:
            size = data[at]
            at += 1
            if code == _TABLE:
                size = size + 256 * data[at] if at < len(data) else 0
            elif code == _TABS and size == 255:
                return
        yield code, data[at : at + size]
        at += size


def number(properties: Properties, code: int) -> int:
    """The value of a property; 0 if it is not set."""
    return int.from_bytes(properties.get(code, b""), "little", signed=True)


def is_on(properties: Properties, code: int) -> bool:
    """Whether a property is there and not 0."""
    return bool(number(properties, code))


def switch(value: bytes, by_style: bool | None) -> bool | None:
    """Whether a switch is on: it is set, as in the style (0x80), or unlike it (0x81)."""
    if value[:1] in (b"\0", b"\1"):
        return value[:1] == b"\1"
    return not by_style if value[:1] == b"\x81" else by_style

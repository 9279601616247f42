"""The styles of an old Word document (STSH)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from askdoc.load.word.old_properties import HIDDEN, Properties, properties, switch
from askdoc.load.word.styles import MAX_DEPTH

_PARAGRAPH, _CHARACTER = 1, 2  # kinds of styles
_HEADINGS, _TITLE = range(1, 10), 62  # the numbers that Word gives to its own styles
_OUTLINE, _BODY = 0x2640, 9  # a property of paragraphs, and its value for those in no outline


@dataclass(frozen=True, slots=True)
class _Style:
    own: int  # its number among Word's own styles
    base: int
    paragraph: Properties
    character: Properties


class OldStyles:
    """The styles by their numbers, each with the one that it is based on."""

    def __init__(self, data: bytes) -> None:
        head = 2 + _integer(data, 0)
        self._styles: dict[int, _Style] = {}
        base, at = _integer(data, 4), head
        for number in range(_integer(data, 2)):
            size = _integer(data, at)
            if size:
                self._styles[number] = _style(data[at + 2 : at + 2 + size], base)
            at += 2 + size

    def chain(self, number: int) -> Iterator[tuple[int, _Style]]:
        """A style and those it is based on."""
        for _ in range(MAX_DEPTH):
            style = self._styles.get(number)
            if style is None:
                return
            yield number, style
            number = style.base

    def is_hidden(self, number: int) -> bool | None:
        """Whether words in this style are hidden; None if no style defines it."""
        found = None
        for _, style in reversed(list(self.chain(number))):
            found = switch(style.character.get(HIDDEN, b""), found)
        return found

    def heading(self, number: int) -> int | None:
        """The level of a heading, from 1; a title has 1; None for other paragraphs."""
        if number not in self._styles:
            return number if number in _HEADINGS else None
        for _, style in self.chain(number):
            if style.own == _TITLE:
                return 1
            if style.own in _HEADINGS:
                return style.own
            if outline := style.paragraph.get(_OUTLINE):
                return outline[0] + 1 if outline[0] < _BODY else None
        return None


def _style(data: bytes, base: int) -> _Style:
    kind, at = _integer(data, 2) & 15, base + 2 + 2 * _integer(data, base) + 2  # after its name
    parts = []
    while at < len(data):
        size = _integer(data, at)
        parts.append(data[at + 2 : at + 2 + size])
        at += 2 + size + size % 2
    parts += [b""] * 2
    paragraph, character = {
        _PARAGRAPH: (parts[0][2:], parts[1]),  # the first two bytes are its number
        _CHARACTER: (b"", parts[0]),
    }.get(kind, (b"", b""))
    return _Style(
        _integer(data, 0) & 0xFFF,
        _integer(data, 2) >> 4,
        dict(properties(paragraph)),
        dict(properties(character)),
    )


def _integer(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")

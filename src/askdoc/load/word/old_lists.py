"""The lists (LFO) of an old Word document: each has a pattern (LSTF) of one level or nine (LVL)."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from askdoc.load.word.numbers import LEVELS, Level, NumberedList, Numbers, Place
from askdoc.load.word.old_file import LISTS, PATTERNS, OldFile
from askdoc.load.word.old_properties import (
    HIDDEN,
    STYLE,
    Properties,
    number,
    properties,
    switch,
)

_LIST, _LEVEL = 0x460B, 0x260A  # of a paragraph
_PATTERN_SIZE, _LIST_SIZE, _LEVEL_SIZE = 28, 16, 28
_SIMPLE = 1  # a pattern with one level
_NO_STYLE = 0xFFF
_IN_DIGITS, _NO_RESTART = 4, 8  # of a level
_AT, _STARTS, _CHANGES = 15, 16, 32  # what a list overrides
_SPACES = (" ", " ", "")  # after a number: a tab, a space, nothing
# The formats by number; the others are read in digits.
_FORMATS = {
    1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "ordinal",
    6: "cardinalText", 7: "ordinalText", 10: "ideographDigital", 11: "japaneseCounting",
    22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen",
    33: "taiwaneseCounting", 35: "taiwaneseCountingThousand", 37: "chineseCounting",
    39: "chineseCountingThousand", 57: "numberInDash", 255: "none",
}  # fmt: skip


class OldLists:
    """The numbers of the paragraphs of a document, which are read in order."""

    def __init__(self, file: OldFile) -> None:
        self._styles = file.styles
        patterns: dict[str, dict[int, Level]] = {}
        lists: dict[str, NumberedList] = {}
        try:
            patterns.update(_patterns(file))
            lists.update(_lists(file))
        except (struct.error, IndexError):  # the tables are cut; what precedes is used
            pass
        self._numbers = Numbers(patterns, lists)

    def next(self, paragraph: Properties) -> tuple[str, int] | None:
        """The number of a paragraph and its level; None if it is in no list."""
        chain = self._styles.chain(number(paragraph, STYLE))
        by_styles = [(str(one), _place(style.paragraph)) for one, style in chain]
        return self._numbers.next(_place(paragraph), by_styles)


def _place(properties: Properties) -> Place:
    """A list with a number below 1 is none."""
    return Place(
        str(number(properties, _LIST)) if _LIST in properties else None,
        number(properties, _LEVEL) if _LEVEL in properties else None,
    )


def _patterns(file: OldFile) -> Iterator[tuple[str, dict[int, Level]]]:
    data, levels = file.part(PATTERNS), file.after(PATTERNS)
    at = 0
    for which in range(int.from_bytes(data[:2], "little")):
        id, *styles, flags = struct.unpack_from("<i4x9HB", data, 2 + _PATTERN_SIZE * which)
        found = {}
        for level in range(1 if flags & _SIMPLE else LEVELS):
            style = None if styles[level] == _NO_STYLE else str(styles[level])
            found[level], at = _level(levels, at, level, style)
        yield str(id), found


def _lists(file: OldFile) -> Iterator[tuple[str, NumberedList]]:
    data = file.part(LISTS)
    count = int.from_bytes(data[:4], "little")
    at = 4 + _LIST_SIZE * count
    for which in range(count):
        pattern, changes = struct.unpack_from("<i8xB", data, 4 + _LIST_SIZE * which)
        made = NumberedList(str(pattern))
        at += 4  # not used
        for _ in range(changes):
            start, flags = struct.unpack_from("<iI", data, at)
            at += 8
            level = flags & _AT
            if flags & _CHANGES:
                made.levels[level], at = _level(data, at, level, None)
                start = made.levels[level].start
            if flags & _STARTS:
                made.starts[level] = start
        yield str(which + 1), made


def _level(data: bytes, at: int, number: int, style: str | None) -> tuple[Level, int]:
    """-> (the level at this offset, the offset after it)"""
    start, format, flags, follow, words, paragraph, limit = struct.unpack_from(
        "<iBB9xB8xBBB", data, at
    )
    at += _LEVEL_SIZE + paragraph
    own = dict(properties(data[at : at + words]))
    at += words
    (length,) = struct.unpack_from("<H", data, at)
    text = data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    level = Level(
        start,
        _FORMATS.get(format, "decimal"),
        "".join(f"%{ord(one) + 1}" if ord(one) < LEVELS else one for one in text),
        style,
        _SPACES[follow] if follow < len(_SPACES) else " ",
        limit if flags & _NO_RESTART else number,
        bool(flags & _IN_DIGITS),
        bool(switch(own.get(HIDDEN, b""), None)),
    )
    return level, at + 2 + 2 * length

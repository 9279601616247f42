"""The automatic numbers of paragraphs in Word: "Article 2", "2.1", "(a)".

A paragraph refers to a list and a level, directly or by its style. Lists with the same pattern
share their count, unless one of them restarts. `numbering` reads the lists of a .docx file,
`old_lists` those of a .doc file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from askdoc.load import numerals
from askdoc.load.names import name_of

FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02}",
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "numberInDash": lambda number: f"- {number} -",
    "lowerLetter": numerals.repeated_letter,
    "upperLetter": numerals.upper(numerals.repeated_letter),
    "lowerRoman": numerals.roman,
    "upperRoman": numerals.upper(numerals.roman),
    "ordinal": numerals.ordinal,
    "cardinalText": numerals.cardinal_word,
    "ordinalText": numerals.ordinal_word,
    "chineseCounting": numerals.chinese,
    "chineseCountingThousand": numerals.chinese,
    "japaneseCounting": numerals.chinese,
    "taiwaneseCounting": numerals.chinese,
    "taiwaneseCountingThousand": numerals.chinese,
    "ideographDigital": lambda number: "".join(
        "〇一二三四五六七八九"[int(d)] for d in str(abs(number))
    ),
}
LEVELS = 9
BULLET = "- "


@dataclass(frozen=True, slots=True)
class Level:
    """How the paragraphs on one level of a list are numbered."""

    start: int
    format: str
    text: str  # "%1.%2"
    style: str | None  # of the paragraphs that are on this level
    space: str  # between the number and the words
    restart: int  # a paragraph on a level below this one restarts it
    in_digits: bool
    hidden: bool


@dataclass
class NumberedList:
    """Its pattern, and what it overrides."""

    pattern: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)  # the levels that have been counted


@dataclass(frozen=True, slots=True)
class Place:
    """The list and level that a paragraph or a style names; None for each that it does not name."""

    number: str | None = None
    level: int | None = None


class Numbers:
    """Counts while the paragraphs of a document are read in order.

    patterns: name -> its levels, from 0; lists: number -> list
    """

    def __init__(
        self, patterns: dict[str, dict[int, Level]], lists: dict[str, NumberedList]
    ) -> None:
        self._patterns = patterns
        self._lists = lists
        self._counts: dict[str, list[int | None]] = {}

    def next(self, own: Place, styles: Sequence[tuple[str, Place]]) -> tuple[str, int] | None:
        """The number of a paragraph and its level; None if it is in no list.

        own: what the paragraph itself names; styles: its style and those it is based on, by name
        """
        numbered, at = self._found(own, styles)
        level = self._level(numbered, at) if numbered else None
        if numbered is None or level is None:
            return None
        counts = self._counts.setdefault(numbered.pattern, [None] * LEVELS)
        before = counts[at]
        if at in numbered.starts and at not in numbered.begun:
            counts[at] = numbered.starts[at]
        else:
            counts[at] = level.start if before is None else before + 1
        numbered.begun.add(at)
        for deeper in range(at + 1, LEVELS):
            below = self._level(numbered, deeper)
            if below is None or at < below.restart:
                counts[deeper] = None
        if level.format == "bullet":
            return BULLET, at
        return ("" if level.hidden else self._written(numbered, level, counts)), at

    def _written(self, numbered: NumberedList, level: Level, counts: list[int | None]) -> str:
        def number(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            of = self._level(numbered, at)
            if of is None:
                return ""
            count = counts[at]
            if count is None:
                count = numbered.starts.get(at, of.start)
            if level.in_digits and of.format != "none":
                return str(count)
            return formatted(of.format, count)

        text = " ".join(re.sub(r"%([1-9])", number, level.text).split())
        return text and text + level.space

    def _found(
        self, own: Place, styles: Sequence[tuple[str, Place]]
    ) -> tuple[NumberedList | None, int]:
        """The list and level of a paragraph, its own or those of its style."""
        number, at = own.number, own.level
        for _, by_style in styles:
            if number is not None and at is not None:
                break
            if number is None:
                number, at = by_style.number, by_style.level if at is None else at
        numbered = self._lists.get(number or "")
        if numbered is not None and own.level is None:
            for style, _ in styles:
                for level in range(LEVELS):
                    of = self._level(numbered, level)
                    if of and of.style == style:
                        return numbered, level
        return numbered, min(at or 0, LEVELS - 1)

    def _level(self, numbered: NumberedList, at: int) -> Level | None:
        return numbered.levels.get(at) or self._patterns.get(numbered.pattern, {}).get(at)


def put(
    paragraph: etree._Element,
    number: tuple[str, int],
    heading: int | None,
    into: etree._Element,
) -> None:
    """Append a paragraph with its number and level to `into`: a heading, an item of a list, or
    the text of a cell."""
    mark, at = number
    in_cell = name_of(into) in ("td", "th")
    if not paragraph.text and not len(paragraph) and (mark == BULLET or not in_cell):
        return  # numbered, but without words
    if heading or not mark or in_cell:
        paragraph.tag = f"h{min(heading, 6)}" if heading else "p"
        paragraph.text = mark + (paragraph.text or "")
        into.append(paragraph)
        return
    before = into[-1] if len(into) else None
    if before is None or before.tag != "ul":
        before = etree.SubElement(into, "ul")
    paragraph.tag = "li"
    paragraph.set("mark", "  " * at + mark if mark == BULLET else mark)
    before.append(paragraph)


def formatted(format: str | None, number: int) -> str:
    """1, "upperRoman" -> "I"; in digits for unknown formats."""
    if format and format.startswith("custom:"):  # "001, 002, 003, ..."
        return str(number).zfill(len(format.removeprefix("custom:").partition(",")[0].strip()))
    return FORMATS.get(format or "decimal", str)(number)

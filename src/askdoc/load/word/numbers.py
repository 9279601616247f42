"""The automatic numbers of paragraphs in Word: "Article 2", "2.1", "(a)".

A paragraph refers to a list (`num`) and a level, directly or by its style. Lists with the same
pattern (`abstractNum`) share their count, unless one of them restarts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from askdoc.load import numerals
from askdoc.load.word.styles import Styles
from askdoc.load.word.xml import child, children, is_on, value

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
_LEVELS = 9
BULLET = "- "


@dataclass
class _Level:
    start: int
    format: str
    text: str  # "%1.%2"
    style: str | None  # of the paragraphs that are on this level
    space: str  # between the number and the words
    restart: int  # a paragraph on a level below this one restarts it
    in_digits: bool
    hidden: bool


@dataclass
class _List:
    """A `num`: its pattern, and what it overrides."""

    pattern: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)


class Numbers:
    """Counts while the paragraphs of a document are read in order."""

    def __init__(self, numbering: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._patterns: dict[str, dict[int, _Level]] = {}
        self._links: dict[str, str] = {}  # pattern -> the style that has its list
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        for pattern in children(numbering, "abstractnum"):
            name = value(pattern, "abstractNumId") or ""
            self._patterns[name] = _levels(pattern)
            if link := value(child(pattern, "numstylelink")):
                self._links[name] = link
        for num in children(numbering, "num"):
            made = _List(value(child(num, "abstractnumid")) or "")
            for change in children(num, "lvloverride"):
                at = _integer(value(change, "ilvl"), 0)
                made.levels.update((at, level) for level in _levels(change).values())
                if (start := child(change, "startoverride")) is not None:
                    made.starts[at] = _integer(value(start), 0)
            self._lists[value(num, "numId") or ""] = made

    def next(self, properties: etree._Element | None, style: str | None) -> tuple[str, int] | None:
        """The number of a paragraph and its level; None if it is in no list.

        properties: its w:pPr
        """
        named = self._named(properties, style)
        if named is None:
            return None
        number, at = named
        made = self._lists[number]
        level = self._level(made, at)
        if level is None:
            return None
        counts = self._counts.setdefault(made.pattern, [None] * _LEVELS)
        before = counts[at]
        if at in made.starts and (number, at) not in self._begun:
            counts[at] = made.starts[at]
        else:
            counts[at] = level.start if before is None else before + 1
        self._begun.add((number, at))
        for deeper in range(at + 1, _LEVELS):
            below = self._level(made, deeper)
            if below is None or at < below.restart:
                counts[deeper] = None
        if level.format == "bullet":
            return BULLET, at
        return ("" if level.hidden else self._written(made, level, counts)), at

    def _written(self, made: _List, level: _Level, counts: list[int | None]) -> str:
        def number(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            of = self._level(made, at)
            if of is None:
                return ""
            count = counts[at]
            if count is None:
                count = made.starts.get(at, of.start)
            if level.in_digits and of.format != "none":
                return str(count)
            return _formatted(of.format, count)

        text = " ".join(re.sub(r"%([1-9])", number, level.text).split())
        return text and text + level.space

    def _named(
        self, properties: etree._Element | None, style: str | None
    ) -> tuple[str, int] | None:
        """The list and level of a paragraph, its own or those of its style."""
        own = child(properties, "numpr")
        number, at = value(child(own, "numid")), value(child(own, "ilvl"))
        for inherited in self._styles.chain(style):
            if number is not None and at is not None:
                break
            of_style = child(child(inherited, "ppr"), "numpr")
            if of_style is None:
                continue
            by_style = number is None
            number = number or value(child(of_style, "numid"))
            at = at or (value(child(of_style, "ilvl")) if by_style else None)
        if number is None or (number := self._followed(number)) is None:
            return None
        if value(child(own, "ilvl")) is None:
            made = self._lists[number]
            for inherited in self._styles.chain(style):
                for level in range(_LEVELS):
                    of = self._level(made, level)
                    if of and of.style and of.style == value(inherited, "styleId"):
                        return number, level
        return number, min(_integer(at, 0), _LEVELS - 1)

    def _followed(self, number: str) -> str | None:
        """Resolve patterns that only refer to a style with the list."""
        for _ in range(_LEVELS):
            made = self._lists.get(number)
            if made is None or number == "0":
                return None
            link = self._links.get(made.pattern)
            if link is None:
                return number
            linked = self._styles.list_of(link)
            if linked is None or linked == number:
                return number
            number = linked
        return None

    def _level(self, made: _List, at: int) -> _Level | None:
        return made.levels.get(at) or self._patterns.get(made.pattern, {}).get(at)


def formatted(format: str | None, number: int) -> str:
    """1, "upperRoman" -> "I"; in digits for unknown formats."""
    return _formatted(format or "decimal", number)


def _formatted(format: str, number: int) -> str:
    if format.startswith("custom:"):  # "001, 002, 003, ..."
        return str(number).zfill(len(format.removeprefix("custom:").partition(",")[0].strip()))
    return FORMATS.get(format, str)(number)


def _levels(parent: etree._Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for level in children(parent, "lvl"):
        at = _integer(value(level, "ilvl"), 0)
        written = next(iter(level.iter("{*}numFmt")), None)  # it may be inside an AlternateContent
        format = value(written) or "decimal"
        if format == "custom":
            format += ":" + (value(written, "format") or "")
        spaces = {"nothing": "", "space": " ", "tab": " "}
        restart = value(child(level, "lvlrestart"))
        found.setdefault(
            at,
            _Level(
                _integer(value(child(level, "start")), 0),
                format,
                value(child(level, "lvltext")) or "",
                value(child(level, "pstyle")),
                spaces.get(value(child(level, "suff")) or "tab", " "),
                _integer(restart, at) if restart is not None else at,
                is_on(child(level, "islgl")),
                is_on(child(child(level, "rpr"), "vanish")),
            ),
        )
    return found


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text) else default

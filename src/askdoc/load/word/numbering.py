"""The lists of a .docx file: each (`num`) has a pattern (`abstractNum`)."""

from __future__ import annotations

import re

from lxml import etree

from askdoc.load.word.numbers import LEVELS, Level, NumberedList, Numbers, Place
from askdoc.load.word.styles import Styles
from askdoc.load.word.xml import child, children, is_on, value


class Numbering:
    """The numbers of the paragraphs of a document, which are read in order."""

    def __init__(self, part: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        patterns: dict[str, dict[int, Level]] = {}
        links: dict[str, str] = {}  # pattern -> the style that has its list
        for pattern in children(part, "abstractnum"):
            name = value(pattern, "abstractNumId") or ""
            patterns[name] = _levels(pattern)
            if link := value(child(pattern, "numstylelink")):
                links[name] = link
        lists = {value(num, "numId") or "": _list(num) for num in children(part, "num")}
        lists.pop("0", None)  # is no list
        followed = {number: self._followed(number, lists, links) for number in lists}
        self._numbers = Numbers(patterns, {n: lists[to] for n, to in followed.items() if to})

    def next(self, properties: etree._Element | None, style: str | None) -> tuple[str, int] | None:
        """The number of a paragraph and its level; None if it is in no list.

        properties: its w:pPr
        """
        chain = self._styles.chain(style)
        by_styles = [(value(one, "styleId") or "", _place(child(one, "ppr"))) for one in chain]
        return self._numbers.next(_place(properties), by_styles)

    def _followed(
        self, number: str, lists: dict[str, NumberedList], links: dict[str, str]
    ) -> str | None:
        """Resolve patterns that only refer to a style with the list."""
        for _ in range(LEVELS):
            if number not in lists:
                return None
            link = links.get(lists[number].pattern)
            if link is None:
                return number
            linked = self._styles.list_of(link)
            if linked is None or linked == number:
                return number
            number = linked
        return None


def _list(num: etree._Element) -> NumberedList:
    made = NumberedList(value(child(num, "abstractnumid")) or "")
    for change in children(num, "lvloverride"):
        at = _integer(value(change, "ilvl"), 0)
        made.levels.update((at, level) for level in _levels(change).values())
        if (start := child(change, "startoverride")) is not None:
            made.starts[at] = _integer(value(start), 0)
    return made


def _place(properties: etree._Element | None) -> Place:
    named = child(properties, "numpr")
    level = value(child(named, "ilvl"))
    return Place(value(child(named, "numid")), None if level is None else _integer(level, 0))


def _levels(parent: etree._Element) -> dict[int, Level]:
    found: dict[int, Level] = {}
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
            Level(
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

"""The automatic numbers of lists and headings in OpenDocument files."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from askdoc.load import numerals
from askdoc.load.names import name_of

_NUMERALS: dict[str, Callable[[int], str]] = {
    "1": str,
    "a": numerals.letters,
    "A": numerals.upper(numerals.letters),
    "i": numerals.roman,
    "I": numerals.upper(numerals.roman),
}
_DEEPEST = 10  # levels that the format knows


@dataclass(frozen=True, slots=True)
class _Level:
    """numeral: of its numbers, None for bullets; shown: how many levels a number names"""

    numeral: Callable[[int], str] | None = None
    before: str = ""
    after: str = ""
    shown: int = 1
    start: int = 1


_Levels = dict[int, _Level]


@dataclass
class _Counts:
    """The last number of each level."""

    last: dict[int, int] = field(default_factory=dict)

    def next(self, at: int, level: _Level, start: str | None) -> None:
        if start and start.isdigit():
            self.last[at] = int(start)
        else:
            self.last[at] = self.last[at] + 1 if at in self.last else level.start
        for below in [one for one in self.last if one > at]:
            del self.last[below]

    def written(self, at: int, levels: _Levels) -> str:
        """As "2.1."; empty for bullets."""
        level = levels.get(at, _Level())
        if level.numeral is None:
            return ""
        numbers = []
        for one in range(max(1, at - level.shown + 1), at + 1):
            of = levels.get(one, _Level())
            if of.numeral:
                numbers.append(of.numeral(self.last.get(one, of.start)))
        return level.before + ".".join(numbers) + level.after


def numbers(
    content: etree._Element, styles: etree._Element | None
) -> Iterator[tuple[etree._Element, str, bool]]:
    """(paragraph or heading, its number as it is shown, whether it is an item of a list), in
    order, of those that have one."""
    found: dict[str, _Levels] = {}
    outline: _Levels = {}
    for root in (styles, content):
        for style in root.iter("{*}list-style", "{*}outline-style") if root is not None else ():
            if name_of(style) == "list-style":
                found[value(style, "name") or ""] = _levels(style)
            else:
                outline = _levels(style)
    if next(content.iter("{*}list", "{*}h"), None) is not None:
        yield from _Numbers(found, outline).of(content)


class _Numbers:
    def __init__(self, styles: dict[str, _Levels], outline: _Levels) -> None:
        self._styles = styles
        self._outline = outline
        self._headings = _Counts()
        self._counts: defaultdict[str, _Counts] = defaultdict(_Counts)  # by the id of the list
        self._last: dict[str, str] = {}  # style -> the id of its last list

    def of(self, parent: etree._Element) -> Iterator[tuple[etree._Element, str, bool]]:
        for element in parent:
            name = name_of(element)
            if name == "list":
                yield from self._list(element)
            elif name == "h":
                yield from self._heading(element)
            elif name not in ("p", "tracked-changes"):
                yield from self.of(element)

    def _heading(self, heading: etree._Element) -> Iterator[tuple[etree._Element, str, bool]]:
        said = value(heading, "outline-level") or "1"
        at = min(int(said), _DEEPEST) if said.isdigit() else 1
        if at in self._outline and value(heading, "is-list-header") != "true":
            self._headings.next(at, self._outline[at], value(heading, "start-value"))
            if written := self._headings.written(at, self._outline):
                yield heading, written, False

    def _list(self, element: etree._Element) -> Iterator[tuple[etree._Element, str, bool]]:
        style = value(element, "style-name") or ""
        name = value(element, "id") or f"#{len(self._counts)}"
        before = value(element, "continue-list")
        if before is None and value(element, "continue-numbering") == "true":
            before = self._last.get(style)
        self._counts[name] = self._counts[before] if before else _Counts()
        self._last[style] = name
        yield from self._items(element, style, self._counts[name], 1)

    def _items(
        self, element: etree._Element, style: str, counts: _Counts, at: int
    ) -> Iterator[tuple[etree._Element, str, bool]]:
        """Of a list and those in it."""
        levels = self._styles.get(style, {})
        for item in element:
            counted = name_of(item) == "list-item"
            for part in item:
                name = name_of(part)
                if name == "list" and at < _DEEPEST:
                    own = value(part, "style-name") or style
                    yield from self._items(part, own, counts, at + 1)
                elif name in ("p", "h") and counted:
                    counts.next(at, levels.get(at, _Level()), value(item, "start-value"))
                    if written := counts.written(at, levels):
                        yield part, written, name == "p"
                    counted = False


def _levels(style: etree._Element) -> _Levels:
    found: _Levels = {}
    for level in style:
        at = value(level, "level") or ""
        if not at.isdigit():
            continue
        numeral = None
        if name_of(level) in ("list-level-style-number", "outline-level-style"):
            numeral = _NUMERALS.get(value(level, "num-format") or "")
        shown, start = value(level, "display-levels"), value(level, "start-value")
        found[int(at)] = _Level(
            numeral,
            value(level, "num-prefix") or "",
            value(level, "num-suffix") or "",
            int(shown) if shown and shown.isdigit() else 1,
            int(start) if start and start.isdigit() else 1,
        )
    return found


def value(element: etree._Element, name: str) -> str | None:
    """Of an attribute, whatever its namespace is."""
    ending = "}" + name
    for key, said in element.items():
        if key.endswith(ending) or key == name:
            return str(said)
    return None

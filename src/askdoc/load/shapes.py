"""The shapes of a slide of PowerPoint in reading order, and their paragraphs as HTML elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from askdoc.load import numerals
from askdoc.load.names import name_of
from askdoc.load.web import mathml
from askdoc.load.word.xml import child, children, choice, is_on_attribute, or_empty, value

_BAND = 20  # shapes whose tops differ by less than this part of the slide stand in one row
_TITLES = frozenset(("title", "ctrTitle"))
_BULLETS = frozenset(("bunone", "buchar", "buautonum", "bublip"))
_KIND = re.compile(r"(?P<numeral>arabic|alphaLc|alphaUc|romanLc|romanUc)(?P<form>\w*)")
_NUMERALS: dict[str, Callable[[int], str]] = {
    "arabic": str,
    "alphaLc": numerals.letters,
    "alphaUc": numerals.upper(numerals.letters),
    "romanLc": numerals.roman,
    "romanUc": numerals.upper(numerals.roman),
}
_FORMS = {"ParenBoth": "({})", "ParenR": "{})", "Plain": "{}"}


@dataclass(frozen=True, slots=True)
class Shape:
    """kind: that of a placeholder, such as "title" or "body"; None for another shape

    place: top and left, None if neither it nor its layout says
    """

    element: etree._Element
    kind: str | None
    number: str  # of a placeholder
    place: tuple[int, int] | None
    hidden: bool


class Inherited:
    """What the shapes of a slide have from its layout and its master."""

    def __init__(self, layout: etree._Element | None, master: etree._Element | None) -> None:
        self._layout = list(_flat(next(_or_none(layout, "spTree"), None)))
        self._master = list(_flat(next(_or_none(master, "spTree"), None)))
        self._styles = next(_or_none(master, "txStyles"), None)

    def likes(self, kind: str, number: str) -> list[etree._Element]:
        """The placeholders that one is made from, of the layout and then of the master."""
        by_number = (s for s in self._layout if _number(s) == number and _kind(s) is not None)
        by_kind = (s for s in self._layout if _general(_kind(s)) == _general(kind))
        on_master = (s for s in self._master if _general(_kind(s)) == _general(kind))
        own = next(by_number if number else by_kind, None)
        return [s for s in (own, next(on_master, None)) if s is not None]

    def bullets(self, shape: Shape) -> list[etree._Element]:
        """The styles of lists that apply to a shape, the nearest first."""
        if shape.kind is None:
            return []
        bodies = [child(s, "txbody") for s in self.likes(shape.kind, shape.number)]
        styles = [child(body, "lststyle") for body in bodies]
        part = {"title": "titlestyle", "body": "bodystyle"}.get(_general(shape.kind) or "")
        of_master = child(self._styles, part) if part else None
        return [style for style in (*styles, of_master) if style is not None]


def shapes(tree: etree._Element, inherited: Inherited, height: int) -> list[Shape]:
    """The shapes of a slide: titles first, then in the order of the file if all are placeholders,
    otherwise by their places, row by row."""
    found: list[Shape] = []
    for element in _flat(tree):
        kind, number = _kind(element), _number(element)
        like = [element, *(inherited.likes(kind, number) if kind else [])]
        place = next(filter(None, map(_place, like)), found[-1].place if found else None)
        named = next(element.iter("{*}cNvPr"), element)
        found.append(Shape(element, kind, number, place, is_on_attribute(named, "hidden")))
    titles = [shape for shape in found if shape.kind in _TITLES]
    rest = [shape for shape in found if shape.kind not in _TITLES]
    if all(shape.kind for shape in rest):
        return titles + rest
    return titles + _by_rows(rest, height // _BAND)


def _by_rows(found: list[Shape], band: int) -> list[Shape]:
    rows: list[list[Shape]] = []
    top = 0
    for shape in sorted(found, key=lambda shape: shape.place or (0, 0)):
        if not rows or (shape.place or (0, 0))[0] - top > band:
            top = (shape.place or (0, 0))[0]
            rows.append([])
        rows[-1].append(shape)
    return [s for row in rows for s in sorted(row, key=lambda shape: (shape.place or (0, 0))[1])]


def _flat(tree: etree._Element | None) -> Iterator[etree._Element]:
    """The shapes, those of a group where the group stands."""
    for element in tree if tree is not None else ():
        name = name_of(element)
        if name == "alternatecontent":
            yield from _flat(choice(element))
        elif name == "grpsp":
            yield from _flat(element)
        elif name in ("sp", "graphicframe", "cxnsp", "pic"):
            yield element


def _place(shape: etree._Element) -> tuple[int, int] | None:
    """Its top and left; of a shape in a group those of the outermost group."""
    outer = [shape, *(one for one in shape.iterancestors() if name_of(one) == "grpsp")][-1]
    for properties in (child(outer, "sppr"), child(outer, "grpsppr"), outer):
        at = child(child(properties, "xfrm"), "off")
        if at is not None:
            return _integer(value(at, "y")), _integer(value(at, "x"))
    return None


def _integer(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,12}", text) else 0


def _placeholder(shape: etree._Element) -> etree._Element | None:
    return next(shape.iter("{*}ph"), None)


def _kind(shape: etree._Element) -> str | None:
    found = _placeholder(shape)
    return None if found is None else value(found, "type") or "obj"


def _number(shape: etree._Element) -> str:
    return value(_placeholder(shape), "idx") or ""


def _general(kind: str | None) -> str | None:
    """The kind of the master's placeholder for one of a layout."""
    if kind in _TITLES:
        return "title"
    return "body" if kind in ("body", "obj", "subTitle", "half") else kind


def _or_none(root: etree._Element | None, name: str) -> Iterator[etree._Element]:
    return root.iter("{*}" + name) if root is not None else iter(())


def text_body(body: etree._Element, styles: Sequence[etree._Element]) -> list[etree._Element]:
    """The paragraphs and lists of a shape.

    styles: the styles of lists that it inherits, the nearest first
    """
    made: list[etree._Element] = []
    own = child(body, "lststyle")
    counts = _Counts([style for style in (own, *styles) if style is not None])
    for paragraph in children(body, "p"):
        line = _line(paragraph)
        if not len(line) and not (line.text or "").strip():
            continue
        mark = counts.mark(or_empty(child(paragraph, "ppr")))
        if mark is None:
            made.append(line)
            continue
        line.tag = "li"
        line.set("mark", mark)
        if not made or made[-1].tag != "ul":
            made.append(etree.Element("ul"))
        made[-1].append(line)
    return made


class _Counts:
    def __init__(self, styles: Sequence[etree._Element]) -> None:
        self._styles = styles
        self._last: dict[int, tuple[str, int]] = {}  # level -> the kind and number of its last item

    def mark(self, properties: etree._Element) -> str | None:
        """What stands before a paragraph, such as "2. "; None for one that is no item."""
        at = min(max(_integer(value(properties, "lvl")), 0), 8)
        self._last = {level: last for level, last in self._last.items() if level <= at}
        bullet = self._bullet(properties, at)
        kind = name_of(bullet) if bullet is not None else "bunone"
        if kind != "buautonum":
            self._last.pop(at, None)
            return None if kind == "bunone" else "  " * at + "- "
        called, start = value(bullet, "type") or "", value(bullet, "startAt") or "1"
        before = self._last.get(at)
        first = int(start) if start.isdigit() else 1
        number = before[1] + 1 if before and before[0] == called + start else first
        self._last[at] = called + start, number
        return _written(called, number) + " "

    def _bullet(self, properties: etree._Element, at: int) -> etree._Element | None:
        levels = (child(style, f"lvl{at + 1}ppr") for style in self._styles)
        for place in (properties, *levels):
            for element in place if place is not None else ():
                if name_of(element) in _BULLETS:
                    return element
        return None


def _written(kind: str, number: int) -> str:
    found = _KIND.match(kind)
    numeral = _NUMERALS[found["numeral"]] if found else str
    return _FORMS.get(found["form"] if found else "", "{}.").format(numeral(number))


def _line(paragraph: etree._Element) -> etree._Element:
    """The words of a paragraph, with its line breaks, without the number of the slide."""
    line = etree.Element("p")

    def write(words: str) -> None:
        if len(line):
            line[-1].tail = (line[-1].tail or "") + words
        else:
            line.text = (line.text or "") + words

    for element in paragraph:
        name = name_of(element)
        if name == "r" or (name == "fld" and value(element, "type") != "slidenum"):
            write("".join(text.text or "" for text in children(element, "t")))
        elif name == "br":
            etree.SubElement(line, "br")
        elif name == "alternatecontent":
            for formula in choice(element).iter("{*}oMath"):
                write(mathml.words_of(formula))
        elif name == "m":
            for formula in element.iter("{*}oMath"):
                write(mathml.words_of(formula))
    return line

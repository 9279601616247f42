"""Excel workbooks, .xlsx: the rows of each sheet, with numbers and dates as they are shown."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from askdoc.load.extract import Extract
from askdoc.load.names import name_of
from askdoc.load.number_format import built_in, general, shown
from askdoc.load.office_parts import charts_and_comments
from askdoc.load.paged import paged
from askdoc.load.shapes import text_body
from askdoc.load.sheets import Rows, spread, tables
from askdoc.load.web.markup import text_of
from askdoc.load.web.writer import one_line
from askdoc.load.word.core import Core
from askdoc.load.word.parts import Parts, open_parts
from askdoc.load.word.xml import child, children, value
from askdoc.messages import tr
from askdoc.types.documents import Omitted

_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_NUMBER = re.compile(r"[-+]?\d*\.?\d+(?:[eE][-+]?\d+)?")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?Z?)?")


def extract(data: bytes) -> Extract:
    """A workbook -> its sheets; hidden ones are left out and named. Raises `Refusal`."""
    missing = tr("it is a zip file without a workbook; save it again")
    parts, main, root = open_parts(data, "xl/workbook.xml", missing)
    related = parts.related(main)
    book = _Book(parts, root, dict(related.values()))
    texts, names, omitted = [], [], []
    for sheet in root.iter("{*}sheet"):
        id = next((str(said) for key, said in sheet.items() if key.endswith("}id")), "")
        kind, path = related.get(id, ("", ""))
        name = value(sheet, "name") or ""
        text = book.sheet(path) if kind != "chartsheet" else ""
        if value(sheet, "state") in ("hidden", "veryHidden"):
            omitted += [Omitted("hidden text", text, name=name)] if text else []
        else:
            texts.append(text)
            names.append(f"sheet {name}")
    text, starts = paged(texts)
    core = Core(parts)
    omitted += charts_and_comments(data)
    return Extract(text, core.title, starts, tuple(names), core.facts, tuple(omitted))


class _Book:
    def __init__(self, parts: Parts, root: etree._Element, named: dict[str, str]) -> None:
        self._parts = parts
        properties = next(root.iter("{*}workbookPr"), None)
        self._from_1904 = value(properties, "date1904") in ("1", "true")
        strings = parts.xml(named.get("sharedstrings"))
        self._strings = [_text(one) for one in children(strings, "si")]
        self._formats = list(_formats(parts.xml(named.get("styles"))))

    def sheet(self, path: str) -> str:
        """The rows of a sheet, and the words of its text boxes."""
        rows, merged = self._rows(path)
        for area in merged:
            places = [_PLACE.fullmatch(place) for place in area.split(":")]
            if len(places) == 2 and places[0] and places[1]:
                spread(rows, _column(places[0][1]), int(places[0][2]), int(places[1][2]))
        related = self._parts.related(path).values()
        drawings = [self._parts.xml(path) for kind, path in related if kind == "drawing"]
        boxes = [box for one in drawings if one is not None for box in one.iter("{*}txBody")]
        page = etree.Element("body")
        for box in boxes:
            page.extend(text_body(box, []))
        return "\n\n".join(filter(None, (*tables(rows), text_of(page))))

    def _rows(self, path: str) -> tuple[Rows, list[str]]:
        rows: Rows = {}
        merged = []
        at = 0
        data = io.BytesIO(self._parts.members.get(path, b""))
        # subtle: a row is read when it ends and then emptied, because a sheet can have a million
        for _, element in etree.iterparse(
            data, ("end",), tag=("{*}row", "{*}mergeCell"), no_network=True, huge_tree=True,
            resolve_entities=False,
        ):  # fmt: skip
            if name_of(element) == "mergecell":
                merged.append(value(element, "ref") or "")
                continue
            said = value(element, "r") or ""
            at = int(said) if said.isdigit() else at + 1
            rows[at] = dict(self._cells(element))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
        return rows, merged

    def _cells(self, row: etree._Element) -> Iterator[tuple[int, str]]:
        column = -1
        for cell in row:
            if name_of(cell) != "c":
                continue
            place = _PLACE.fullmatch(cell.get("r") or "")
            column = _column(place[1]) if place else column + 1
            if text := one_line(self._shown(cell)):
                yield column, text

    def _shown(self, cell: etree._Element) -> str:
        kind = cell.get("t") or "n"
        if kind == "inlineStr":
            return _text(child(cell, "is"))
        text = next((one.text or "" for one in cell if name_of(one) == "v"), "")
        if kind == "s":
            at = int(text) if text.isdigit() else -1
            return self._strings[at] if 0 <= at < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        if kind == "d" and (day := _MIDNIGHT.fullmatch(text)):
            return day[1] + (f" {day[2]}" if day[2] and day[2] != "00:00" else "")
        if kind != "n" or not _NUMBER.fullmatch(text):
            return _unescaped(text)
        style = cell.get("s") or "0"
        at = int(style) if style.isdigit() else 0
        code = self._formats[at] if at < len(self._formats) else "General"
        number = float(text)
        return shown(number, code, self._from_1904) if abs(number) < 1e300 else general(number)


def _formats(styles: etree._Element | None) -> Iterator[str]:
    """The format of the numbers of each style of cells."""
    own = {value(one, "numFmtId"): value(one, "formatCode") or "General" for one in _own(styles)}
    for style in children(child(styles, "cellxfs"), "xf"):
        number = value(style, "numFmtId") or "0"
        yield own.get(number) or built_in(int(number) if number.isdigit() else 0)


def _own(styles: etree._Element | None) -> Iterator[etree._Element]:
    return children(child(styles, "numfmts"), "numfmt")


def _text(source: etree._Element | None) -> str:
    """The words of a cell, without the readings of Chinese characters."""
    runs = source.iter("{*}t") if source is not None else iter(())
    words = (run.text or "" for run in runs if name_of(run.getparent()) != "rph")
    return _unescaped("".join(words))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text)


@lru_cache(maxsize=20_000)
def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1

"""Word documents of 97 to 2003 (.doc): the text that a reader of the document sees, with notes,
tables and text boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from askdoc.load.extract import DAMAGED, Extract, Refusal, one_line
from askdoc.load.web import headings
from askdoc.load.web.markup import read, text_of
from askdoc.load.word import numbers, old_file
from askdoc.load.word.old_file import BROKEN, OldFile
from askdoc.load.word.old_lists import OldLists
from askdoc.load.word.old_properties import STYLE, Properties, is_on, number
from askdoc.load.word.shown import CELL, hides_number, lines, paragraphs, shown, words
from askdoc.messages import tr
from askdoc.types.documents import Omitted

_READ = ("body", "notes", "end notes", "boxes")
_IN_TABLE, _DEPTH, _ROW, _INNER_ROW, _INNER_CELL = 0x2416, 0x6649, 0x2417, 0x244C, 0x244B
_COLUMNS, _HEAD_ROW = 0xD608, 0x3404
_DEEPEST = 30  # tables inside of tables


def extract(data: bytes) -> Extract:
    """A document -> its text, the notes at the end. Raises `Refusal`."""
    try:
        body = _Body(OldFile(data))
        page = body.page()
    except BROKEN as error:
        raise Refusal(tr(DAMAGED, error=type(error).__name__)) from None
    first = (one_line(text_of(e)) for e in page.iter("h1", "h2", "h3"))
    text = read(page).text
    found = tuple(headings.places(text, headings.levels(page)))
    title = next(filter(None, first), None)
    return Extract(text, title, omitted=tuple(body.omitted), headings=found)


@dataclass
class _Table:
    """A table that is being read, and its row and cell, if one is open."""

    element: etree._Element
    row: etree._Element | None = None
    cell: etree._Element | None = None
    above: dict[int, etree._Element] = field(default_factory=dict)  # by column, merged vertically

    def place(self) -> etree._Element:
        if self.row is None:
            self.row = etree.SubElement(self.element, "tr")
        if self.cell is None:
            self.cell = etree.SubElement(self.row, "td")
        return self.cell

    def end_row(self, properties: Properties) -> None:
        """Its columns have left borders, and each is merged or not (TDefTable)."""
        columns = properties.get(_COLUMNS, b"")
        count = columns[1] if len(columns) > 1 else 0
        borders, cells = columns[2 : 4 + 2 * count], columns[4 + 2 * count :]
        for column, cell in enumerate(list(self.row) if self.row is not None else []):
            cell.tag = "th" if is_on(properties, _HEAD_ROW) else "td"
            left = int.from_bytes(borders[2 * column : 2 * column + 2], "little")
            merge = int.from_bytes(cells[20 * column : 20 * column + 2], "little") >> 5 & 3
            first = self.above.get(left)
            if merge == 1 and first is not None and self.row is not None:
                first.set("rowspan", str(int(first.get("rowspan", "1")) + 1))
                self.row.remove(cell)
            elif merge:
                self.above[left] = cell
            else:
                self.above.pop(left, None)
        self.row = self.cell = None


class _Body:
    """Converts the text to HTML elements, which `markup` reads."""

    def __init__(self, file: OldFile) -> None:
        self.omitted: list[Omitted] = []
        self._file = file
        self._lists = OldLists(file)
        self._characters: list[str] = []
        for part, (start, end) in file.parts.items():
            omitted = self.omitted if part in _READ else []
            self._characters += shown(file, start, end, omitted)
        anchors = {value[:4]: start for start, _, value in file.places(old_file.ANCHORS, 26)}
        boxes = file.places(old_file.BOXES, 22)
        self._boxes = [  # (the place of its anchor, its own place)
            (anchors.get(value[14:18], -1), self._within("boxes", start, end))
            for start, end, value in boxes[:-1]  # the last is only an end
        ]

    def _within(self, part: str, start: int, end: int) -> tuple[int, int]:
        first, last = self._file.parts[part]
        return min(first + start, last), min(first + end, last)

    def page(self) -> etree._Element:
        page = etree.Element("body")
        notes = [
            *self._notes("notes", old_file.NOTE_MARKS, old_file.NOTES, "decimal"),
            *self._notes("end notes", old_file.END_MARKS, old_file.END_NOTES, "lowerRoman"),
        ]
        self._blocks(*self._file.parts["body"], page)
        for _, place in self._boxes:  # whose anchor was not found
            self._blocks(*place, page)
        if notes:
            items = etree.SubElement(page, "ul")
            for mark, place in notes:
                self._blocks(*place, etree.SubElement(items, "li", mark=mark))
        self._omit("comment", "comments", old_file.COMMENTS)
        self._omit("running head", "heads", old_file.HEADS)
        return page

    def _notes(
        self, part: str, marks: int, texts: int, format: str
    ) -> Iterator[tuple[str, tuple[int, int]]]:
        """Write the marks of the notes into the text -> (its mark, its place) of each note."""
        count = 0
        for mark, text in zip(self._file.places(marks, 2), self._file.places(texts), strict=False):
            at, own = mark[0], ""
            if any(mark[2]) and at < len(self._characters):  # numbered, not marked by the author
                count += 1
                own = numbers.formatted(format, count)
                self._characters[at] = f"[{own}]"
            yield own and f"{own}. ", self._within(part, text[0], text[1])

    def _omit(self, kind: str, part: str, number: int) -> None:
        places = [self._within(part, start, end) for start, end, _ in self._file.places(number)]
        texts = [words(self._characters[start:end]) for start, end in places]
        self.omitted += [Omitted(kind, text) for text in dict.fromkeys(texts) if text]

    def _blocks(self, start: int, end: int, into: etree._Element) -> None:
        """The paragraphs and tables from `start` to `end`, appended to `into`."""
        tables: list[_Table] = []
        numbered, goes_on = None, False  # a paragraph goes on after a page break
        for first, last in paragraphs(self._characters, start, end):
            properties = self._file.paragraph(last)
            ends_cell = self._characters[last] == CELL or is_on(properties, _INNER_CELL)
            depth = max(number(properties, _DEPTH), is_on(properties, _IN_TABLE), ends_cell)
            del tables[depth:]
            while len(tables) < min(depth, _DEEPEST):
                parent = tables[-1].place() if tables else into
                tables.append(_Table(etree.SubElement(parent, "table")))
            if tables and (is_on(properties, _ROW) or is_on(properties, _INNER_ROW)):
                tables[-1].end_row(properties)
                continue
            place = tables[-1].place() if tables else into
            if not goes_on:
                is_hidden = hides_number(self._file, last)
                numbered = None if is_hidden else self._lists.next(properties)
            is_break = self._characters[last] == "\f"
            goes_on = is_break and properties is self._file.paragraph(last + 1)
            if self._paragraph(self._characters[first:last], properties, numbered, place):
                numbered = None
            for box in [box for box in self._boxes if first <= box[0] <= last]:
                self._boxes.remove(box)
                self._blocks(*box[1], place)
            if tables and ends_cell:
                tables[-1].cell = None

    def _paragraph(
        self,
        characters: list[str],
        properties: Properties,
        numbered: tuple[str, int] | None,
        into: etree._Element,
    ) -> bool:
        """Append a paragraph to `into` -> whether it has words."""
        heading = self._file.styles.heading(number(properties, STYLE))
        paragraph = etree.Element(f"h{min(heading, 6)}" if heading else "p")
        paragraph.text, *others = lines(characters).split("\n")
        for line in others:
            etree.SubElement(paragraph, "br").tail = line
        if numbered:
            numbers.put(paragraph, numbered, heading, into)
        else:
            into.append(paragraph)
        return bool(paragraph.text or others)

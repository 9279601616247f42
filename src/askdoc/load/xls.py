"""Excel workbooks of 5.0 to 2003, .xls: the rows of each sheet, with numbers and dates as they are
shown. The names in comments are those of Microsoft's specification, [MS-XLS]."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from askdoc.load.biff import BEGIN, Reader, records, shared_strings, short_number
from askdoc.load.extract import DAMAGED, Extract, Refusal
from askdoc.load.number_format import built_in, shown
from askdoc.load.paged import paged
from askdoc.load.sheets import Rows, spread, tables
from askdoc.load.summary import encoding_of
from askdoc.load.web.writer import one_line
from askdoc.load.word.old_file import BROKEN
from askdoc.messages import tr
from askdoc.types.documents import Omitted

# The kinds of records: of all sheets,
_PASSWORD, _CODE_PAGE, _SHEET, _FORMAT, _STYLE = 0x2F, 0x42, 0x85, 0x41E, 0xE0
_FROM_1904, _STRINGS = 0x22, 0xFC
# of cells,
_NUMBER, _SHORT, _SHORTS, _SHARED, _LABEL, _RICH = 0x203, 0x27E, 0xBD, 0xFD, 0x204, 0xD6
_OTHER, _RESULT, _FORMULAS = 0x205, 0x207, (0x06, 0x206, 0x406)
# and of what else is in a sheet.
_MERGED, _OBJECT, _TEXT, _NOTE = 0xE5, 0x5D, 0x1B6, 0x1C
_NEW = 0x600  # the version from Excel 97 on
_CHART = 0x20  # begins
_SHEETS = (0, 1, 2)  # with cells, with macros in cells, with a chart
_COMMENT = 0x19  # the kind of an object
_ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
    0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def extract(data: bytes) -> Extract:
    """A workbook -> its sheets; hidden ones are left out and named. Raises `Refusal`."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            name = "Workbook" if file.exists("Workbook") else "Book"
            book = _Book(file.openstream(name).read())
        return book.extract()
    except BROKEN as error:
        raise Refusal(tr(DAMAGED, error=type(error).__name__)) from None


@dataclass
class _Sheet:
    """notes: the number of the object of each comment -> its cell"""

    rows: Rows = field(default_factory=dict)
    merged: list[tuple[int, ...]] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    comments: list[tuple[int, str]] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)
    charts: int = 0

    def set(self, row: int, column: int, text: str) -> None:
        if text := one_line(text):
            self.rows.setdefault(row, {})[column] = text

    def text(self) -> str:
        for first, last, column, _ in self.merged:
            spread(self.rows, column, first, last)
        return "\n\n".join(filter(None, (*tables(self.rows), *self.boxes)))

    def omitted(self) -> Iterator[Omitted]:
        yield from [Omitted("chart")] * self.charts
        for number, text in self.comments:
            yield Omitted("comment", " ".join(text.split()), name=self.notes.get(number, ""))


class _Book:
    """The first part of the stream applies to all sheets and says where each begins."""

    def __init__(self, stream: bytes) -> None:
        self._stream = stream
        self._is_new = True
        self._encoding = "cp1252"
        self._from_1904 = False
        self._formats: dict[int, str] = {}
        self._styles: list[int] = []  # the number of the format of each style of cells
        self._strings: list[str] = []
        self._sheets: list[tuple[int, bool, int, str]] = []  # (offset, is hidden, kind, name)
        for kind, parts in records(stream, 0):
            self._read(kind, parts)

    def _read(self, kind: int, parts: list[bytes]) -> None:
        data = parts[0]
        if kind == BEGIN:
            self._is_new = struct.unpack_from("<H", data)[0] >= _NEW
        elif kind == _PASSWORD:
            raise Refusal(tr("it is encrypted; save a copy without a password"))
        elif kind == _CODE_PAGE:
            self._encoding = encoding_of(*struct.unpack_from("<h", data))
        elif kind == _FROM_1904:
            self._from_1904 = data[:1] == b"\1"
        elif kind == _FORMAT:
            (number,) = struct.unpack_from("<H", data)
            self._formats[number] = self._text(parts, 2, "H" if self._is_new else "B")
        elif kind == _STYLE:
            self._styles.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _STRINGS:
            self._strings = list(shared_strings(parts))
        elif kind == _SHEET:
            at, state, of_sheet = struct.unpack_from("<I2B", data)
            self._sheets.append((at, bool(state & 3), of_sheet, self._text(parts, 6, "B")))

    def _text(self, parts: list[bytes], at: int, size: str = "H") -> str:
        """A text after its length; size: the code of `struct` for the length"""
        reader = Reader(parts, at)
        (length,) = reader.unpack("<" + size)
        if not self._is_new:
            at += struct.calcsize(size)
            return parts[0][at : at + length].decode(self._encoding, "replace")
        return reader.characters(length, reader.unpack("<B")[0] & 1) if length else ""

    def extract(self) -> Extract:
        texts, names, omitted = [], [], []
        for at, is_hidden, kind, name in self._sheets:
            if kind not in _SHEETS:  # a module
                continue
            sheet = self._sheet(at)
            text = sheet.text()
            if is_hidden:
                omitted += [Omitted("hidden text", text, name=name)] if text else []
            else:
                texts.append(text)
                names.append(f"sheet {name}")
            omitted += sheet.omitted()
        text, starts = paged(texts)
        return Extract(text, None, starts, tuple(names), omitted=tuple(omitted))

    def _sheet(self, start: int) -> _Sheet:
        sheet = _Sheet()
        place = 0, 0  # of the last formula
        of_object, number = 0, 0  # the kind and number of the last object
        for kind, parts in records(self._stream, start):
            data = parts[0]
            if kind == BEGIN:
                sheet.charts += struct.unpack_from("<2H", data)[1] == _CHART
            elif kind == _RESULT:
                sheet.set(*place, self._text(parts, 0))
            elif kind == _MERGED:
                sheet.merged += struct.iter_unpack("<4H", data[2 : len(data) - (len(data) - 2) % 8])
            elif kind == _OBJECT and len(data) >= 8:
                of_object, number = struct.unpack_from("<2H", data, 4)
            elif kind == _TEXT and len(parts) > 1:
                reader = Reader(parts[1:])
                (length,) = struct.unpack_from("<H", data, 10)
                text = reader.characters(length, reader.unpack("<B")[0] & 1)
                if of_object == _COMMENT:
                    sheet.comments.append((number, text))
                else:
                    sheet.boxes.append(text)
            elif kind == _NOTE:
                self._note(parts, sheet)
            else:
                place = struct.unpack_from("<2H", data) if kind in _FORMULAS else place
                for row, column, text in self._cells(kind, parts):
                    sheet.set(row, column, text)
        return sheet

    def _note(self, parts: list[bytes], sheet: _Sheet) -> None:
        row, column = struct.unpack_from("<2H", parts[0])
        cell = f"{_letters(column)}{row + 1}"
        if self._is_new:
            (number,) = struct.unpack_from("<H", parts[0], 6)
            sheet.notes[number] = cell
            return
        text = self._text(parts, 4)
        if row == 0xFFFF and sheet.comments:  # more of the last one
            number, before = sheet.comments.pop()
            text = before + text
        else:
            number = len(sheet.comments)
            sheet.notes[number] = cell
        sheet.comments.append((number, text))

    def _cells(self, kind: int, parts: list[bytes]) -> Iterator[tuple[int, int, str]]:
        """(row, column, what it shows) of each cell of a record."""
        data = parts[0]
        if kind not in (_NUMBER, _SHORT, _SHORTS, _SHARED, _LABEL, _RICH, _OTHER, *_FORMULAS):
            return
        row, column, style = struct.unpack_from("<3H", data)
        if kind == _SHORTS:
            count = (len(data) - 6) // 6
            for number, (style, coded) in enumerate(
                struct.iter_unpack("<HI", data[4 : 4 + 6 * count])
            ):
                yield row, column + number, self._shown(short_number(coded), style)
        elif kind == _SHORT:
            yield row, column, self._shown(short_number(*struct.unpack_from("<I", data, 6)), style)
        elif kind == _SHARED:
            (at,) = struct.unpack_from("<I", data, 6)
            yield row, column, self._strings[at] if at < len(self._strings) else "\ufffd"
        elif kind in (_LABEL, _RICH):
            yield row, column, self._text(parts, 6)
        elif kind == _OTHER:
            yield row, column, _other(data[6], is_error=bool(data[7]))
        elif data[12:14] != b"\xff\xff":  # a number, also of a formula
            (value,) = struct.unpack_from("<d", data, 6)
            yield row, column, self._shown(value, style)
        elif data[6] in (1, 2):  # subtle: a text follows in a record of its own
            yield row, column, _other(data[8], is_error=data[6] == 2)

    def _shown(self, number: float, style: int) -> str:
        format = self._styles[style] if style < len(self._styles) else 0
        code = self._formats.get(format) or built_in(format)
        return shown(number, code, self._from_1904) if abs(number) < 1e300 else str(number)


def _other(value: int, is_error: bool) -> str:
    """An error, or TRUE or FALSE."""
    return _ERRORS.get(value, "#N/A") if is_error else "TRUE" if value else "FALSE"


def _letters(column: int) -> str:
    """The name of a column: 0 -> A, 26 -> AA"""
    return (_letters(column // 26 - 1) if column > 25 else "") + chr(ord("A") + column % 26)

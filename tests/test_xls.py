"""Excel workbooks up to 2003 are read as the sheet shows them."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

import files
import pytest

from askdoc.load import office, xls
from askdoc.load.biff import short_number
from askdoc.load.extract import Extract, Refusal

NEW, OLD = 0x600, 0x500
GENERAL, PERCENT, DAY, TIME, OWN = range(5)  # the styles of cells
END = struct.pack("<2H", 0x0A, 0)


def record(kind: int, form: str = "", *values: object, text: bytes = b"") -> bytes:
    data = struct.pack("<" + form, *values) + text
    return struct.pack("<2H", kind, len(data)) + data


def wide(text: str) -> bytes:
    return b"\1" + text.encode("utf-16-le")


def begin(version: int, kind: int) -> bytes:
    return record(0x809, "2H", version, kind, text=bytes(12))


def strings(*texts: str) -> bytes:
    coded = b"".join(struct.pack("<H", len(one)) + wide(one) for one in texts)
    return record(0xFC, "2I", len(texts), len(texts), text=coded)


def shared(row: int, column: int, number: int) -> bytes:
    return record(0xFD, "3HI", row, column, GENERAL, number)


def number(row: int, column: int, value: float, style: int) -> bytes:
    return record(0x203, "3Hd", row, column, style, value)


def workbook(
    path: Path,
    *sheets: Sequence[bytes],
    shared: bytes = b"",
    states: Sequence[int] = (0, 0, 0),
    version: int = NEW,
    more: bytes = b"",
) -> Extract:
    """The first sheet is named A, the next one B."""
    formats = [0, 10, 14, 20, 164]
    code = wide('0.0" km"') if version == NEW else b'0.0" km"'
    size = "H" if version == NEW else "B"
    head = begin(version, 5) + more
    head += record(0x41E, "H" + size, 164, 8, text=code)
    head += b"".join(record(0xE0, "2H", 0, one, text=bytes(16)) for one in formats)
    head += shared
    names = [wide(name) if version == NEW else name.encode() for name in "ABC"]
    listed = sum(len(record(0x85, "IBBB", 0, 0, 0, 1, text=name)) for name in names[: len(sheets)])
    bodies, at = b"", len(head) + listed + len(END)
    for name, state, cells in zip(names, states, sheets, strict=False):
        head += record(0x85, "IBBB", at + len(bodies), state, 0, 1, text=name)
        bodies += begin(version, 16) + b"".join(cells) + END
    stream = head + END + bodies
    name = "Workbook" if version == NEW else "Book"
    return xls.extract(files.compound(path, {name: stream}).read_bytes())


def test_numbers_are_read_as_they_are_shown(tmp_path: Path) -> None:
    cells = [
        shared(0, 0, 0), shared(0, 1, 1),
        number(1, 0, 0.025, PERCENT), number(1, 1, 44105, DAY),
        number(2, 0, 14.5 / 24, TIME), number(2, 1, 42.195, OWN),
        record(0x27E, "3HI", 3, 0, PERCENT, 50 << 2 | 3),
        record(0xBD, "2HHIHIH", 4, 0, GENERAL, 7 << 2 | 2, OWN, 12 << 2 | 2, 1),
        record(0x205, "3H2B", 5, 0, GENERAL, 1, 0), record(0x205, "3H2B", 5, 1, GENERAL, 7, 1),
        number(6, 0, 1 / 3, 99), number(6, 1, float("inf"), GENERAL),
    ]  # fmt: skip
    found = workbook(tmp_path / "a.xls", cells, shared=strings("Rise", "F\xadährt\n ab"))
    assert found.text == (
        "Rise | Fährt ab\n2.50% | 2020-10-01\n14:30 | 42.2 km\n50.00% |\n7 | 12.0 km\n"
        "TRUE | #DIV/0!\n0.333333333 | inf"
    )
    assert found.page_names == ("sheet A",)


def test_results_of_formulas(tmp_path: Path) -> None:
    def formula(column: int, result: bytes, style: int = GENERAL) -> bytes:
        return record(0x06, "3H", 0, column, style, text=result + bytes(8))

    cells = [
        formula(0, struct.pack("<d", 0.5), PERCENT),
        formula(1, b"\0\0\0\0\0\0\xff\xff"), record(0x207, "H", 3, text=wide("Ely")),
        formula(2, b"\1\0\1\0\0\0\xff\xff"),
        formula(3, b"\2\0\x2a\0\0\0\xff\xff"),
        formula(4, b"\3\0\0\0\0\0\xff\xff"),
    ]  # fmt: skip
    assert workbook(tmp_path / "a.xls", cells).text == "50.00% | Ely | TRUE | #N/A"


def test_dates_from_1904(tmp_path: Path) -> None:
    cells = [number(0, 0, 1, DAY)]
    from_1904 = record(0x22, "H", 1)
    assert workbook(tmp_path / "a.xls", cells, more=from_1904).text == "1904-01-02"


def test_texts_that_go_on_in_the_next_record(tmp_path: Path) -> None:
    # the letters of the first record take two bytes each, those of the second one
    table = record(0xFC, "2I", 3, 3, text=struct.pack("<H", 5) + wide("Žiž"))
    table += record(0x3C, text=b"\0ka" + struct.pack("<HBHI", 3, 12, 1, 5) + b"Ely" + bytes(6))
    table += record(0x3C, text=bytes(3) + struct.pack("<HB", 4, 0) + b"Ware")
    cells = [shared(0, 0, 0), shared(0, 1, 1), shared(0, 2, 2), shared(0, 3, 3)]
    assert workbook(tmp_path / "a.xls", cells, shared=table).text == "Žižka | Ely | Ware | �"


def test_merged_cells_are_repeated(tmp_path: Path) -> None:
    cells = [
        shared(0, 0, 0), number(0, 1, 1, GENERAL), number(1, 1, 2, GENERAL),
        record(0xE5, "H4H", 1, 0, 1, 0, 0),
    ]  # fmt: skip
    assert workbook(tmp_path / "a.xls", cells, shared=strings("Ely")).text == "Ely | 1\nEly | 2"


def drawn(kind: int, id: int, text: str) -> bytes:
    thing = record(0x5D, "4H", 0x15, 18, kind, id, text=bytes(14))
    size = record(0x1B6, "5H2H", 0, 0, 0, 0, 0, len(text), 0, text=bytes(4))
    return thing + size + record(0x3C, text=wide(text))


def test_text_boxes_are_read_and_comments_and_charts_are_named(tmp_path: Path) -> None:
    chart = begin(NEW, 0x20) + number(0, 0, 5, GENERAL) + record(0x3C, text=b"x") + END
    cells = [
        number(0, 0, 7, GENERAL), drawn(6, 1, "All fares\nin euros"), drawn(0x19, 2, "Sure?"),
        record(0x1C, "4H", 2, 27, 0, 2), chart, number(0, 1, 9, GENERAL),
    ]  # fmt: skip
    found = workbook(tmp_path / "a.xls", cells)
    assert found.text == "7 | 9\n\nAll fares\nin euros"
    assert [(str(one), one.text) for one in found.omitted] == [
        ("chart", None),
        ("comment AB3", "Sure?"),
    ]


def test_hidden_sheets_are_named(tmp_path: Path) -> None:
    sheets = [[number(0, 0, 1, GENERAL)], [number(0, 0, 2, GENERAL)], [number(0, 0, 3, GENERAL)]]
    found = workbook(tmp_path / "a.xls", *sheets, states=(0, 1, 0))
    assert (found.text, found.pages, found.page_names) == ("1\n\n3", (0, 3), ("sheet A", "sheet C"))
    assert [(str(one), one.text) for one in found.omitted] == [("hidden text B", "2")]


def test_workbook_before_1997(tmp_path: Path) -> None:
    cells = [
        record(0x204, "4H", 0, 0, GENERAL, 4, text=b"\xcb\xeb\xe8!"), number(0, 1, 3, OWN),
        record(0x1C, "3H", 0, 1, 9, text=b"Su"), record(0x1C, "3H", 0xFFFF, 0, 3, text=b"re?"),
    ]  # fmt: skip
    page = record(0x42, "H", 1251)
    found = workbook(tmp_path / "a.xls", cells, version=OLD, more=page)
    assert found.text == "Лли! | 3.0 km"
    assert [(str(one), one.text) for one in found.omitted] == [("comment B1", "Sure?")]


def test_encrypted_and_damaged_workbooks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="it is encrypted; save a copy without a password"):
        workbook(tmp_path / "a.xls", [], more=record(0x2F, "H", 0))
    with pytest.raises(Refusal, match=r"it seems damaged \(error\); open it and save it again"):
        workbook(tmp_path / "a.xls", [record(0x203, "H", 0)])


def test_a_workbook_is_known_by_its_streams_and_has_the_facts_of_its_summary(
    tmp_path: Path,
) -> None:
    stream = begin(NEW, 5) + END
    summary = files.summary({2: "Fares", 4: "Ana Roth"}, 1252)
    streams = {"WORKBOOK": stream, "\x05SummaryInformation": summary}
    found = office.extract(files.compound(tmp_path / "a.xls", streams).read_bytes())
    assert (found.title, found.facts.author, found.text) == ("Fares", "Ana Roth", "")


@pytest.mark.parametrize(
    ("coded", "value"),
    [
        (5 << 2 | 2, 5),
        (-5 << 2 & 0xFFFFFFFF | 2, -5),
        (1234 << 2 | 3, 12.34),
        (0x3FF00000, 1.0),
        (0x40590001, 1.0),
    ],
)
def test_numbers_in_32_bits(coded: int, value: float) -> None:
    assert short_number(coded) == value

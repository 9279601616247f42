"""Workbooks are read as their sheets show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import files
import pytest

from askdoc.load import load
from askdoc.load.number_format import built_in, general, shown
from askdoc.types import Document

TYPES = (
    '<Types xmlns="t"><Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


def related(*targets: str) -> str:
    found = (
        f"<Relationship Id='r{i}' Type='x/{target.split()[0]}' Target='{target.split()[1]}'/>"
        for i, target in enumerate(targets, start=1)
    )
    return f"<Relationships>{''.join(found)}</Relationships>"


def c(place: str, words: str, more: str = "t='str'") -> str:
    return f"<c r='{place}' {more}><v>{words}</v></c>"


def row(number: int, *cells: str) -> str:
    """Cells of words, from column A; one that is XML stays as it is."""
    made = (
        words if words.startswith("<") else c(f"{'ABCDEF'[at]}{number}", words)
        for at, words in enumerate(cells)
        if words
    )
    return f"<row r='{number}'>{''.join(made)}</row>"


def read(
    folder: Path,
    *sheets: Sequence[str],
    states: Sequence[str] = ("visible", "visible"),
    more: Mapping[str, str] | None = None,
) -> Document:
    """sheets: the rows of each, which is named S1, S2, ...; more: other parts, by their names"""
    names = "".join(
        f"<sheet name='S{i}' state='{state}' r:id='r{i}'/>"
        for i, (_, state) in enumerate(zip(sheets, states, strict=False), start=1)
    )
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": related("officeDocument xl/workbook.xml"),
        "xl/workbook.xml": f"<workbook xmlns:r='r'>{names}</workbook>",
        "xl/_rels/workbook.xml.rels": related(
            *(f"worksheet s{i}.xml" for i, _ in enumerate(sheets, start=1)),
            "styles styles.xml",
            "sharedStrings strings.xml",
        ),
    }
    parts |= {
        f"xl/s{i}.xml": f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>"
        for i, rows in enumerate(sheets, start=1)
    }
    return load(files.packed(folder / "a.xlsx", {**parts, **(more or {})}))


@pytest.mark.parametrize(
    ("number", "code", "written"),
    [
        (44105, "m/d/yy", "2020-10-01"),
        (44105.75, "d.m.yyyy h:mm", "2020-10-01 18:00"),
        (0.260428, "h:mm AM/PM", "06:15"),
        (44105, "mmm-yy", "2020-10"),
        (59, "m/d/yy", "1900-02-28"),
        (1.5, "[h]:mm", "36:00"),
        (0.025, "0%", "3%"),
        (0.025, "0.00%", "2.50%"),
        (1599.994, "#,##0.00", "1,599.99"),
        (-1599.99, "$#,##0.00;[Red]($#,##0.00)", "($1,599.99)"),
        (-3, '0" m"', "-3 m"),
        (0, '0;-0;"none"', "none"),
        (1234567, '0.0,,"M"', "1.2M"),
        (19.99, "[$€-407]0.00", "€19.99"),
        (7, "000", "007"),
        (2125551212, "(000) 000-0000", "(212) 555-1212"),
        (2.5, "0.##", "2.5"),
        (3, "0.##", "3"),
        (2.5, "# ?/?", "2.5"),
        (12, "General", "12"),
        (-5, "m/d/yy", "-5"),
    ],
)
def test_numbers_are_shown_in_their_format(number: float, code: str, written: str) -> None:
    assert shown(number, code) == written


def test_numbers_without_a_format_are_short() -> None:
    assert [general(one) for one in (35 / 3, 0.1 + 0.2, 1e20, 0.5, -7)] == [
        "11.66666667", "0.3", "1e+20", "0.5", "-7"
    ]  # fmt: skip
    assert (built_in(10), built_in(99)) == ("0.00%", "General")
    assert shown(0, "m/d/yy", from_1904=True) == "1904-01-01"


@pytest.mark.usefixtures("read_here")
def test_cells_of_each_kind(tmp_path: Path) -> None:
    styles = (
        "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='0&quot; km&quot;'/></numFmts>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='170'/><xf numFmtId='14'/></cellXfs></styleSheet>"
    )
    strings = "<sst><si><r><t>Har</t></r><r><t>row</t></r><rPh><t>ha</t></rPh></si></sst>"
    rows = [
        row(1, c("A1", "0", "t='s'"), c("B1", "12", "s='1'"), c("C1", "44105", "s='2'")),
        row(2, "a_x000D_b", c("B2", "1", "t='b'"), c("C2", "2020-10-01T00:00:00", "t='d'")),
        row(3, "<c r='A3' t='inlineStr'><is><t>Ely</t></is></c>", "", c("C3", "#N/A", "t='e'")),
    ]
    more = {"xl/styles.xml": styles, "xl/strings.xml": strings}
    assert read(tmp_path, rows, more=more).text == (
        "Harrow | 12 km | 2020-10-01\na b | TRUE | 2020-10-01\nEly |  | #N/A"
    )


@pytest.mark.usefixtures("read_here")
def test_titles_and_other_tables_are_separate(tmp_path: Path) -> None:
    rows = [
        row(1, "Fares of 2020"),
        row(2, "Ticket", "Price"),
        row(3, "Adult", c("B3", "14", "")),
        row(5, c("A5", "7", ""), c("B5", "7", "")),
        row(8, "Boat", "", "Built"),
        row(9, "Alba", "", c("C9", "1931", "")),
        row(11, "Prices in euros."),
    ]
    assert read(tmp_path, rows).text.split("\n\n") == [
        "Fares of 2020", "Ticket | Price\nAdult | 14\n7 | 7", "Boat | Built\nAlba | 1931",
        "Prices in euros.",
    ]  # fmt: skip


@pytest.mark.usefixtures("read_here")
def test_cell_over_several_rows_is_in_each(tmp_path: Path) -> None:
    rows = [row(1, "Pier", "Boat"), row(2, "North", "Alba"), row(3, "", "Bora")]
    sheet = "".join(rows)
    merged = (
        f"<worksheet><sheetData>{sheet}</sheetData>"
        "<mergeCells><mergeCell ref='A2:A3'/></mergeCells></worksheet>"
    )
    text = read(tmp_path, rows, more={"xl/s1.xml": merged}).text
    assert text == "Pier | Boat\nNorth | Alba\nNorth | Bora"


@pytest.mark.usefixtures("read_here")
def test_hidden_sheets_are_named_and_text_boxes_read(tmp_path: Path) -> None:
    box = "<d><sp><txBody><p><r><t>Dogs need a lead.</t></r></p></txBody></sp></d>"
    more = {"xl/_rels/s1.xml.rels": related("drawing d.xml"), "xl/d.xml": box}
    document = read(
        tmp_path, [row(1, "Fares")], [row(1, "Costs")], states=("visible", "hidden"), more=more
    )
    assert document.text == "Fares\n\nDogs need a lead."
    assert document.page_name_at(0) == "sheet S1"
    assert [(one.kind, one.text, one.name) for one in document.omitted] == [
        ("hidden text", "Costs", "S2")
    ]

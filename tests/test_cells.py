"""Questions about cells, `golden/tables.json`, asked of the same tables in every format."""

from __future__ import annotations

import csv
import html
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

import askdoc
from askdoc import show
from askdoc.cells import answering_cell, cells
from askdoc.split.tables import table_rows
from askdoc.types import Sentence

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("read_here")]

GOLDEN: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "golden" / "tables.json").read_text("utf-8")
)


def markdown(folder: Path, table: dict[str, Any]) -> Path:
    head, *rows = ("| " + " | ".join(row) + " |" for row in table["rows"])
    rule = "|" + "---|" * len(table["rows"][0])
    grid = "\n".join([head, rule, *rows])
    parts = [table["before"], f"## {table['caption']}", grid, table["after"]]
    (folder / "a.md").write_text("\n\n".join(parts), encoding="utf-8")
    return folder / "a.md"


def delimited(folder: Path, table: dict[str, Any]) -> Path:
    with (folder / "a.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(table["rows"])
    return folder / "a.csv"


def page(folder: Path, table: dict[str, Any]) -> Path:
    def row(name: str, cells: list[str]) -> str:
        return "<tr>" + "".join(f"<{name}>{html.escape(c)}</{name}>" for c in cells) + "</tr>"

    head, *rest = table["rows"]
    grid = row("th", head) + "".join(row("td", cells) for cells in rest)
    (folder / "a.html").write_text(
        f"<html><meta charset=utf-8><body><p>{table['before']}</p><table><caption>"
        f"{table['caption']}</caption>{grid}</table><p>{table['after']}</p></body></html>",
        encoding="utf-8",
    )
    return folder / "a.html"


def word(folder: Path, table: dict[str, Any]) -> Path:
    document = docx.Document()
    document.add_paragraph(table["before"])
    document.add_heading(table["caption"], 2)
    grid = document.add_table(len(table["rows"]), len(table["rows"][0]))
    for i, row in enumerate(table["rows"]):
        for j, cell in enumerate(row):
            grid.cell(i, j).text = cell
    document.add_paragraph(table["after"])
    document.save(str(folder / "a.docx"))
    return folder / "a.docx"


def pdf(folder: Path, table: dict[str, Any], ruled: bool) -> Path:
    styles = getSampleStyleSheet()
    rules = [("GRID", (0, 0), (-1, -1), 0.5, "black")] if ruled else []
    SimpleDocTemplate(str(folder / "a.pdf"), pagesize=A4).build(
        [
            Paragraph(table["before"], styles["BodyText"]),
            Paragraph(table["caption"], styles["Heading2"]),
            Table(table["rows"], style=rules, hAlign="LEFT"),
            Spacer(1, 12),
            Paragraph(table["after"], styles["BodyText"]),
        ]
    )
    return folder / "a.pdf"


FORMATS: dict[str, Callable[[Path, dict[str, Any]], Path]] = {
    "markdown": markdown,
    "csv": delimited,
    "html": page,
    "word": word,
    "ruled pdf": lambda folder, table: pdf(folder, table, True),
    "aligned pdf": lambda folder, table: pdf(folder, table, False),
}


@pytest.mark.parametrize("form", FORMATS)
def test_cell_questions(form: str, tmp_path: Path) -> None:
    asked = first = marked = cell = wrong = 0
    for table in GOLDEN:
        library = askdoc.open(FORMATS[form](tmp_path, table))
        for question, row, column in table["questions"]:
            expected = table["rows"][row]
            answer = library.ask(question)[0]
            asked += 1
            first += all(part in answer.text for part in expected)
            marked += cells(answer.sentence.text.splitlines()[0]) == expected
            if answer.cell:
                said = answer.document.text[slice(*answer.cell)]
                cell += said == expected[column]
                wrong += said != expected[column]
    assert asked == 40
    assert first >= 36
    assert marked >= 36
    assert cell >= 32
    assert wrong <= 2


def test_a_cell_is_given_with_its_place() -> None:
    text = "Ferry | Fare\nMarigold | 12 euros\nPetrel | 9 euros"
    library = askdoc.Library([askdoc.Document("a.txt", text, "a")])
    answer = library.ask("What is the fare of the Petrel?")[0]
    assert answer.cell is not None
    assert text[slice(*answer.cell)] == "9 euros"
    found = json.loads(show.as_json(library.ask("What is the fare of the Petrel?")))
    start, end = answer.cell
    assert found["answers"][0]["cell"] == {"text": "9 euros", "start": start, "end": end}
    assert "<b>9 euros</b>" in show.passage_html(answer)


WIDE = """\
Course | Lead | Price | Price with exam | Length | Remarks
Knots  | Ida Roth | 40 euros | 55 euros | 2 h | The cost of rope is extra: bring 6 m; lunch 9 euros
Radio  | Karl Obi | 120 euros | 180 euros | 12 h | Ines Voss stands in; the price falls by 15 euros
Charts | Mia Fonta | 40 euros | 40 euros | 3 h | none"""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does Knots cost?", "40 euros"),
        ("How much is Radio with the exam?", "180 euros"),
        ("What is the price of Radio?", "120 euros"),
        ("Who leads Knots?", "Ida Roth"),
        ("How long is Radio?", "12 h"),
        ("What are the remarks on Charts?", "none"),
        ("What is said of Charts?", None),
        ("How many people take Radio?", None),
        ("When is Knots?", None),
    ],
)
def test_the_name_of_the_column_decides(question: str, expected: str | None) -> None:
    ((_, *rows),) = table_rows(WIDE, 0, len(WIDE), "", frozenset())
    (row,) = [row for row in rows if WIDE[row.start : row.end].split()[0] in question]
    sentence = Sentence(WIDE[row.start : row.end], row.start, row.end, searched=row.searched)
    cell = answering_cell(question, sentence)
    assert (WIDE[slice(*cell)] if cell else None) == expected

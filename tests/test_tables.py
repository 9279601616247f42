"""Rows of tables are read with the names of their columns, in whatever form a file has them."""

from __future__ import annotations

import pytest
from conftest import document, passages

from askdoc import Library
from askdoc.cells import cells

ROWS = [
    ("Ferry", "Leaves", "Fare", "Captain"),
    ("Marigold", "6:40", "12 euros", "Ines Roth"),
    ("Sandpiper", "9:15", "14 euros", "Karl Obi"),
    ("Petrel", "11:50", "9 euros", "Mia Fonta"),
    ("Old Tom", "17:05", "21 euros", "Yusuf Lenk"),
]
WIDTHS = 14, 10, 12, 14
FORMS = {
    "markdown": "\n".join(
        ["| " + " | ".join(ROWS[0]) + " |", "|---|:--|--:|---|"]
        + ["| " + " | ".join(row) + " |" for row in ROWS[1:]]
    ),
    "markdown without outer pipes": "\n".join(
        [" | ".join(ROWS[0]), "--- | --- | --- | ---"] + [" | ".join(row) for row in ROWS[1:]]
    ),
    "pipes": "\n".join(" | ".join(row) for row in ROWS),
    "tabs": "\n".join("\t".join(row) for row in ROWS),
    "blanks": "\n".join(
        "".join(cell.ljust(width) for cell, width in zip(row, WIDTHS, strict=True)).rstrip()
        for row in ROWS
    ),
    "blanks, to the right": "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(row, WIDTHS, strict=True))
        for row in ROWS
    ),
}
BEFORE = "The ferries of the lake run from May to October, and dogs ride free.\n\n"
AFTER = "\n\nTickets are sold on board, and children under six need none."


@pytest.mark.parametrize("form", FORMS)
def test_a_row_is_searched_with_its_columns(form: str) -> None:
    found = [s for p in passages(BEFORE + FORMS[form] + AFTER) for s in p.sentences]
    rows = found[1:-1]
    assert [row.searched for row in rows] == [
        "",
        *("; ".join(f"{a}: {b}" for a, b in zip(ROWS[0], row, strict=True)) for row in ROWS[1:]),
    ]
    assert all(cells(row.text) == list(ROWS[n + 1]) for n, row in enumerate(rows[1:]))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("question", "row", "answer"),
    [
        ("What is the fare of the Sandpiper?", 2, "14 euros"),
        ("Who is the captain of the Petrel?", 3, "Mia Fonta"),
        ("When does Old Tom leave?", 4, "17:05"),
        ("Which ferry leaves at 6:40?", 1, "Marigold"),
    ],
)
def test_cell_questions(form: str, question: str, row: int, answer: str) -> None:
    library = Library()
    library.add([document(BEFORE + FORMS[form] + AFTER)])
    first = library.ask(question)[0]
    assert cells(first.sentence.text.split("\n")[0]) == list(ROWS[row]), answer


def test_a_caption_is_searched_with_each_row() -> None:
    found = [s for p in passages("Fares in winter\n\n" + FORMS["pipes"]) for s in p.sentences]
    assert found[3].searched == (
        "Fares in winter; Ferry: Sandpiper; Leaves: 9:15; Fare: 14 euros; Captain: Karl Obi"
    )


def test_an_empty_cell_keeps_the_columns_aligned() -> None:
    text = "Ferry | Fare | Captain\nMarigold |  | Ines Roth\nPetrel | 9 | \nOld Tom | 21 | Yusuf"
    found = [s.searched for p in passages(text) for s in p.sentences]
    assert found[1:3] == ["Ferry: Marigold; Captain: Ines Roth", "Ferry: Petrel; Fare: 9"]


def test_a_first_row_that_may_be_an_answer_is_searched_too() -> None:
    text = "Mayor | Ines Roth\nTreasurer | Karl Obi\nClerk | Mia Fonta"
    assert passages(text)[0].sentences[0].searched == "Mayor; Ines Roth"


def test_a_card_is_searched_with_what_it_is_about() -> None:
    text = "Name: Ines Roth\nBorn: 3 May 1970\nTrade: welder\nCar: green van"
    found = [s.searched for p in passages(text) for s in p.sentences]
    assert found == [
        None,
        "Ines Roth; Born: 3 May 1970",
        "Ines Roth; Trade: welder",
        "Ines Roth; Car: green van",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ana: Where is it?\nBen: Over there.\nCara: I see it now.",  # a talk
        "1.  One thing\n2.  Two things\n3.  Three things",  # a list
        "The tide rose.  The men left.\nThey came  back later on\nand went  home again.",
        "Home | Products | Contact",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert all(s.searched is None for p in passages(text) for s in p.sentences)

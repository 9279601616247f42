"""Rows of tables are read with the names of their columns, in whatever form a file has them."""

from __future__ import annotations

import pytest
from conftest import document, passages

from askdoc import Library
from askdoc.cells import cells
from askdoc.split.blocks import blocks

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


@pytest.mark.slow
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


@pytest.mark.parametrize("caption", ["## Fares", "**Fares**", "Fares\n=====", "Table 2. Fares."])
def test_a_caption_is_searched_without_its_marks(caption: str) -> None:
    text = f"Dogs ride free.\n\n{caption}\n\nFerry | Fare\nPetrel | 9 euros"
    *_, row = (s for p in passages(text) for s in p.sentences)
    title = "Table 2. Fares." if caption.startswith("Table") else "Fares"
    assert row.searched == f"{title}; Ferry: Petrel; Fare: 9 euros"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_columns_are_aligned_whatever_ends_the_lines(newline: str) -> None:
    text = BEFORE + FORMS["blanks, to the right"]
    rows = [s for p in passages(text.replace("\n", newline)) for s in p.sentences][1:]
    assert rows[3].searched == "Ferry: Petrel; Leaves: 11:50; Fare: 9 euros; Captain: Mia Fonta"


def test_a_row_is_its_line_with_the_rule() -> None:
    text = "+-----+-----+\n| Cat | Dog |\n+-----+-----+\n| Tom | Rex |\n| Kit | Ace |"
    assert [s.text for p in passages(text) for s in p.sentences] == [
        "+-----+-----+\n| Cat | Dog |\n+-----+-----+", "| Tom | Rex |", "| Kit | Ace |",
    ]  # fmt: skip


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


def test_a_card_below_a_caption_is_searched_with_it() -> None:
    text = "Staff\n\nName: Ines Roth\nTrade: welder\nCar: van"
    found = [s.searched for p in passages(text) for s in p.sentences][1:]
    assert found == [
        "Staff; Name: Ines Roth",
        "Staff; Ines Roth; Trade: welder",
        "Staff; Ines Roth; Car: van",
    ]


@pytest.mark.parametrize("turn", [0, 18])
def test_what_people_say_is_no_card(turn: int) -> None:
    text = "Ana: good evening\nBen: hello Ana\nCara: over here"
    searched = [piece.searched for block in blocks(text, {turn}) for piece in block.pieces]
    assert searched == [None, None, None]


@pytest.mark.parametrize(
    "text",
    [
        "Ana: Where is it?\nBen: Over there.\nCara: I see it now.",  # a talk
        "1.  One thing\n2.  Two things\n3.  Three things",  # a list
        "The tide rose.  The men left.\nThey came  back later on\nand went  home again.",
        "Home | Products | Contact",
        "| Read me first |\n| and go home |",
        "2 + 2 is 4\n3 + 3 is 6\n4 + 4 is 8",
    ],
)
def test_what_is_no_table(text: str) -> None:
    assert all(s.searched is None for p in passages(text) for s in p.sentences)

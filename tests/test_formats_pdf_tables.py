"""Tables of PDFs become rows of cells."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from files import lines
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from test_formats_pdf_margins import drawn, read

from askdoc.load.pdf.reader import extract

Cell = tuple[float, float, str]


def rows(texts: Sequence[Sequence[str]], top: float = 700, step: float = 16) -> list[Cell]:
    """Cells in columns 120 wide; the lines of a cell are 12 apart, rows further."""
    cells = []
    for row in texts:
        deepest = 1
        for column, text in enumerate(row):
            for i, line in enumerate(text.split("/") if text else []):
                cells.append((72 + 120 * column, top - 12 * i, line))
                deepest = max(deepest, i + 1)
        top -= 12 * (deepest - 1) + step
    return cells


def test_rows_keep_an_empty_place_for_an_empty_cell() -> None:
    texts = [("Boat", "Built", "Owner"), ("Skua", "", "Isla Gunn"), ("Tern", "1988", "the town")]
    before, after = (72, 730, "These boats lie in the harbour."), (72, 600, "All are for sale.")
    assert read([before, *rows(texts), after]).text == (
        "These boats lie in the harbour.\n\nBoat | Built | Owner\nSkua |  | Isla Gunn\n"
        "Tern | 1988 | the town\n\nAll are for sale."
    )


def test_a_dash_for_none_is_a_cell() -> None:
    texts = [("Boat", "Sold", "Lost"), ("Skua", "-", "12"), ("Tern", "4", "19"), ("Gull", "-", "7")]
    assert "Skua | - | 12\nTern | 4 | 19\nGull | - | 7" in read(rows(texts)).text


def test_lines_of_a_cell_are_joined() -> None:
    texts = [
        ("Boat", "Where it lies", "Rent"),
        ("Skua/of 1971", "at the north/quay", "40 pounds"),
        ("Tern", "in the inner/harbour, behind/the lock", "55 pounds/in winter"),
    ]
    assert read(rows(texts, step=22)).text == (
        "Boat | Where it lies | Rent\nSkua of 1971 | at the north quay | 40 pounds\n"
        "Tern | in the inner harbour, behind the lock | 55 pounds in winter"
    )


def test_rows_set_apart_in_groups_are_rows() -> None:
    texts = [("Skua", "40"), ("Tern", "55"), ("Gannet", "70")]
    below = rows([("Coot", "20"), ("Rail", "25"), ("Crake", "30")], top=630)
    found = read([*rows(texts), *below]).text
    assert found == "Skua | 40\nTern | 55\nGannet | 70\nCoot | 20\nRail | 25\nCrake | 30"


def test_table_continues_over_pages() -> None:
    head = ("Boat", "Rent")
    first = rows([head, ("Skua", "40 pounds")], top=120)
    assert read(first, rows([("Tern", "55 pounds"), ("Coot", "9 pounds")])).text == (
        "Boat | Rent\nSkua | 40 pounds\nTern | 55 pounds\nCoot | 9 pounds"
    )


def test_turned_table_between_upright_lines() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 760, "The rents are these.")
        canvas.saveState()
        canvas.translate(300, 200)
        canvas.rotate(90)
        for x, y, words in rows([("Boat", "Rent"), ("Skua", "40"), ("Tern", "55")], top=0):
            canvas.drawString(x, y, words)
        canvas.restoreState()
        canvas.drawString(72, 120, "They are paid in March by all who have a boat there.")

    assert drawn([page]).text == (
        "The rents are these.\n\nBoat | Rent\nSkua | 40\nTern | 55\n\n"
        "They are paid in March by all who have a boat there."
    )


def test_values_of_a_form_stand_with_their_labels() -> None:
    def page(canvas: Canvas) -> None:
        for y, label, value in (700, "Name of the boat:", "Skua"), (675, "Its owner:", "Isla Gunn"):
            canvas.drawString(72, y, label)
            canvas.acroForm.textfield(value=value, x=250, y=y - 5, width=200, height=20)
        canvas.drawString(72, 600, "Please send this form to the harbour master before March.")

    assert drawn([page]).text == (
        "Name of the boat: | Skua\nIts owner: | Isla Gunn\n\n"
        "Please send this form to the harbour master before March."
    )


def columns(*texts: str) -> list[Cell]:
    """Columns whose lines are drawn from the top of the page to its foot, in turns."""
    cells = [
        cell
        for i, text in enumerate(texts)
        for cell in lines(text, top=700 - 3 * i, left=50 + 180 * i)
    ]
    return sorted(cells, key=lambda cell: -cell[1])


def test_three_columns_drawn_in_turns() -> None:
    texts = [
        f"""The {name} was seen on the rocks
by two men who had gone there
for eggs and who did not know
what it was until they came
home and asked the minister
who has a book of all birds."""
        for name in ("gannet", "fulmar", "puffin")
    ]
    assert read(columns(*texts)).text == "\n\n".join(" ".join(text.split()) for text in texts)


def test_pages_turned_by_the_viewer_are_read_as_they_are_written() -> None:
    def turned(degrees: int) -> Callable[[Canvas], None]:
        def page(canvas: Canvas) -> None:
            canvas.setPageRotation(degrees)
            for place in lines("The boat left in the morning and was not\nseen again."):
                canvas.drawString(*place)

        return page

    for degrees in (0, 90, 180, 270):
        assert drawn([turned(degrees)]).text == (
            "The boat left in the morning and was not seen again."
        )


def test_writing_that_goes_down_the_page() -> None:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4)
    canvas.translate(400, 700)
    canvas.rotate(-90)
    for place in lines("The boat left in the morning and was not\nseen again.", 0, 0):
        canvas.drawString(*place)
    canvas.save()
    assert extract(data.getvalue()).text == "The boat left in the morning and was not seen again."


def ruled(
    rows: Sequence[Sequence[str]], edges: Sequence[int], height: int = 16, every: int = 1
) -> Callable[[Canvas], None]:
    """A table whose words stand close to its rules; the lines of a cell are set apart by "/"."""

    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 760, "These boats lie in the harbour of the town.")
        top = y = 740
        canvas.line(edges[0], y, edges[-1], y)
        for number, row in enumerate(rows, start=1):
            deepest = max(cell.count("/") + 1 for cell in row)
            for left, cell in zip(edges, row, strict=False):
                for i, words in enumerate(cell.split("/")):
                    canvas.drawString(left + 2, y - 12 - 12 * i, words)
            y -= 12 * (deepest - 1) + height
            if number % every == 0 or number == len(rows):
                canvas.line(edges[0], y, edges[-1], y)
        for edge in edges:
            canvas.rect(edge, y, 0.5, top - y, stroke=0, fill=1)
        canvas.drawString(72, y - 14, "All of them are for sale in the spring.")

    return page


BEFORE, AFTER = (
    "These boats lie in the harbour of the town.\n\n",
    "\n\nAll of them are for sale in the spring.",
)


def test_cells_that_only_rules_divide() -> None:
    rows = [
        ("Boat", "Where she lies", "Rent"),
        ("Skua of 1971", "north quay, at the lock", "40"),
        ("Gull", "-", "7"),
    ]
    # the words of each cell nearly reach the next
    assert drawn([ruled(rows, (70, 141, 265, 300))]).text == (
        BEFORE + "Boat | Where she lies | Rent\n"
        "Skua of 1971 | north quay, at the lock | 40\nGull | - | 7" + AFTER
    )


def test_lines_of_a_ruled_cell_are_one_cell() -> None:
    rows = [
        ("Boat", "Her state", "Remarks"),
        (
            "Skua, built/in 1971",
            "good, but the/pump needs a/new valve",
            "Her owner asks/for shade",
        ),
        ("Tern", "leaks", "None"),
    ]
    assert drawn([ruled(rows, (70, 135, 215, 300))]).text == (
        BEFORE + "Boat | Her state | Remarks\nSkua, built in 1971 | good, but the pump needs a new "
        "valve | Her owner asks for shade\nTern | leaks | None" + AFTER
    )


def test_rows_of_which_only_some_are_ruled() -> None:
    rows = [("Boat", "Rent"), *[(f"Boat {n}", f"{n}40") for n in range(1, 9)]]
    assert drawn([ruled(rows, (70, 150, 220), every=3)]).text == (
        BEFORE + "Boat | Rent\n" + "\n".join(f"Boat {n} | {n}40" for n in range(1, 9)) + AFTER
    )


def test_columns_of_which_only_some_are_ruled() -> None:
    rows = [
        ("Boat          Built", "Rent"),
        *[(f"Tern {n}          198{n}", "7") for n in range(4)],
    ]
    text = drawn([ruled(rows, (70, 250, 320))]).text
    assert "Boat | Built | Rent" in text
    assert "Tern 3 | 1983 | 7" in text


def test_boxes_of_a_page_are_no_table() -> None:
    def page(canvas: Canvas) -> None:
        for left in (70, 320):
            for top in (750, 550):
                canvas.rect(left, top - 200, 250, 200)
        for place in lines("The boat was sold in the spring.\nShe was not seen again.", top=700):
            canvas.drawString(*place)

    assert drawn([page]).text == "The boat was sold in the spring. She was not seen again."


HEADINGS = [(72, 740, "I. Boats"), (72, 600, "II. Rents"), (72, 460, "III. Debts")]


def test_tables_drawn_after_all_headings_stand_below_theirs() -> None:
    first = rows([("Boat", "Built"), ("Skua", "1971"), ("Tern", "1988")], top=710)
    second = rows([("Boat", "Rent"), ("Skua", "40"), ("Tern", "55")], top=570)
    assert read([*HEADINGS, *first, *second]).text == (
        "I. Boats\n\nBoat | Built\nSkua | 1971\nTern | 1988\n\nII. Rents\n\nBoat | Rent\n"
        "Skua | 40\nTern | 55\n\nIII. Debts"
    )


def test_a_foot_drawn_first_is_no_row_of_a_table() -> None:
    table = rows([("Boat", "Rent"), ("Skua", "40"), ("Tern", "55"), ("Coot", "9")], top=120)
    text = read(
        [(72, 700, "These are the rents of this year."), (300, 50, "Wick, May"), *table]
    ).text
    assert text.endswith("Boat | Rent\nSkua | 40\nTern | 55\nCoot | 9")


def test_ruled_tables_drawn_after_the_text_stand_in_their_place() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 600, "Below the table stands this.")
        ruled([("Boat", "Rent"), ("Skua", "40"), ("Tern", "55")], (70, 110, 140))(canvas)

    assert drawn([page]).text == (
        BEFORE + "Boat | Rent\nSkua | 40\nTern | 55" + AFTER + "\n\nBelow the table stands this."
    )

"""PDFs as other programs draw them: columns row by row, marks apart, notes under the text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import files
import pytest
from files import lines
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from askdoc.load import load
from askdoc.load.pdf.glyphs import pieces
from askdoc.load.pdf.letters import Glyph

pytestmark = pytest.mark.usefixtures("read_here")

# --- characters become pieces


def glyphs(text: str, *, space: float = 2.5, step: float = 5.0) -> list[Glyph]:
    """Letters 5 wide and 11 high; "_" is a gap without a character."""
    found = []
    x = 0.0
    for letter in text:
        if letter != "_":
            found.append(Glyph(" ") if letter == " " else Glyph(letter, x, x + 5, 0, 11))
        x += space if letter in " _" else step
    return found


def texts(found: Sequence[Glyph]) -> list[str]:
    return [line.text for line in pieces(found)]


def test_a_gap_without_a_space_is_a_space() -> None:
    assert texts(glyphs("the_river was_high")) == ["the river was high"]


def test_letters_that_are_spaced_out_are_one_word() -> None:
    assert texts(glyphs("FLOODS", step=7.5)) == ["FLOODS"]


def test_a_space_drawn_under_a_letter_is_none() -> None:
    found = glyphs("we gave way to it")
    assert texts([*found[:6], Glyph(" "), *found[6:]]) == ["we gave way to it"]


def test_kerning_after_a_full_stop_leaves_a_space() -> None:
    found = glyphs("It sank.They swam home")
    after = [g._replace(left=g.left + 1.5, right=g.right + 1.5) if g.top else g for g in found[8:]]
    assert texts([*found[:8], *after]) == ["It sank. They swam home"]


def test_a_slanted_f_stands_out_over_a_space() -> None:
    found = glyphs("part of it and off we go")
    wide = [g._replace(left=g.left - 3, right=g.right + 3) if g.text == "f" else g for g in found]
    assert texts(wide) == ["part of it and off we go"]


def test_a_wide_gap_divides_a_line() -> None:
    assert texts(glyphs("left____ right", space=3)) == ["left", "right"]


def test_from_right_to_left_spaces_stay() -> None:
    found = [
        glyph if glyph.text == " " else glyph._replace(left=-glyph.right, right=-glyph.left)
        for glyph in glyphs("שלום לכולם היום")
    ]
    assert texts(found) == ["שלום לכולם היום"]


@pytest.mark.parametrize(
    ("before", "raised", "read"),
    [
        ("agreed.", "12", "agreed.[12]"),
        ("river", "1", "river[1]"),
        ("5 km", "2", "5 km2"),  # a power
        ("10", "6", "106"),
        ("agreed.", "1234", "agreed.1234"),
    ],
)
def test_raised_number_is_the_mark_of_a_note(before: str, raised: str, read: str) -> None:
    found = glyphs(before)
    right = found[-1].right
    found += [Glyph(digit, right + i, right + i + 1, 5, 11) for i, digit in enumerate(raised)]
    assert texts(found) == [read]


# --- pages

LEFT = """The government said on Monday that the
river had risen by two metres, and it
asked the people of the town to stay at
home until the army had brought boats
and bread. Nobody was hurt in the town,
but the bridge is closed to everybody
except the mayor."""
RIGHT = """He crosses it once a day, and says that
he will go on doing so as long as it
stands. The bridge was built in 1911 by
a company from the next town, which has
had no reason to come back and see what
has become of it, and it is not likely
to come now."""


def by_rows(folder: Path, *columns: str) -> Path:
    drawn = [lines(column, left=60 + 230 * i) for i, column in enumerate(columns)]
    rows = [piece for row in zip(*drawn, strict=True) for piece in row]
    return files.pdf(
        folder / "a.pdf", [[(60, 790, "A headline over all that is below, long"), *rows]]
    )


@pytest.mark.slow
def test_columns_drawn_row_by_row(tmp_path: Path) -> None:
    text = load(by_rows(tmp_path, LEFT, RIGHT)).text
    assert text.endswith(" ".join(LEFT.split()) + "\n\n" + " ".join(RIGHT.split()))


@pytest.mark.slow
def test_table_is_read_row_by_row(tmp_path: Path) -> None:
    towns = "Ely\nAyr\nDeal\nLooe\nRye\nWem\nDiss"
    levels = "2.1 m\n3 m\n1 m\n0.4 m\n2 m\n5 m\n1 m"
    text = load(by_rows(tmp_path, towns, levels)).text
    assert "Ely | 2.1 m" in text
    assert "Diss | 1 m" in text


@pytest.mark.slow
def test_head_of_a_table_is_no_running_head(tmp_path: Path) -> None:
    def page(number: int) -> list[tuple[float, float, str]]:
        rows = [("Town", "Level"), *((f"Town{number}{i}", f"{i} m") for i in range(20))]
        cells = [
            (72 + 200 * j, 760 - 16 * i, cell)
            for i, row in enumerate(rows)
            for j, cell in enumerate(row)
        ]
        return [(72, 800, "The Daily Flood"), *cells]

    text = load(files.pdf(tmp_path / "a.pdf", [page(1), page(2), page(3)])).text
    assert text.count("Town | Level") == 3
    assert "Daily" not in text


@pytest.mark.slow
def test_marks_of_a_list_drawn_after_it(tmp_path: Path) -> None:
    page = lines("Call the mayor.\nStay at home.\nBring a boat.", left=90)
    marks = [(72, y, mark) for (_, y, _), mark in zip(page, ("1.", "2.", "•"), strict=True)]
    assert load(files.pdf(tmp_path / "a.pdf", [page + marks])).text == (
        "1. Call the mayor.\n\n2. Stay at home.\n\n• Bring a boat."
    )


@pytest.mark.slow
@pytest.mark.parametrize(("mark", "font"), [("1", "Helvetica"), ("∗", "Symbol")])
def test_footnote_does_not_break_a_sentence_over_pages(
    tmp_path: Path, mark: str, font: str
) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    pages = [LEFT.rsplit("\n", 1)[0], "except the mayor, who did not come."]
    for number, text in enumerate(pages):
        for x, y, words in lines(text):
            canvas.setFont("Helvetica", 11)
            canvas.drawString(x, y, words)
        if number == 0:
            canvas.setFont(font, 8)
            canvas.drawString(72, 80, mark)
            canvas.setFont("Helvetica", 8)
            canvas.drawString(79, 80, "The figure is that of the county.")
        canvas.showPage()
    canvas.save()
    document = load(path)
    body = " ".join(" ".join(pages).split())
    assert document.text == f"{mark} The figure is that of the county.\n\n" + body
    assert document.pages == (0, document.text.index("except the mayor, who"))


@pytest.mark.slow
def test_what_a_browser_prints_around_a_single_page_is_left_out(tmp_path: Path) -> None:
    head = [(30, 815, "11/23/26, 4:48 PM"), (250, 815, "Ferry fares")]
    foot = [(30, 20, "https://example.org/ferry.html"), (540, 20, "1/1")]
    page = [*lines("The fare rises in April."), *head, *foot]
    assert load(files.pdf(tmp_path / "a.pdf", [page])).text == "The fare rises in April."


@pytest.mark.slow
def test_rows_of_a_table_go_on_over_pages(tmp_path: Path) -> None:
    def rows(count: int) -> list[tuple[float, float, str]]:
        return [
            (72 + 200 * j, 760 - 14 * i, cell)
            for i in range(count)
            for j, cell in enumerate((f"Town number {i}", f"{i} metres"))
        ]

    text = load(files.pdf(tmp_path / "a.pdf", [rows(3), rows(2)])).text
    assert "Town number 2 | 2 metres\nTown number 0 | 0 metres\nTown number 1 |" in text


@pytest.mark.slow
def test_what_looks_like_the_mark_of_an_item_stays_between_its_lines(tmp_path: Path) -> None:
    parties = lines("Anna Holt, who owns the boat,\n\nv.\n\nThe Town of Wick and its harbour.")
    after = (72, 600, "The boat was sold in the spring and has not been seen since.")
    text = load(files.pdf(tmp_path / "case.pdf", [[*parties, after]])).text
    assert text.index("Anna Holt") < text.index("v.") < text.index("The Town")


@pytest.mark.slow
def test_number_of_a_paragraph_in_the_margin_does_not_part_it(tmp_path: Path) -> None:
    def drawn(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(72, 700, "II. What the harbour master said to the court")
        for i, (x, y, words) in enumerate(lines(LEFT, top=686), start=12):
            if i == 12:
                canvas.setFont("Helvetica", 9)
                canvas.drawString(30, y, f"¶ {i}")
            canvas.setFont("Helvetica", 11)
            canvas.drawString(x, y, words)

    path = tmp_path / "margin.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    drawn(canvas)
    canvas.save()
    assert load(path).text == (
        "II. What the harbour master said to the court\n\n¶ 12 " + " ".join(LEFT.split())
    )


@pytest.mark.slow
def test_columns_of_a_page_are_not_sorted_by_height(tmp_path: Path) -> None:
    path = tmp_path / "columns.pdf"
    pages = [[*lines(LEFT, left=60, top=700), *lines(RIGHT, left=320, top=710)]]
    text = load(files.pdf(path, pages)).text
    assert text.replace("\n\n", " ") == " ".join((LEFT + "\n" + RIGHT).split())


@pytest.mark.slow
def test_stamp_drawn_last_does_not_tear_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "stamped.pdf"
    first, last = LEFT.rsplit("\n", 1)
    head = [(72, 745, "The Harbour Trust of Wick")]
    stamp = [(480, 752, "Received"), (480, 741, "1 May 2019"), (480, 730, "at Wick")]
    pages = [[*head, *lines(first, top=700), *stamp], lines(last)]
    assert load(files.pdf(path, pages)).text == (
        f"{head[0][2]}\n\nReceived 1 May 2019 at Wick\n\n{' '.join(LEFT.split())}"
    )

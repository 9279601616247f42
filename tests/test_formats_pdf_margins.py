"""What stands around the text of a PDF's pages is left out and told; what is text stays."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from files import lines
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from askdoc.load.extract import Extract
from askdoc.load.pdf.reader import extract

Place = tuple[float, float, str]

BODY = """The harbour of Wick was built by the town in the years after the great storm,
and it has been dredged every spring since then by two men and a boat."""


def drawn(pages: Sequence[Callable[[Canvas], None]], **options: object) -> Extract:
    """A PDF whose pages are drawn by functions, read."""
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4, **options)
    for page in pages:
        canvas.setFont("Helvetica", 11)
        page(canvas)
        canvas.showPage()
    canvas.save()
    return extract(data.getvalue())


def read(*pages: Sequence[Place]) -> Extract:
    """Pages of words at places, all of one size."""

    def of(places: Sequence[Place]) -> Callable[[Canvas], None]:
        return lambda canvas: [canvas.drawString(*place) for place in places] and None

    return drawn([of(page) for page in pages])


def omitted(found: Extract) -> list[tuple[str, str | None, int | None]]:
    return [(one.kind, one.text, one.page) for one in found.omitted]


def body(number: int) -> list[Place]:
    return lines(BODY.replace("Wick", f"Wick{number}"), top=700)


def test_running_head_and_page_number_are_omitted_and_reported() -> None:
    found = read(*[[(72, 800, "The Wick Gazette"), *body(n), (290, 40, f"{n}")] for n in (1, 2)])
    assert "Gazette" not in found.text
    assert omitted(found) == [
        ("running head", "The Wick Gazette", 1),
        ("page number", "1", 1),
        ("running head", "The Wick Gazette", 2),
        ("page number", "2", 2),
    ]


@pytest.mark.parametrize(
    "words", ["Receipt {}", "Lesson {}", "Sum to pay: {}", "Week {} of twenty"]
)
def test_lines_that_differ_by_their_numbers_are_text(words: str) -> None:
    found = read(*[[(72, 800, words.format(n)), *body(n)] for n in (1, 2, 3)])
    assert all(words.format(n) in found.text for n in (1, 2, 3))
    assert found.omitted == ()


def test_sums_next_to_the_same_word_are_text() -> None:
    sums = ("1,450", "320", "95")
    found = read(*[[*body(n), (72, 90, "To pay"), (300, 90, s)] for n, s in enumerate(sums)])
    assert all(one in found.text for one in sums)


def test_title_with_the_page_number_after_it_is_a_head() -> None:
    found = read(*[[(72, 800, f"The Annals of Wick Harbour {n}"), *body(n)] for n in (17, 18, 19)])
    assert "Annals" not in found.text


@pytest.mark.parametrize("numbers", [("i", "ii", "iii"), ("xi", "xii", "xiii")])
def test_roman_page_numbers_are_left_out(numbers: tuple[str, ...]) -> None:
    found = read(*[[*body(n), (290, 40, roman)] for n, roman in enumerate(numbers)])
    assert [text for kind, text, _ in omitted(found) if kind == "page number"] == list(numbers)


def test_stamp_that_names_its_page_is_left_out() -> None:
    stamp = "Case: 21-1801 Page: {} Filed: 01/19/2022 Entry: 52"
    found = read(*[[*body(n), (72, 40, stamp.format(n))] for n in (1, 2)])
    assert omitted(found) == [("running foot", stamp.format(n), n) for n in (1, 2)]
    other = read(*[[*body(n), (72, 40, f"Page: {n + 6} of the log of Wick")] for n in (1, 2)])
    assert "Page: 7" in other.text


def test_foot_inside_marks_of_the_printer_is_found() -> None:
    foot = [(72, 70, "Harbours of the north coast"), (72, 40, "proof"), (72, 20, "wick.indd")]
    found = read(*[[*body(n), *foot] for n in (1, 2, 3)])
    assert "Harbours" not in found.text
    assert len(found.omitted) == 9


def test_copies_of_a_page_keep_their_text() -> None:
    found = read(body(1), body(1), body(1))
    assert found.text.count("The harbour of Wick1") == 3


def test_page_labels_name_the_pages() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "It rained.")

    def first(canvas: Canvas) -> None:
        canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
        canvas.addPageLabel(2, style="ARABIC", start=1)
        page(canvas)

    assert drawn([first, page, page]).page_names == ("page i", "page ii", "page 1")
    assert drawn([page, page]).page_names == ()


def test_watermark_is_neither_text_nor_title() -> None:
    def page(canvas: Canvas) -> None:
        for place in [*lines(BODY * 3, top=500)]:
            canvas.drawString(*place)
        canvas.saveState()
        canvas.translate(100, 350)
        canvas.rotate(40)
        canvas.setFont("Helvetica", 70)
        canvas.drawString(0, 0, "NOT FOR SALE")
        canvas.restoreState()

    found = drawn([page])
    assert "SALE" not in found.text
    assert found.title is None
    assert omitted(found) == [("watermark", "NOT FOR SALE", 1)]


def test_stamp_at_the_side_does_not_tear_a_sentence() -> None:
    def page(canvas: Canvas) -> None:
        first, second = lines(BODY, top=700)
        canvas.drawString(*first)
        canvas.saveState()
        canvas.translate(30, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Loaned by the library of Wick")
        canvas.restoreState()
        canvas.drawString(*second)

    found = drawn([page])
    assert found.text == " ".join(BODY.split())
    assert omitted(found) == [("side stamp", "Loaned by the library of Wick", 1)]


def test_numbers_of_lines_are_left_out() -> None:
    text = """The owner of the boat asks for the return of the rope and
of the two anchors that were lent to the harbour in the
spring of the year 1999 and have not been seen since. He
says that the harbour master, Ms. Gunn, promised to bring
them back herself and then went to sea without a word to
anybody who could have asked her where they were kept."""
    numbered = [place for i, (x, y, words) in enumerate(lines(text, left=100), start=1)
                for place in [(60, y, str(i)), (x, y, words)]]  # fmt: skip
    found = read(numbered)
    assert found.text == " ".join(text.split())
    assert omitted(found) == [("line number", "1 2 3 4 5 6", 1)]


def sides(numbers: Sequence[str], said: Sequence[str], step: float = 24) -> list[Place]:
    """Numbers at the left margin, right-aligned as programs do, and words beside some of them."""
    left = [(60 - 6 * len(one), 760 - step * i, one) for i, one in enumerate(numbers) if one]
    second_column = [(90, 760 - step * i, words) for i, words in enumerate(said) if words]
    return sorted([*left, *second_column], key=lambda place: -place[1])


TALK = [
    "Q. Where was the boat?", "A. At the quay.", "Q. Whose boat was it?", "A. Mine.",
    "Q. Since when?", "A. Since 1999, I think.", "Q. Who sold it to you?", "A. The town.",
    "Q. For how much?", "A. For 40 pounds.", "Q. Did you pay?", "A. Yes. In March.",
]  # fmt: skip


def test_numbers_of_a_transcript_are_left_out() -> None:
    numbers = [str(n) for n in range(1, 13)]
    found = read(sides(numbers, TALK), sides(numbers, [f"{one} Again." for one in TALK]))
    assert "A. Mine.\n\nQ. Since when?" in found.text
    assert omitted(found) == [("line number", " ".join(numbers), page) for page in (1, 2)]


def test_numbered_rows_of_a_table_are_text() -> None:
    pages = [[str(n) for n in range(start, start + 12)] for start in (1, 13)]
    found = read(*[sides(numbers, TALK) for numbers in pages])
    assert found.omitted == ()
    assert "4 | A. Mine." in found.text


def test_numbers_that_ocr_lost_or_misread_are_left_out() -> None:
    numbers = ["l", *map(str, range(2, 8)), "", "9", "I0", *map(str, range(11, 21)), "2l", "22"]
    found = read(sides(numbers, [*lines_of(BODY), "", "", *lines_of(BODY), "", "", ""]))
    assert found.text == "\n\n".join([" ".join(BODY.split())] * 2)
    assert [kind for kind, _, _ in omitted(found)] == ["line number"]


def lines_of(text: str) -> list[str]:
    return [words for _, _, words in lines(text)]


def test_numbers_with_the_letters_of_a_printer_are_line_numbers() -> None:
    numbers = [*map(str, range(1, 12)), "12S", "13R"]
    found = read(sides(numbers, [*lines_of(BODY), *[""] * 8, *lines_of(BODY)]))
    assert "12S" not in found.text
    assert "13R" not in found.text


def test_facts_leave_out_what_programs_write() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setAuthor("Isla Gunn")
        canvas.setTitle("PowerPoint Presentation")
        canvas.drawString(72, 700, "It rained.")

    found = drawn([page], lang="en-GB", invariant=True)
    assert found.facts.author == "Isla Gunn"
    assert found.facts.date == "2000-01-01"
    assert found.facts.language == "en-GB"
    assert found.title is None
    assert drawn([lambda canvas: canvas.drawString(72, 700, "It rained.")]).facts.author is None

"""Letters of PDFs: in parts, raised, apart, from right to left, unreadable; titles and weights."""

from __future__ import annotations

import files
import pytest
from files import lines
from reportlab.pdfgen.canvas import Canvas
from test_formats_pdf_margins import BODY, drawn, read

from askdoc.load.extract import Refusal
from askdoc.load.pdf.glyphs import pieces
from askdoc.load.pdf.hyphens import between, without_hyphen, words_of
from askdoc.load.pdf.layout import assemble
from askdoc.load.pdf.legible import is_cipher
from askdoc.load.pdf.letters import Glyph, normalized
from askdoc.load.pdf.line import Line
from askdoc.load.pdf.metadata import title_of
from askdoc.load.pdf.reader import extract


def row(text: str, step: float = 5) -> list[Glyph]:
    """Letters beside each other, 5 wide and 11 high."""
    return [Glyph(c) if c == " " else Glyph(c, i * step, i * step + 5, 0, 11)
            for i, c in enumerate(text)]  # fmt: skip


def said(glyphs: list[Glyph]) -> str:
    return "".join(glyph.text for glyph in normalized(glyphs, "".join(g.text for g in glyphs)))


@pytest.mark.parametrize("drawn_after", [0, 1, 5])
def test_accent_joins_the_letter_that_it_is_drawn_over(drawn_after: int) -> None:
    glyphs = row("Malmo harbour")
    glyphs.insert(4 + drawn_after, Glyph("¨", 21, 24, 0, 11))
    assert said(glyphs) == "Malmö harbour"


def test_dotless_letter_takes_an_accent() -> None:
    glyphs = row("Garcıa")
    glyphs.insert(4, Glyph("´", 21, 23, 0, 11))
    assert said(glyphs) == "García"


def test_accent_next_to_letters_stays() -> None:
    assert said(row("a~b ^ c")) == "a~b ^ c"


def test_letters_of_an_arabic_ligature_are_turned_around() -> None:
    ligature = [Glyph("ا", 0, 7, 0, 11), Glyph("ل", 0, 7, 0, 11)]
    assert said([Glyph("س", 7, 12, 0, 11), *ligature, Glyph("م", -5, 0, 0, 11)]) == "سلام"


def test_number_among_letters_from_right_to_left_does_not_divide_the_line() -> None:
    text = "נבנה בשנת 1874 בעיר"
    at, glyphs = 0.0, []
    for word in text.split():
        letters = word[::-1] if word.isdigit() else word
        placed = [Glyph(c, at - 5 * i - 5, at - 5 * i, 0, 11) for i, c in enumerate(letters)]
        glyphs += [*(reversed(placed) if word.isdigit() else placed), Glyph(" ")]
        at -= 5 * len(word) + 3
    assert [piece.text for piece in pieces(glyphs)] == [text]


def test_spaced_chinese_characters_have_no_spaces() -> None:
    glyphs = [g for i, c in enumerate("港口的船") for g in (Glyph(c, 9 * i, 9 * i + 6, 0, 11),
                                                       Glyph(" "))]  # fmt: skip
    assert [piece.text for piece in pieces(glyphs)] == ["港口的船"]


@pytest.mark.parametrize(
    ("before", "after", "joint"),
    [
        ("港口", "的船", ""),
        ("the boats of 1871–", "1874 and", ""),
        ("the boats –", "both of them", " "),
        ("배가 항", "구에 있다", ""),  # 항구에 is there elsewhere
        ("배가", "항구에", " "),
    ],
)
def test_joint_of_two_lines(before: str, after: str, joint: str) -> None:
    assert between(before, after, words_of(["항구에 간다"])) == joint


def test_raised_number_does_not_tear_a_sentence() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "The law was signed by")
        width = canvas.stringWidth("The law was signed by", "Helvetica", 11)
        canvas.setFont("Helvetica", 6)
        canvas.drawString(72 + width, 704.5, "7")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72 + width + 6, 700, "President Gunn of Wick.")

    assert drawn([page]).text == "The law was signed by[7] President Gunn of Wick."


def test_letter_beyond_the_first_plane() -> None:
    cmap = (
        b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <58> <D835DF0B> endbfchar"
    )
    found = extract(
        files.pdf_page(
            "It is X for short.",
            b"",
            b"/ToUnicode 6 0 R",
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap),
        )
    )
    assert "𝜋" in found.text


def test_first_letter_of_a_chapter() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 34)
        canvas.drawString(72, 676, "H")
        canvas.setFont("Helvetica", 11)
        text = "er boat was the first in Wick that\nhad an engine, and she was proud of\nit."
        for (x, y, words), left in zip(lines(text, top=700), (98, 98, 72), strict=True):
            del x
            canvas.drawString(left, y, words)

    assert drawn([page]).text == (
        "Her boat was the first in Wick that had an engine, and she was proud of it."
    )


def test_hyphen_at_a_line_end_never_parts_a_paragraph() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "The boat was sent for an exami-")
        canvas.setFont("Helvetica", 9)
        canvas.drawString(72, 686, "nation of her keel.")

    assert drawn([page]).text == "The boat was sent for an examination of her keel."


def test_bold_heading_of_the_size_of_the_text_is_separate() -> None:
    def page(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "The boat was sold in the spring for less than she had cost.")
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(72, 686, "The new owner of the boat and what he did with her at once")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(72, 672, "He painted her green and gave her the name of his mother.")

    assert len(drawn([page]).text.split("\n\n")) == 3


def test_lines_of_a_table_of_contents_are_separate() -> None:
    text = read(lines("The harbour ............ 4\nThe boats .............. 17")).text
    assert text == "The harbour … 4\n\nThe boats … 17"


SHIFTED = "".join(
    chr((ord(c) - 97 + 5) % 26 + 97) if c.isalpha() else c
    for c in "the boat was sent to the harbour of the town and came back in the spring of the year"
)


def test_letters_that_are_numbers_of_a_font_are_refused() -> None:
    assert is_cipher(SHIFTED)
    assert not is_cipher("The boat was sent to the harbour of the town and came back in spring.")
    assert not is_cipher("Trzy statki wypłynęły z portu o świcie i wróciły przed nocą do brzegu.")
    with pytest.raises(Refusal, match="fonts do not map glyphs"):
        read(lines(SHIFTED))


@pytest.mark.parametrize(
    "title", ["PowerPoint Presentation", "CMR8", "setup.exe", "boats.key", "Contents", "Slide 1"]
)
def test_title_that_a_program_wrote_is_none(title: str) -> None:
    class Pdf:
        def get_metadata_value(self, name: str) -> str:
            return title if name == "Title" else ""

    assert title_of(Pdf()) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [("seven-", "teen", "seventeen"), ("well-", "ness", "wellness"), ("seven-", "year", None)],
)
def test_hyphen_before_an_ending_that_is_no_word(
    before: str, after: str, joined: str | None
) -> None:
    found = without_hyphen(before, after, words_of([]))
    assert found == (before if joined is None else before[:-1])


def test_text_in_the_largest_type_is_no_title() -> None:
    def page(canvas: Canvas) -> None:
        for i in range(4):
            canvas.setFont("Helvetica", 12)
            for place in lines(BODY, top=760 - 50 * i):
                canvas.drawString(*place)
            canvas.setFont("Helvetica", 9)
            canvas.drawString(72, 732 - 50 * i, "So says the book.")
        for place in lines("\n".join([BODY] * 9), top=550, step=11):
            canvas.drawString(*place)

    assert drawn([page]).title is None


def test_lines_below_a_wider_head_are_one_paragraph() -> None:
    text = "The boat was sold to the\ntown in the spring and was\nnot seen again."

    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 14)
        canvas.drawString(72, 760, "Minutes of the harbour trust of the town of Wick")
        canvas.setFont("Helvetica", 11)
        for place in lines(text, top=700):
            canvas.drawString(*place)

    assert " ".join(text.split()) in drawn([page]).text


def test_words_drawn_over_each_other_do_not_part_the_lines_of_paragraphs() -> None:
    def line(text: str, left: float, bottom: float) -> Line:
        return Line(text, left, left + 6 * len(text), bottom, bottom + 15, 15)

    # a letter with its shadow beside it, on several lines of a page
    over = [line("mmoo", 72 + 13 * i, 700) for i in range(9)]
    prose = ["The boat was sold to the town", "in the spring and it was then", "not seen again."]
    page = [*over, *(line(words, 72, 600 - 21 * i) for i, words in enumerate(prose))]
    assert " ".join(prose) in assemble([page])[0]

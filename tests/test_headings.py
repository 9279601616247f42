"""Headings are those that a file says or shows, and count for the sentences under them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pytest
from conftest import load_all
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate
from test_rank import EAST, NORTH, Vector, candidate
from test_rank_rules import ask, only

from askdoc.chat import shapes
from askdoc.types import Answer, Document

pytestmark = pytest.mark.usefixtures("read_here")

FILES = Path(__file__).parent / "golden" / "files"
PROSE = "The weir was built by monks, and it has been mended after each of the seven floods. " * 4


def found(document: Document) -> list[tuple[str, int]]:
    return [(document.text[start:end], level) for start, end, level in document.headings]


def shown(document: Document) -> list[str]:
    lines = shapes.lines(document, 0, len(document.text))
    text = document.text
    return [text[one.start : one.end].strip() for one in lines if one.kind == "heading"]


def pdf(path: Path, *parts: tuple[str, str]) -> Document:
    styles = getSampleStyleSheet()
    story = [Paragraph(text, styles[style]) for style, text in parts]
    SimpleDocTemplate(str(path)).build(story)
    ((document,), _) = load_all([path])
    return document


@pytest.mark.slow
def test_of_a_pdf_by_its_type(tmp_path: Path) -> None:
    document = pdf(
        tmp_path / "a.pdf",
        ("Title", "The weir at Orne"),
        ("Italic", "Marta Lind"),
        ("BodyText", PROSE),
        ("Heading2", "1. Seven floods and what they took"),
        ("BodyText", PROSE),
        ("BodyText", "<b>Costs</b>"),
        ("BodyText", PROSE),
        ("BodyText", "<b>Nobody may swim here.</b>"),
        ("Italic", "Photo: Tom Orne"),
        ("BodyText", PROSE),
    )
    assert found(document) == [
        ("The weir at Orne", 1),
        ("1. Seven floods and what they took", 2),
        ("Costs", 3),
    ]
    assert shown(document) == [said for said, _ in found(document)]


@pytest.mark.slow
def test_of_a_pdf_in_one_type_they_are_guessed(tmp_path: Path) -> None:
    document = pdf(
        tmp_path / "a.pdf",
        ("BodyText", "Seven floods"),
        ("BodyText", "By Marta Lind"),
        ("BodyText", PROSE),
    )
    assert found(document) == []
    assert shown(document) == ["Seven floods"]


@pytest.mark.slow
def test_of_word_by_its_styles(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("The weir at Orne", 0)
    made.add_paragraph("Marta Lind")
    made.add_heading("2. Floods and what they took", 2)
    made.add_paragraph("one bowl", style="List Bullet")
    made.add_heading("3. Costs", 3)
    made.add_paragraph(PROSE)
    made.save(str(tmp_path / "a.docx"))
    ((document,), _) = load_all([tmp_path / "a.docx"])
    assert found(document) == [
        ("The weir at Orne", 1),
        ("2. Floods and what they took", 2),
        ("3. Costs", 3),
    ]
    assert shown(document) == [said for said, _ in found(document)]


@pytest.mark.slow
def test_of_a_web_page(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        f"<h1>The weir</h1><p>Marta Lind</p><p>{PROSE}</p><h3>The <i>costs</i></h3><p>{PROSE}</p>"
    )
    ((document,), _) = load_all([tmp_path / "a.html"])
    assert found(document) == [("The weir", 1), ("The costs", 3)]
    assert shown(document) == ["The weir", "The costs"]


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(FILES.iterdir()), ids=lambda path: path.name)
def test_the_paper_is_no_heading(path: Path) -> None:
    ((document,), _) = load_all([path])
    heads = [head.strip("# ") for head in shown(document)]
    assert [head for head in heads if head != "The Mill at Ashford Bridge"][-4:] == [
        "A wheel that turned for six centuries",
        "What the surveyors found",
        "Who is against it",
        "What happens now",
    ]
    # that book says nothing of what its paragraphs are
    assert ("The County Record" in heads) == (path.name == "libreoffice.epub")


# --- in an answer


def under_a_heading(heading: bool, **words: Vector) -> Answer:
    """The best answer in a section whose first sentence is a heading, or is not marked as one."""
    names = [("dental", EAST), ("cover", EAST)]
    found = candidate(
        "Dental cover|It is dental cover by a large foreign insurer.|The company pays all of it.",
        EAST,
        [(EAST, names), (EAST, names), (EAST, [("pay", NORTH)])],
    )
    first, *others = found.sentences()
    sentences = replace(first, heading=heading), *others
    found = replace(found, sentences=lambda: sentences)
    return only(ask("How is dental cover paid?", dental=EAST, cover=EAST, **words), found)


def test_words_of_a_heading_count_for_what_follows() -> None:
    assert "dental cover" in under_a_heading(False, pay=NORTH).sentence.text.casefold()
    assert under_a_heading(True, pay=NORTH).sentence.text == "The company pays all of it."


def test_a_heading_does_not_make_sentences_equally_good() -> None:
    (only_one,) = under_a_heading(True).sentences
    assert only_one.text == "It is dental cover by a large foreign insurer."

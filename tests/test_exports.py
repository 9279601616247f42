"""What is taken along of a conversation: Markdown that reads as it was, a table that is safe."""

from __future__ import annotations

import csv
import html
import io
import json
import zipfile
from pathlib import Path

import docx
import pytest
from conftest import fake_library

from askdoc.chat import exports
from askdoc.chat.visits import Turn, Visit
from askdoc.export.markdown import plain
from askdoc.load import load

LIBRARY = fake_library("The cat slept. It rained.", "A dog ran.")


def visit(*questions: str) -> Visit:
    turns = [Turn(number, LIBRARY.ask(question)) for number, question in enumerate(questions)]
    return Visit(turns=turns)


def test_markdown_has_the_question_the_passage_and_its_place() -> None:
    taken = exports.rows(visit("Where is the cat?"), pinned=False)
    saved = exports.FORMATS["markdown"].write(taken)
    assert saved.startswith("## Where is the cat?\n")
    assert "> **The cat slept.** It rained.\n" in saved
    assert "1.txt, characters 0–25 · " in saved


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("*cat* <b> # [a](b) `x`", "\\*cat\\* \\<b\\> # \\[a\\](b) \\`x\\`"),
        ("page 17, characters 2–6", "page 17, characters 2–6"),
        ("# no heading\n- no list\n1. no number", "\\# no heading\n\\- no list\n1\\. no number"),
        ("a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_marks_of_markdown_are_escaped_and_nothing_else(text: str, escaped: str) -> None:
    assert plain(text) == escaped


def test_closest_passages_of_a_refusal_are_not_set_as_answers() -> None:
    refused = visit("Who paid?")
    assert refused.turns[0].reply.state == "not"
    saved = exports.FORMATS["markdown"].write(exports.rows(refused, pinned=False))
    assert "**" not in saved
    assert "likely" not in saved


def test_table_has_a_line_for_each_passage_and_none_is_a_formula() -> None:
    asked = visit("Where is the cat?", "=dog?")
    text = exports.FORMATS["csv"].write(exports.rows(asked, pinned=False))
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert [row["question"] for row in rows] == ["Where is the cat?"] * 2 + ["'=dog?"] * 2
    assert rows[0]["sentence"] == "The cat slept."
    assert rows[0]["document"] == "1.txt"


ADDRESS = "http://127.0.0.1:7860/"
PLACE = f"{ADDRESS}?document=1.txt&start=0&end=14"


def saved(name: str, asked: Visit, address: str = "") -> str:
    """What a format writes, as text; of a Word document all of its parts."""
    made = exports.FORMATS[name].write(exports.rows(asked, False, address))
    if isinstance(made, str):
        return made
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        names = [name for name in parts.namelist() if name.endswith((".xml", ".rels"))]
        return html.unescape("".join(parts.read(name).decode() for name in names))


@pytest.mark.parametrize("name", exports.FORMATS)
def test_link_to_the_place_in_every_format(name: str) -> None:
    asked = visit("Where is the cat?")
    assert PLACE in saved(name, asked, ADDRESS)
    for address in "", "data:x":
        assert "?document" not in saved(name, asked, address)
    asked.turns[0].own = True  # nobody else can open it
    assert "?document" not in saved(name, asked, ADDRESS)


@pytest.mark.slow
def test_word_has_the_question_the_passage_and_its_place(tmp_path: Path) -> None:
    made = exports.FORMATS["word"].write(exports.rows(visit("Where is the \0cat?"), False, ADDRESS))
    assert isinstance(made, bytes)
    read = docx.Document(io.BytesIO(made))
    heading, quote, place, *_ = read.paragraphs
    assert (heading.text, heading.style.name) == ("Where is the cat?", "Heading 1")
    assert (quote.text, quote.style.name) == ("The cat slept. It rained.", "Quote")
    assert [run.text for run in quote.runs if run.bold] == ["The cat slept."]
    assert place.text.startswith("1.txt, characters 0–25 · ")
    assert place.hyperlinks[0].url == PLACE
    (tmp_path / "saved.docx").write_bytes(made)
    document = load(tmp_path / "saved.docx")  # and askdoc reads what it wrote
    assert document.text.startswith("Where is the cat?\n\nThe cat slept. It rained.")


def test_word_of_a_refusal_sets_nothing_in_bold() -> None:
    made = exports.FORMATS["word"].write(exports.rows(visit("Who paid?"), False))
    assert isinstance(made, bytes)
    read = docx.Document(io.BytesIO(made))
    assert not any(run.bold for paragraph in read.paragraphs for run in paragraph.runs)


def test_only_what_is_pinned() -> None:
    asked = visit("Where is the cat?", "Where is the dog?")
    asked.pins = [(asked.turns[1], 0)]
    (row,) = exports.rows(asked, pinned=True)
    assert [answer.text for answer in row.answers] == ["A dog ran."]
    assert row.reply is asked.turns[1].reply


def test_annotations_find_the_sentence_by_its_words_and_by_its_place() -> None:
    text = json.loads(exports.FORMATS["annotations"].write(exports.rows(visit("A dog?"), False)))
    (first, *_) = text["items"]
    quote, position = first["target"]["selector"]
    document = LIBRARY.document(first["target"]["source"])
    assert document.text[position["start"] : position["end"]] == quote["exact"] == "A dog ran."
    assert document.text.endswith(quote["suffix"])
    assert (first["type"], quote["type"]) == ("Annotation", "TextQuoteSelector")
    assert position["type"] == "TextPositionSelector"


def test_references_have_the_quotation_and_its_place() -> None:
    text = exports.FORMATS["ris"].write(exports.rows(visit("Where is the cat?"), False))
    records = text.split("ER  - \r\n")
    assert len(records) == 3
    assert records[-1] == ""
    assert all(record.startswith("TY  - GEN\r\n") for record in records[:-1])
    assert "AB  - “The cat slept.”\r\n" in records[0]
    assert "N1  - 1.txt, characters 0–14. Question: Where is the cat?\r\n" in records[0]
    refused = exports.rows(visit("Who paid?"), False)
    assert "Only the closest" in exports.FORMATS["ris"].write(refused)

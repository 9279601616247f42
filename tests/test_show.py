"""Answers as HTML, plain text and JSON."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from conftest import ROOT, document, fake_library
from hypothesis import given
from hypothesis import strategies as st

from askdoc import show
from askdoc.types import Answer, Document, Evidence, Reply, Sentence, Signals, Speaker, Why

TEXT = "It rained. The cat *slept* <b>on</b>.\nA bird sang."
# The parts of TEXT by offset: 0 "It rained." 10, 11 "The cat ... ." 37, 38 "A bird sang." 50

SCORED: dict[str, Any] = {
    "score": 0.5,
    "confidence": 0.93,
    "why": Why(
        Signals(0.5, 0.25, 0.75),
        Signals(0.25, 0.5, 1.0),
        (("cat", 1.0), ("sleep", 0.5)),
        Evidence(0.5, 0.1, 0.5, 1.0, True, False, False, False, False, 2, 3),
    ),
}


def answer(text: str = TEXT, start: int = 11, end: int = 37, **more: object) -> Answer:
    """An answer whose passage is the whole text and whose sentence is text[start:end]."""
    sentence = Sentence(text[start:end], start, end)
    return Answer(document(text), text, 0, len(text), sentence, **{**SCORED, **more})


# --- HTML


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn"))))
def test_escaped_text_reads_back_as_it_was(text: str) -> None:
    readable = "".join(c for c in text if ord(c) & 0xFFFE != 0xFFFE)  # HTML has no such characters
    assert html.unescape(show.escape(readable)) == readable


@given(st.text())
def test_nothing_that_markdown_or_html_reads_survives_escaping(text: str) -> None:
    escaped = show.escape(text)
    assert not set(escaped) & set("<>*_`$[]()!\"'\\|~=+-.:/@{}\n\r\t")
    # & and # are left in numeric references only
    pieces = escaped.split("&#")
    assert all(piece.partition(";")[0].isdecimal() for piece in pieces[1:])
    assert "&" not in escaped.replace("&#", "")
    assert escaped.count("#") == len(pieces) - 1


def test_escape_by_example() -> None:
    assert show.escape("a <b>") == "a &#60;b&#62;"
    assert show.escape("é 12") == "é 12"


def test_html_is_the_passage_and_one_mark() -> None:
    shown = show.passage_html(answer())
    passage = shown.removeprefix('<blockquote class="passage">').removesuffix("</blockquote>")
    assert passage.count("<mark>") == passage.count("</mark>") == 1
    before, sentence = passage.split("<mark>")
    sentence, after = sentence.split("</mark>")
    assert html.unescape(before) == "It rained. "
    assert html.unescape(sentence) == "The cat *slept* <b>on</b>."
    assert html.unescape(after) == "\nA bird sang."


def test_nul_is_left_to_the_page() -> None:
    assert show.in_page("a\0b") == 'a<span class="nul"></span>b'


def test_speaker_is_named_if_the_sentence_is_theirs() -> None:
    said = Sentence(TEXT[11:37], 11, 37, Speaker("Kerry", "John Kerry", True))
    did = Sentence(TEXT[11:37], 11, 37, Speaker("Kerry", "John Kerry", False))
    shown = [show.about(replace(answer(), sentence=sentence)) for sentence in (said, did)]
    assert shown[0] == "Kerry · a.txt, characters 0–50 · score 0.50 · very likely (0.93)"
    assert shown[1] == "a.txt, characters 0–50 · score 0.50 · very likely (0.93)"


def test_refusal_and_completed_question_come_first() -> None:
    refused = Reply("And Rome?", "What of Rome?", "not", (answer(),))
    assert show.headline(refused).splitlines() == [
        "Searched: What of Rome?",
        "The article does not seem to say. Closest passages:",
    ]
    assert show.headline(Reply("cat?", "cat?", "answered", (answer(),))) == ""
    assert show.headline(Reply("cat?", "cat?", "not", ())) == "No passage matches."


def test_hostile_text_and_name_are_escaped_in_html() -> None:
    text = '</mark></blockquote><script>alert(1)</script> <img src=x onerror="alert(2)">.'
    named = Document('<img src=x onerror="alert(3)">.txt', text, "title")
    shown = show.passage_html(
        Answer(named, text, 0, len(text), Sentence(text, 0, len(text)), **SCORED)
    )
    assert shown.count("<blockquote") == shown.count("<mark>") == shown.count("</mark>") == 1
    assert "<script" not in shown
    assert "<img" not in shown


# --- plain text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 中 😀", "plain é 中 😀"),
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("a\nb\r\n\tc  d", "a b c d"),
        ("bell\a zero\0", "bell␇ zero␀"),
        ("\u202egnp.exe\u202c", "\ufffdgnp.exe\ufffd"),
        ("\x7f\x9b31m", "\ufffd\ufffd31m"),
        ("half \ud800", "half \ufffd"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert show.visible(text) == shown


@given(st.text())
def test_visible_text_has_no_control_character(text: str) -> None:
    assert {unicodedata.category(c) for c in show.visible(text)}.isdisjoint({"Cc", "Cs"})


def test_parts_are_the_passage_in_three() -> None:
    assert show.parts(answer()) == [
        ("It rained. ", ""),
        ("The cat *slept* <b>on</b>.", "sentence"),
        ("\nA bird sang.", ""),
    ]


def test_parts_that_answer_too() -> None:
    first, best = Sentence("It rained.", 0, 10), Sentence("The cat *slept* <b>on</b>.", 11, 37)
    found = answer(sentences=(first, best))
    marks = [mark for _, mark in show.parts(found)]
    assert marks == ["also", "", "sentence", ""]
    page = show.passage_html(found)
    assert '<span class="also">It rained&#46;</span>' in page
    assert page.count("<mark>") == 1
    spans = json.loads(show.as_json(Reply("?", "?", "answered", (found,))))["answers"][0][
        "sentences"
    ]
    assert [(span["start"], span["end"]) for span in spans] == [(0, 10), (11, 37)]


def test_parts_count_from_the_start_of_the_passage() -> None:
    # In the document the passage starts at 4, so its sentence at 11 starts at 7 in it.
    text = "Go. It was. Then it was not."
    passage = Answer(
        document(text), text[4:], 4, 28, Sentence("Then it was not.", 12, 28), **SCORED
    )
    assert show.parts(passage) == [("It was. ", ""), ("Then it was not.", "sentence")]


@given(st.text(min_size=1), st.data())
def test_parts_joined_are_the_passage(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    parts = show.parts(answer(text, start, end))
    assert "".join(part for part, _ in parts) == text
    assert [part for part, mark in parts if mark] == [text[start:end]]


def test_place() -> None:
    assert show.place(answer()) == "a.txt, characters 0–50"


def test_place_on_a_page() -> None:
    paged = Document("b.pdf", TEXT, "b", pages=(0, 38))
    sentence = Sentence("A bird sang.", 38, 50)
    assert (
        show.place(Answer(paged, TEXT, 0, 50, sentence, **SCORED))
        == "b.pdf, page 2, characters 0–50"
    )


def test_citation_names_the_sentence_its_work_and_its_place() -> None:
    paged = Document("b.pdf", TEXT, "Birds", pages=(0, 38))
    sentence = Sentence("A bird sang.", 38, 50)
    found = Answer(paged, TEXT, 0, 50, sentence, **SCORED)
    assert show.citation(found) == "“A bird sang.” (Birds, b.pdf, page 2, characters 38–50)"
    assert show.citation(answer()).endswith("” (a.txt, characters 11–37)")


# --- JSON


def test_json() -> None:
    reply = fake_library("# Pets\n\nIt rained. The cat “slept”.").ask("Where is the cat?")
    found = json.loads(show.as_json(reply))
    assert found["question"] == "Where is the cat?"
    first = found["answers"][0]
    assert first["document"].keys() == {"name", "title", "sha256", "language", "date"}
    assert first["page"] is None
    assert first["text"] == "# Pets\n\nIt rained. The cat “slept”."
    assert (first["start"], first["end"]) == (0, 35)
    assert first["sentence"] == {"text": "The cat “slept”.", "start": 19, "end": 35}
    assert isinstance(first["score"], float)
    assert 0 < first["confidence"] <= 1
    assert first["speaker"] is None
    assert found["searched"] == "Where is the cat?"
    assert isinstance(found["answered"], bool)
    assert {*first["why"]} == {"passage", "sentence", "matched", "evidence"}
    assert {*first["why"]["passage"]} == {"cosine", "bm25", "match"}
    assert first["why"]["matched"]["cat"] == 1
    assert first["why"]["evidence"]["lacks_name"] == 0


def test_json_keeps_letters_and_is_one_line() -> None:
    shown = show.as_json(fake_library("The “cat”\nslept.").ask("cat?"))
    assert "“cat”\\nslept" in shown
    assert "\n" not in shown


def test_json_without_answers() -> None:
    found = json.loads(show.as_json(fake_library().ask("cat?")))
    assert found["question"] == "cat?"
    assert found["answers"] == []


def test_reply_is_a_sequence_of_its_answers() -> None:
    reply = Reply("cat?", "cat?", "answered", (answer(score=0.5), answer(score=0.25)))
    assert len(reply) == 2
    assert [a.score for a in reply] == [0.5, 0.25]
    assert reply[-1].score == 0.25


def test_every_kind_of_what_is_left_out_is_counted() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src/askdoc/load").rglob("*.py"))
    kinds = set(re.findall(r"\b(?:Omitted|_omit)\(\s*\"([^\"]+)\"", source))
    kinds |= {"deleted text", "chart", "diagram", "watermark", "side stamp", "line number"}
    assert {"running head", "hidden text", "symbol"} <= kinds <= show._COUNTED.keys()
    assert show.counted({"line number": 2, "deleted text": 1}) == "1 deleted text, 2 line numbers"
    assert show.counted({"something new": 2}) == "2 something new"

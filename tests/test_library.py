"""A library answers: which passage, which sentence, where; with a model that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import QUESTION, FakeEmbedder, fake_library

import askdoc
from askdoc.library import Library
from askdoc.types import Document

PETS = """\
Three pets

It was a warm day. The dog chased the cat. Nobody minded.

The bird sang all morning. An apple fell from the tree.

Fresh bread came at noon. The bird ate the bread.
"""
# Passages: 0-69 with the heading, 71-126, 128-177


def test_best_passage_and_sentence_with_their_places() -> None:
    reply = fake_library(PETS).ask("Did the dog see the cat?")
    best = reply[0]
    assert best.text == "Three pets\n\nIt was a warm day. The dog chased the cat. Nobody minded."
    assert (best.start, best.end) == (0, 69)
    assert best.sentence.text == "The dog chased the cat."
    assert (best.sentence.start, best.sentence.end) == (31, 54)
    assert best.document.name == "1.txt"
    assert best.page is None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("cat", "The dog chased the cat."),
        ("apple", "An apple fell from the tree."),
        ("bread and bird", "The bird ate the bread."),
        ("BREAD and BIRD!", "The bird ate the bread."),
    ],
)
def test_sentence_that_wins(question: str, sentence: str) -> None:
    assert fake_library(PETS).ask(question)[0].sentence.text == sentence


def test_answer_is_found_in_the_right_document() -> None:
    library = fake_library("The dog slept. It snored.", "The cat slept. It purred.")
    reply = library.ask("Where is the cat?")
    assert [(answer.document.name, answer.sentence.text) for answer in reply] == [
        ("2.txt", "The cat slept."),
        ("1.txt", "The dog slept."),
    ]


def test_answers_come_best_first_and_name_their_place() -> None:
    reply = fake_library(PETS, PETS.replace("dog", "fox")).ask("dog and bird", top_k=20)
    scores = [answer.score for answer in reply]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1]
    for answer in reply:
        text = answer.document.text
        sentence = answer.sentence
        assert answer.text == text[answer.start : answer.end]
        assert sentence.text == text[sentence.start : sentence.end]
        assert answer.start <= sentence.start < sentence.end <= answer.end


def test_prose_comes_before_a_heading_of_the_same_words() -> None:
    library = fake_library("The cat and the dog\n\nA bird\n\nIt sang.\n\nThe cat and the dog.")
    assert library.ask("cat and dog")[0].text == "The cat and the dog."


def test_a_heading_is_found_with_what_follows_it_which_is_marked() -> None:
    library = fake_library("The cat and the dog\n\nThey slept all day.\n\nA bird sang at noon.")
    best = library.ask("cat and dog")[0]
    assert best.text == "The cat and the dog\n\nThey slept all day."
    assert best.sentence.text == "They slept all day."


@pytest.mark.parametrize(("top_k", "answers"), [(1, 1), (2, 2), (3, 3), (4, 3), (10_000, 3)])
def test_top_k(top_k: int, answers: int) -> None:
    assert len(fake_library(PETS).ask("bird", top_k=top_k)) == answers  # there are 3 passages


def test_top_k_larger_than_the_candidates_usually_fetched() -> None:
    library = fake_library("\n\n".join(f"The cat met dog number {i}." for i in range(60)))
    assert len(library.ask("cat", top_k=50)) == 50


@pytest.mark.parametrize("top_k", [0, -1, 2.5, "3", None])
def test_top_k_must_be_a_positive_whole_number(top_k: object) -> None:
    with pytest.raises(askdoc.QuestionError, match=r"top_k .* must be a whole number, 1 or more"):
        fake_library(PETS).ask("bird", top_k=top_k)  # type: ignore[arg-type]


def test_library_of_one_passage_always_answers_with_it() -> None:
    library = fake_library("The cat slept.")
    assert [answer.text for answer in library.ask("What about bread?")] == ["The cat slept."]


def test_duplicate_documents_answer_once() -> None:
    library = fake_library("The cat slept.", "The cat slept.", "The dog slept.")
    assert [answer.text for answer in library.ask("cat")] == ["The cat slept.", "The dog slept."]
    assert library.ask("cat")[0].document.name == "1.txt"


def test_library_of_nothing_has_nothing_to_answer() -> None:
    library = askdoc.Library([], FakeEmbedder())
    reply = library.ask("Anything?")
    assert list(reply) == []
    assert reply.question == "Anything?"
    assert library.documents == ()


def test_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(askdoc.LoadError, match="nothing to read"):
        askdoc.open(tmp_path)


# --- the question


@pytest.mark.parametrize("question", ["", " ", "\n\t\r", "\0\x1b\x7f", "\x1b \x9b", "\ud800"])
def test_question_without_a_word_is_an_error(question: str) -> None:
    with pytest.raises(askdoc.QuestionError) as error:
        fake_library(PETS).ask(question)
    assert str(error.value) == (
        "the question is empty; ask something like 'Who said what about whom?'"
    )


def test_question_far_too_long_is_an_error() -> None:
    with pytest.raises(askdoc.QuestionError) as error:
        fake_library(PETS).ask("cat " * 25_000)
    assert str(error.value) == (
        "the question has 100,000 characters, the limit is 1,000; shorten it"
    )


def test_longest_question_is_answered() -> None:
    assert fake_library(PETS).ask("x" * 996 + " cat")[0].sentence.text == "The dog chased the cat."


def test_question_is_cleaned() -> None:
    reply = fake_library(PETS).ask("  Where\x1b is\n\nthe \0cat? ")
    assert reply.question == "Where is the cat?"


# --- what a person sees


def test_repr() -> None:
    assert repr(fake_library(PETS)) == "<Library of 1 document, 3 passages>"
    assert repr(fake_library("One.", "Two.")) == "<Library of 2 documents, 2 passages>"
    assert repr(fake_library(PETS).documents[0]) == f"Document('1.txt', {len(PETS)} characters)"


def test_progress_ends_with_the_total() -> None:
    seen: list[tuple[int, int]] = []
    documents = fake_library(PETS).documents
    askdoc.Library(
        documents, FakeEmbedder(), progress=lambda done, total: seen.append((done, total))
    )
    done, total = seen[-1]
    assert done == total == 1  # one window in which all 4 passages are read
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)


# --- the real model


@pytest.mark.slow
def test_library_says_what_it_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The cat slept.")
    (tmp_path / "b.txt").write_text("")
    library = askdoc.open(tmp_path)
    assert [document.name for document in library.documents] == ["a.txt"]
    assert [str(error) for error in library.changes.left_out] == [
        f"{tmp_path / 'b.txt'}: it contains no text; choose a file with text"
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "words"),
    [
        (QUESTION, "magnet for foreign fighters"),
        ("Where will Kerry go after London?", "leave for Berlin on Sunday"),
        ("What is the root cause of the migrant crisis?", "was the violence in Syria"),
        ("What must happen before Britain bombs Syria?", "go back to parliament for a vote"),
        ("Why is the situation in Syria more complicated?", "because of the Russian engagement"),
        ("Who reported the talks between the defence secretaries?", "reported Xinhua news agency"),
        ("Must Assad leave at once?", "does not have to be on day one or month one"),
    ],
)
def test_answer_is_among_the_first_three(
    library: askdoc.Library, question: str, words: str
) -> None:
    assert any(words in answer.text for answer in library.ask(question, top_k=3))


def test_copies_of_a_text_do_not_crowd_out_other_texts() -> None:
    same = [Document(f"{i}.txt", "The cat sat on the mat.", "x") for i in range(40)]
    other = Document("other.txt", "The cat slept.", "x")
    reply = Library([*same, other], FakeEmbedder()).ask("Where did the cat sit?", top_k=2)
    assert {answer.text for answer in reply} == {same[0].text, other.text}

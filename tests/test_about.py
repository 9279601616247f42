"""Questions about the document itself, and what is said to a greeting."""

from __future__ import annotations

import pytest
from conftest import FakeEmbedder, fake_library

import askdoc
from askdoc.about import kind_of
from askdoc.library.conversation import CERTAIN
from askdoc.show import headline
from askdoc.types import Document, Facts

ARTICLE = """\
Harbour to be dredged

By Ann Hill
Published 3 May 2024

LISBON, May 3 (NEWS) - The harbour of the town will be dredged for the first time in ten years.

"The cat will not like it," John Moss said. He said the bird would.

Nobody knows what it costs.
"""


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Who wrote this article?", "By Ann Hill"),
        ("who is the author", "By Ann Hill"),
        ("When was it published?", "3 May 2024"),
        ("Please tell me when was this published", "3 May 2024"),
        ("Where is it from?", "LISBON"),
        ("What is the headline?", "Harbour to be dredged"),
        ("WHAT IS IT ABOUT?", "The harbour of the town will be dredged"),
        ("Who is quoted?", "The cat will not like it"),
    ],
)
def test_it_is_answered_by_the_place_that_says_so(question: str, sentence: str) -> None:
    document = askdoc.Document("1.txt", ARTICLE, "Harbour to be dredged")
    reply = askdoc.Library([document], FakeEmbedder()).ask(question)
    assert reply.answered
    assert reply.note is None or question == "Who is quoted?"
    assert reply[0].confidence == CERTAIN
    assert sentence in reply[0].sentence.text
    assert sentence in reply[0].text
    assert reply[0].start <= reply[0].sentence.start < reply[0].end
    assert document.text[reply[0].sentence.start : reply[0].sentence.end] == reply[0].sentence.text


def test_a_sentence_with_two_dates_is_one_answer() -> None:
    text = "The mill\n\nPublished 3 May 2024, updated 5 May 2024.\n\nThe cat slept on 7 May 2024."
    reply = fake_library(text).ask("When was it published?", 2)
    assert [answer.sentence.text for answer in reply] == [
        "Published 3 May 2024, updated 5 May 2024.",
        "The cat slept on 7 May 2024.",
    ]


def test_a_role_is_no_part_of_the_name() -> None:
    library = fake_library("Secretary of State John Moss said the cat slept. Moss said it woke.")
    assert library.ask("Who is quoted?").note == (
        "Quoted, with the number of their sentences: John Moss (2)."
    )


def test_speakers_and_length_are_counted() -> None:
    library = fake_library(ARTICLE)
    assert library.ask("Who is quoted?").note == (
        "Quoted, with the number of their sentences: John Moss (2)."
    )
    note = library.ask("How long is it?").note or ""
    assert f"{len(ARTICLE.split())} words, about 1 minute to read." in note


@pytest.mark.parametrize("question", ["Hello!", "hi there", "Thanks!", "Help", "What can you do?"])
def test_a_friendly_line_with_two_questions(question: str) -> None:
    reply = fake_library(ARTICLE).ask(question)
    assert list(reply) == []
    assert reply.answered
    assert "“What is it about?” or “Who is quoted?”" in headline(reply)
    assert "No passage" not in headline(reply)


@pytest.mark.parametrize(
    "question",
    ["When was the deal published?", "When was the case decided?", "Who wrote the letter?",
     "Who wrote to the mayor?", "How long is the harbour?",
     "What is the cat about?", "Who is quoted by Moss?", "When was the bird released?"],
)  # fmt: skip
def test_any_other_question_is_searched(question: str) -> None:
    assert kind_of(question) is None


def test_what_the_document_does_not_say_is_searched() -> None:
    reply = fake_library("The cat slept.\n\nA bird sang.").ask("Who wrote it?")
    assert not reply.answered
    assert reply.note is None
    assert reply.reason == "I find no author in the text."


@pytest.mark.parametrize(
    ("before", "question", "sentence"),
    [
        ("Who wrote this?", "and when?", "3 May 2024"),
        ("When was it published?", "By whom?", "By Ann Hill"),
        ("Who wrote this?", "Where?", "LISBON"),
    ],
)
def test_bare_follow_up(before: str, question: str, sentence: str) -> None:
    library = fake_library(ARTICLE)
    reply = library.ask(question, history=[library.ask(before)])
    assert sentence in reply[0].sentence.text
    assert kind_of(question) is None


@pytest.mark.parametrize(
    "question",
    ["Summarize the article in 3 bullet points", "give me the gist", "tl;dr", "summary please",
     "What are the main points of this text?", "Can you give me a short summary?",
     "write me a summary"],
)  # fmt: skip
def test_a_summary_is_declined_with_the_beginning(question: str) -> None:
    reply = fake_library(ARTICLE).ask(question)
    assert "will be dredged" in reply[0].sentence.text
    assert reply.note == "I do not summarize; the text begins like this:"


def test_language_and_subject_of_an_opinion() -> None:
    text = (
        "Judge Hill delivered the opinion.\n\nThe owners of the mill let the water run until the "
    )
    library = fake_library(f"{text}cat and the bird left the roof, and the town sued them.")
    assert library.ask("What language is it in?").note == "The text is in English."
    assert "sued" in library.ask("What is this case about?")[0].sentence.text


@pytest.mark.parametrize(
    "front",
    ["author: Ines Roth", 'authors = ["Ines Roth"]', "authors:\n  - name: Ines Roth",
     "authors:\n- Ines Roth"],
)  # fmt: skip
def test_author_in_front_matter(front: str) -> None:
    reply = fake_library(f"---\ntitle: The weir\n{front}\n---\n\nThe cat slept.").ask(
        "Who wrote it?"
    )
    assert "Ines Roth" in reply[0].text
    assert reply.answered


def test_the_one_who_says_most_comes_first() -> None:
    said = "ANN HILL: The cat slept. The bird sang. It rained."
    text = f"BOB LEE: Why?\n\n{said}\n\nBL: And then?\n\nAH: It woke."
    reply = fake_library(text).ask("Who is being interviewed?")
    assert reply.note == "Quoted, with the number of their sentences: Ann Hill (4), Bob Lee (2)."
    assert "The cat slept" in reply[0].text


def test_of_several_documents_the_one_of_the_last_reply_is_meant() -> None:
    library = fake_library(ARTICLE, "The dog barked.\n\nBy Bob Lee")
    assert not library.ask("Who wrote it?").answered
    first = library.ask("What barked, the dog?")
    assert library.ask("Who wrote it?", history=[first])[0].sentence.text == "By Bob Lee"
    named = library.ask("Who wrote it?", documents=["1.txt"])
    assert "Ann Hill" in named[0].sentence.text


def test_what_a_few_documents_are_about_is_said_of_each() -> None:
    other = "The dog barked at the mill until the owner of the town let it go."
    reply = fake_library(ARTICLE, other).ask("What is this about?")
    assert {answer.document.name for answer in reply} == {"1.txt", "2.txt"}
    assert not fake_library(ARTICLE, other).ask("What is this about?", 1).answered
    first = fake_library(ARTICLE, other).ask("What barked, the dog?")
    reply = fake_library(ARTICLE, other).ask("What is this about?", history=[first])
    assert [answer.document.name for answer in reply] == ["2.txt"]


def test_empty_document_says_nothing_of_itself() -> None:
    assert (
        askdoc.Library([Document("1.txt", "", "A")], FakeEmbedder()).ask("How long is it?").note
        is None
    )


def test_empty_library_says_nothing_of_itself() -> None:
    assert not askdoc.Library([], fake_library("A cat.").embedder).ask("Who wrote it?").answered


def test_greeting_between_leaves_the_conversation_as_it_was() -> None:
    history = ["What did Moss say about the cat?", "Thanks!"]
    reply = fake_library(ARTICLE).ask("And the bird?", history=history)
    assert reply.searched == "What did Moss say about the bird?"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who wrote it?", "Ines Roth"),
        ("When was it published?", "2024-03-05"),
        ("Which newspaper is it from?", "The Courier"),
        ("Who published this article?", "The Courier"),
    ],
)
def test_what_the_metadata_says(question: str, said: str) -> None:
    facts = Facts("Ines Roth", "2024-03-05", "The Courier")
    text = "The ferry has run for ninety years. Its captain says that the boat is old but sound."
    reply = askdoc.Library([Document("a.pdf", text, "The ferry", facts=facts)]).ask(question)
    assert reply.state == "answered"
    assert reply.note == f"The file's metadata says: {said}."


def test_front_matter_is_not_the_subject() -> None:
    text = f"---\ntitle: The weir of Orne, and who mended it\ntags: mills, rivers\n---\n\n{ARTICLE}"
    reply = fake_library(text).ask("What is this about?")
    assert reply[0].sentence.text in ARTICLE

"""The kind of answer asked for, and the sentence that tells rather than repeats."""

from __future__ import annotations

import pytest
from conftest import fake_library

from askdoc.answer_type import answer_type, asks, holds
from askdoc.marking import bonus, lacks_kind, leads, marked, rest_of_list, traits
from askdoc.types import Sentence


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many mills burned?", "number"),
        ("What percentage of the mills burned?", "number"),
        ("how old was the miller", "number"),
        ("When did the mill burn?", "time"),
        ("In which year did it burn?", "time"),
        ("Who owned the mill?", "person"),
        ("Whose mill was it?", "person"),
        ("Where did the miller go?", "place"),
        ("In what town is the mill?", "place"),
        ("Why did it burn?", "reason"),
        ("What caused the fire?", "reason"),
        # the first word decides
        ("When did he say how many burned?", "time"),
        ("Who knew when it burned?", "person"),
        # no kind that form alone tells
        ("What did the miller say?", None),
        ("How did the fire start?", None),
        ("Did the mill burn?", None),
        ("The whole mill", None),
    ],
)
def test_kind_that_is_asked_for(question: str, kind: str | None) -> None:
    assert answer_type(question) == kind


@pytest.mark.parametrize(
    ("kind", "sentence", "question", "held"),
    [
        ("number", "Three mills burned.", "How many mills burned?", True),
        ("number", "Of the 3,200 mills few were left.", "How many mills burned?", True),
        ("number", "Many mills burned.", "How many mills burned?", False),
        # a number that the question has itself is no answer
        ("number", "In 1901 mills burned.", "How many mills burned in 1901?", False),
        ("time", "It burned on a Sunday.", "When did it burn?", True),
        ("time", "It burned in 1901.", "When did it burn?", True),
        ("time", "It burned down.", "When did it burn?", False),
        ("person", "The owner was Ada Hill.", "Who owned the mill?", True),
        ("person", "Ada Hill owned it.", "Who owned the mill?", True),
        ("person", "The owner was Ada Hill.", "Who told Ada Hill?", False),
        ("person", "The mill had an owner.", "Who owned the mill?", False),
        ("place", "He went to Bergen.", "Where did he go?", True),
        ("place", "It stood at the river.", "Where was the mill?", True),
        ("place", "It was old.", "Where was the mill?", False),
        ("reason", "It burned because of a lamp.", "Why did it burn?", True),
        ("reason", "It burned.", "Why did it burn?", False),
    ],
)
def test_sentence_contains_the_answer_type(
    kind: str, sentence: str, question: str, held: bool
) -> None:
    assert holds(kind, sentence, question) is held


def test_a_sentence_lacks_what_is_asked_for_only_if_something_is() -> None:
    assert lacks_kind("When did it burn?", "It burned down.")
    assert not lacks_kind("When did it burn?", "It burned in 1901.")
    assert not lacks_kind("What happened?", "It burned down.")


def test_questions_are_recognized() -> None:
    assert asks("Who owned it?")
    assert asks("“Who owned it?” ")
    assert not asks("She asked who owned it.")


def test_traits_of_sentences_that_inform_and_that_do_not() -> None:
    question = "When did the mill burn?"
    assert traits(question, "The mill burned to the ground in 1901.") == (True, False, False)
    assert traits(question, "When did the old mill burn to the ground?") == (False, True, False)
    assert traits(question, "If the old mill burns, the insurer pays.") == (False, False, True)
    assert traits("What is a mill?", "A mill has the meaning given in clause 14.2.")[2]
    assert traits(question, "The mill.") == (False, False, True)  # adds nothing to the question


def test_an_informative_sentence_gets_a_bonus() -> None:
    question = "When did the mill burn?"
    stated = bonus(question, "The mill burned to the ground in 1901.")
    repeated = bonus(question, "The old mill burned to the very ground.")
    asked = bonus(question, "When did the old mill burn to the ground?")
    assert stated > repeated >= asked


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Who pays?", True),
        ("**Who pays?**", True),
        ("“Who pays?”", True),
        ('Who wrote "Emma"?', True),
        ('He said "Who pays?"', False),
        ('He said "Who pays?', False),
        ("He asked: “Who pays?”", False),
        ("Nobody pays.", False),
    ],
)
def test_what_asks(sentence: str, question: bool) -> None:
    assert asks(sentence) is question


def sentences(*texts: str) -> list[Sentence]:
    return [Sentence(text, n, n + 1, heading=text.startswith("#")) for n, text in enumerate(texts)]


PROSE = "The mill burned down.", "A lamp had fallen over.", "Nobody lived there."
LIST = (
    "The bylaws name three duties:",
    "- Sweep the yard.",
    "- Bar the gate.",
    "- Feed the geese.",
    "The warden sees to them.",
)


COUNTED = "The miller has two duties.", "First, he grinds.", "Second, he pays.", "He sleeps little."


@pytest.mark.parametrize(
    ("question", "texts", "scores", "best", "all_marked"),
    [
        ("What happened?", PROSE, [0.5, 0.2, 0.1], 0, [0]),
        ("What happened?", PROSE, [0.5, 0.47, 0.1], 0, [0, 1]),
        # as near, but it asks or heads
        ("What happened?", ("# A mill", *PROSE), [0.49, 0.5, 0.1, 0.1], 1, [1]),
        ("What happened?", ("Who lost it?", *PROSE), [0.5, 0.5, 0.1, 0.1], 1, [1]),
        # whatever announces a list, and an item of it if several are asked for
        ("What do the bylaws say?", LIST, [0.5, 0.2, 0.2, 0.1, 0.1], 0, [0, 1, 2, 3]),
        ("Which duty comes second?", LIST, [0.2, 0.1, 0.5, 0.1, 0.1], 2, [2]),
        ("What are the duties?", LIST, [0.2, 0.1, 0.5, 0.1, 0.1], 2, [1, 2, 3]),
        ("Which three duties are named?", LIST, [0.2, 0.1, 0.5, 0.1, 0.1], 2, [1, 2, 3]),
        ("Which two duties are there?", COUNTED, [0.5, 0.2, 0.1, 0.1], 0, [0, 1, 2]),
        ("Who has duties?", COUNTED, [0.5, 0.2, 0.1, 0.1], 0, [0]),
        ("Who sees to them?", LIST, [0.1, 0.1, 0.1, 0.1, 0.5], 4, [4]),
    ],
)
def test_all_that_answer_are_marked(
    question: str, texts: tuple[str, ...], scores: list[float], best: int, all_marked: list[int]
) -> None:
    assert marked(question, sentences(*texts), scores, scores) == (best, all_marked)


def test_a_sentence_as_good_only_by_its_heading_is_not_marked() -> None:
    scores, alone = [0.5, 0.5, 0.5], [0.2, 0.47, 0.5]
    assert marked("What happened?", sentences(*PROSE), scores, alone) == (0, [0, 1, 2])
    assert marked("What happened?", sentences(*PROSE), scores, alone[::-1]) == (0, [0, 1])


NEEDS = """The mill needs three things:

1. a wheel
   of oak
2. a weir,

3. water.

The miller sleeps."""


def marked_rest(text: str, passage: str, best: int = 0) -> list[str]:
    """What is marked besides a passage, whose sentences are its lines."""
    found, at = [], 0
    for line in passage.splitlines():
        at = text.index(line, at)
        found.append(Sentence(line, at, at + len(line)))
        at += len(line)
    rest = rest_of_list(text, found, best)
    assert all(text[one.start : one.end] == one.text for one in rest)
    return [" ".join(one.text.split()) for one in rest]


def test_a_list_behind_the_passage_that_announces_it_is_part_of_the_answer() -> None:
    assert marked_rest(NEEDS, "The mill needs three things:") == [
        "1. a wheel of oak", "2. a weir,", "3. water.",
    ]  # fmt: skip
    assert marked_rest("It needs:\n- oak\n\n- water", "It needs:\n- oak") == ["- water"]
    assert marked_rest(NEEDS.replace("things:", "things."), "The mill needs three things.") == []
    assert marked_rest("It needs:\n\n- oak\n\nNothing else.", "It needs:") == []
    assert marked_rest("It needs: a wheel. He left.\n- oak\n- ash", "It needs:\nHe left.") == []
    assert marked_rest("It needs:\n\n\n\n- oak\n- ash", "It needs:") == []
    # a numbered heading behind the list
    assert marked_rest("It needs:\n\n- oak\n  1. dry\n- ash\n\n2. Costs", "It needs:") == [
        "- oak", "1. dry", "- ash",
    ]  # fmt: skip


def test_an_answer_contains_the_list_that_it_announces() -> None:
    text = "A bird sang.\n\nThe dog needs:\n\n- a bowl\n\n- a lead\n\nThe cat slept."
    answer, *others = fake_library(text).ask("What does the dog need?")
    assert others
    assert not any("bowl" in other.text or "lead" in other.text for other in others)
    assert answer.text == text[answer.start : answer.end]
    assert [one.text for one in answer.sentences] == ["The dog needs:", "- a bowl", "- a lead"]
    assert answer.text.endswith("a lead")


def test_heading_on_the_line_of_its_text_is_not_the_answer() -> None:
    lease = "3. Deposit. The tenant lodges 900 euros with the landlord.\n\n4. Pets. No dogs."
    assert fake_library(lease).ask("deposit")[0].sentence.text == (
        "The tenant lodges 900 euros with the landlord."
    )
    alone = fake_library("3. Deposit.\n\nThe dog ran.").ask("deposit")
    assert alone[0].sentence.text == "3. Deposit."


@pytest.mark.parametrize(
    ("sentence", "is_heading"),
    [
        ("3. Deposit.", True),
        ("2.1 Notice of termination.", True),
        ("(4) Governing Law.", True),
        ("12. Fees, Costs and Expenses.", True),
        ("3. Kerry agreed.", False),
        ("7. The defendant appealed.", False),
        ("9 Germans were killed.", False),
        ("J. Smith resigned.", False),
        ("V. Putin.", False),
        ("Hammond.", False),
        ("3. Deposit", False),
    ],
)
def test_numbered_heading_of_a_clause(sentence: str, is_heading: bool) -> None:
    sentences = [Sentence(sentence, 0, len(sentence)), Sentence("He left at noon.", 20, 36)]
    assert leads(sentences, 0) == is_heading
    assert not leads(sentences[:1], 0)


def test_items_of_a_list_are_no_headings() -> None:
    items = [Sentence("1. Rest.", 0, 8), Sentence("2. Water.", 9, 18)]
    assert not leads(items, 0)

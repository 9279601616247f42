"""The kind of answer asked for, and the sentence that tells rather than repeats."""

from __future__ import annotations

import pytest

from askdoc.answer_type import answer_type, asks, holds
from askdoc.marking import bonus, lacks_kind, marked, traits
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
def test_sentence_that_holds_the_kind(kind: str, sentence: str, question: str, held: bool) -> None:
    assert holds(kind, sentence, question) is held


def test_a_sentence_lacks_what_is_asked_for_only_if_something_is() -> None:
    assert lacks_kind("When did it burn?", "It burned down.")
    assert not lacks_kind("When did it burn?", "It burned in 1901.")
    assert not lacks_kind("What happened?", "It burned down.")


def test_questions_are_told() -> None:
    assert asks("Who owned it?")
    assert asks("“Who owned it?” ")
    assert not asks("She asked who owned it.")


def test_traits_of_what_tells_and_what_does_not() -> None:
    question = "When did the mill burn?"
    assert traits(question, "The mill burned to the ground in 1901.") == (True, False, False)
    assert traits(question, "When did the old mill burn to the ground?") == (False, True, False)
    assert traits(question, "If the old mill burns, the insurer pays.") == (False, False, True)
    assert traits("What is a mill?", "A mill has the meaning given in clause 14.2.")[2]
    assert traits(question, "The mill.") == (False, False, True)  # adds nothing to the question


def test_what_tells_is_given_more() -> None:
    question = "When did the mill burn?"
    told = bonus(question, "The mill burned to the ground in 1901.")
    repeated = bonus(question, "The old mill burned to the very ground.")
    asked = bonus(question, "When did the old mill burn to the ground?")
    assert told > repeated >= asked


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
        ("Who sees to them?", LIST, [0.1, 0.1, 0.1, 0.1, 0.5], 4, [4]),
    ],
)
def test_all_that_answer_are_marked(
    question: str, texts: tuple[str, ...], scores: list[float], best: int, all_marked: list[int]
) -> None:
    assert marked(question, sentences(*texts), scores) == (best, all_marked)

"""Numbers, dates and opposites: what must stand in an answer, and must not."""

from __future__ import annotations

import pytest
from conftest import fake_library

from askdoc.dates import dates, is_date, question_dates
from askdoc.particulars import Particulars


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 2024-05-03", {"2024-05-03", "05-03"}),
        ("on 2024/5/3.", {"2024-05-03", "05-03"}),
        ("on 3 May 2024", {"2024-05-03", "05-03"}),
        ("on the 3rd of May, 2024", {"2024-05-03", "05-03"}),
        ("on May 3rd, 2024", {"2024-05-03", "05-03"}),
        ("on Sept. 3", {"09-03"}),
        ("am 3.5.2024", {"2024-05-03", "05-03"}),
        ("on 3/5/2024", {"2024-05-03", "05-03", "2024-03-05", "03-05"}),
        ("on 13/5/2024", {"2024-05-13", "05-13"}),
        # none
        ("in May 2024", set()),
        ("you may 3", {"05-03"}),  # small letters are months, too
        ("on 2024-13-40", set()),
        ("version 3.5.2024.1", set()),
        ("12-2024-05-03", set()),
        ("34 May", set()),
        ("3/4 of it", set()),
    ],
)
def test_dates(text: str, expected: set[str]) -> None:
    found = list(dates(text))
    assert {date for date, *_ in found} == expected
    assert all(is_date(date) and text[start:end].strip() for date, start, end in found)


def test_date_with_its_year_is_not_asked_of_any_year() -> None:
    assert [date for date, *_ in question_dates("What is on 3 May 2024?")] == ["2024-05-03"]
    assert [date for date, *_ in question_dates("What is on 3 May?")] == ["05-03"]


@pytest.mark.parametrize(
    ("question", "text", "lacking"),
    [
        ("What does box 74 hold?", "Box 74 holds spoons.", 0),
        ("What does box 74 hold?", "The boxes, No. 74 too, hold spoons.", 0.5),
        ("What does box 74 hold?", "Box 1 holds 74 spoons.", 0.5),
        ("What does box 74 hold?", "Box 740 holds spoons.", 1),
        ("What is error E1404?", "Error E1404 is a fault.", 0),
        ("What is on 3 May 2024?", "The talk is on 2024-05-03.", 0),
        ("What is on 3 May 2024?", "The talk is on 2023-05-03.", 1),
        ("What costs 1,275 euros?", "It costs 1,275 euros.", 0),
        ("What costs 1,275 euros?", "It costs 1275 or 275 euros.", 1),
        ("Who pays?", "Box 74", 0),
    ],
)
def test_what_a_text_lacks(question: str, text: str, lacking: float) -> None:
    assert Particulars(question).lacks(text) == lacking


@pytest.mark.parametrize(
    ("question", "sentence", "contrary"),
    [
        ("What closes after noon?", "The shop closes before noon.", True),
        ("What closes after noon?", "The shop closes after noon.", False),
        ("What closes after noon?", "Before and after noon it is closed.", False),
        ("What closes after noon?", "The shop closes.", False),
        ("What may tenants keep?", "Tenants may not keep snakes.", True),
        ("What may tenants keep?", "Tenants may keep cats.", False),
        ("What may tenants not keep?", "Tenants may keep cats.", True),
        ("What may tenants not keep?", "Tenants can't keep snakes.", False),
        ("Who pays?", "Nobody pays.", False),
    ],
)
def test_what_says_the_opposite(question: str, sentence: str, contrary: bool) -> None:
    assert Particulars(question).contrary(sentence) is contrary


@pytest.mark.parametrize("separator", [" ", "\n\n"])
@pytest.mark.parametrize(
    ("one", "other", "questions"),
    [
        ("The cat of box 12 has 40 birds.", "The cat of box 40 has 12 birds.",
         ("How many birds has the cat of box 12?", "How many birds has the cat of box 40?")),
        ("The cat came before the dog.", "The bird came after the dog.",
         ("Who came before the dog?", "Who came after the dog?")),
        ("The cat came on 2024-05-03.", "The cat came on 2024-06-03.",
         ("Who came on 3 May 2024?", "Who came on June 3rd, 2024?")),
    ],
)  # fmt: skip
def test_they_decide_between_texts_that_are_alike(
    one: str, other: str, questions: tuple[str, str], separator: str
) -> None:
    for texts in ((one, other), (other, one)):
        library = fake_library(separator.join(texts))
        for question, answer in zip(questions, (one, other), strict=True):
            assert library.ask(question)[0].sentence.text == answer
            scores = [answer.score for answer in library.ask(question)]
            assert scores == sorted(scores, reverse=True)

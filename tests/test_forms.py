"""The same question in capitals, in politeness, in quotation marks, mistyped."""

from __future__ import annotations

import pytest

from askdoc.forms import marked, meant, with_names

FORMS = [
    ("HELLO, COULD YOU TELL ME WHO PAYS? THANK YOU!", "Who pays?"),
    ("Hi, please tell me: Who pays?", "Who pays?"),
    ("hi who pays", "Who pays"),
    ("Good morning! I'd like to know who pays. Thanks", "Who pays"),
    ("Hello there, quick question: who pays?", "Who pays?"),
    ("I have a question, please: can you tell us who pays?", "Who pays?"),
    ("Does anyone know who pays?", "Who pays?"),
    ("I was wondering whether the mayor pays.", "The mayor pays."),
    ("Tell me about the mayor", "The mayor"),
    ("Who pays? Many thanks in advance, kind regards", "Who pays?"),
    ("Who pays, please?", "Who pays?"),
    ("who pays thanks", "Who pays"),
    ('"Who pays?"', "Who pays?"),
    ('"Hi, who pays?"', "Who pays?"),
    ("WHO PAYS THE UN?", "Who pays the un?"),
    ("Hi, why?", "Why?"),
]
AS_THEY_ARE = [
    "Who pays?",
    "Hello World prints what?",
    "Who wrote Thanks?",
    "What question did he ask?",
    "Dear Dr Hill said what?",
    "So what?",
    "And him?",
    "Please",
    "Thanks!",
    "Hello",
    "NATO, UN, EU",
    'Who named the "root cause"?',
    "外務大臣は？",
]


@pytest.mark.parametrize(("typed", "expected"), FORMS)
def test_what_is_meant(typed: str, expected: str) -> None:
    assert meant(typed) == expected


@pytest.mark.parametrize("question", AS_THEY_ARE)
def test_what_is_no_form(question: str) -> None:
    assert meant(question) == question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who pays", "who pays?"),
        ("Is it so", "Is it so?"),
        ("Who pays?", "Who pays?"),
        ("who pays.", "who pays."),
        ("shipping costs", "shipping costs"),
    ],
)
def test_question_mark_that_was_not_typed(question: str, expected: str) -> None:
    assert marked(question) == expected


def test_names_get_the_capitals_that_the_text_gives_them() -> None:
    texts = [
        "Only Kerry spoke. Talks followed, said Robin Lovell-Badge.",
        "The talks of May may end.",
    ]
    names = with_names("what did kerry and robin lovell-badge say of talks in may?", texts)
    assert names == "what did Kerry and Robin Lovell-Badge say of talks in may?"
    assert with_names("What did kerry say to Ann?", texts) == "What did kerry say to Ann?"

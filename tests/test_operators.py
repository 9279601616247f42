"""What a question demands of passages, and what only looks like a demand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askdoc.operators import Operators, operators, unquoted

# --- operators: question -> what is searched, phrases, excluded words

OPERATORS = [
    ("Who met Hammond?", "Who met Hammond?", (), ()),
    ('Who named the "root cause"?', 'Who named the "root cause"?', ("root cause",), ()),
    ("Who named the “root cause”?", "Who named the “root cause”?", ("root cause",), ()),
    ('"IS" and "UN" talks', '"IS" and "UN" talks', ("IS", "UN"), ()),
    ('“IS” and "UN" talks', '“IS” and "UN" talks', ("IS", "UN"), ()),
    ("Kerry talks -Berlin", "Kerry talks", (), ("berlin",)),
    ("-Berlin Kerry talks", "Kerry talks", (), ("berlin",)),
    ("Kerry -Berlin talks -Xinhua now", "Kerry talks now", (), ("berlin", "xinhua")),
    ('"root cause" -Berlin', '"root cause"', ("root cause",), ("berlin",)),
    ('"root" -root', '"root"', ("root",), ("root",)),
    ("-Berlin", "", (), ("berlin",)),
    ("-root-cause talks", "talks", (), ("root", "cause")),
    # no operators
    ("a well-known man", "a well-known man", (), ()),
    ("Kerry - Hammond", "Kerry - Hammond", (), ()),
    ("Kerry-Hammond talks", "Kerry-Hammond talks", (), ()),
    ("Is it -5 degrees?", "Is it -5 degrees?", (), ()),
    ("--help", "--help", (), ()),
    ("talks -", "talks -", (), ()),
    ('a 5" pipe', 'a 5" pipe', (), ()),
    ('the "" talks', 'the "" talks', (), ()),
    ('the " ?! " talks', 'the " ?! " talks', (), ()),
    ("'root cause'", "'root cause'", (), ()),
    # a hyphen inside quotation marks belongs to the phrase
    ('"root -Berlin cause" of', '"root -Berlin cause" of', ("root -Berlin cause",), ()),
    # the whole question, or more than a phrase
    ('"Who pays?"', '"Who pays?"', (), ()),
    ("“Who pays”?", "“Who pays”?", (), ()),
    (f'Who wrote "{"a " * 11}"?', f'Who wrote "{"a " * 11}"?', (), ()),
    (f'Who wrote "{"a " * 10}"?', f'Who wrote "{"a " * 10}"?', ("a " * 10,), ()),
    # inch marks, and marks that do not close
    ('a 5" pipe and a 3" pipe', 'a 5" pipe and a 3" pipe', (), ()),
    ('who is "Kerry', 'who is "Kerry', (), ()),
    ("the dogs' and cats' beds", "the dogs' and cats' beds", (), ()),
    # what is asked about is not left out
    ("What does the -verbose switch do?", "What does the -verbose switch do?", (), ()),
    ("What does -verbose mean?", "What does -verbose mean?", (), ()),
    ("What is the option -recursive for?", "What is the option -recursive for?", (), ()),
    ("Kerry -the American- spoke", "Kerry -the American- spoke", (), ()),
    ("Kerry -who was late- spoke", "Kerry -who was late- spoke", (), ()),
    ("Was it -12 or -20?", "Was it -12 or -20?", (), ()),
    ("what is -verbose", "what is -verbose", (), ()),  # nothing else is asked
]


@pytest.mark.parametrize(("question", "searched", "phrases", "excluded"), OPERATORS)
def test_operators(
    question: str, searched: str, phrases: tuple[str, ...], excluded: tuple[str, ...]
) -> None:
    text, found = operators(question)
    assert text == searched
    assert found == Operators(phrases, excluded)
    assert bool(found) == bool(phrases or excluded)


def test_possessive_of_an_excluded_word_is_that_word() -> None:
    # Else "s" would be excluded, and with it every passage that holds "Russia's".
    for question in ("talks -Kerry's", "talks -Kerry’s"):
        _, found = operators(question)
        assert not found.allow("Kerry left.")
        assert found.allow("Russia's focus")


@given(st.text(st.sampled_from('ab -"“”5\n')))
def test_any_question_has_operators_or_none(question: str) -> None:
    text, found = operators(question)
    assert isinstance(found.allow(text), bool)


def test_phrases_can_be_left_out() -> None:
    demands = Operators(("root cause",), ("berlin",))
    assert demands.without_phrases() == Operators((), ("berlin",))


# --- what a passage must and must not hold


@pytest.mark.parametrize(
    ("phrase", "text", "allowed"),
    [
        ("root cause", 'the "root cause" of it', True),
        ("Root CAUSE", "the root cause.", True),
        ("root cause", "The Root Cause", True),
        ("root cause", "the root\r\n  cause", True),  # a line end is blank space
        ("root cause", "the root-cause", True),
        ("root cause", "the cause, the root", False),
        ("root cause", "the root and cause", False),
        ("root cause", "the root causes", False),  # a phrase is taken by the letter
        ("cat", "concatenate", False),
        ("cat", "cats", False),
        ("cat", "cat", True),
        ("the", "in the end", True),  # a stop word can be demanded, too
        ("not", "in the end", False),
    ],
)
def test_phrase(phrase: str, text: str, allowed: bool) -> None:
    assert Operators((phrase,)).allow(text) is allowed


@pytest.mark.parametrize(
    ("word", "text", "allowed"),
    [
        ("berlin", "He went to Berlin.", False),
        ("Berlin", "BERLIN!", False),
        ("berlin", "The Berlinale", True),
        ("berlin", "Berlin's mayor", False),
        ("talk", "the talks", False),  # words of one stem are the same
        ("talks", "he is talking", False),
        ("cat", "concatenate", True),
        ("cat", "", True),
    ],
)
def test_excluded_word(word: str, text: str, allowed: bool) -> None:
    _, demands = operators(f"Who left -{word}")
    assert demands.allow(text) is allowed


def test_all_demands_count() -> None:
    demands = Operators(("cat", "dog"), ("bird", "fish"))
    assert demands.allow("A dog and a cat.")
    assert not demands.allow("A cat.")
    assert not demands.allow("A dog, a cat and birds.")
    assert not demands.allow("A dog, a cat and a fish.")
    assert Operators(("cat",), ("cat",)).allow("A cat.") is False
    assert Operators().allow("Anything.")
    assert not Operators()


@pytest.mark.parametrize(
    ("phrase", "text"), [("José", "Jose\u0301 left"), ("oﬃce", "the office"), ("５０", "50 euros")]
)
def test_phrase_in_other_characters(phrase: str, text: str) -> None:
    assert Operators((phrase,)).allow(text)


@pytest.mark.parametrize(
    ("question", "inside"),
    [
        ('"Who pays?"', "Who pays?"),
        ("“Who pays?”", "Who pays?"),
        ('"Who pays"?', "Who pays"),
        ('"Who" or "what"?', '"Who" or "what"?'),
        ("Who pays?", "Who pays?"),
        ('"', '"'),
    ],
)
def test_quotation_marks_around_the_question(question: str, inside: str) -> None:
    assert unquoted(question) == inside

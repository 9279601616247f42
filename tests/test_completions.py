"""Follow-ups: the ways to complete a question, of which trial chooses."""

from __future__ import annotations

import pytest
from conftest import fake_library
from test_followup import ASSAD, MARIGOLD

from askdoc.followup import complete, completions, depends_on_history


@pytest.mark.parametrize(
    "question",
    ["And Russia?", "When?", "How much did it pay?", "Which paper does he work for?",
     "Did anyone offer more?", "Where was that?", "What is his job?"],
)  # fmt: skip
def test_question_that_leans_on_the_one_before(question: str) -> None:
    assert depends_on_history(question, [ASSAD])
    assert not depends_on_history(question, [])


@pytest.mark.parametrize(
    "question",
    ["Who met Hammond?", "How long does it take for wells to fill?", "Who is Kerry, where is he?",
     "Which university has its origins in a school?", "What does it mean to pay?"],
)  # fmt: skip
def test_question_that_stands_alone(question: str) -> None:
    assert not depends_on_history(question, [ASSAD])


def test_question_in_another_language_is_judged_by_that_language() -> None:
    assert depends_on_history("Und wann?", ["Wo liegt Bonn?"])
    assert not depends_on_history("Welche Stadt liegt am Rhein?", ["Wo liegt Bonn?"])


def test_person_and_pronoun_are_tried() -> None:
    told = "Kerry said so in London, where he met Philip Hammond."
    tried = completions("What about Hammond?", [ASSAD], told, "Kerry")
    assert tried[0] == "What did Kerry say about Hammond?"
    assert "What did Hammond say about Assad?" in tried
    tried = completions("How much did it pay?", ["Who won the auction of Yugansk?"], told, None)
    assert tried[0] == "How much did it pay?"
    assert {"How much did Yugansk pay?", "How much did Philip Hammond pay?"} <= set(tried)


IN_PARIS = [
    "What did Kerry say about Assad?",
    "What did Hammond do in London?",
    "And in Paris?",
]


@pytest.mark.parametrize(
    ("question", "history", "told", "speaker", "tried"),
    [
        # the speaker, then the names of the question before as it was completed, then of the answer
        (
            "Why did he go?",
            IN_PARIS,
            "He met Lavrov's aide.",
            "Ban",
            [f"Why did {name} go?" for name in ("Hammond", "Ban", "Lavrov")],
        ),
        ("Where is he?", ["Who ran?"], "Nobody saw Kerry.", None, ["Where is Kerry?"]),
        ("AND why did he go?", ["Who ran?"], "I saw Kerry.", None, ["Why did Kerry go?"]),
        # each pronoun that owns something
        *(
            (f"But what is {owner} mast?", [MARIGOLD], "", None, ["What is Marigold's mast?"])
            for owner in ("its", "their", "her", "Its")
        ),
        ("But who saw her?", [MARIGOLD], "", None, ["Who saw Marigold?"]),
        # each name gives way to the new one
        (
            "What about Hammond?",
            ["What did Kerry say in London?"],
            "",
            None,
            ["What did Hammond say in London?", "What did Kerry say in Hammond?"],
        ),
    ],
)
def test_completions_to_try(
    question: str, history: list[str], told: str, speaker: str | None, tried: list[str]
) -> None:
    found = completions(question, history, told, speaker)
    usual = complete(question, history)
    assert found == [usual, *(one for one in tried if one != usual)]


def test_he_is_neither_a_place_nor_a_body() -> None:
    told = "Ann, on a visit to Malta, spoke to the UN about Bob."
    found = completions("What did he say?", [MARIGOLD], told, "Ann", "It rained in Malta.")
    assert {"What did Ann say?", "What did Bob say?"} <= set(found)
    assert not any("Malta" in one or "UN" in one for one in found)
    quoted = 'Ann said: "Would we pay Bob?"'
    found = completions("What did he say?", [MARIGOLD], quoted, None)
    assert "What did Bob say?" in found
    assert "What did Would say?" not in found
    # a person in whom somebody believes, but who speaks
    assert "What did Ann say?" in completions(
        "What did he say?", [MARIGOLD], told, "Ann", "Faith in Ann grew."
    )
    found = completions("How large is it?", [MARIGOLD], told, None, "It rained in Malta.")
    assert "How large is Malta?" in found


def test_trial_chooses_what_is_answered() -> None:
    text = "The cat of Ann met the bird.\n\nThe dog sang to Bob.\n\nAnn paid the bird 40 euros."
    library = fake_library(text)
    first = library.ask("Who met the bird?")
    for history in ([first], [first.question]):
        reply = library.ask("How much did she pay the bird?", history=history)
        assert reply.searched == "How much did Ann pay the bird?"
        assert reply[0].text == "Ann paid the bird 40 euros."


def test_sentence_that_answered_before_is_not_said_again() -> None:
    library = fake_library("The cat met the bird. The cat slept.\n\nA stone.")
    first = library.ask("What did the cat do about the bird?")
    again = library.ask("And the cat?", history=[first])
    assert first[0].sentence.text == "The cat met the bird."
    assert again[0].sentence.text == "The cat slept."

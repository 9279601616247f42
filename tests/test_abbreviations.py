"""Abbreviations that a question asks about, and texts that spell them out."""

import pytest
from conftest import fake_library

from askdoc.abbreviations import asked_abbreviation, simplified, spells_out
from askdoc.particulars import Particulars


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("What does HMM stand for?", "HMM"),
        ("what does the abbreviation hmm mean", "hmm"),
        ("What's an HMM?", "HMM"),
        ("What is R&D short for?", "R&D"),
        ("HMM meaning", "HMM"),
        ("HMM stands for what?", "HMM"),
        ("Define HMM", "HMM"),
        ("Wofür steht die Abkürzung HMM?", "HMM"),
        ("Was soll HMM heißen?", "HMM"),
        ("¿Qué significa HMM?", "HMM"),
        ("Que veut dire le sigle HMM ?", "HMM"),
        ("What does the HMM do?", None),
        ("What is a hidden model?", None),
        ("Who uses HMM?", None),
    ],
)
def test_what_a_question_asks_the_meaning_of(question: str, short: str | None) -> None:
    assert asked_abbreviation(question) == short


@pytest.mark.parametrize(
    ("short", "text", "spelled_out"),
    [
        ("HMM", "A hidden Markov model (HMM) has states.", True),
        ("hmm", "A hidden Markov model (HMM) has states.", True),
        ("HMM", "Hidden Markov models (HMMs) have states.", True),
        ("HMM", "Each HMM (hidden Markov model) has states.", True),
        ("HMM", 'the hidden Markov model (the "HMM") of the supplier', True),
        ("HMM", "A model (HMM) has states.", False),
        ("HMM", "Each HMM (see below) has states.", False),
        ("HMM", "Each HMM (HMM) has states.", False),
        ("HMM", "A hidden Markov model has states.", False),
        ("R&D", "It pays for research and development (R&D).", True),
        ("TEM", "a transmission electron microscope (SEM)", False),
        ("M", "metres (M)", False),
        ("AI", "artificial intelligence (AI)", True),
        ("AI", "artificial and very deep new intelligence (AI)", False),
        ("AB", "big apples (AB)", False),
        ("TEM", "a cat eats mice (TEM)", False),
        ("HMM", "The HMM runs. A dog (hidden Markov model) sleeps.", False),
        ("HMM", "A tool (new) for a hidden Markov model (HMM)", True),
    ],
)
def test_a_text_spells_an_abbreviation_out(short: str, text: str, spelled_out: bool) -> None:
    assert spells_out(short, text) is spelled_out


def test_words_that_only_ask_are_removed_if_a_text_has_the_answer() -> None:
    texts = ["Nothing.", "The river gauge network (RGN) is old."]
    assert simplified("What does RGN stand for?", texts) == "What is RGN?"
    assert simplified("Wofür steht RGN?", texts) == "Was ist RGN?"
    assert simplified("What is an RGN?", texts) == "What is an RGN?"
    assert simplified("What does RGN stand for?", texts[:1]) == "What does RGN stand for?"
    assert simplified("Who pays for the RGN?", texts) == "Who pays for the RGN?"


def test_a_text_that_does_not_spell_it_out_lacks_it() -> None:
    particulars = Particulars("What does RGN stand for?")
    assert particulars.exact
    assert particulars.lacks("The RGN stands for honesty.") == 1
    assert particulars.lacks("The river gauge network (RGN) is old.") == 0


@pytest.mark.parametrize("question", ["What does RGN stand for?", "what is rgn", "RGN meaning"])
def test_the_passage_that_spells_it_out_is_first(question: str) -> None:
    texts = (
        "The RGN stands for its users, and RGN stands where RGN means nothing.",
        "The RGN is what it is.",
        "In spring the river gauge network (RGN) was extended to both banks.",
    )
    reply = fake_library("\n\n".join(texts)).ask(question)
    assert reply[0].sentence.text == texts[2]
    assert not reply.reason

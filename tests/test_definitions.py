"""The term whose meaning a question asks for, and texts that tell it."""

import pytest
from conftest import fake_library

from askdoc.abbreviations import spells_out
from askdoc.definitions import Meaning, simplified
from askdoc.particulars import Particulars


@pytest.mark.parametrize(
    ("question", "term"),
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
        ("What is a hidden model?", "hidden model"),
        ("what are tide pools", "tide pools"),
        ("What is meant by the term tide pool?", "tide pool"),
        ("Define tide pool.", "tide pool"),
        ("Was ist ein Gezeitenbecken?", "Gezeitenbecken"),
        ("Was versteht man unter einem Gezeitenbecken?", "Gezeitenbecken"),
        ("¿Qué es una poza de marea?", "poza de marea"),
        ("¿Qué se entiende por poza?", "poza"),
        ("Qu'est-ce qu'une cuvette de marée ?", "cuvette de marée"),
        ("Qu'entend-on par cuvette ?", "cuvette"),
        ("What is IT short for?", "IT"),
        ("What is a tide pool good for?", None),
        ("What is not a clean pool?", None),
        ("What is this pool about?", None),
        ("What is the name of the third largest pool?", None),
        ("What do the pools need?", None),
        ("Who uses HMM?", None),
    ],
)
def test_what_a_question_asks_the_meaning_of(question: str, term: str | None) -> None:
    assert Meaning(question).term == term


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What is a tide pool?", "A tide pool is a basin that the sea fills."),
        ("What is a tide pool?", "Tide pools are the basins that the sea fills."),
        ("What are tide pools?", "Many have seen one. A *tide-pool* is a basin."),
        ("What is a tide pool?", "In this Act, a tide pool is any basin."),
        ("What is a tide pool?", "A tide pool (or rock pool) is a basin."),
        ("What is a tide pool?", "A tide pool, as the name says, is a basin."),
        ("What is a Tide Pool?", "(b) “Tide Pool” means every basin of the shore."),
        ("What is a Tide Pool?", "3.1 **Tide Pool** shall mean every basin of the shore."),
        ("What is a Tide Pool?", "each basin of the shore (a “Tide Pool”) must stay clean"),
        ("What are tide pools?", "It fills small basins, called tide pools, twice a day."),
        ("What are tide pools?", "- tide pool: a basin that the sea fills"),
        ("What are tide pools?", "- **tide pool** – a basin that the sea fills"),
        ("What are tide pools?", "## Tide pools\n\nThe sea fills these basins."),
        ("What is Wrackline?", "* [Wrackline](https://example.org/w) is a maker of nets."),
        ("What is Wrackline?", "[**Wrackline**](https://example.org/w) is a maker of nets."),
        ("What is Wrackline?", "They sued Wrackline, a maker of nets, in May."),
        ("What is an estuary?", "Estuaries are the mouths of rivers."),
        ("What is a branch?", "Branches are the copies of a project."),
        ("Was ist ein Siel?", "Ein Siel ist ein Durchlass im Deich."),
        ("Was sind Siele?", "Als „Siel“ bezeichnet man Durchlässe, sogenannte Siele."),
        ("¿Qué es una poza?", "La poza es una cuenca entre rocas."),
        ("Qu'est-ce qu'une écluse ?", "L'écluse est un ouvrage entre deux eaux."),
        ("Que signifie écluse ?", "« écluse » désigne un ouvrage."),
    ],
)
def test_a_text_defines_a_term(question: str, text: str) -> None:
    meaning = Meaning(question)
    assert meaning.lack(text) == (0 if " " in str(meaning.term) else 0.5)


@pytest.mark.parametrize(
    ("question", "text", "lack"),
    [
        ("What is Wrackline?", "* [Wrackline](https://example.org/w) helps fishers.", 0.75),
        ("what is wrackline", "They sold it. Wrackline keeps nets dry.", 0.75),
        ("What is Wrackline?", "They say that Wrackline keeps nets dry.", 1),
        ("What is wrackline?", "- wrackline keeps nets dry", 1),
        ("What is a Wrackline?", "Wrackline keeps nets dry.", 1),
        ("What is Wrackline?", "Wrackline sued.", 1),
    ],
)
def test_a_text_says_what_a_thing_does(question: str, text: str, lack: float) -> None:
    assert Meaning(question).lack(text) == lack


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What is a tide pool?", "The tide pool was empty."),
        ("What is a tide pool?", "The name of the tide pool is the oldest on the shore."),
        ("What is a tide pool?", "A tide is a swell, and a pool is a basin."),
        ("What is a tide pool?", "A tide poolside is a place to sit."),
        ("What is a tide pool?", "It is known as the tide pool effect."),
        ("What is a tide pool?", "- tide pool: cold"),
        ("What is a tide pool?", "## Tide pool"),
        ("What is a tide pool?", "a crab (seen in a tide pool)"),
        ("What is the deadline?", "The deadline is a problem for many."),
        ("Who fills a tide pool?", "A tide pool is a basin."),
    ],
)
def test_a_text_does_not_define_a_term(question: str, text: str) -> None:
    assert Meaning(question).lack(text) == 1


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
        ("surname", "such rural families keep old names (or surnames)", False),
        ("hmm", "a hidden Markov model (hmm)", True),
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


SPELLED_OUT = (
    "The RGN stands for its users, and RGN stands where RGN means nothing.",
    "The RGN is what it is.",
    "In spring the river gauge network (RGN) was extended to both banks.",
)
DEFINED = (
    "Customer Content means what a customer creates, and a customer owns Customer Content.",
    "What the customer pays, the customer pays in advance, and every customer pays the same.",
    '"Customer" means the person or company that has signed this contract.',
)


@pytest.mark.parametrize(
    ("texts", "question"),
    [
        (SPELLED_OUT, "What does RGN stand for?"),
        (SPELLED_OUT, "what is rgn"),
        (SPELLED_OUT, "RGN meaning"),
        (DEFINED, "What is a customer?"),
        (DEFINED, "What does customer mean?"),
        (DEFINED, "define customer"),
        (DEFINED, "what's a customer"),
    ],
)
def test_the_passage_that_tells_the_meaning_is_first(texts: tuple[str, ...], question: str) -> None:
    reply = fake_library("\n\n".join(texts)).ask(question)
    assert reply[0].sentence.text == texts[-1]
    assert not reply.reason

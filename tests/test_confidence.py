"""How sure an answer is, and what is said of it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from conftest import fake_library
from hypothesis import given
from hypothesis import strategies as st

from askdoc.confidence import ANSWERED, OFFSET, PERHAPS, WEIGHTS, confidence, state, terms
from askdoc.show import headline, in_words
from askdoc.types import Evidence

SEEN = Evidence(0.5, 0.04, 0.6, 0.7, False, False, False, False, False, 3, 20)


def test_terms_by_hand() -> None:
    found = terms(replace(SEEN, lead=-0.04, lacks_name=0.5))
    assert found["score"] == pytest.approx(math.log(0.5))
    assert found["lead"] == pytest.approx(-0.2)
    assert found["lacks_name"] == 0.5
    assert found["lacks_number"] == 0
    assert found["words"] == pytest.approx(math.log(4))
    assert found["passages"] == pytest.approx(math.log(20))
    assert terms(replace(SEEN, score=-1.0))["score"] == pytest.approx(math.log(0.05))
    assert found.keys() == WEIGHTS.keys()


def test_it_is_a_logistic_curve_of_the_weighted_terms() -> None:
    total = OFFSET + sum(WEIGHTS[name] * term for name, term in terms(SEEN).items())
    assert confidence(SEEN) == pytest.approx(1 / (1 + math.exp(-total)), abs=1e-12)


@given(
    st.floats(-1, 1),
    st.floats(-1, 1),
    st.integers(0, 300),
    st.integers(1, 10_000_000),
    st.booleans(),
)
def test_it_is_a_probability(
    score: float, lead: float, words: int, passages: int, lacks: bool
) -> None:
    seen = replace(SEEN, score=score, lead=lead, words=words, passages=passages, lacks_name=lacks)
    assert 0 <= confidence(seen) <= 1


@pytest.mark.parametrize(
    "missing", ["lacks_name", "lacks_number", "lacks_kind", "other_speaker", "asks"]
)
def test_missing_evidence_reduces_the_confidence(missing: str) -> None:
    assert confidence(replace(SEEN, **{missing: True})) <= confidence(SEEN)


def test_a_better_score_and_a_longer_lead_make_it_surer() -> None:
    assert confidence(replace(SEEN, score=0.6)) > confidence(SEEN)
    assert confidence(replace(SEEN, lead=0.1)) > confidence(SEEN)


def test_three_states_and_the_words_for_them() -> None:
    assert [state(p) for p in (0.0, PERHAPS - 0.01, PERHAPS, ANSWERED - 0.01, ANSWERED, 1.0)] == [
        *("not", "not", "perhaps", "perhaps", "answered", "answered")
    ]
    assert in_words(ANSWERED) == "likely"
    assert in_words(PERHAPS) == "perhaps"
    assert in_words(PERHAPS - 0.01) == "unlikely"


def test_each_state_has_its_own_words() -> None:
    reply = fake_library("The cat slept.\n\nA bird sang.").ask("Where is the cat?")
    heads = {said: headline(replace(reply, state=said)) for said in ("answered", "perhaps", "not")}
    assert heads == {
        "answered": "",
        "perhaps": "This may answer it:",
        "not": "The article does not seem to say. Closest passages:",
    }
    assert replace(reply, state="answered").answered
    assert not replace(reply, state="perhaps").answered


def test_missing_names_and_numbers_are_noticed() -> None:
    library = fake_library("The cat slept.\n\nA bird sang.")
    evidence = library.ask("Did the cat of Zanzibar sleep in 1987?")[0].why.evidence
    assert (evidence.lacks_name, evidence.lacks_number) == (1.0, True)
    assert evidence.passages == 2
    plain = library.ask("Where is the cat?")[0].why.evidence
    assert (plain.lacks_name, plain.lacks_number) == (0.0, False)
    # a capital says nothing where every letter has one, or where the question begins
    assert not library.ask("DID THE CAT OF ZANZIBAR SLEEP?")[0].why.evidence.lacks_name
    assert not library.ask("Zanzibar is where?")[0].why.evidence.lacks_name

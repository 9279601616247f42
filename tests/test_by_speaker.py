"""Questions about what somebody says."""

from __future__ import annotations

import numpy as np
import pytest

from askdoc.by_speaker import reporting_words
from askdoc.types import Question


@pytest.mark.parametrize(
    ("text", "words", "asked", "places"),
    [
        ("What did Ann say of it?", "ann say", "Ann say", [1]),
        ("Was sagte Ann über den Hafen?", "sagt ann haf", "sagte Ann Hafen", [0]),
        ("Qu'a déclaré Ann sur le port ?", "declar ann port", "déclaré Ann port", [0]),
        ("¿Qué dijo Ann sobre el puerto?", "dij ann puert", "dijo Ann puerto", [0]),
        ("Cosa ha detto Ann del porto?", "dett ann port", "detto Ann porto", [0]),
        ("What happened to Ann?", "happen ann", "happened Ann", []),
    ],
)
def test_reporting_words(text: str, words: str, asked: str, places: list[int]) -> None:
    question = Question(
        text,
        np.zeros(3, np.float32),
        tuple(words.split()),
        forms=tuple(asked.split()),
        speaker=frozenset({"ann"}),
    )
    assert reporting_words(question) == places


def test_a_question_without_a_speaker_has_none() -> None:
    question = Question("Who will say it?", np.zeros(3, np.float32), ("say",), forms=("say",))
    assert reporting_words(question) == []

"""A quotation is found however the lines of a text are broken and its letters written."""

from __future__ import annotations

import unicodedata

import pytest

from askdoc.quoting import find_words

QUOTE = "the café – “closed” since 1902 – will open"


@pytest.mark.parametrize(
    "said",
    [
        QUOTE,
        QUOTE.replace(" ", "\r\n"),
        QUOTE.replace(" ", "  "),
        unicodedata.normalize("NFD", QUOTE),
        QUOTE.replace("–", "-").replace("“", '"').replace("”", '"'),
        QUOTE.replace("closed", "clo\u00adsed"),
    ],
)
def test_the_same_words(said: str) -> None:
    text = f"They say that {said}, and it did."
    place = find_words(text, QUOTE)
    assert place is not None
    assert text[slice(*place)] == said


@pytest.mark.parametrize("said", ["the café will open", "THE CAFÉ", "the cafe – “closed”"])
def test_other_words(said: str) -> None:
    assert find_words(f"They say that {said}.", QUOTE) is None


def test_nothing_is_nowhere() -> None:
    assert find_words("One cat.", " ") == (3, 4)
    assert find_words("One cat.", "\n") is None

"""A mistyped word becomes one of the text's; a word stays what it is."""

from __future__ import annotations

import pytest

import askdoc
from askdoc.spelling import correct, nearest

TEXTS = [
    "The chairman of the garden is Peter Osei.",
    "Visitors predicted the election of Markel in Paris.",
    "Это паром.",
]


def known(word: str) -> bool:
    return word.lower() in ("merkel", "barden", "peter")


@pytest.mark.parametrize(
    ("question", "missing", "expected"),
    [
        ("Who is the chairmn?", ["chairmn"], "Who is the chairman?"),
        ("Who is teh chairman?", ["teh"], "Who is the chairman?"),
        ("Who is Osie?", ["Osie"], "Who is Osei?"),
        ("WHO IS OSIE?", ["OSIE"], "WHO IS Osei?"),
        ("Who is Petr?", ["Petr"], "Who is Peter?"),
        ("Whta is it?", ["Whta"], "What is it?"),
        # the word of the dictionary whose stem is in the texts
        ("Who presict it?", ["presict"], "Who predict it?"),
        ("Which electoins?", ["electoins"], "Which elections?"),
        ("Who is the chiarmna?", ["chiarmna"], "Who is the chiarmna?"),  # two slips
        # words that the texts lack
        ("Who is the auhtor?", ["auhtor"], "Who is the author?"),
        ("Which braand is it?", ["braand"], "Which brand is it?"),
        ("Which platfoms are there?", ["platfoms"], "Which platforms are there?"),
        # letters stay small, because capitals tell names from other words
        ("Who was in paaris?", ["paaris"], "Who was in paris?"),
        # no slips
        ("Who has the colander?", ["colander"], "Who has the colander?"),
        ("Who saw the warden?", ["warden"], "Who saw the warden?"),  # not garden
        ("Wer sah den Garten?", ["Garten"], "Wer sah den Garten?"),
        ("¿Qué país tiene más?", ["país"], "¿Qué país tiene más?"),  # not Paris
        ("Как зовут парома?", ["парома"], "Как зовут паром?"),
        ("Who is Auhtor?", ["Auhtor"], "Who is Auhtor?"),
        ("Who likes the zester?", ["zester"], "Who likes the zester?"),
        ("Who likes kubernetes?", ["kubernetes"], "Who likes kubernetes?"),
        ("Who is Merkel?", ["Merkel"], "Who is Merkel?"),
        ("Where is the barden?", ["barden"], "Where is the barden?"),
        ("Who is the chairmn?", [], "Who is the chairmn?"),
        ("Who is Oser?", ["Oser"], "Who is Osei?"),
        ("Who is Oz?", ["Oz"], "Who is Oz?"),
        ("Entry 4711?", ["4711"], "Entry 4711?"),
        ("Who is Zanzibarian?", ["Zanzibarian"], "Who is Zanzibarian?"),
    ],
)
def test_corrected(question: str, missing: list[str], expected: str) -> None:
    assert correct(question, missing, TEXTS, known).question == expected


@pytest.mark.parametrize(
    ("question", "missing", "corrected", "certain"),
    [
        ("Who is the chairmn?", ["chairmn"], {"chairman": "chairmn"}, True),
        ("Who is the braand?", ["braand"], {"brand": "braand"}, True),
        ("Who is Osie?", ["Osie"], {"Osei": "Osie"}, False),  # a name
        ("Is Osie a braand?", ["Osie", "braand"], {"Osei": "Osie", "brand": "braand"}, False),
    ],
)
def test_names_are_corrected_only_in_doubt(
    question: str, missing: list[str], corrected: dict[str, str], certain: bool
) -> None:
    _, found, sure = correct(question, missing, TEXTS, known)
    assert corrected.items() <= found.items()
    assert sure == certain


@pytest.mark.parametrize(
    ("name", "expected"), [("Merkel", "Markel"), ("Osei", "Osei"), ("Kerry", None), ("Ed", None)]
)
def test_nearest_name(name: str, expected: str | None) -> None:
    assert nearest(name, TEXTS) == expected


@pytest.mark.slow
def test_a_corrected_word_that_the_documents_lack(library: askdoc.Library) -> None:
    reply = library.ask("who is the auhtor of teh talks?")
    assert reply.searched == "who is the author of the talks?"
    assert reply.reason == "The article never mentions “auhtor” (searched: “author”)."

"""A mistyped word becomes one of the text's; a word stays what it is."""

from __future__ import annotations

import pytest

from askdoc.spelling import mended, nearest

TEXTS = ["The chairman of the garden is Peter Osei.", "Visitors predicted the election of Markel."]


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
        ("Who presict it?", ["presict"], "Who predicted it?"),  # by its stem
        ("Which electoins?", ["electoins"], "Which election?"),
        ("Who is the chiarmna?", ["chiarmna"], "Who is the chiarmna?"),  # two slips
        # no slips
        ("Who is Merkel?", ["Merkel"], "Who is Merkel?"),
        ("Where is the barden?", ["barden"], "Where is the barden?"),
        ("Who is the chairmn?", [], "Who is the chairmn?"),
        ("Who is Oser?", ["Oser"], "Who is Osei?"),
        ("Who is Oz?", ["Oz"], "Who is Oz?"),
        ("Entry 4711?", ["4711"], "Entry 4711?"),
        ("Who is Zanzibarian?", ["Zanzibarian"], "Who is Zanzibarian?"),
    ],
)
def test_mended(question: str, missing: list[str], expected: str) -> None:
    assert mended(question, missing, TEXTS, known) == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("Merkel", "Markel"), ("Osei", "Osei"), ("Kerry", None), ("Ed", None)]
)
def test_nearest_name(name: str, expected: str | None) -> None:
    assert nearest(name, TEXTS) == expected

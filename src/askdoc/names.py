"""Which words of a question are names.

A capital tells, but many people type none: "what did merkel say?"
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from askdoc.languages import question_languages
from askdoc.spelling import is_listed


def names_among(words: Iterable[str], question: str) -> list[str]:
    """Those of the words of a question, as written, that are names.

    In a question with capitals, these are the words that have one. In an English question without
    any, these are words that usually have one, and words that the dictionary does not list.
    """
    if question.islower() or question.isupper():
        if question_languages(question)[0].code != "en":
            return []
        return [word for word in words if word.isalpha() and _is_name(word.lower())]
    # subtle: the first word always has a capital
    return [word for word in words if word[:1].isupper() and word in question[1:]]


def _is_name(word: str) -> bool:
    return word in _english() or not is_listed(word, "en")


@cache
def _english() -> frozenset[str]:
    """Made by training/names.py."""
    return frozenset((files("askdoc.languages") / "english_names.txt").read_text("utf-8").split())

"""Abbreviations that a question asks about, and texts that spell them out.

    What does SLA stand for?  ->  What is SLA?
"... the service level agreement (SLA) ..." spells it out, and so does "SLA (service level ...)".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from askdoc.languages import language, question_languages
from askdoc.words import stems

_IN_BRACKETS = re.compile(r"\(([^()\n]{2,120})\)")
# (the "SLA") -> SLA
_QUOTED = re.compile(r"[\"“”„«»'‘’]+|^(?:the|or)\s+", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([\w&./-]+)[\"“”'’]?\s+$")
_LAST_WORDS = re.compile(r"[^\s()]+")


@cache
def _asked(code: str) -> re.Pattern[str]:
    return re.compile(language(code).abbreviation or "(?!)", re.IGNORECASE)


def asked_abbreviation(question: str) -> str | None:
    """The one word that a question asks the meaning of: "SLA" in "What does SLA stand for?"."""
    return _read(question)[0]


def simplified(question: str, texts: Iterable[str]) -> str:
    """The question as "What is SLA?" if one of these texts spells out what it asks about.

    "stand for" and "short for" are not in the answer, so they only disturb the search.
    """
    short, what_is = _read(question)
    if short is None or stems(question) == stems(short):
        return question
    if not any(spells_out(short, text) for text in texts):
        return question
    return what_is.format(short)


def _read(question: str) -> tuple[str | None, str]:
    """-> (the word that a question asks the meaning of, the shortest such question)"""
    for one in question_languages(question):
        if match := _asked(one.code).fullmatch(question.strip(" ¿?")):
            return next(word for word in match.groups() if word), one.what_is
    return None, ""


def spells_out(short: str, text: str) -> bool:
    """Whether a text explains an abbreviation in brackets, in either order."""
    if len(short) < 2 or short.casefold() not in text.casefold():
        return False
    for match in _IN_BRACKETS.finditer(text):
        inside = _QUOTED.sub("", match[1]).strip()
        before = text[: match.start()]
        word = _WORD_BEFORE.search(before)
        if _same(short, inside):
            long = before
        elif word and _same(short, word[1]) and " " in inside:
            long = inside
        else:
            continue
        if _is_short_for(short, long):
            return True
    return False


def _same(short: str, word: str) -> bool:
    """Whether they are the same abbreviation; "SLAs" is its plural."""
    return word.casefold() in (short.casefold(), f"{short.casefold()}s")


def _is_short_for(short: str, text: str) -> bool:
    """Whether the last words of a text contain the letters of an abbreviation in order, its first
    at the start of a word (Schwartz and Hearst, "A simple algorithm for identifying abbreviation
    definitions in biomedical text", 2003)."""
    letters = [c for c in short.casefold() if c.isalnum()]
    words = _LAST_WORDS.findall(text[-200:])[-min(len(letters) + 5, 2 * len(letters)) :]
    long = " ".join(words).casefold()
    at = len(long)
    for place, letter in reversed(list(enumerate(letters))):
        at = long.rfind(letter, 0, at)
        while place == 0 and at > 0 and long[at - 1].isalnum():
            at = long.rfind(letter, 0, at)
        if at < 0:
            return False
    return bool(letters) and not _same(short, long[at:])

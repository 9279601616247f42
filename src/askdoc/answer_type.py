"""The kind of answer that a question asks for, and which sentences contain one or are questions.

"How many ships sank?" asks for a number, "When did she leave?" for a time. Only kinds that the form
of a question reliably indicates are used; other questions have none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from askdoc.languages import Kind, language, question_languages

# subtle: the first word of a sentence always has a capital
_A_NAME = re.compile(
    r"(?<=[^\s.!?\"“'‘(])\s+[\"“'‘(]?([A-Z][\w’'-]+)|^\W*[A-Z][\w’'-]+\s+([A-Z][\w’'-]+)"
)


def _named(sentence: str, question: str) -> bool:
    """Whether it contains a name that the question does not."""
    known = question.casefold()
    names = (match[1] or match[2] for match in _A_NAME.finditer(sentence))
    return any(name.casefold().removesuffix("'s").removesuffix("’s") not in known for name in names)


def _counted(sentence: str, question: str, numbers: re.Pattern[str]) -> bool:
    found = {match[0].casefold() for match in re.finditer(r"[\d.,]*\d|[^\W\d]+", sentence)}
    asked = {match[0].casefold() for match in re.finditer(r"[\d.,]*\d|[^\W\d]+", question)}
    return any(numbers.search(word) for word in found - asked)


@dataclass(frozen=True)
class _Patterns:
    """How a language asks for each kind, and what contains a number, time, place or reason."""

    questions: Mapping[Kind, re.Pattern[str]]
    number: re.Pattern[str]
    time: re.Pattern[str]
    place: re.Pattern[str]
    reason: re.Pattern[str]


@cache
def _patterns(code: str) -> _Patterns:
    kinds = language(code).kinds
    number, time, calendar = (
        "|".join(sorted(words)) or "(?!)" for words in (kinds.number, kinds.time, kinds.calendar)
    )
    return _Patterns(
        {kind: re.compile(asked, re.IGNORECASE) for kind, asked in kinds.questions.items()},
        re.compile(rf"\d|\b(?:{number})\b", re.IGNORECASE),
        re.compile(rf"\b\d{{3,4}}s?\b|\d[:.]\d\d|\b(?:{calendar})\b|(?i:\b(?:{time})\b)"),
        re.compile(kinds.place or "(?!)"),
        re.compile(kinds.reason or "(?!)", re.IGNORECASE),
    )


@lru_cache(maxsize=1_000)
def _patterns_for(question: str) -> _Patterns:
    """The rules of the language of the question."""
    return _patterns(question_languages(question)[0].code)


_ASKS = re.compile(r"\?[)\]*_\"'”’]*\s*$")
_QUOTES = re.compile(r"[\"“”]")


def asks(sentence: str) -> bool:
    """Whether it is a question itself, rather than one that it reports.

    `Who pays?` and `"Who pays?"`, but not `He said "Who pays?` with or without the mark's end
    """
    if not _ASKS.search(sentence):
        return False
    marks = len(_QUOTES.findall(sentence))
    opens = sentence.lstrip("*_ ").startswith(('"', "“"))
    closes = sentence.rstrip("*_)] ").endswith(('"', "”"))
    return opens or marks == 0 or (marks % 2 == 0 and not closes)


@lru_cache(maxsize=1_000)
def answer_type(question: str) -> Kind | None:
    """ "time", "number", "reason", "place" or "person"; None if its form does not say.

    The first word that matches decides: "When did he say how many came?" asks for a time.
    """
    found = [
        (match.start(), kind)
        for kind, asked in _patterns_for(question).questions.items()
        if (match := asked.search(question))
    ]
    return min(found)[1] if found else None


def holds(kind: Kind, sentence: str, question: str) -> bool:
    """Whether a sentence contains an answer of this kind that is not in the question."""
    patterns = _patterns_for(question)
    if kind == "number":
        return _counted(sentence, question, patterns.number)
    if kind == "person":
        return _named(sentence, question)
    if kind == "place":
        return bool(patterns.place.search(sentence)) or _named(sentence, question)
    return bool((patterns.time if kind == "time" else patterns.reason).search(sentence))

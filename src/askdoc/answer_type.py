"""The kind of answer that a question asks for, and which sentences contain one or are questions.

"How many ships sank?" asks for a number, "When did she leave?" for a time. Only kinds that the form
of a question reliably indicates are used; other questions have none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property, lru_cache

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


class _Patterns:
    """How a language asks for each kind, and what contains a number, time, place or reason.

    Most are compiled when they are first used, because that takes 1 ms of a first answer.
    """

    def __init__(self, code: str) -> None:
        self._kinds = language(code).kinds
        self.questions: Mapping[Kind, re.Pattern[str]] = {
            kind: re.compile(asked, re.IGNORECASE) for kind, asked in self._kinds.questions.items()
        }

    @cached_property
    def number(self) -> re.Pattern[str]:
        return re.compile(rf"\d|\b(?:{_one_of(self._kinds.number)})\b", re.IGNORECASE)

    @cached_property
    def time(self) -> re.Pattern[str]:
        calendar, time = _one_of(self._kinds.calendar), _one_of(self._kinds.time)
        return re.compile(rf"\b\d{{3,4}}s?\b|\d[:.]\d\d|\b(?:{calendar})\b|(?i:\b(?:{time})\b)")

    @cached_property
    def place(self) -> re.Pattern[str]:
        return re.compile(self._kinds.place or "(?!)")

    @cached_property
    def reason(self) -> re.Pattern[str]:
        return re.compile(self._kinds.reason or "(?!)", re.IGNORECASE)


def _one_of(words: Iterable[str]) -> str:
    return "|".join(sorted(words)) or "(?!)"


_patterns = cache(_Patterns)


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
    if "?" not in sentence or not _ASKS.search(sentence):  # most texts have no question mark
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

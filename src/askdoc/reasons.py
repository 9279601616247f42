"""Why a question is not answered, or only perhaps, in a line of plain words.

Everything it goes by was counted or found when the question was searched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from askdoc.languages import asked_in, language
from askdoc.operators import Operators
from askdoc.spelling import nearest
from askdoc.types import Candidate, Question, Statistics
from askdoc.words import is_of

# A shorter question may be of any.
_WORDS_OF_A_LANGUAGE = 4
# The language that it is in, and English, which is always tried.
_SURE = 2
_MOST_NAMED = 3
_ASKS_BY = re.compile(
    r"\bhow (\w+)"
)  # how much, how long: these words belong to the question, not to an answer


def reason(
    question: Question,
    candidates: Sequence[Candidate],
    statistics: Statistics,
    unmet: Operators | None = None,
) -> str | None:
    """A sentence or two, or None if nothing is known.

    unmet: operators that no passage satisfies
    """
    texts = [candidate.text for candidate in candidates]
    lacking = question.missing(statistics)
    parts = [_unmet(unmet)]
    parts.append(
        _other_language(question, candidates, lacking)
        or _missing(question, candidates, texts, lacking)
        or _silent(question, candidates)
    )
    return " ".join(filter(None, parts)) or None


def _unmet(operators: Operators | None) -> str | None:
    if not operators:
        return None
    wanted = [f'contains "{phrase}" word for word' for phrase in operators.phrases]
    if operators.excluded:
        wanted.append(f"avoids {' and '.join(map(_quoted, operators.excluded))}")
    return f"No passage {' and '.join(wanted)}; these answers ignore that."


def _missing(
    question: Question,
    candidates: Sequence[Candidate],
    texts: Sequence[str],
    lacking: Sequence[str],
) -> str | None:
    asks_by = set(_ASKS_BY.findall(question.text.lower()))
    lacking = [word for word in lacking if word.lower() not in asks_by]
    # subtle: the first word always has a capital
    names = [w for w in lacking if (w[:1].isupper() and w in question.text[1:]) or _is_number(w)]
    if not lacking or not candidates:
        return None
    named = []
    for word in (names or lacking)[:_MOST_NAMED]:
        near = nearest(word, texts) if word in names and not _is_number(word) else None
        named.append(_quoted(word) + (f" (nearest: {_quoted(near)})" if near else ""))
    return f"{_never(candidates)} {', '.join(named)}."


def _silent(question: Question, candidates: Sequence[Candidate]) -> str | None:
    """The person it asks about is mentioned but never speaks."""
    if not question.speaker or not candidates:
        return None
    for candidate in candidates:
        for sentence in candidate.sentences():
            speaker = sentence.speaker
            if speaker and speaker.speaking and is_of(question.speaker, speaker.full_name):
                return None
    name = " ".join(form for word, form in question.written() if word in question.speaker)
    if not name[:1].isupper():  # a role such as "the minister", not a name
        return None
    return f"{name} is mentioned, but the closest passages do not quote {name}."


def _other_language(
    question: Question, candidates: Sequence[Candidate], lacking: Sequence[str]
) -> str | None:
    codes = {candidate.document.language for candidate in candidates} - {""}
    if not codes:
        return None
    texts = " and ".join(sorted(language(code).name for code in codes))
    asked = asked_in(question.text)
    told = len(question.text.split()) >= _WORDS_OF_A_LANGUAGE and len(asked) <= _SURE
    # names alone, as typed into a search box, have no language
    if told and asked[0].code not in codes and 2 * len(lacking) > len(set(question.asked)):
        return f"The text is in {texts}, the question in {asked[0].name}."
    if "en" not in codes:
        return (
            f"The text is in {texts}; the default model knows only English. Choose one with more "
            "languages: --model multilingual"
        )
    return None


def _never(candidates: Sequence[Candidate]) -> str:
    several = len({candidate.document.name for candidate in candidates}) > 1
    return "The documents never mention" if several else "The article never mentions"


def _is_number(word: str) -> bool:
    return any(map(str.isdigit, word))


def _quoted(word: str) -> str:
    return f"“{word}”"

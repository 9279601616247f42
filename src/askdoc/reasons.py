"""Explain why a question is not answered, or only perhaps.

Everything it goes by was counted or found when the question was searched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from askdoc.languages import asked_in, language
from askdoc.messages import joined, later, quoted, tr
from askdoc.operators import Operators
from askdoc.spelling import nearest
from askdoc.types import Candidate, Question, Statistics
from askdoc.words import is_same_person

# A shorter question may be in any language.
_WORDS_OF_A_LANGUAGE = 4
# The language of the question, and English, which is always tried.
_SURE = 2
_MOST_NAMED = 3
_NEVER = later("The article never mentions {words}.")
_NEVER_THEY = later("The documents never mention {words}.")
_ASKS_BY = re.compile(
    r"\bhow (\w+)"
)  # how much, how long: these words belong to the question, not to an answer


def reason(
    question: Question,
    candidates: Sequence[Candidate],
    statistics: Statistics,
    unmet: Operators | None = None,
    corrected: Mapping[str, str] | None = None,
) -> str | None:
    """A sentence or two, or None if nothing is known.

    unmet: operators that no passage satisfies
    corrected: words of the question that were mistyped -> as they were typed
    """
    texts = [candidate.text for candidate in candidates]
    lacking = question.missing(statistics)
    parts = [_unmet(unmet)]
    parts.append(
        _other_language(question, candidates, lacking)
        or _missing(question, candidates, texts, lacking, corrected or {})
        or _silent(question, candidates)
    )
    return " ".join(filter(None, parts)) or None


def of_all(reasons: Sequence[str | None]) -> str | None:
    """The reason that holds for several libraries, of which one may mention what another lacks."""
    named = [_named(said) for said in reasons if said]
    if len(set(reasons)) == 1 and None in named:
        return reasons[0]
    if len(named) == len(reasons) and len(set(named)) == 1 and named[0]:
        return tr(_NEVER_THEY, words=named[0])
    return None


def _named(said: str) -> str | None:
    """The words that are never mentioned, according to a reason; None for other reasons."""
    for message in _NEVER, _NEVER_THEY:
        before, _, after = tr(message, words="\0").partition("\0")
        if said.startswith(before) and said.endswith(after):
            return said[len(before) : len(said) - len(after)]
    return None


def _unmet(operators: Operators | None) -> str | None:
    if not operators:
        return None
    phrases = joined([f'"{phrase}"' for phrase in operators.phrases])
    excluded = joined([quoted(word) for word in operators.excluded])
    if not excluded:
        return tr(
            "No passage contains {phrases} word for word; these answers ignore that.",
            phrases=phrases,
        )
    if not phrases:
        return tr("No passage avoids {words}; these answers ignore that.", words=excluded)
    return tr(
        "No passage contains {phrases} word for word and avoids {words}; these answers ignore "
        "that.",
        phrases=phrases,
        words=excluded,
    )


def _missing(
    question: Question,
    candidates: Sequence[Candidate],
    texts: Sequence[str],
    lacking: Sequence[str],
    corrected: Mapping[str, str],
) -> str | None:
    asks_by = set(_ASKS_BY.findall(question.text.lower()))
    lacking = [word for word in lacking if word.lower() not in asks_by]
    # subtle: the first word always has a capital
    names = [w for w in lacking if (w[:1].isupper() and w in question.text[1:]) or _is_number(w)]
    if not lacking or not candidates:
        return None
    named = []
    for word in (names or lacking)[:_MOST_NAMED]:
        note = ""
        if typed := corrected.get(word):
            word, note = typed, tr("searched: {word}", word=quoted(word))
        elif word in names and not _is_number(word) and (near := nearest(word, texts)):
            note = tr("nearest: {word}", word=quoted(near))
        named.append(quoted(word) + (f" ({note})" if note else ""))
    words = ", ".join(named)
    if len({candidate.document.name for candidate in candidates}) > 1:
        return tr(_NEVER_THEY, words=words)
    return tr(_NEVER, words=words)


def _silent(question: Question, candidates: Sequence[Candidate]) -> str | None:
    """The person it asks about is mentioned but never speaks."""
    if not question.speaker or not candidates:
        return None
    for candidate in candidates:
        for sentence in candidate.sentences():
            speaker = sentence.speaker
            if speaker and speaker.speaking and is_same_person(question.speaker, speaker.full_name):
                return None
    name = " ".join(form for word, form in question.written() if word in question.speaker)
    if not name[:1].isupper():  # a role such as "the minister", not a name
        return None
    return tr("{name} is mentioned, but the closest passages do not quote {name}.", name=name)


def _other_language(
    question: Question, candidates: Sequence[Candidate], lacking: Sequence[str]
) -> str | None:
    codes = {candidate.document.language for candidate in candidates} - {""}
    if not codes:
        return None
    texts = ", ".join(sorted(tr(language(code).name) for code in codes))
    asked = asked_in(question.text)
    told = len(question.text.split()) >= _WORDS_OF_A_LANGUAGE and len(asked) <= _SURE
    # names alone, as typed into a search box, have no language
    if told and asked[0].code not in codes and 2 * len(lacking) > len(set(question.asked)):
        return tr(
            "The text is in {texts}, the question in {asked}.",
            texts=texts,
            asked=tr(asked[0].name),
        )
    if "en" not in codes:
        return tr(
            "The text is in {texts}; the default model knows only English. Choose one with more "
            "languages: --model multilingual",
            texts=texts,
        )
    return None


def _is_number(word: str) -> bool:
    return any(map(str.isdigit, word))

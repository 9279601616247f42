"""Explain why a question is not answered, or only perhaps, from the results of its search."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from askdoc.languages import language, question_languages
from askdoc.messages import joined, quoted, tr
from askdoc.names import names_among
from askdoc.operators import Operators
from askdoc.spelling import nearest
from askdoc.types import Candidate, Question, Reply, Statistics
from askdoc.words import is_same_person

# The language of a shorter question is uncertain.
_WORDS_OF_A_LANGUAGE = 4
# The language of the question, and English, which is always tried.
_MAX_LANGUAGES = 2
_MAX_NAMED = 3
# How much, how long: these words belong to the question, not to an answer.
_ASKS_BY = re.compile(r"\bhow (\w+)")


class Reason(NamedTuple):
    """Why a question is not answered.

    text: a sentence or two, None if nothing is known
    missing: the words in it that no passage contains, as they were typed
    """

    text: str | None
    missing: tuple[str, ...] = ()


def reason(
    question: Question,
    candidates: Sequence[Candidate],
    statistics: Statistics,
    unmet: Operators | None = None,
    corrected: Mapping[str, str] | None = None,
) -> Reason:
    """Explain why a question is not answered.

    unmet: operators that no passage satisfies
    corrected: words of the question that were mistyped -> as they were typed
    """
    lacking = question.missing(statistics)
    missing: list[tuple[str, str]] = []
    said = _other_language(question, candidates, lacking)
    if said is None:
        missing = _missing(question, candidates, lacking, corrected or {})
        several = len({candidate.document.name for candidate in candidates}) > 1
        said = _never(missing, several) if missing else _silent(question, candidates)
    text = " ".join(filter(None, (_unmet(unmet), said))) or None
    return Reason(text, tuple(word for word, _ in missing))


def of_all(replies: Sequence[Reply]) -> str | None:
    """The reason that applies to several libraries, of which one may contain what another lacks."""
    missing = {reply.missing for reply in replies}
    if len(missing) == 1 and (words := missing.pop()) and not any(r.unmet for r in replies):
        return _never([(word, "") for word in words], several=True)
    reasons = {reply.reason for reply in replies}
    return reasons.pop() if len(reasons) == 1 else None


def _never(missing: Sequence[tuple[str, str]], several: bool) -> str:
    """The message about missing words. missing: (word, note); several: in several documents"""
    words = ", ".join(quoted(word) + (f" ({note})" if note else "") for word, note in missing)
    if several:
        return tr("The documents never mention {words}.", words=words)
    return tr("The article never mentions {words}.", words=words)


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
    lacking: Sequence[str],
    corrected: Mapping[str, str],
) -> list[tuple[str, str]]:
    """The most important words that no passage contains, as (word, note)."""
    asks_by = set(_ASKS_BY.findall(question.text.lower()))
    unsaid = asks_by.union(*(one.asking for one in question_languages(question.text)))
    lacking = [word for word in lacking if word.lower() not in unsaid]
    known = names_among(lacking, question.text)
    names = [word for word in lacking if word in known or _is_number(word)]
    if not candidates:
        return []
    texts = [candidate.text for candidate in candidates]
    found = []
    for word in (names or lacking)[:_MAX_NAMED]:
        note = ""
        if typed := corrected.get(word):
            word, note = typed, tr("searched: {word}", word=quoted(word))
        elif word in names and not _is_number(word) and (near := nearest(word, texts)):
            note = tr("nearest: {word}", word=quoted(near))
        found.append((word, note))
    return found


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
    asked = question_languages(question.text)
    certain = len(question.text.split()) >= _WORDS_OF_A_LANGUAGE and len(asked) <= _MAX_LANGUAGES
    # names alone, as typed into a search box, are in no language
    if certain and asked[0].code not in codes and 2 * len(lacking) > len(set(question.forms)):
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

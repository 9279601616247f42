"""The person whom "Who is Ann Hill?" asks about, and texts that say who that is.

"The historian Ann Hill", "Hill, the mayor of Lahti", "Ann Hill, 62," and "Hill was the founder" say
it; "Hill declined" does not.
"""

from __future__ import annotations

import re
from functools import cache

from askdoc.languages import FULL, language, question_languages
from askdoc.speakers.names import is_person_noun, is_possessive
from askdoc.speakers.words import HONORIFICS
from askdoc.words import stems

_WORD = r"[^\W\d][\w.’'-]*"
_NAME = rf"(?P<name>{_WORD}(?: {_WORD}){{0,3}}?)"
# "Hill, the mayor", "Hill, 62,", "Hill (a lawyer)", "Hill was the founder"
_AFTER = re.compile(
    r"(?:\s*[,(–—]\s*(?:an?|the|then|(?:the |a )?former|his|her|one of|aged?|\d\d\b)\b|"
    r",?\s+(?:is|was|became|(?:serve|work)(?:s|d|ed)? as)\s+(?:an?|the|one of)\b|"
    r",?\s+(?:ist|war|wurde|es|era|fue|est|était|fut)\s+"
    r"(?:eine?|der|die|una?|el|la|une?|le|l['’])\b)"
)
# "Hill, spokeswoman of the Board"
_NOUN_AFTER = re.compile(r"\s*[,(–—]\s*((?:(?!and\b|or\b|said\b|says\b)[\w’'-]+\s+){0,4}?[\w’'-]+)")
# The capitalized words before a surname: "Foreign Secretary Ann"
_RUN = re.compile(r"(?:[^\W\d_a-zß-öø-ÿ][\w.’'-]*\s+)*$")
# "Secretary of State Ann", "the mayor, Ann", "the head of the Board, Ann"
_OF_BEFORE = re.compile(
    r"([\w-]+)\s+(?:of|for|at|des?|del|du|von|vom|der|van|di)\s+(?:[\w’'-]+\s+){1,6}$"
)
_APPOSED_TO = re.compile(
    r"(?:\b(?i:the|its|his|her|their|an?|our)|['’]s)\s+(?:[\w’'-]+\s+){0,3}?"
    r"([\w-]+)(?:\s+(?:of|for|at)(?:\s+[\w’'-]+){1,6})?,\s+$"
)
_WORDS = re.compile(r"[\w-]+")
_NEAR = 80  # characters


@cache
def _asked(code: str) -> re.Pattern[str]:
    found = language(code).who_is or "(?!)"
    return re.compile(found.replace("{name}", _NAME), re.IGNORECASE)


@cache
def _roles() -> re.Pattern[str]:
    """A role in any language but English, such as "Bürgermeisterin"."""
    known = [one.reporting.roles for one in FULL if one.reporting and one.reporting.roles]
    return re.compile("|".join(known), re.IGNORECASE)


def asked_person(question: str) -> str | None:
    """ "Ann Hill" for "Who is Ann Hill?" or "who is ann hill"; None for other questions, also if it
    asks for the holder of a role: "Who is prime minister?"."""
    asked = " ".join(question.split()).strip(" ¿?.!,;:")
    found = (_asked(one.code).fullmatch(asked) for one in question_languages(question))
    match = next(filter(None, found), None)
    words = match["name"].rstrip(".").split() if match else []
    # "Anna Müller" has the name of a role
    if (
        not words
        or (_is_person(words[-1]) and not _is_full_name(words))
        or not all(map(_may_be_named, words))
    ):
        return None
    return " ".join(word[0].upper() + word[1:] for word in words)


def _is_full_name(words: list[str]) -> bool:
    return len(words) > 1 and not _is_english_role(words[-1])


def _may_be_named(word: str) -> bool:
    return bool(stems(word)) and not is_possessive(word)


def introduces(name: str, text: str) -> bool:
    """Whether a text says who the person of this name is."""
    *others, last = name.split()
    for match in re.finditer(rf"\b{re.escape(last)}\b(?!['’]s)", text):
        before, after = text[max(0, match.start() - _NEAR) : match.start()], text[match.end() :]
        found = _RUN.search(before)
        run = found[0] if found else ""
        if others and run and others[0] not in run.split() and not _has_person(run):
            continue  # somebody else of this surname
        if _is_described(before[: len(before) - len(run)], run, after[:_NEAR]):
            return True
    return False


def _is_described(before: str, run: str, after: str) -> bool:
    """Whether the words around a surname say who that is.

    run: the capitalized words before it; before: what precedes them
    """
    if _AFTER.match(after) or _has_person(run):
        return True
    nouns = (
        re.search(r"([\w-]+)\s+$", before),
        _OF_BEFORE.search(before + run),
        _APPOSED_TO.search(before),
        _NOUN_AFTER.match(after),
    )
    return any(found is not None and _has_person(found[1]) for found in nouns)


def _has_person(text: str) -> bool:
    return any(_is_person(word) for word in _WORDS.findall(text))


def _is_person(word: str) -> bool:
    """minister, violinist, historian -> True; Mr -> False"""
    return word.lower() not in HONORIFICS and (
        _is_english_role(word) or _roles().fullmatch(word) is not None
    )


def _is_english_role(word: str) -> bool:
    return is_person_noun(word) or re.fullmatch(r"[a-z]{3,}(?:ist|ian|star)", word) is not None

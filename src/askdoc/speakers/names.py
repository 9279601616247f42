"""Recognize titles and surnames among capitalized words, without lists of names."""

from __future__ import annotations

import re
from functools import lru_cache

from askdoc.speakers.words import (
    BARE_BODIES,
    BODY_WORDS,
    DAYS,
    FEMALE_TITLES,
    GROUP_NOUNS,
    HONORIFICS,
    MALE_TITLES,
    PARTICLES_OF_NAMES,
    PERSON_NOUNS,
    PLACE_STARTS,
)

_HONOURED = re.compile(
    r"\b(Mr|Mrs|Ms|Miss|Sir|Lord|Lady|Dame|Dr|Prof|Professor|Baroness)\.?[ \t\r\n]+"
    r"((?:[A-Z][\w'’-]*[ \t\r\n]+){0,2}[A-Z][\w'’-]*)"
)
_CAPITALISED = re.compile(r"[A-Z][\w'’-]*(?:[ \t][A-Z][\w'’-]*){0,5}")
# The cache size: words repeat within a text.
_CACHE_SIZE = 16_384
_SMALL = re.compile(r"\b[a-z]{2,}\b")


def is_capital(word: str) -> bool:
    """Kerry, IMF, al-Assad -> True"""
    return word[0].isupper() or (word[:3].lower() in ("al-", "el-") and word[3:4].isupper())


def is_possessive(word: str) -> bool:
    """Kerry's, Souness' -> True"""
    return word.endswith(("'s", "s'"))


@lru_cache(_CACHE_SIZE)
def is_person_noun(word: str) -> bool:
    """minister -> True; ministers -> False"""
    word = word.lower()
    return word in PERSON_NOUNS or word.endswith(("woman", "person", "ologist", "-year-old"))


@lru_cache(_CACHE_SIZE)
def is_group_noun(word: str) -> bool:
    """company, experts, policemen -> True"""
    word = word.lower()
    singular = word[:-1] if word.endswith("s") else ""
    return (
        word in GROUP_NOUNS
        or is_person_noun(singular)
        or singular in BARE_BODIES
        or word.endswith(("men", "women", "people"))
        or word in ("companies", "charities", "parties", "agencies")
    )


@lru_cache(_CACHE_SIZE)
def is_animate(word: str) -> bool:
    """Whether it is a noun for someone who can speak."""
    return is_person_noun(word) or is_group_noun(word)


def surname(name: list[str]) -> str:
    """Jean-Claude Van Damme -> Van Damme; Bashar al-Assad -> al-Assad; Jack Law Jr -> Law"""
    name = name[:-1] if len(name) > 1 and name[-1].lower() in ("jr", "sr", "ii", "iii") else name
    first = len(name) - 1
    while first > 1 and name[first - 1].lower() in PARTICLES_OF_NAMES:
        first -= 1
    return " ".join(name[first:])


def length_of_titles(name: list[str], ends_in_name: bool) -> int:
    """How many words of a capitalized run are titles: Secretary of State John Kerry -> 3"""
    titles = 0
    for i, word in enumerate(name):
        last = i == len(name) - 1
        alone = is_person_noun(word) and not (last and ends_in_name)
        if alone or (word.lower() in HONORIFICS | {"state"} and not last):
            titles = i + 1
    rest = name[titles:]
    if titles and len(rest) > 2 and rest[0] == "of":
        return titles + 2  # Archbishop of Canterbury Rowan Williams
    if name[:1] == ["General"] and len(rest) == 1:
        return 0  # General Motors
    return 0 if "of" in rest else titles


def genders_by_title(text: str) -> dict[str, str]:
    """Mr Jack Law ... Ms Blears ... Dr Hill -> {"law": "m", "blears": "f", "hill": ""}"""
    genders: dict[str, str] = {}
    both: set[str] = set()
    for title, name in _HONOURED.findall(text):
        words = [_bare(word) for word in name.split()]
        if is_person_noun(words[0]) or (title in ("Sir", "Dame") and len(words) < 2):
            continue
        small = title.lower()
        gender = "m" if small in MALE_TITLES else "f" if small in FEMALE_TITLES else ""
        key = surname(words).lower()
        other = genders.get(key, "")
        if gender and other and gender != other:
            both.add(key)  # Mr and Mrs Hill
        genders[key] = gender or other
    return {key: "" if key in both else gender for key, gender in genders.items()}


def surnames(text: str, small: set[str]) -> set[str]:
    """The last words of names that also occur alone: "John Kerry", later "Kerry".

    "Deutsche Bank", later "Bank", is excluded by the list of words in names of organizations.
    """
    alone: set[str] = set()
    last: set[str] = set()
    for match in _CAPITALISED.finditer(text):
        words = [_bare(word) for word in match[0].split()]
        while len(words) > 1 and is_person_noun(words[0]):
            words = words[1:]  # a title is not part of the name
        if len(words) == 1:
            alone.add(words[0])
        elif words[0].lower() not in PLACE_STARTS and not words[-1].isupper():
            last.add(words[-1])
    return {
        word.lower()
        for word in last & alone
        if word.lower() not in BODY_WORDS | DAYS | small and not is_animate(word)
    }


def _bare(word: str) -> str:
    """Kerry's, Souness' -> Kerry, Souness"""
    return word.replace("’", "'").removesuffix("'s").rstrip("'-")


def small_words(text: str) -> set[str]:
    """All words in lower case; if one is capitalized, it only starts a sentence."""
    return set(_SMALL.findall(text))

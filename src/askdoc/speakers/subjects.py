"""Find the subject of a sentence or of a verb in it, as a person or an organization."""

from __future__ import annotations

from dataclasses import replace

from askdoc.speakers.entities import Entity
from askdoc.speakers.names import is_animate, is_capital, is_possessive
from askdoc.speakers.people import People
from askdoc.speakers.phrases import DASHES, NOT_NOUN, STOPS, at, backward, forward, parts
from askdoc.speakers.quotes import QUOTE
from askdoc.speakers.words import (
    ADVERBS,
    BE,
    BODY_WORDS,
    CONJUNCTIONS,
    DETERMINERS,
    HAVE,
    HE_SHE,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    UNSAID,
    VERBS,
    WRITINGS,
)

FINITE = HAVE | BE | UNSAID | {"will"}


def subject(words: list[str], people: People) -> Entity | None:
    """The subject of the sentence, if its first noun phrase is clear."""
    place = 0
    while at(words, place) in CONJUNCTIONS | ADVERBS | {","}:
        place += 1
    first = at(words, place)
    if first in PREPOSITIONS | SUBORDINATORS or first.endswith(("ing", "ly")) or first == "asked":
        comma = next((i for i in range(place, len(words)) if words[i] == ","), len(words))
        if comma == len(words):
            return _before_finite(words, people)
        place = comma + 1
        first = at(words, place)
    if first in HE_SHE or first in ("it", "they"):
        return people.pronoun(first)
    start, end = forward(words, place)
    after = at(words, end)
    if start == end or after in ("and", "&", "of", "") or after in STOPS - DASHES - {",", "(", ":"}:
        return None
    if after == "(" and ")" in words[end : end + 4]:
        closed = words.index(")", end) + 1
        if closed < len(words) and is_capital(words[closed]):  # Service provider (ISP) Plus.net
            start, end = forward(words, closed)
    return people.entity(words[start:end])


def _before_finite(words: list[str], people: People) -> Entity | None:
    """On that day's programme Mr Johnson was asked -> Johnson"""
    place = next((i for i, word in enumerate(words) if word in HAVE | BE), 0)
    start, end = backward(words, place - 1)
    who = people.entity(words[start:end]) if end == place else None
    clause = at(words, start - 1) in RELATIVES | SUBORDINATORS
    return who if who and who.kind == "person" and not clause else None


def mentions(words: list[str], people: People) -> None:
    """Note everyone named in the sentence, with their titles."""
    place = 0
    while place < len(words):
        start, end = forward(words, place)
        if any(is_capital(word) for word in words[start + (place == 0) : end]):
            who = people.entity(words[start:end])
            if who and who.kind == "person":
                people.mention(who)
        place = max(end, place + 1)


def near(words: list[str], last: int, people: People) -> tuple[int, Entity | None]:
    """The noun phrase directly before: "A spokesman for Apacs" -> Apacs spokesman"""
    start, end = backward(words, last)
    who = people.entity(words[start:end])
    if end <= last and (who is None or who.kind == "unnamed"):
        # "director of telecoms research Tony Lavender": the name is not a part of the "of"
        name = _name_at_end(words, last)
        if name:
            return start, people.entity(name)
    if who and who.kind == "unnamed":
        if at(words, end) in ("for", "of", "from", "at"):
            body = people.entity(words[slice(*forward(words, end + 1))])
            if body and body.kind in ("body", "name"):
                who = replace(who, name=f"{body.name} {who.name}")
        head = _named_before(words, start, people)
        if head:
            people.add_roles(head, words[start:end])
            return start, head
    if (who is None or who.kind == "report") and start < end and words[end - 1] in WRITINGS:
        owner = next((i for i in range(start, end) if is_possessive(words[i])), None)
        if owner is not None:
            who = people.entity([*words[start:owner], words[owner].removesuffix("'s")])
    elif who is None and words[max(start - 1, 0)] == QUOTE and at(words, start) == "the":
        # The subject of quoted speech can speak, whatever it is: "the former monopoly said"
        who = Entity(" ".join(words[start + 1 : end]), "unnamed")
    return start, who


def _name_at_end(words: list[str], last: int) -> list[str]:
    """... telecoms research Tony Lavender -> Tony Lavender; charity Oxfam, Moor Bank -> []"""
    first = last
    while first > 0 and is_capital(words[first - 1]) and last - first < 3:
        first -= 1
    name = words[first : last + 1]
    if not 2 <= len(name) <= 3 or not all(map(is_capital, name)):
        return []
    led = at(words, first - 1) in DETERMINERS | NOT_NOUN | STOPS or is_animate(words[first - 1])
    body = any(word.lower() in BODY_WORDS or word.isupper() for word in name)
    return [] if led or body or is_animate(name[-1]) else name


def _named_before(words: list[str], start: int, people: People) -> Entity | None:
    """Chris Panayis, managing director of the firm said -> Panayis: its second comma is missing"""
    if start < 3 or words[start - 1] != "," or at(words, start) in DETERMINERS:
        return None
    first, end = backward(words, start - 2)
    if first > 0 and words[first - 1] not in STOPS and at(words, first - 1) not in CONJUNCTIONS:
        return None
    who = people.entity(words[first:end]) if end - first > 1 else None
    return who if who and who.kind in ("person", "name") else None


def before_comma(words: list[str], comma: int, people: People) -> tuple[int, Entity | None]:
    """The subject before an insertion: "Kerry, who is on his visit," -> Kerry"""
    stretches = parts(words, comma)
    fallback: tuple[int, Entity | None] = (comma, None)
    for number, (start, end) in enumerate(stretches):
        head = start
        while head < end and at(words, head) in CONJUNCTIONS | ADVERBS:
            head += 1
        if head == end or at(words, head) in PREPOSITIONS | SUBORDINATORS | RELATIVES:
            continue
        if any(at(words, i) in FINITE or at(words, i) in VERBS for i in range(head, end)):
            continue
        s, e = forward(words, head)
        who = people.entity(words[s:e]) if e == end or at(words, e) in PREPOSITIONS else None
        if who and who.kind in ("person", "name", "body"):
            for s2, e2 in stretches[number + 1 : number + 2]:
                people.add_roles(who, title(words, s2, e2))
            if fallback[1]:
                people.add_roles(who, fallback[1].name.split())
            return start, who
        if who and fallback[1] is None:
            fallback = start, who
    return fallback


def title(words: list[str], start: int, end: int) -> list[str]:
    """The words of an apposition up to its first preposition; empty if it is not one."""
    limits = PREPOSITIONS | STOPS
    stop = next((i for i in range(start, end) if at(words, i) in limits), end)
    title = words[start:stop]
    return title if title and is_animate(title[-1]) else []

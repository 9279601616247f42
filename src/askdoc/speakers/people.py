"""Coreference: resolve noun phrases and pronouns to people and organizations."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from askdoc.speakers.entities import Entity, may_be_first, one_of, title_gender
from askdoc.speakers.names import (
    genders_by_title,
    is_animate,
    is_capital,
    is_group_noun,
    is_person_noun,
    is_possessive,
    length_of_titles,
    small_words,
    surname,
    surnames,
)
from askdoc.speakers.quotes import SCARE
from askdoc.speakers.words import (
    BARE_BODIES,
    BODY_WORDS,
    DAYS,
    DEFINITE,
    DETERMINERS,
    FEMALE_NOUNS,
    FEMALE_TITLES,
    HE_SHE,
    HONORIFICS,
    MALE_NOUNS,
    MALE_TITLES,
    PARTICLES_OF_NAMES,
    PLACE_STARTS,
    PREPOSITIONS,
    REPORTS,
    WRITINGS,
)
from askdoc.types import Speaker

# The most sentences between a pronoun and its antecedent.
_MEMORY = 8

# Armenian Christians, Permanent Revolution: capitalized, but no names of people.
_ABSTRACT = ("ians", "ans", "ists", "ion", "ism", "ity", "men", "ics")


class People:
    """All entities of a document so far, and the latest subjects and speakers."""

    def __init__(self, text: str) -> None:
        self._genders = genders_by_title(text)
        self._small = small_words(text)
        self._surnames = surnames(text, self._small) | self._genders.keys()
        self._known: dict[str, Entity] = {}
        self._by_first: dict[str, Entity] = {}
        self._bearers: dict[str, list[Entity]] = {}
        self._guessed: set[Entity] = set()
        self._by_role: dict[str, deque[Entity]] = {}
        self._focus: deque[tuple[int, Entity]] = deque(maxlen=_MEMORY)
        self._mentions: deque[tuple[int, Entity]] = deque(maxlen=_MEMORY)
        self._now = 0

    def next_sentence(self) -> None:
        self._now += 1

    def focus(self, entity: Entity) -> None:
        """Note that an entity is the subject or speaks, so that the next pronoun refers to it."""
        self._focus.append((self._now, entity))

    def _recent(self) -> list[Entity]:
        return [e for when, e in reversed(self._focus) if self._now - when <= _MEMORY]

    def pronoun(self, word: str) -> Entity | None:
        """he, she, it, they -> the latest subject or speaker that agrees."""
        if word in HE_SHE:
            return self._he(HE_SHE[word])
        for entity in self._recent():
            fits = entity.kind == "body" or (entity.kind == "name" and entity.spoke)
            if (word == "it" and fits) or (word == "they" and entity.kind in ("group", "body")):
                return entity
        return None

    def mention(self, entity: Entity) -> None:
        """Note a person who is neither subject nor speaker; a pronoun may refer to them."""
        self._mentions.append((self._now, entity))

    def _he(self, gender: str) -> Entity | None:
        last = {e for when, e in self._mentions if self._now - when == 1 and e.kind == "person"}
        candidates = self._recent()
        if len(last) == 1:  # with two, it is ambiguous
            candidates += last
        for entity in candidates:
            personal = entity.kind in ("person", "unnamed")
            # subtle: a single capitalized word that has not spoken may not be a name
            perhaps = entity.kind == "name" and bool(entity.spoke or entity.full_name != "")
            if (personal or perhaps) and entity.gender in ("", gender):
                if entity.bearers:
                    return one_of(entity.bearers, gender) or entity
                entity.gender = gender
                if perhaps:
                    entity.kind = "person"
                return entity
        return None

    def entity(self, phrase: list[str]) -> Entity | None:
        """The entity of a noun phrase; None if it cannot speak."""
        definite = bool(phrase) and phrase[0].lower() in DEFINITE
        while phrase and (phrase[0].lower() in DETERMINERS or phrase[0] == SCARE):
            phrase = phrase[1:]
        if not phrase or phrase[-1] == SCARE or is_possessive(phrase[-1]):
            return None
        before, name = self._divide(phrase)
        if not name:
            return self._unnamed(phrase, definite)
        if len(whole_name := "".join(name)) < 2 or whole_name.isdigit():
            return None
        head = name[name.index("of") - 1 if "of" in name else -1].lower()
        if head not in self._surnames and (head in WRITINGS | DAYS or head.endswith("ism")):
            return None
        return self._named(before, name, definite)

    def _divide(self, phrase: list[str]) -> tuple[list[str], list[str]]:
        """["Tory", "spokesman", "David", "Willetts"] -> (["Tory", "spokesman"], ["David", ...])"""
        if len(phrase) == 1 and phrase[0].lower() in self._small - self._surnames:
            return phrase, []  # capitalized because it starts a sentence
        if len(phrase) == 1 and is_animate(phrase[0]) and phrase[0].lower() not in self._surnames:
            return phrase, []
        first = len(phrase)
        while first > 0 and not is_possessive(word := phrase[first - 1]):
            joins = word in ("of", "and", "for", "&") or word.lower() in PARTICLES_OF_NAMES
            if not (is_capital(word) or joins) or word.lower() in DAYS:
                break
            first -= 1
        while first < len(phrase) and not is_capital(phrase[first]):
            first += 1
        first += length_of_titles(phrase[first:], phrase[-1].lower() in self._surnames)
        return phrase[:first], phrase[first:]

    def _named(self, before: list[str], name: list[str], definite: bool) -> Entity:
        family_name, whole = surname(name), " ".join(name)
        key = family_name.lower()
        role = before[-1].lower() if before else ""
        person = self._is_person(role, name)
        family = person or (key in self._surnames and not definite)
        entity = None if len(name) == 1 else self._known.get(whole.lower())
        if entity is None and (family or len(name) == 1):
            entity = self._bearer(key, name, before)
        if entity is None and len(name) == 1:
            entity = self._by_first.get(key)
        if entity is None or (entity.kind == "body" and person):
            body = not person and self._is_body(role, name, definite)
            kind = "person" if person else "body" if body else "name"
            entity = Entity(family_name if family and not body else whole, kind)
            if person or family:
                self._add_bearer(key, entity)
            self._known.setdefault(entity.name.lower(), entity)
        elif person and entity.kind == "name":
            entity.kind, entity.name = "person", family_name
        if entity.kind in ("person", "name") and not entity.bearers:
            alone = len(self._bearers.get(key, ())) < 2
            told = title_gender(before)
            if told and is_capital(before[-1]):
                entity.titled = entity.titled or f"{before[-1]} {family_name}"
            elif alone and not entity.gender and key in self._genders:
                self._guessed.add(entity)
                told = self._genders[key]
            entity.gender = entity.gender or told
            self.add_roles(entity, before)
        if len(name) > 1 and not (name[0].lower() in PLACE_STARTS or name[-1].endswith(_ABSTRACT)):
            entity.full_name = entity.full_name or whole
            entity.named = self._now
            self._by_first.setdefault(name[0].lower(), entity)
        return entity

    def _bearer(self, key: str, name: list[str], before: list[str]) -> Entity | None:
        """The person with this surname who is meant; None if that is a new person.

        A surname alone refers to the person who was last named in full. If the same sentence named
        two in full, it is ambiguous.
        """
        gender = title_gender(before)
        bearers = [
            other
            for other in self._bearers.get(key, ())
            if (not gender or other.gender in ("", gender))
            and (len(name) == 1 or may_be_first(name[0], other.full_name))
        ]
        if len(bearers) < 2 or len(name) > 1:
            return (
                bearers[-1] if bearers else None if key in self._bearers else self._known.get(key)
            )
        last, latest = sorted(bearers, key=lambda other: other.named)[-2:]
        if one := one_of(bearers, gender) if gender else None:
            return one
        if latest.named > last.named:
            return latest
        return Entity(surname(name), "person", gender, bearers=tuple(bearers))

    def _add_bearer(self, key: str, entity: Entity) -> None:
        others = self._bearers.setdefault(key, [])
        for other in self._guessed.intersection(others):
            other.gender = ""  # the title may have been that of the new person
        others.append(entity)

    def shown(self, entity: Entity, speaking: bool) -> Speaker:
        """The speaker to show; people who share a surname are shown with their full names."""
        several = len(self._bearers.get(surname(entity.name.split()).lower(), ())) > 1
        apart = (entity.full_name or entity.titled) if several else ""
        name = apart or entity.name
        if entity.bearers:
            name = " or ".join(other.full_name or other.titled for other in entity.bearers)
        known = any(map(is_person_noun, entity.roles)) and entity.kind == "person"
        roles = f", {' '.join(sorted(entity.roles - PREPOSITIONS))}" if known else ""
        return Speaker(name, (entity.full_name or name) + roles, speaking)

    def _is_person(self, role: str, name: list[str]) -> bool:
        key = surname(name).lower()
        known = self._known.get(key)
        return (
            role in HONORIFICS
            or (is_person_noun(role) and (len(name) > 1 or key in self._surnames))
            or key in self._genders
            or (known is not None and known.kind == "person")
        )

    def _is_body(self, role: str, name: list[str], definite: bool) -> bool:
        marked = any(word.lower() in BODY_WORDS or word.isupper() for word in name)
        return definite or is_group_noun(role) or marked

    def add_roles(self, entity: Entity, phrase: Iterable[str]) -> None:
        """Save the words of a title, because "the minister" may refer to them later."""
        for word in phrase:
            small = word.lower().removesuffix("'s")
            if small not in HONORIFICS:
                entity.roles.add(small)
            if small in MALE_TITLES | MALE_NOUNS:
                entity.gender = entity.gender or "m"
            elif small in FEMALE_TITLES | FEMALE_NOUNS:
                entity.gender = entity.gender or "f"
            if is_person_noun(small):
                entity.kind = "person" if entity.kind == "name" else entity.kind
                holders = self._by_role.setdefault(small, deque(maxlen=5))
                if entity not in holders:
                    holders.append(entity)

    def _unnamed(self, phrase: list[str], definite: bool) -> Entity | None:
        """the foreign secretary -> the person of that title; Muslim groups -> a group"""
        head = phrase[-1].lower()
        if head in REPORTS:
            return Entity(" ".join(phrase), "report")
        if not is_animate(head):
            return None
        if definite:
            words = {word.lower().removesuffix("'s") for word in phrase}
            for holder in reversed(self._by_role.get(head) or ()):
                if words <= holder.roles:
                    return holder
            if len(phrase) == 1 and head in BARE_BODIES:
                bodies = {e for e in self._recent() if e.kind == "body"}
                named = {e for e in self._recent() if e.kind == "name" and e.spoke}
                if len(bodies | named) == 1:
                    return (bodies | named).pop()
            if head.endswith("-year-old"):
                return next((e for e in self._recent() if e.kind == "person"), None)
        kind = "group" if is_group_noun(head) else "unnamed"
        gender = "m" if head in MALE_NOUNS else "f" if head in FEMALE_NOUNS else ""
        entity = Entity(" ".join(phrase), kind, gender)
        if kind == "unnamed":
            self.add_roles(entity, phrase)
        return entity

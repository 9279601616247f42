"""Attribution by the grammar of one sentence: `"...", said Mr Law`, "Law, a doctor, said", ..."""

from __future__ import annotations

from dataclasses import dataclass

from askdoc.speakers.entities import Entity
from askdoc.speakers.names import is_capital, is_possessive
from askdoc.speakers.people import People
from askdoc.speakers.phrases import DASHES, NOT_NOUN, STOPS, at, backward, forward
from askdoc.speakers.quotes import QUOTE
from askdoc.speakers.subjects import FINITE, before_comma, near, subject, title
from askdoc.speakers.words import (
    ADVERBS,
    ANNOUNCED,
    BE,
    BEFORE_SPEAKER,
    CONJUNCTIONS,
    DAYS,
    DETERMINERS,
    DOUBTERS,
    HAVE,
    HE_SHE,
    NO_ADVERBS,
    PARTICLES,
    PREPOSITIONS,
    RELATIVES,
    RELAYS,
    SAID_BY,
    SAID_NEXT,
    SPEECH_NOUNS,
    SUBORDINATORS,
    SURE,
    UNSAID,
    VERBS,
    WITH_AS,
)

# The scores of attributions, best first. The speaker of a running quotation overrides WEAK ones.
AT_QUOTE, BUT, MAIN, BY, PARTICIPLE, NOMINAL, SIDE, WEAK = 4.0, 3.5, 3.0, 2.5, 2.0, 1.5, 1.2, 0.5

_TIMES = DAYS | {"yesterday", "today", "last", "this", "week", "month", "year", "night"}


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker found in a sentence, and the score of the attribution."""

    who: Entity
    score: float


def attribution(words: list[str], people: People) -> Attribution | None:
    """The speaker of a sentence; the one with the highest score if there are several."""
    found = []
    for place, word in enumerate(words):
        one = None
        if word in SPEECH_NOUNS and place and is_possessive(words[place - 1]):
            one = _of_noun(words, place, people)
        elif word in VERBS or (word, at(words, place + 1)) in PARTICLES:
            one = _of_verb(words, place, people)
        elif word.lower() == "according" and at(words, place + 1) == "to":
            one = _after(words, place + 2, people, WEAK)
        if one:
            found.append(one)
    # subtle: max() keeps the first of equals, the outer one of "Law said Hill said so"
    return max(found, key=lambda one: one.score, default=None)


def _after(words: list[str], place: int, people: People, score: float) -> Attribution | None:
    """The entity at `place`, if the end of its phrase is clear: not "by the British weather"."""
    start, end = forward(words, place)
    after = at(words, end)
    if after not in STOPS | NOT_NOUN | VERBS.keys() | {""}:
        return None
    who = people.entity(words[start:end])
    return Attribution(who, score) if who else None


def _of_noun(words: list[str], place: int, people: People) -> Attribution | None:
    """Kerry's statement that ... -> Kerry"""
    owner = place - 1
    if at(words, place + 1) != "that":
        return None
    start, _ = backward(words, owner)
    bare = words[owner].removesuffix("'s").removesuffix("'")
    who = people.entity([*words[start:owner], bare])
    return Attribution(who, NOMINAL) if who else None


def _of_verb(words: list[str], place: int, people: People) -> Attribution | None:
    """The speaker according to the verb at `place`."""
    small = at(words, place)
    form = VERBS.get(small) or PARTICLES[small, at(words, place + 1)]
    before, passive = _before_auxiliaries(words, place)
    if before is None:
        return None
    if passive and form == "ed":
        return _by(words, place, people)
    if form == "ing" and not passive:
        return _of_participle(words, place, people)
    inverted = _inverted(words, place, people)
    if inverted and before == place - 1 and at(words, before) in STOPS:
        return inverted
    if not _has_words(words, place, before):
        return None
    return _active(words, place, before, people) or inverted


def _before_auxiliaries(words: list[str], place: int) -> tuple[int | None, bool]:
    """-> (the last word of the subject, whether the verb is passive); None if nothing is said

    "Kerry has also said" -> the place of Kerry
    """
    before, passive = place - 1, False
    if at(words, before) == "to" and at(words, before - 1) in ANNOUNCED:
        before -= 2
        while at(words, before) in BE | ADVERBS:
            before -= 1
        return before, False
    while before >= 0:
        word = at(words, before)
        if word in UNSAID:
            return None, False
        passive = passive or word in BE
        timed = word in _TIMES or (word in ("on", "in") and at(words, before + 1) in DAYS)
        small = word in HAVE | BE | ADVERBS or word == "will"
        if not (timed or small or _is_adverb(words[before])):
            break
        before -= 1
    return before, passive


def _is_adverb(word: str) -> bool:
    """angrily -> True; Kelly, monopoly -> False"""
    return word.endswith("ly") and word.islower() and word not in NO_ADVERBS


def _by(words: list[str], place: int, people: People) -> Attribution | None:
    """... was criticised by the party -> party"""
    if at(words, place) not in SURE.keys() | SAID_BY:
        return None
    for i in range(place + 1, min(place + 16, len(words))):
        if words[i] == "by":
            return _after(words, i + 1, people, BY)
        if words[i] in ";:.":
            break
    return None


def _of_participle(words: list[str], place: int, people: People) -> Attribution | None:
    """Souness dropped him, claiming that ... -> Souness"""
    if at(words, place) not in SURE.keys() | {"claiming", "adding"} or place < 3:
        return None
    if at(words, place - 1) in (PREPOSITIONS | DETERMINERS) - {"by", "before"}:
        return None
    who = subject(words, people)
    return Attribution(who, PARTICIPLE) if who else None


def _has_words(words: list[str], place: int, before: int) -> bool:
    """Whether the verb at `place` comes with a statement."""
    small = at(words, place)
    if small in SURE or (small, at(words, place + 1)) in PARTICLES:
        return True
    after = place + 1
    while at(words, after) in ADVERBS | _TIMES or at(words, after + 1) in DAYS:
        after += 1
    follows = at(words, after)
    if small in WITH_AS and "as" in words[place : place + 20]:
        return True
    if follows in ("that", "how", "why", "whether", ":", QUOTE):
        return True
    pronoun = follows in HE_SHE or follows in ("it", "they", "there", "we", "i")
    if pronoun or _clause_follows(words, after):
        return True
    # "..., he added": the statement precedes the verb. A noun may look alike: "many states, ..."
    ends = follows in ("", ".", ",", "!", "?") or follows in PREPOSITIONS
    close = words[max(0, before - 7) : before]
    sure_verb = VERBS.get(small) == "ed" or at(words, before) in HE_SHE
    said_before = "," in close and follows in ("", ".", ",") and sure_verb
    return ends and (QUOTE in close or said_before)


def _clause_follows(words: list[str], start: int) -> bool:
    """believes [the policy is wrong] -> True; announced [plans that will] -> False"""
    if at(words, start) in PREPOSITIONS:
        return False
    for place in range(start, min(start + 9, len(words))):
        word = at(words, place)
        if word in STOPS or word in RELATIVES or word in CONJUNCTIONS or word == "to":
            return False
        if word in FINITE:
            return place > start
    return False


def _inverted(words: list[str], place: int, people: People) -> Attribution | None:
    """... , said Mr Law -> Law"""
    if place == 0 or at(words, place) not in BEFORE_SPEAKER:
        return None
    start, end = forward(words, place + 1)
    after = at(words, end)
    if start == end or not (after in STOPS or after in PREPOSITIONS | RELATIVES | {"", "because"}):
        return None
    phrase = words[start:end]
    small_name = not is_capital(phrase[-1]) and at(words, start) not in DETERMINERS
    apart = words[place - 1] in DASHES | {",", QUOTE}
    if (words[place - 1] != QUOTE and small_name) or not (apart or after in (",", ".", "")):
        return None
    who = people.entity(phrase)
    if after == "," and (who is None or who.kind in ("unnamed", "group")):
        other = people.entity(words[slice(*forward(words, end + 1))])
        if other and other.kind in ("person", "name"):
            people.add_roles(other, phrase)
            who = other
    elif who and after == "," and who.kind in ("person", "name"):
        people.add_roles(who, title(words, end + 1, len(words)))
    if who is None:
        return None
    return Attribution(who, WEAK if at(words, place) in RELAYS else AT_QUOTE)


def _active(words: list[str], place: int, before: int, people: People) -> Attribution | None:
    """Jack Law, chief executive of a charity, said -> Law"""
    word = at(words, before)
    if word in HE_SHE or word in ("it", "they"):
        who = people.pronoun(word)
        return Attribution(who, _rank(words, place, before)) if who else None
    if word in ("who", "which"):
        who = people.entity(words[slice(*backward(words, before - 1 - (words[before - 1] == ",")))])
        return Attribution(who, SIDE) if who and (word == "who" or who.kind == "body") else None
    if word in CONJUNCTIONS:
        who = subject(words, people) if words[place] in SAID_NEXT else None
        return Attribution(who, PARTICIPLE) if who else None
    start, who = before, None
    if before > 0 and (word in DASHES or word in (",", ")")):
        start, who = before_comma(words, before, people)
        if who is None and word == ")":
            start, who = near(words, before, people)
    elif before >= 0 and word not in STOPS:
        start, who = near(words, before, people)
    # "experts believe", but not "the minister believe"
    plain = VERBS.get(words[place]) == "base" and at(words, place - 1) not in ("to", "will")
    several = who and (who.kind == "group" or who.name[-1] == "s")
    if who is None or (plain and not several and not (who.kind == "body" and words[place] in SURE)):
        return None
    return Attribution(who, _rank(words, place, start))


def _rank(words: list[str], place: int, start: int) -> float:
    """The score of the clause of the verb at `place`, whose subject is at `start`."""
    lead = start - 1
    while lead >= 0 and (at(words, lead) in ADVERBS | _TIMES or words[lead] == "on"):
        lead -= 1
    ahead = at(words, lead)
    if ahead in DOUBTERS:
        return WEAK / 2
    if ahead in SUBORDINATORS:
        return SIDE
    if at(words, place) in RELAYS:
        return NOMINAL
    after = at(words, place + 1)
    if QUOTE in (after, ahead) or after == ":" or (after in ("", ".", ",") and ahead == ","):
        return AT_QUOTE
    # "The US has called for that, but on Saturday Kerry said": the news comes after the "but".
    return BUT if ahead == "but" and lead > 0 else MAIN

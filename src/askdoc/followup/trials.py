"""Completions of a follow-up to try: which antecedent its pronoun has, and what it replaces.

The library asks them all, and takes the one that most probably has an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from askdoc.followup.antecedents import COUNTED, acting_names, antecedents, person_before
from askdoc.followup.completion import (
    CONTINUES,
    DEMONSTRATIVE,
    HELPS,
    complete,
    corrected,
    is_fragment,
    joined,
    points_back,
)
from askdoc.followup.names import (
    NAME,
    PERSON,
    asks_for_the_subject,
    capital,
    is_name,
    names_of,
    put,
    replaced,
    without_endings,
)
from askdoc.languages import language
from askdoc.speakers import asked_subject, is_person_noun
from askdoc.words import stems

# Words that may refer to the history.
_PRONOUN = re.compile(
    rf"\b(?:he|she|him|his|her|it|its|they|them|their)\b|{DEMONSTRATIVE.pattern}(?=\W*$)",
    re.IGNORECASE,
)
# "Did she?" with a name instead of the pronoun has no other word to search.
_ASKS_NOTHING = re.compile(rf"{HELPS}\s+\w+\W*", re.IGNORECASE)
# "How long did it take?" asks about what the question before says, not about something it names.
_EVENT = re.compile(
    r"\b(?:does|did|will|would|can|has|had) it (?:take|taken|happen|happened|work|last|help)\b",
    re.IGNORECASE,
)
# "Which of them burned?" asks about several things, none of which has a name.
_CHOOSES = re.compile(
    r"\b(?:which|who|one|some|any|all|both|each|none|most|many|two|three|four) of them\b", re.I
)
# "its chairman"
_OWNER = re.compile(r"(?:his|her|its|their)\s+", re.IGNORECASE)
# "pay by card"
_OBJECT = re.compile(
    r"\b(?:with|for|from|to|by|of|on)\s+(?P<noun>(?:(?:the|an?|my|your)\s+)?[\w-]+(?:\s[\w-]+)?)"
    r"(?=\W*$)",
    re.IGNORECASE,
)
_DETERMINED = re.compile(r"(?:the|an?|my|your)\s+[\w-]+(?:\s[\w-]+)?$", re.IGNORECASE)
_MAX_NOUN = 3
# "the year before", "in 2004", "on Monday", "last week"
_TIME = re.compile(
    r"\b(?:(?:1[5-9]|20)\d\d|years?|months?|weeks?|days?|decades?|quarters?|seasons?|weekend|morning|"
    rf"evening|night|today|yesterday|tomorrow|(?-i:{'|'.join(sorted(language('en').kinds.calendar))}))\b",
    re.IGNORECASE,
)
_ONE_TIME = (
    r"(?:\b(?:in|on|during|since|by|until|for)\s+)?(?:\b(?:the|this|that|last|next|early|late|"
    r"first|second|third|fourth|previous|following|same|past|current)\s+)*"
    rf"{_TIME.pattern}(?:[/–-]\d+|,?\s+(?:before|after|earlier|later|ago|(?:1[5-9]|20)\d\d))*"
)
_TIME_PHRASE = re.compile(rf"{_ONE_TIME}(?:\s+{_ONE_TIME})*", re.IGNORECASE)
# "two years earlier", "on Monday morning", but not "sick days"
_TIMES = re.compile(
    rf"(?:(?:an?|a\s+few|several|some|\d+|two|three|four|five|six|seven|eight|nine|ten)\s+)?"
    rf"{_TIME_PHRASE.pattern}",
    re.IGNORECASE,
)
_PLACE = re.compile(rf"(?i:in|at|from|to|near)\s+(?:the\s+)?{NAME.pattern}")
# "Who did?" "Where was he, then?"
_ELIDED = re.compile(
    rf"(?P<who>who|what|where|when|why|how)\s+(?P<verb>{HELPS})(?:\s+(?:s?he|it|they))?\W*(?:then)?\W*",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    rf"{HELPS}\s+(?P<subject>(?-i:{NAME.pattern})|s?he|it|they)\s+(?P<rest>.+)", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://\S+")
# With fewer words, a question depends on what was asked before.
_MIN_WORDS = 2
# Each completion is searched.
MAX_TRIED = 8


def completions(
    question: str, history: Sequence[str], told: str, speaker: str | None, text: str = ""
) -> list[str]:
    """Ways to complete a question that depends on the history, the most usual one first.

    told: the sentence that answered the last question; speaker: who says it, if known
    text: the text of its document, which shows which names are places
    The antecedent of a pronoun, and what "What about Hammond?" replaces, are found by trying.
    """
    base = complete(history[-1], history[:-1])
    question, told = corrected(question), _ADDRESS.sub("", told)
    asked = _bare(question)
    if _EVENT.search(asked) or _CHOOSES.search(asked):
        return [joined(asked, base)]
    usual = complete(question, history)
    found = [usual]
    topic = _topic(question)
    if is_name(topic):
        found += [replaced(base, name, topic) for name in names_of(base)]
    others = list(_with_other_subject(topic, base))
    if others and not is_name(topic) and not _is_about_a_person(base):
        found = others  # "the chairman" replaces who speaks, not what it is about
    else:
        found += others
        if topic and not is_name(topic):
            found += _with_other_noun(topic, base)
    found += [*_with_other_place_or_time(topic, base), *_with_elided_verb(asked, base)]
    if len(found) > 1 and usual.endswith(base):
        found.remove(usual)  # its words would find the last answer again
    if pronoun := _PRONOUN.search(asked):
        person = PERSON.fullmatch(pronoun[0]) is not None
        acting = acting_names(told, without_endings(names_of(base))) if person else []
        if acting and asks_for_the_subject(base):
            # "she" is the answer to "Who runs Lahti?"; the question before, added to this one,
            # would find that again
            found = []
        names = [
            *antecedents(pronoun[0], base, told, speaker, text),
            *(person_before(pronoun[0], history, base, text) if person and not speaker else []),
        ]
        resolved = [
            capital(put(name, pronoun, asked))
            for name in names
            if name not in asked and not _ASKS_NOTHING.fullmatch(asked)
        ]
        found = [*found, *resolved] or [usual]
    if usual in found and usual.endswith(base) and _may_stand_alone(asked):
        found.append(capital(asked))
    if (found in ([asked], [capital(asked)]) and points_back(asked)) or (
        pronoun and DEMONSTRATIVE.fullmatch(pronoun[0])
    ):
        found.append(joined(asked, base))
    return list(dict.fromkeys(found))[:MAX_TRIED]


def _may_stand_alone(question: str) -> bool:
    """Whether a question that seems to depend on the history may do without: "Did they vote on the
    toll?" """
    return len(set(stems(question))) >= _MIN_WORDS and not is_fragment(question)


def _with_other_subject(topic: str, base: str) -> Iterator[str]:
    """What somebody else says about it: "And its chairman?" after "What did the mill say?" """
    place = asked_subject(base)
    if place is None or not topic or not (is_name(topic) or is_person_noun(topic.split()[-1])):
        return
    subject = base[slice(*place)]
    owner = _OWNER.match(topic)
    if owner:
        topic = f"{subject}'s {topic[owner.end() :]}"
    yield base[: place[0]] + topic + base[place[1] :]


def _is_about_a_person(question: str) -> bool:
    """ "What did Hill say about the mayor?" """
    about = question.rpartition(" about ")[2].strip(" ?.!")
    return is_name(about) or is_person_noun(about.split()[-1])


def _with_other_noun(topic: str, base: str) -> Iterator[str]:
    """The base with what it counts, or its last noun, replaced.

    "And trucks?" after "How many offices are there?" -> "How many trucks are there?"
    """
    words = topic.split()
    if len(words) <= _MAX_NOUN and (noun := COUNTED.search(base)):
        yield replaced(base, noun, topic, "noun")
    if (len(words) == 1 or _DETERMINED.match(topic)) and (noun := _OBJECT.search(base)):
        yield replaced(base, noun, topic, "noun")


def _with_other_place_or_time(topic: str, base: str) -> Iterator[str]:
    """The base with its place or time replaced, or one added to it.

    "And the year before?" after "Who won in 2004?" -> "Who won the year before?"
    """
    words = topic.split()
    old: re.Match[str] | None = None
    if _TIMES.fullmatch(topic):
        old = _TIME_PHRASE.search(base)
    elif _PLACE.fullmatch(topic):
        old = re.search(rf"\b{words[0]}\s+(?:the\s+)?{NAME.pattern}", base)
        if old is None:
            return
    else:
        return
    bare = f"{base[: old.start()].rstrip()}{base[old.end() :]}" if old else base
    yield f"{bare.rstrip(' ?.!')} {topic}?"


def _with_elided_verb(question: str, base: str) -> Iterator[str]:
    """ "Who is, then?" after "Is Hill in charge of it?" -> "Who is in charge of it?" """
    elided, before = _ELIDED.fullmatch(question.strip()), _YES_OR_NO.match(base)
    if elided and before:
        subject = "" if elided["who"].lower() in ("who", "what") else f"{before['subject']} "
        yield f"{elided['who']} {elided['verb']} {subject}{before['rest']}"


def _bare(question: str) -> str:
    """Remove "And" or "But" at the start."""
    return re.sub(r"^\s*(?:and|but|so|or)\b[\s,]*", "", question, flags=re.IGNORECASE)


def _topic(question: str) -> str:
    """ "What about Hammond?" -> "Hammond", "" for other questions."""
    match = CONTINUES.fullmatch(question.strip())
    return match["rest"].strip(" ?.!") if match else ""

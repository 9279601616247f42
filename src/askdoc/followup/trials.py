"""Completions of a follow-up to try: which antecedent its pronoun has, and what it replaces.

The library asks them all, and takes the one that most probably has an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
from askdoc.introductions import asked_person
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
# "Which mill was sold?", "What minister did Berg meet?"
_WHICH = re.compile(
    r"\s*(?:Which|What|which|what)\s+"
    r"(?P<noun>(?:(?!(?:year|day|month|date|week|time|century|kind|sort|type)s?\b)[a-z][\w-]*\s+){1,3}?)"
    rf"{HELPS}\b"
)
# "its chairman"
_OWNER = re.compile(r"(?:his|her|its|their)\s+", re.IGNORECASE)
# "How many offices are there", "pay by card"
_COUNTED = re.compile(
    r"\bhow (?:many|much)\s+(?P<noun>(?:[\w-]+\s+){0,2}?[\w-]+)(?=\s+(?:is|are|was|were|do|does|"
    r"did|has|have|had|can|will|would)\b)",
    re.IGNORECASE,
)
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
_TIME_PHRASE = re.compile(
    r"(?:\b(?:in|on|during|since|by|until|for)\s+)?(?:\b(?:the|this|that|last|next|early|late|first)\s+)*"
    rf"{_TIME.pattern}(?:[/–-]\d+|,?\s+(?:before|after|earlier|later|ago|(?:1[5-9]|20)\d\d))*",
    re.IGNORECASE,
)
_MAX_TIME = 5
_PLACE = re.compile(rf"(?i:in|at|from|to|near)\s+(?:the\s+)?{NAME.pattern}")
# "Who did?" "Where was he, then?"
_ELIDED = re.compile(
    rf"(?P<who>who|what|where|when|why|how)\s+(?P<verb>{HELPS})(?:\s+(?:s?he|it|they))?\W*(?:then)?\W*",
    re.IGNORECASE,
)
_YES_OR_NO = re.compile(
    rf"{HELPS}\s+(?P<subject>(?-i:{NAME.pattern})|s?he|it|they)\s+(?P<rest>.+)", re.IGNORECASE
)
_IN = re.compile(r"\b(?:in|at|near)\s+(?:the\s+)?$", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+")
# With fewer words, a question depends on what was asked before.
_MIN_WORDS = 2
# Each completion is searched.
MAX_TRIED = 8
# The characters of a document that show which words are names, and which names are places.
EXAMINED = 100_000


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
        acting = _acting(told, without_endings(names_of(base))) if person else []
        if acting and asks_for_the_subject(base):
            # "she" is the answer to "Who runs Lahti?"; the question before, added to this one,
            # would find that again
            found = []
        names = [
            *_antecedents(pronoun[0], base, told, speaker, text),
            *(_person_before(pronoun[0], history, base, text) if person and not speaker else []),
        ]
        resolved = [
            capital(put(name, pronoun, asked))
            for name in names
            if name not in asked and not _ASKS_NOTHING.fullmatch(asked)
        ]
        found = [*found, *resolved] or [usual]
    if usual in found and usual.endswith(base) and _may_stand_alone(asked):
        found.append(capital(asked))
    if (found == [capital(asked)] and points_back(asked)) or (
        pronoun and DEMONSTRATIVE.fullmatch(pronoun[0])
    ):
        found.append(joined(asked, base))
    return list(dict.fromkeys(found))[:MAX_TRIED]


def _antecedents(pronoun: str, base: str, told: str, speaker: str | None, text: str) -> list[str]:
    """What a pronoun may stand for after this question and its answer, best first."""
    person = PERSON.fullmatch(pronoun) is not None
    subject = _which(base)
    if DEMONSTRATIVE.fullmatch(pronoun):
        return [subject] if subject else []
    known, names = without_endings(names_of(base)), _possible_names(told, text, person, base)
    if person and asks_for_the_subject(base) and (acting := _acting(told, known)):
        known, names = [], acting
    if person and (asked_for := asked_person(base)):
        known, names, speaker = [asked_for], [], None
    if subject and person and not is_person_noun(subject.split()[-1]):
        subject = None
    return [
        name
        for name in dict.fromkeys([*filter(None, (subject, speaker)), *known, *names])
        if not person
        or name in (subject, speaker)
        or (
            not _is_of_a_people_or_month(name)
            and not _is_no_person(name, pronoun, told, f"{base} {told} {text}")
        )
    ]


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
    if len(words) <= _MAX_NOUN and (noun := _COUNTED.search(base)):
        yield replaced(base, noun, topic, "noun")
    if (len(words) == 1 or _DETERMINED.match(topic)) and (noun := _OBJECT.search(base)):
        yield replaced(base, noun, topic, "noun")


def _with_other_place_or_time(topic: str, base: str) -> Iterator[str]:
    """The base with its place or time replaced, or one added to it.

    "And the year before?" after "Who won in 2004?" -> "Who won the year before?"
    """
    words = topic.split()
    old: re.Match[str] | None = None
    if _TIME.search(topic) and len(words) <= _MAX_TIME:
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


def _which(question: str) -> str | None:
    """ "the mill" for "Which mill was sold?", whose answer "it" means; None for other questions."""
    match = _WHICH.match(question)
    return f"the {match['noun'].strip()}" if match else None


def _acting(text: str, known: Sequence[str]) -> list[str]:
    """The names, except known ones, of those who may act: not "in London", "Kerry's" only if there
    is no other."""
    first = NAME.match(text)
    full = first is not None and " " in first[0] and bool(stems(first[0].split()[0]))
    names = list(NAME.finditer(text)) if full else names_of(text)
    found = [name for name in names if stems(name[0]) and not _IN.search(text[: name.start()])]
    found = [name for name in found if without_endings([name])[0] not in known]
    return without_endings([name for name in found if not name[0].endswith(("'s", "’s"))] or found)


def _possible_names(told: str, text: str, person: bool, base: str) -> list[str]:
    """The names in the sentence that answered that a pronoun may stand for."""
    names = _names_in(told, text)
    if not person:  # "Q" is a label
        return [name for name in names if len(name) > 1]
    words = set(stems(base))
    return [name for name in names if words & set(stems(name)) or not _is_common(name, text)]


def _names_in(told: str, text: str) -> list[str]:
    """The names in a sentence, whole also where it starts with one."""
    names = without_endings(names_of(told))
    first = NAME.match(told.lstrip('*_#>-"“ '))
    whole = without_endings([first])[0] if first else ""
    opening = whole.partition(" ")[0]
    written_small = re.search(rf"\b{re.escape(opening.lower())}\b", text[:EXAMINED])
    if names and whole.endswith(f" {names[0]}") and stems(opening) and not written_small:
        names[0] = whole
    return names


def _is_common(name: str, text: str) -> bool:
    """Whether a name is that of a people or a month, or ends with a word that the text also writes
    small or in the plural: "Jamaican", "Since May", "Post Office", "Republican"."""
    if _is_of_a_people_or_month(name):
        return True
    last = re.escape(name.split()[-1])
    return re.search(rf"\b(?:{last.lower()}s?|{last}s)\b", text[:EXAMINED]) is not None


def _is_of_a_people_or_month(name: str) -> bool:
    """ "Jamaican", "Russian", "Since May" """
    if any(word in language("en").kinds.calendar for word in name.split()):
        return True
    return re.search(r"(?:ish|ese|ican|French|Dutch|German|Russian|Italian)$", name) is not None


def _person_before(pronoun: str, history: Sequence[str], base: str, text: str) -> list[str]:
    """The people whom the latest question before this one names, if any does."""
    for earlier in reversed(history):
        names = [
            name
            for name in without_endings(names_of(earlier))
            if not _is_common(name, text)
            and not _is_no_person(name, pronoun, "", f"{earlier} {text}")
        ]
        if names and earlier != base:
            return names
    return []


def _is_no_person(name: str, pronoun: str, told: str, text: str) -> bool:
    """Whether "he" or "she" cannot be this name.

    "in Britain" is a place, "UN" and "The Herald" are bodies, "Would" in `"Would we pay?"` only
    begins the quotation, and "Mr Lee" is no "she".
    """
    to = r"(?:visits?|trip|travel\w*|flew|flight|go|goes|went|going) to"
    where = rf"in|into|inside|outside|across|throughout|{to}"
    inside = rf"\b(?:{where}) {re.escape(name)}\b(?!['’]s?| [A-Z])"
    begins = rf"[\"“‘]{re.escape(name)}\b"
    other = "Mr|Sir|Lord" if pronoun.lower() in ("she", "her") else "Mrs|Ms|Miss|Lady|Dame"
    titled = rf"\b(?:{other})\.? (?:[A-Z]\w+ )?{re.escape(name.split()[-1])}\b"
    return (
        name.isupper()
        or name.startswith("The ")
        or re.search(begins, told) is not None
        or re.search(rf"{inside}|{titled}", text[:EXAMINED]) is not None
    )

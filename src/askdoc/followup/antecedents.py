"""What the pronoun of a follow-up may stand for: names and nouns of the turns before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askdoc.followup.completion import DEMONSTRATIVE, HELPS
from askdoc.followup.names import (
    NAME,
    PERSON,
    asks_for_the_subject,
    names_of,
    without_endings,
)
from askdoc.introductions import asked_person
from askdoc.languages import language
from askdoc.speakers import is_person_noun
from askdoc.words import stems

# "Which mill was sold?", "What minister did Berg meet?"
_WHICH = re.compile(
    r"\s*(?:Which|What|which|what)\s+"
    r"(?P<noun>(?:(?!(?:year|day|month|date|week|time|century|kind|sort|type)s?\b)[a-z][\w-]*\s+){1,3}?)"
    rf"{HELPS}\b"
)
# "How many vacation days do I get?"
COUNTED = re.compile(
    r"\bhow (?:many|much)\s+(?P<noun>(?:[\w-]+\s+){0,2}?[\w-]+)(?=\s+(?:is|are|was|were|do|does|"
    r"did|has|have|had|can|will|would)\b)",
    re.IGNORECASE,
)
# "Do you sell tickets?"
_LAST_PLURAL = re.compile(r"(?P<noun>[a-z][\w-]{2,}(?<!s)s)\W*$")
_PLURAL = re.compile(r"they|them|their", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|at|near)\s+(?:the\s+)?$", re.IGNORECASE)
# The characters of a document that show which words are names, and which names are places.
EXAMINED = 100_000


def antecedents(pronoun: str, base: str, told: str, speaker: str | None, text: str) -> list[str]:
    """What a pronoun may stand for after this question and its answer, best first."""
    person = PERSON.fullmatch(pronoun) is not None
    subject = _which(base)
    if DEMONSTRATIVE.fullmatch(pronoun):
        return [subject] if subject else []
    known, names = without_endings(names_of(base)), _possible_names(told, text, person, base)
    if person and asks_for_the_subject(base) and (acting := acting_names(told, known)):
        known, names = [], acting
    if person and (asked_for := asked_person(base)):
        known, names, speaker = [asked_for], [], None
    if _PLURAL.fullmatch(pronoun):
        known = [*known, *_several(base)]
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


def _which(question: str) -> str | None:
    """ "the mill" for "Which mill was sold?", whose answer "it" means; None for other questions."""
    match = _WHICH.match(question)
    return f"the {match['noun'].strip()}" if match else None


def _several(question: str) -> list[str]:
    """What a question asks about, in the plural: "vacation days" for "How many vacation days do I
    get?", "tickets" for "Do you sell tickets?" """
    found = [pattern.search(question) for pattern in (COUNTED, _LAST_PLURAL)]
    return [match["noun"] for match in found if match and stems(match["noun"])]


def acting_names(text: str, known: Sequence[str]) -> list[str]:
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


def person_before(pronoun: str, history: Sequence[str], base: str, text: str) -> list[str]:
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

"""The names in questions and sentences, and putting one in the place of a pronoun."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askdoc.words import stems

NAME = re.compile(r"[A-Z][\w.’'-]*(?:\s+(?:of\s+)?[A-Z][\w.’'-]*)*")
PERSON = re.compile(r"\b(?:he|she|him|his|her)\b", re.IGNORECASE)
_BEGINS = re.compile(r"[?!.…]['’\"”)]?\s*$")
# "Who won?", "Who has bought it?", "Who is the mayor?", but not "Who did Kerry meet?"
_WHO = re.compile(
    r"\s*(?i:who|whose\s+\w+)\s+(?!(?i:did|does|do|has|have|had|will|would|is|are|was|were)\s+[A-Z])"
)


def names_of(question: str) -> list[re.Match[str]]:
    """Runs of capitalized words; not the first word of a question, which is always capitalized."""
    first_word = re.match(r"\s*\S+\s*", question)
    names = NAME.finditer(question, first_word.end() if first_word else 0)
    return [name for name in map(_without_opening, names) if name and stems(name[0])]


def _without_opening(name: re.Match[str]) -> re.Match[str] | None:
    """ "Was Kerry" in "Where? Was Kerry there?" -> "Kerry" """
    if not _BEGINS.search(name.string[: name.start()]):
        return name
    opening = re.match(r"\S+", name[0])
    if opening is None or stems(opening[0]):
        return name
    return NAME.search(name.string, name.start() + opening.end(), name.end())


def without_endings(names: Sequence[re.Match[str]]) -> list[str]:
    """The names, without a possessive or full stop at the end."""
    return [re.sub(r"['’]s$", "", name[0]).rstrip(".,'’") for name in names]


def asks_for_the_subject(question: str) -> bool:
    """Whether the answer is who does something: "Who won?", but not "Who did Kerry meet?" """
    return _WHO.match(question) is not None


def put(name: str, pronoun: re.Match[str], question: str) -> str:
    """The question with a name instead of a pronoun, with a possessive where that has one."""
    after = re.match(r"\s+([\w-]+)", question[pronoun.end() :])
    owns = pronoun[0].lower() in ("his", "its", "their") or (
        pronoun[0].lower() == "her" and after is not None and bool(stems(after[1]))
    )
    return question[: pronoun.start()] + name + ("'s" if owns else "") + question[pronoun.end() :]


def is_name(text: str) -> bool:
    """Whether it is a name and nothing else."""
    return bool(re.fullmatch(rf"(?:the\s+)?{NAME.pattern}", text))


def replaced(base: str, name: re.Match[str], topic: str, group: str | int = 0) -> str:
    """The question with one of its names, or another group of a match, replaced."""
    return base[: name.start(group)] + topic + base[name.end(group) :]


def capital(text: str) -> str:
    """With a capital at the start."""
    text = text.strip()
    return text[:1].upper() + text[1:]

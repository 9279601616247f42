"""The entities of a text: people, organizations, and names of unknown kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from askdoc.speakers.words import FEMALE_TITLES, MALE_TITLES


@dataclass(eq=False, slots=True)
class Entity:
    """A person, an organization, somebody unnamed, or a name of unknown kind.

    kind: "person", "body" (an organization), "group" (unnamed people), "unnamed", "name", "report"
    gender: "m", "f" or "" for unknown
    full_name: a name of at least two words, "" if none occurred; titled: "Mr Law"
    spoke: whether it has said something
    roles: the words of its titles, in lower case
    named: the last sentence that contains the full name
    bearers: the people with this surname, if it is unknown which of them is meant
    """

    name: str
    kind: str
    gender: str = ""
    full_name: str = ""
    titled: str = ""
    spoke: bool = False
    roles: set[str] = field(default_factory=set)
    named: int = 0
    bearers: tuple[Entity, ...] = ()


def title_gender(before: list[str]) -> str:
    """["Mrs"] -> "f" """
    title = before[-1].lower() if before else ""
    return "m" if title in MALE_TITLES else "f" if title in FEMALE_TITLES else ""


def may_be_first(first: str, full_name: str) -> bool:
    """Whether a first name agrees with a full name: J., Al and Alan do; Ann and Alan do not."""
    known = full_name.split()[0].lower().rstrip(".") if full_name else ""
    small = first.lower().rstrip(".")
    return small.startswith(known) or known.startswith(small)


def one_of(people: Iterable[Entity], gender: str) -> Entity | None:
    """The only person of this gender; if there is none, the only one of unknown gender."""
    several = list(people)
    surely = [one for one in several if one.gender == gender]
    fitting = surely or [one for one in several if not one.gender]
    return fitting[0] if len(fitting) == 1 else None

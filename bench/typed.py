"""The forms in which people type questions, which `quality.py` compares with the original."""

from __future__ import annotations

import random
from collections.abc import Callable

from askdoc.words import content_words


def with_typo(question: str, seed: int = 0) -> str:
    """A typo in a content word of at least five letters: two letters swapped, one left out, doubled
    or replaced; the first letter stays."""
    chance = random.Random(f"{seed}{question}")
    places = [(s, e) for _, s, e in content_words(question) if e - s >= 5]
    if not places:
        return question
    start, end = chance.choice(places)
    at = chance.randrange(start + 1, end - 1)
    a, b = question[at], question[at + 1]
    slip = chance.choice((b + a, b, a + a + b, chance.choice("aeinorst") + b))
    return question[:at] + slip + question[at + 2 :]


FORMS: dict[str, Callable[[str], str]] = {
    "CAPITALS": str.upper,
    "small letters": str.lower,
    "one typo": with_typo,
    "polite": lambda q: f"Hello, could you tell me {q[:1].lower()}{q[1:]} Thank you!",
    "in quotation marks": lambda q: f'"{q}"',
    "no question mark": lambda q: q.rstrip(" ?"),
    "two spaces, a line break": lambda q: q.replace(" ", "  ", 1).replace(" ", "\n", 3),
}

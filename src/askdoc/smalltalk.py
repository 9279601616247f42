"""Recognize what is said to the program and asks nothing of the text, and reply to it.

    Thanks!            ->  You are welcome.
    translate this     ->  I only show passages ...
    Are you sure?      ->  the last question, again
    What else?         ->  more passages for the last question

Only a whole turn counts: "Who gave thanks?" is a question like any other.
"""

from __future__ import annotations

import re
from functools import cache

from askdoc.languages import Talk, language, question_languages
from askdoc.messages import later, tr

# A longer turn says more than this.
_MAX_CHARACTERS = 120

_OFFER = later("Ask, for example, “What is it about?” or “Who is quoted?”")
_HELP = later("I look for the passages that answer a question, word for word, with their place.")
_SPOKEN = {
    "hello": later("Hello! I look for the passages that answer a question."),
    "fine": later("All right."),
    "thanks": later("You are welcome."),
    "bye": later("Goodbye!"),
    "blame": later(
        "Sorry. Try words that the text may use, ask for one fact at a time, or say “more” to see "
        "other passages."
    ),
    "who": _HELP,
    "task": later(
        "I cannot write, translate or explain: I only show what the text says, word for word."
    ),
    "opinion": later("I have no opinion: I only show what the text says, word for word."),
}
_BARE = frozenset({"bye", "blame"})


def talk_of(turn: str) -> Talk | None:
    """What kind of small talk a turn is; None for a question."""
    said = turn.strip()
    if not said or len(said) > _MAX_CHARACTERS:
        return None
    found = (
        kind
        for one in question_languages(said)
        for kind, pattern in _patterns(one.code).items()
        if pattern.fullmatch(said)
    )
    return next(found, None)


def reply_to(kind: Talk | None) -> str | None:
    """The reply to small talk; None for a question, also for one to repeat or continue."""
    if kind not in _SPOKEN:
        return None
    return tr(_SPOKEN[kind]) if kind in _BARE else f"{tr(_SPOKEN[kind])} {tr(_OFFER)}"


@cache
def _patterns(code: str) -> dict[Talk, re.Pattern[str]]:
    one = language(code)
    forms: dict[Talk, list[str]] = {kind: [form] for kind, form in one.talk.items()}
    if polite := one.politeness:
        forms.setdefault("hello", []).append(polite.greeting)
        forms.setdefault("thanks", []).append(polite.thanks)
    return {
        kind: re.compile(rf"¿?(?:{'|'.join(form)}){_end(kind)}", re.IGNORECASE)
        for kind, form in forms.items()
    }


def _end(kind: Talk) -> str:
    """The punctuation after it: "Fine?" asks for something."""
    return r"[\s.!:;)…]*" if kind in ("fine", "blame") else r"[\s.!?:;)…]*"

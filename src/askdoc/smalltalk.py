"""Recognize small talk, which asks nothing of the text, and reply to it.

    Thanks!            ->  You are welcome.
    translate this     ->  I cannot write, translate or explain: ...
    Are you sure?      ->  the answers to the last question, again
    What else?         ->  further passages for the last question

Only a whole turn counts: "Who gave thanks?" is a question like any other.
"""

from __future__ import annotations

import re
from functools import cache

from askdoc.languages import Talk, language, question_languages
from askdoc.messages import later, tr

# A longer turn is more than small talk.
_MAX_CHARACTERS = 120

_EXAMPLES = later("Ask, for example, “What is it about?” or “Who is quoted?”")
_REPLIES: dict[Talk, str] = {
    "greeting": later("Hello! I look for the passages that answer a question."),
    "assent": later("All right."),
    "thanks": later("You are welcome."),
    "farewell": later("Goodbye!"),
    "complaint": later(
        "Sorry. Try words that the text may use, ask for one fact at a time, or say “more” to see "
        "other passages."
    ),
    "program": later(
        "I look for the passages that answer a question, word for word, with their place."
    ),
    "task": later(
        "I cannot write, translate or explain: I only show what the text says, word for word."
    ),
    "opinion": later("I have no opinion: I only show what the text says, word for word."),
}
# With a question mark they are questions: "Fine?"
_STATEMENTS = frozenset({"assent", "complaint"})
_WITHOUT_EXAMPLES = frozenset({"farewell", "complaint"})


def talk_of(turn: str) -> Talk | None:
    """The kind of small talk that a turn is; None for a question.

    turn: as it was typed, in a language of `question_languages`
    """
    turn = turn.strip()
    if not turn or len(turn) > _MAX_CHARACTERS:
        return None
    for spoken in question_languages(turn):
        for kind, pattern in _patterns(spoken.code).items():
            if pattern.fullmatch(turn):
                return kind
    return None


def reply_to(kind: Talk | None) -> str | None:
    """The reply to small talk, in the reader's language.

    None for a question, and for "doubt" and "more", which are answered with passages.
    """
    if kind not in _REPLIES:
        return None
    reply = tr(_REPLIES[kind])
    return reply if kind in _WITHOUT_EXAMPLES else f"{reply} {tr(_EXAMPLES)}"


@cache
def _patterns(code: str) -> dict[Talk, re.Pattern[str]]:
    """The forms of each kind in a language, with the greetings and thanks before questions."""
    spoken = language(code)
    forms: dict[Talk, list[str]] = {kind: [form] for kind, form in spoken.talk.items()}
    if polite := spoken.politeness:
        forms.setdefault("greeting", []).append(polite.greeting)
        forms.setdefault("thanks", []).append(polite.thanks)
    return {
        kind: re.compile(
            rf"¿?(?:{'|'.join(form)})[\s.!:;)…{'' if kind in _STATEMENTS else '?'}]*", re.IGNORECASE
        )
        for kind, form in forms.items()
    }

"""Speakers by the labels of a transcript, a play or a chat: `BRANDT: I see this differently.`"""

from __future__ import annotations

import re
from bisect import bisect_left

from askdoc.speakers.names import is_person_noun
from askdoc.speakers.words import HONORIFICS
from askdoc.turns import Turn, turn_at, turns
from askdoc.types import Speaker

_NAMED = r"[A-Z][\w'’-]+(?: [A-Z][\w.'’-]*){0,2} ?[A-Z][\w'’-]+"
# Who asks and who answers if the labels are only Q and A.
_ASKS = re.compile(r"\bBY ((?:MR|MRS|MS|DR)\.? [A-Z][A-Z'’-]+)", re.IGNORECASE)
_ANSWERS = re.compile(
    rf"\b(?i:interview|conversation|deposition|testimony|examination) (?i:with|of) ({_NAMED})|"
    r"^[ \t]*([A-Z][A-Z.'’ -]+[A-Z]),[^.;]{0,90}\b(?i:sworn|called as a witness)\b",
    re.MULTILINE,
)
# A line in brackets is a stage direction, which nobody says.
_ASIDE = re.compile(r"[*_]*[(\[].*[)\]][.!]?[*_]*", re.DOTALL)
_MIXED = re.compile(r"\b[A-Z][\w'’-]*[a-z][\w'’-]*")
# A full name inside a sentence, so that the first word of a sentence is not taken for a first name.
_PAIR = re.compile(
    r"(?<=[a-z,.] )(?:((?:Mr|Mrs|Ms|Dr)\.?) |(?<=[a-z,] ))([A-Z][\w'’-]+) ([A-Z][\w'’-]+)"
)
# Capitals that spell a word rather than an abbreviation.
_SPOKEN = re.compile(r"^(?!(?:CEO|CFO|COO|CTO|EU|IMF|UK|UN|US)$).*[AEIOUY]|^M[RS]+\.?$|^DR\.?$")


class Labels:
    """The speakers that the labels of a text name; none if it is not a transcript."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._turns = turns(text)
        self._speakers: dict[Turn, Speaker | None] = {}
        self._known: dict[str, Speaker] = {}
        if not self._turns:
            return
        head = text[: self._turns[0].start]
        self._asking = list(_ASKS.finditer(text))
        answering = {a or b for a, b in _ANSWERS.findall(head)}
        self._answering = answering.pop() if len(answering) == 1 else ""
        # Words with a lower-case letter; full names, by each of their two words.
        self._mixed = {word.lower(): word for word in reversed(_MIXED.findall(text))}
        self._pairs: dict[str, set[tuple[str, str, str]]] = {}
        for title, first, family in _PAIR.findall(text):
            if not (_is_title(first) or family.isupper()):
                for word in (first, family):
                    self._pairs.setdefault(word, set()).add((title, first, family))
        written = {tuple(_words(turn.label)): turn.label for turn in reversed(self._turns)}
        several = {words for words in written if len(words) > 1}
        before: dict[str, tuple[str, ...]] = {}
        for turn in self._turns:
            words = tuple(_words(turn.label))
            fits = {longer for longer in several if _is_short_for(words, longer)}
            whole = fits.pop() if len(fits) == 1 else before.get(" ".join(words), words)
            if len(words) > 1:
                before |= {words[0]: words, words[-1]: words}
            self._speakers[turn] = self._speaker(turn, written[whole]) if words else None

    def at(self, start: int, text: str) -> tuple[bool, Speaker | None]:
        """-> (whether the sentence that starts there is part of a turn, its speaker)"""
        turn = turn_at(self._turns, start)
        if turn is None:
            return False, None
        if start + len(text) <= turn.said:  # the label on a line of its own
            return True, None
        heading = text.isupper() and _ASKS.search(text)
        aside = start > turn.start and (heading or _ASIDE.fullmatch(text))
        return True, None if aside else self._speakers[turn]

    def _speaker(self, turn: Turn, label: str) -> Speaker:
        if label == "Q":
            heading = bisect_left(self._asking, turn.start, key=lambda m: m.start()) - 1
            label = str(self._asking[heading][1]) if heading >= 0 else label
        elif label == "A":
            label = self._answering or label
        return self._named(label)

    def _named(self, label: str) -> Speaker:
        if label not in self._known:
            name = " ".join(map(self._as_written, re.sub(r"^(?i:the) ", "", label).split()))
            self._known[label] = Speaker(name, self._full(name), True)
        return self._known[label]

    def _as_written(self, word: str) -> str:
        """ALDER -> Alder; MCKAY -> McKay if the text spells it so; BBC stays"""
        if not (word.isupper() or word.islower()) or len(word) < 2:
            return word
        title = word.title() if word.isupper() and _SPOKEN.search(word) else word
        return str(self._mixed.get(word.lower(), title))

    def _full(self, name: str) -> str:
        """The only full name in the text with this surname or first name; else the name itself."""
        *title, last = name.split()
        if len(title) > (title[:1] != [] and _is_title(title[0])) or is_person_noun(last):
            return name
        full = {
            f"{first} {family}"
            for before, first, family in self._pairs.get(last, ())
            if not title or before == title[0]
        }
        return full.pop() if len(full) == 1 else name


def _is_title(word: str) -> bool:
    return word.lower().rstrip(".") in HONORIFICS


def _words(label: str) -> list[str]:
    """The words of a label in lower case, without "the"."""
    words = [word.lower().rstrip(".,") for word in label.split()]
    return words[1:] if words[:1] == ["the"] else words


def _is_short_for(words: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Kerry, John, JK -> John Kerry; but Mr Jones is not short for Ms Jones."""
    initials = "".join(word[0] for word in longer)
    alike = (longer[0], longer[-1], initials)
    return len(words) == 1 and longer[0] not in HONORIFICS and words[0] in alike

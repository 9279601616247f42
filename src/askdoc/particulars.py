"""Details that a small model overlooks: numbers, dates, abbreviations, who somebody is, and words
that reverse the meaning.

It hardly distinguishes "before noon" from "after noon", or "box 74" from "box 75". So these are
compared exactly, and dates in any notation.
"""

from __future__ import annotations

import re

from askdoc.dates import dates, question_dates
from askdoc.definitions import Meaning
from askdoc.introductions import asked_person, introduces
from askdoc.words import spelled, spelled_among, stem_of

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")

# A year is required if it says when, not if it is the topic.
_YEAR = re.compile(r"1\d{3}|20\d\d")
_WHEN = re.compile(r"\b(?:in|since|by|from|until|till|before|after|of|for|year)\s+$", re.IGNORECASE)

_OPPOSITES = {
    word: frozenset(other for other in group.split() if other != word)
    for group in (
        "before after",
        "above below",
        "over under",
        "more less fewer",
        "most least fewest",
        "first last",
        "maximum minimum",
        "highest lowest",
        "earliest latest",
        "inside outside",
        "with without",
    )
    for word in group.split()
}
_NOT = re.compile(r"\b(?:not|never|no|nobody|none|cannot|neither|nor)\b|n['’]t\b", re.IGNORECASE)
_MAY = re.compile(r"\b(?:may|can|must|should|shall|could|will)\b", re.IGNORECASE)
_MAY_NOT_QUESTION = re.compile(
    r"\b(?:may|can|must|should|shall|could)(?:n['’]t)?\b.*\b(?:not|never)\b|\bcannot\b|"
    r"\b(?:can|must|should|could)n?['’]t\b",
    re.IGNORECASE,
)
_WHY = re.compile(r"\W*(?:and |but |so )?(?:why|how come)\b", re.IGNORECASE)
_MAY_NOT = re.compile(
    r"\b(?:may|can|must|should|shall|could|will) (?:not|never)\b|\bcannot\b|"
    r"\b(?:can|must|should|could|wo)n['’]t\b",
    re.IGNORECASE,
)


class Particulars:
    """The numbers, dates, abbreviation and person that a question asks about, and the words that
    reverse its meaning."""

    def __init__(self, question: str) -> None:
        found = list(question_dates(question))
        self._dates = {date for date, *_ in found}
        places = [range(start, end) for _, start, end in found]
        self._numbers = [
            (_word_before(question[: match.start()]), match[0])
            for match in _NUMBER.finditer(question)
            if not any(match.start() in place for place in places)
            and (not _YEAR.fullmatch(match[0]) or _WHEN.search(question[: match.start()]))
        ]
        self._meaning = Meaning(question)
        self._person = asked_person(question)
        words = {word for word, _, _ in spelled(question)}
        self._sense = {word for word in words if word in _OPPOSITES}
        self._telling = self._sense.union(*(_OPPOSITES[word] for word in self._sense))
        # "Why can't they?" presupposes that they cannot, so its answer need not say so
        why = _WHY.match(question)
        self._not = bool(_MAY_NOT_QUESTION.search(question)) and not why
        self._may = bool(_MAY.search(question)) and not _NOT.search(question) and not why

    @property
    def exact(self) -> bool:
        """Whether it contains a number or date, or asks what a word means or who somebody is."""
        return bool(self._dates or self._numbers or self._meaning.term or self._person)

    @property
    def turned(self) -> bool:
        """Whether it has a word whose opposite would change the meaning."""
        return bool(self._sense or self._not or self._may)

    def lacks(self, text: str) -> float:
        """How many of its numbers and dates a text lacks; a number that counts something else
        there counts half. A text that neither defines the term nor spells it out lacks it, and
        one that does not say who the person is lacks that."""
        lacking = 0.0
        if self._meaning.term:
            lacking += self._meaning.lack(text)
        if self._person:
            lacking += not introduces(self._person, text)
        if self._dates:
            lacking += self._dates.isdisjoint(date for date, *_ in dates(text))
        if self._numbers:
            there = [(_word_before(text[: m.start()]), m[0]) for m in _NUMBER.finditer(text)]
            alone = {number for _, number in there}
            for before, number in self._numbers:
                if number not in alone:
                    lacking += 1
                elif before and (before, number) not in there:
                    lacking += 0.5
        return lacking

    def contrary(self, sentence: str) -> bool:
        """Whether it says the opposite of the question, judged by single words."""
        if self._sense:
            words = {word for word, _, _ in spelled_among(self._telling, sentence)}
            if any(word not in words and words & _OPPOSITES[word] for word in self._sense):
                return True
        if self._not:
            return not _NOT.search(sentence)
        return self._may and bool(_MAY_NOT.search(sentence))


def _word_before(text: str) -> str:
    """The stem of the word directly before, "" if there is none."""
    match = re.search(r"([^\W\d_]+)[\s#№-]+(?:no\.?\s*)?$", text[-40:])
    return stem_of(match[1].lower()) if match else ""

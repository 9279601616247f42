"""The term whose meaning a question asks for, and texts that tell it.

    What does SLA stand for?  ->  What is SLA?
"... the service level agreement (SLA) ..." spells it out.

    What is a delivery note?
"'Delivery Note' means ...", "A delivery note is a ...", "Delivery note: ...", "a paper, called a
delivery note" and "... (the 'Delivery Note')" define it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from askdoc.abbreviations import spells_out
from askdoc.languages import FULL, language, question_languages
from askdoc.words import stems

_WORD = r"[\w&./-]+"
_TERM = rf"({_WORD}(?: {_WORD}){{0,3}}?)"
# "the deadline" asks for a date, "a deadline" for what that is
_THE_ONE = re.compile(r"\bthe [a-z]")
_QUOTES = "\"'“”„«»‘’"
_OPEN = rf"(?:[{_QUOTES}*_`\[]+\s?)?"
# with the address of a link in Markdown
_CLOSE = rf"(?:\s?[{_QUOTES}*_`\]]+)?(?:(?<=\])\([^()\s]*\)[*_]*)?"
# In any language: a short word
_ARTICLE = r"(?:[^\W\d]{1,4}[’' ]\s?)?"
# the start of a line or clause, a number or bullet, and an article
_CLAUSE = r"(?:^|[\n.!?:;,])[\s>#*-]{0,9}(?:\(?\w{1,3}\)\s+|[\d.]+\s+)?" + _ARTICLE
# A question is read several times, and then not again.
_CACHE_SIZE = 64


@cache
def _asked(code: str) -> re.Pattern[str]:
    found = language(code).asks_meaning or "(?!)"
    return re.compile(found.replace("{term}", _TERM), re.IGNORECASE)


@cache
def _rules() -> tuple[str, str, str]:
    """Of all languages: what follows a term, what precedes it, what follows a comma after it."""
    known = [one for one in FULL if one.defines]
    return (
        "|".join(one.defines for one in known),
        "|".join(one.called for one in known),
        "|".join(one.kind_of for one in known),
    )


class Meaning:
    """The meaning that a question asks for.

    term: "SLA" in "What does SLA stand for?"; None if it asks for something else
    shortest: the shortest such question
    """

    def __init__(self, question: str) -> None:
        self.term, self.shortest = _read(question)
        self._definition = self._description = None
        if self.term and stems(self.term) and not _THE_ONE.search(question):
            self._definition = _definition(self.term)
            if not re.search(rf"\ban? {re.escape(self.term)}", question, re.IGNORECASE):
                self._description = _description(self.term)

    def lack(self, text: str) -> float:
        """0 for a text that spells the term out or defines it, 1 for others.

        .5 if it defines a single word, because that may be an abbreviation; .75 if it only says
        what a thing of this name does: "Wrackline helps fishers".
        """
        if not self.term or self.term[:3].casefold() not in text.casefold():
            return 1
        if spells_out(self.term, text):
            return 0
        if self._definition and self._definition.search(text):
            return 0 if " " in self.term else 0.5
        return 0.75 if self._description and self._description.search(text) else 1


def simplified(question: str, texts: Iterable[str]) -> str:
    """The question as "What is SLA?" if one of these texts tells the meaning that it asks for.

    "stand for" and "mean" are not in the answer, so they only disturb the search.
    """
    meaning = Meaning(question)
    if not meaning.term or stems(question) == stems(meaning.term):
        return question
    return meaning.shortest if any(meaning.lack(text) < 1 for text in texts) else question


def _read(question: str) -> tuple[str | None, str]:
    for one in question_languages(question):
        if match := _asked(one.code).fullmatch(question.strip(" ¿?.")):
            term = next(term for term in match.groups() if term)
            words = term.split()
            if len(words) == 1 or (stems(words[0]) and stems(words[-1])):
                return term, one.what_is.format(term)
    return None, ""


@lru_cache(_CACHE_SIZE)
def _definition(term: str) -> re.Pattern[str]:
    """A regular expression for definitions of a term.

    It is the subject of a clause, a heading, or before a colon, a dash or an apposition; or it is
    quoted in brackets, or after "called".
    """
    defines, called, kind_of = _rules()
    *first, last = map(re.escape, term.split())
    stem = re.sub(r"(?<=[^s]{2})(?:ies|(?<=[sxz])es|s|y)$", "", last)
    words = r"[\s-]+".join([*first, rf"{stem}(?:y|ies|e?s|e?n)?"])
    marked = rf"{_OPEN}\b{words}\b{_CLOSE}"
    ways = (
        rf"{_CLAUSE}{marked}(?:\s\([^()\n]*\))?(?:,[^,.\n]{{2,60}},)?\s(?:{defines})\b",
        rf"(?:^|\n)[\s>*-]{{0,9}}{marked}(?::{_CLOSE}|\s[-–—])\s+(?:\S+ ){{3}}",
        rf"(?:^|\n)[#*\s]{{0,9}}{marked}[ \t]*\n\s{{0,9}}\w",
        rf"\((?:\w+ ){{0,3}}[{_QUOTES}]{marked}[,.]?[{_QUOTES}]",
        rf"\b(?:{called})\s{_ARTICLE}{marked}(?=\s*(?:[,.;:()\n]|$))",
        rf"\b{words},\s(?:{kind_of})\s\w",
    )
    return re.compile("|".join(ways), re.IGNORECASE)


@lru_cache(_CACHE_SIZE)
def _description(name: str) -> re.Pattern[str]:
    """A regular expression for what a thing of this name does, at the start of a sentence."""
    does = "|".join(one.does for one in FULL if one.does)
    words = r"[\s-]+".join(map(re.escape, name.split()))
    return re.compile(
        rf"(?:^|\n|[.!?]\s)[\s>#*-]{{0,9}}{_OPEN}(?=[A-Z])(?i:{words}){_CLOSE}\s(?:{does})\b"
    )

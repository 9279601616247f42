"""Find the boundaries of noun phrases without a dictionary."""

from __future__ import annotations

from askdoc.speakers.names import is_animate, is_capital, is_person_noun
from askdoc.speakers.quotes import QUOTE, SCARE
from askdoc.speakers.words import (
    ADVERBS,
    BE,
    CONJUNCTIONS,
    CONTRACTIONS,
    DAYS,
    DETERMINERS,
    HAVE,
    HE_SHE,
    HONORIFICS,
    OTHER_PRONOUNS,
    PREPOSITIONS,
    RELATIVES,
    SUBORDINATORS,
    SURE,
    TAKES_OF,
    UNSAID,
    WRITINGS,
)

Span = tuple[int, int]

STOPS = frozenset(",;:.!?…()[]—–-") | {QUOTE}
DASHES = frozenset("—–-")
NOT_NOUN = (
    PREPOSITIONS
    | HAVE
    | BE
    | UNSAID
    | CONJUNCTIONS
    | SUBORDINATORS
    | RELATIVES
    | OTHER_PRONOUNS
    | CONTRACTIONS
    | HE_SHE.keys()
    | SURE.keys()
    | DAYS
    | {"also", "not", "later", "then", "yesterday", "today", "however", "meanwhile", "will"}
)
# The most words of a phrase.
_MAX_PHRASE = 14


def at(words: list[str], place: int) -> str:
    """The word at a place in lower case; "" outside the sentence."""
    return words[place].lower() if 0 <= place < len(words) else ""


def backward(words: list[str], last: int) -> Span:
    """The noun phrase that ends at `last`, or the one that it modifies.

    "A spokesman for the association", "Mr Hirsch from Retail Banking Research" -> the first noun
    "A report by the council" -> the council
    """
    for _ in range(4):
        last = _before_brackets(words, last)
        start = _start_of_phrase(words, last)
        ahead, further = at(words, start - 1), at(words, start - 2)
        if start > last:
            break
        if ahead in PREPOSITIONS and start > 1 and further not in STOPS:
            if further in NOT_NOUN | ADVERBS or (ahead in ("by", "from") and further in WRITINGS):
                return start, last + 1
            last = start - 2
        elif further in ("who", "which", "that") and start > 3:
            last = start - 3 - (words[start - 3] == ",")
        elif ahead in ("and", "&") and start > 1 and is_capital(words[start - 2]):
            break  # two names: ambiguous
        else:
            return start, last + 1
    return last + 1, last + 1


def _before_brackets(words: list[str], last: int) -> int:
    """The Commission (IHRC) -> the place of Commission"""
    if last >= 0 and words[last] == ")":
        while last >= 0 and words[last] != "(":
            last -= 1
        last -= 1
    return last


def _start_of_phrase(words: list[str], last: int) -> int:
    start = last
    while start >= 0 and last - start < _MAX_PHRASE and _in_phrase(words, start):
        start -= 1
        if at(words, start + 1) in DETERMINERS:
            break
    return start + 1


def _in_phrase(words: list[str], place: int) -> bool:
    """Whether a word may be inside a noun phrase."""
    word, small = words[place], at(words, place)
    if word in STOPS:
        return False
    before, after = words[place - 1 : place], words[place + 1 : place + 2]
    if small in ("of", "for") and at(words, place - 1) in TAKES_OF:
        return all(is_capital(neighbour[0]) for neighbour in (before, after) if neighbour)
    if small == "and":
        in_name = not {"of", "for"}.isdisjoint(words[max(0, place - 4) : place])
        return in_name and bool(before) and is_capital(before[0])
    return word == SCARE or small not in NOT_NOUN


def forward(words: list[str], start: int) -> Span:
    """The noun phrase that starts at `start`, up to where it is certain.

    "Souness dropped Bellamy" -> Souness; "Yukos chief executive Steven Theede" -> all of it
    """
    first = start
    while at(words, first) in DETERMINERS and first - start < 3:
        first += 1
    end = first
    while end < len(words) and end - first < _MAX_PHRASE and _in_phrase(words, end):
        if at(words, end) == "the" and end > first and at(words, end - 1) not in ("of", "for"):
            break  # "Moor met the mayor": another phrase
        end += 1
    sure = first
    for i in range(first, end):
        if is_capital(words[i]):
            # A second name belongs to the phrase only if a title leads to it.
            led = is_person_noun(words[i - 1]) or at(words, i - 1) in HONORIFICS
            sure = i + 1 if sure in (i, first) or led else sure
        elif (is_animate(words[i]) and (sure == first or i - sure < 4)) or (
            words[i] in ("of", "and", "for") and sure == i
        ):
            sure = i + 1
    return (start, sure) if sure > first else (start, start)


def parts(words: list[str], last: int) -> list[Span]:
    """The parts between commas, dashes and brackets of the clause that ends at `last`."""
    found: list[Span] = []
    end = last
    for i in range(last - 1, -2, -1):
        if i < 0 or words[i] in STOPS:
            if i + 1 < end:
                found.append((i + 1, end))
            end = i
            if i < 0 or words[i] in (QUOTE, ":", ";"):
                break
    return found[::-1]

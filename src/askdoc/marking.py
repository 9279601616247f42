"""Choose the sentences of a passage to mark: those that answer, not those that repeat.

The sentence most similar to the question often asks, presupposes or announces what another sentence
states. So the new information in a sentence counts in addition to its match. The best one is
marked, and more lightly those that are nearly as good or belong to the same list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from askdoc.answer_type import answer_type, asks, holds
from askdoc.types import Sentence
from askdoc.words import content_words, stems

# Added to a sentence's score for each of its traits. Softmax regression over the sentences of right
# passages (bench/calibrate.py) gives .06, -.003 and -.03 beside weights that add up to 1. What it
# was fitted on contains few questions, so their penalty is a little larger.
TRAITS = 0.06, -0.01, -0.03

_SUPPOSES = re.compile(r"^\W*(?:if|suppose|supposing|assuming|unless|whether)\b", re.IGNORECASE)
_POINTS = re.compile(
    r"\bhas the (?:same )?meaning\b|\bas (?:defined|described|set out|given|shown|listed) in\b|"
    r"^\W*(?:see|cf\.?|refer to)\b",
    re.IGNORECASE,
)
# Sentences whose score is less than the best by no more than this are marked, too. On the right
# passages of the documents that training holds out, F1 of the marks is .865 with the best alone,
# .868 to .872 with .01 to .05, .861 with .08; without a word in common .659, and .676 with .05.
_NEARLY = 0.05
_ITEM = re.compile(
    r"\W*(?:[-*+•‣▪–—]\s|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s|(?:first|second|third|fourth|fifth|"
    r"sixth|next|finally|lastly)(?:ly)?\b,?\s)",
    re.IGNORECASE,
)
# An item of a list on a line of its own, after a blank line or not, with its further lines.
_MARK = r"[ \t]*(?:[-*+•‣▪–][ \t]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)][ \t])"
_NEXT_ITEM = re.compile(
    rf"[ \t\r]*\n(?:[ \t\r]*\n)?(?P<item>{_MARK}[^\n]*(?:\n(?!{_MARK})[ \t]*[^\s][^\n]*)*)"
)
# Only the beginning of a longer list is shown.
_MAX_ITEMS = 20
_ASKS_SEVERAL = re.compile(
    r"\b(?:wh(?:at|ich|o) (?:are|were|\w+s (?:are|were|did|do|have|can|must)|all|"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b)|list|enumerate|name (?:all|the|two|"
    r"three|four|five|\d+)|(?:the|all) (?:two|three|four|five|six|seven|\d+) \w+s)\b",
    re.IGNORECASE,
)
# The numbered heading of a clause, on the line of its text: "3. Deposit.", "2.1 Notice of
# termination.", "(4) Governing Law." No verb is known here, so a word in small letters is allowed
# only behind a preposition or a conjunction: "3. Kerry agreed." is a sentence.
_RUN_IN = re.compile(
    r"(?:\d{1,3}(?:\.\d{1,3})*[.)]|\d{1,3}(?:\.\d{1,3})+|\(\d{1,3}\))\s+[A-Z][\w'’-]*"
    r"(?:,? (?:(?:and|or|of|for|to|on|by)(?: the)? [\w'’-]+|[A-Z][\w'’-]*)){0,4}\."
)
# A sentence with fewer content words that are not in the question says little.
_FEW = 2


def lacks_kind(question: str, sentence: str) -> bool:
    """Whether the question asks for a type of answer that the sentence does not contain."""
    kind = answer_type(question)
    return kind is not None and not holds(kind, sentence, question)


def traits(question: str, sentence: str) -> tuple[bool, bool, bool]:
    """Whether a sentence contains the kind of answer asked for; is a question; says little."""
    kind = answer_type(question)
    held = kind is not None and holds(kind, sentence, question)
    supposes = bool(_SUPPOSES.search(sentence) or _POINTS.search(sentence))
    return held, asks(sentence), supposes or _is_poor(question, sentence)


def _is_poor(question: str, sentence: str) -> bool:
    """Whether fewer than `_FEW` content words of a sentence are not in the question."""
    known, new = _stems_of(question), set[str]()
    for stem, _, _ in content_words(sentence):  # in most sentences, the first few are enough
        if stem not in known:
            new.add(stem)
            if len(new) == _FEW:
                return False
    return True


@lru_cache(maxsize=1_000)
def _stems_of(question: str) -> frozenset[str]:
    return frozenset(stems(question))


def bonus(question: str, sentence: str) -> float:
    """What is added to the score of a sentence when choosing the one to mark."""
    return sum(x for x, has in zip(TRAITS, traits(question, sentence), strict=True) if has)


def leads(sentences: Sequence[Sentence], n: int) -> bool:
    """Whether sentence n of a passage only asks or is only a heading, so that what follows tells.

    Such a heading may also begin a paragraph, as in "3. Deposit. The tenant pays ...".
    """
    sentence = sentences[n]
    if sentence.heading or asks(sentence.text):
        return True
    follows = n + 1 < len(sentences) and not _ITEM.match(sentences[n + 1].text)
    return follows and bool(_RUN_IN.fullmatch(sentence.text))


def marked(
    question: str,
    sentences: Sequence[Sentence],
    scores: Sequence[float],
    alone: Sequence[float],
) -> tuple[int, list[int]]:
    """-> (the number of the sentence that answers best, those of all to be marked, in order).

    By how well each fits and what it tells. A heading, and a sentence that asks the question
    itself, lead to what follows them, up to the next that asks.

    scores: with the words of the heading above each sentence; alone: without them. A heading helps
        to choose, but would make the sentences under it look equally good.
    """
    bonuses = [bonus(question, sentence.text) for sentence in sentences]
    values = [score + more for score, more in zip(scores, bonuses, strict=True)]
    own = [score + more for score, more in zip(alone, bonuses, strict=True)]
    best = _best(sentences, values)
    as_good = {
        n
        for n in range(len(sentences))
        if min(values[n] - values[best], own[n] - own[best]) >= -_NEARLY and not leads(sentences, n)
    }
    return best, sorted(as_good | _list_of(question, sentences, best) | {best})


def rest_of_list(text: str, sentences: Sequence[Sentence], best: int) -> list[Sentence]:
    """The items, behind a passage, of the list that its best sentence announces."""
    within = [bool(_ITEM.match(sentence.text)) for sentence in sentences[best + 1 :]]
    if not sentences[best].announces or not all(within):
        return []
    found: list[Sentence] = []
    at = sentences[-1].end
    kind = _kind(sentences[-1].text) if within else ""
    while len(found) < _MAX_ITEMS and (match := _NEXT_ITEM.match(text, at)):
        item = match["item"].strip()
        start, inner = text.index(item, match.start("item")), match["item"][0].isspace()
        kind = kind or _kind(item)
        if _kind(item) != kind and not inner:  # "3. Costs" is a heading after the list
            break
        at = start + len(item)
        found.append(Sentence(item, start, at))
    return found if within or len(found) > 1 else []  # a single item is no list


def _kind(item: str) -> str:
    """The kind of its mark: bullet, number or letter."""
    mark = item.lstrip("( \t")[0]
    return "1" if mark.isdigit() else "a" if mark.isalpha() else mark


def _best(sentences: Sequence[Sentence], values: Sequence[float]) -> int:
    best = max(range(len(values)), key=values.__getitem__)
    if not leads(sentences, best):
        return best
    told = [
        n
        for n in range(best + 1, len(sentences))
        if not any(leads(sentences, between) for between in range(best + 1, n + 1))
    ]
    return max(told, key=values.__getitem__, default=best)


def _list_of(question: str, sentences: Sequence[Sentence], best: int) -> set[int]:
    """The items of the list that the best sentence announces, or is one of if several are asked
    for."""
    items = [bool(_ITEM.match(sentence.text)) for sentence in sentences]
    several = bool(_ASKS_SEVERAL.search(question))
    # "Two reasons are given. First, ... Second, ..."
    counted = several and not items[best] and items[best + 1 : best + 3] == [True, True]
    announced = counted or sentences[best].announces
    if not announced and not (items[best] and several):
        return set()
    first = last = best + announced
    while last < len(items) and items[last]:
        last += 1
    while not announced and first > 0 and items[first - 1]:
        first -= 1
    return set(range(first, last))

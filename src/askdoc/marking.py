"""Choose the sentences of a passage to mark: those that answer, not those that repeat.

The sentence most like the question is often the one that asks, supposes or announces what
another one tells. So what a sentence adds counts beside how well it fits. The best is marked,
and lighter those that are nearly as good, or belong to the same list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from askdoc.answer_type import answer_type, asks, holds
from askdoc.types import Sentence
from askdoc.words import stems

# Added to a sentence's score for each of its traits. Softmax regression over the sentences of right
# passages (bench/calibrate.py) gives .06, -.003 and -.03 beside weights that add up to 1. What it
# was fitted on holds few sentences that ask, so those are set back a little more.
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
_ASKS_SEVERAL = re.compile(
    r"\b(?:wh(?:at|ich|o) (?:are|were|\w+s (?:are|were|did|do|have|can|must)|all|"
    r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b)|list|enumerate|name (?:all|the|two|"
    r"three|four|five|\d+)|(?:the|all) (?:two|three|four|five|six|seven|\d+) \w+s)\b",
    re.IGNORECASE,
)
# Fewer content words than these besides those of the question tell nothing.
_FEW = 2


def lacks_kind(question: str, sentence: str) -> bool:
    """Whether the question asks for a type of answer that the sentence does not contain."""
    kind = answer_type(question)
    return kind is not None and not holds(kind, sentence, question)


def traits(question: str, sentence: str) -> tuple[bool, bool, bool]:
    """Does a sentence hold the kind of answer that is asked for; ask itself; tell little?"""
    kind = answer_type(question)
    held = kind is not None and holds(kind, sentence, question)
    new = set(stems(sentence)) - set(stems(question))
    little = bool(_SUPPOSES.search(sentence) or _POINTS.search(sentence) or len(new) < _FEW)
    return held, asks(sentence), little


def bonus(question: str, sentence: str) -> float:
    """What is added to the score of a sentence when choosing the one to mark."""
    return sum(x for x, has in zip(TRAITS, traits(question, sentence), strict=True) if has)


def leads(sentence: Sentence) -> bool:
    """Does it ask, or head what follows it, and tell nothing itself?"""
    return sentence.heading or asks(sentence.text)


def marked(
    question: str, sentences: Sequence[Sentence], scores: Sequence[float]
) -> tuple[int, list[int]]:
    """-> (the number of the sentence that answers best, those of all to be marked, in order).

    By how well each fits and what it tells. A heading, and a sentence that asks the question
    itself, lead to what follows them, up to the next that asks.
    """
    values = [
        score + bonus(question, sentence.text)
        for score, sentence in zip(scores, sentences, strict=True)
    ]
    best = _best(sentences, values)
    as_good = {
        n
        for n, value in enumerate(values)
        if value >= values[best] - _NEARLY and not leads(sentences[n])
    }
    return best, sorted(as_good | _list_of(question, sentences, best) | {best})


def _best(sentences: Sequence[Sentence], values: Sequence[float]) -> int:
    best = max(range(len(values)), key=values.__getitem__)
    if not leads(sentences[best]):
        return best
    told = [
        n
        for n in range(best + 1, len(sentences))
        if not any(map(leads, sentences[best + 1 : n + 1]))
    ]
    return max(told, key=values.__getitem__, default=best)


def _list_of(question: str, sentences: Sequence[Sentence], best: int) -> set[int]:
    """The items of the list that the best sentence announces, or is one of if several are asked
    for."""
    items = [bool(_ITEM.match(sentence.text)) for sentence in sentences]
    announces = sentences[best].text.rstrip("*_ ").endswith(":")
    if not announces and not (items[best] and _ASKS_SEVERAL.search(question)):
        return set()
    first = last = best + announces
    while last < len(items) and items[last]:
        last += 1
    while not announces and first > 0 and items[first - 1]:
        first -= 1
    return set(range(first, last))

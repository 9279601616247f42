"""Which sentence of a passage is marked: the one that tells, not the one that repeats.

The sentence most like the question is often the one that asks, supposes or announces what
another one tells. So what a sentence adds counts beside how well it fits.
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
# Fewer content words than these besides those of the question tell nothing.
_FEW = 2


def lacks_kind(question: str, sentence: str) -> bool:
    """Does the question ask for a kind of answer that the sentence does not hold?"""
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
    """What is added to the score of a sentence when the one to be marked is chosen."""
    return sum(x for x, has in zip(TRAITS, traits(question, sentence), strict=True) if has)


def leads(sentence: Sentence) -> bool:
    """Does it ask, or head what follows it, and tell nothing itself?"""
    return sentence.heading or asks(sentence.text)


def marked(question: str, sentences: Sequence[Sentence], scores: Sequence[float]) -> int:
    """The number of the sentence to be marked, by how well each fits and what it tells.

    A heading, and a sentence that asks the question itself, lead to what follows them, up to the
    next that asks.
    """
    values = [
        score + bonus(question, sentence.text)
        for score, sentence in zip(scores, sentences, strict=True)
    ]
    best = max(range(len(values)), key=values.__getitem__)
    if not leads(sentences[best]):
        return best
    told = [
        n
        for n in range(best + 1, len(sentences))
        if not any(map(leads, sentences[best + 1 : n + 1]))
    ]
    return max(told, key=values.__getitem__, default=best)

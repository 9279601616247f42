"""Candidates become scored answers."""

from __future__ import annotations

from collections.abc import Iterable

from askdoc.types import Answer, Candidate

# What the best sentence counts beside the whole passage.
SENTENCE_WEIGHT = 0.5

# A headline sums up what the prose below it says: it is found, but prose comes first.
HEADING_WEIGHT = 0.5


def rank(candidates: Iterable[Candidate], top_k: int) -> tuple[Answer, ...]:
    """The best `top_k` answers, best first.

    score = (cosine of the passage + 0.5 x the highest cosine of its sentences),
    halved for a heading. Ties keep the order of the text. Passages of the same
    text, as in duplicate documents, are given once: reading one twice helps nobody.
    """
    answers = sorted(map(_answer, candidates), key=lambda answer: -answer.score)
    first = {answer.text: answer for answer in reversed(answers)}
    return tuple(answer for answer in answers if first[answer.text] is answer)[:top_k]


def _answer(candidate: Candidate) -> Answer:
    passage = candidate.passage
    best = max(range(len(passage.sentences)), key=lambda i: candidate.sentence_cosines[i])
    score = candidate.cosine + SENTENCE_WEIGHT * candidate.sentence_cosines[best]
    return Answer(
        document=passage.document,
        text=passage.text,
        start=passage.start,
        end=passage.end,
        sentence=passage.sentences[best],
        score=score * HEADING_WEIGHT if passage.heading else score,
    )

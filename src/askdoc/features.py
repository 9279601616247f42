"""Compute the features of candidates for an answer; see `rank.py` for what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from askdoc.answer_type import asks
from askdoc.bm25 import Row, bm25_shares
from askdoc.by_speaker import counted_words, reporting_words, spoken_words
from askdoc.late_interaction import (
    BLANK,
    NOT_IN_QUESTION,
    SAME_WORD,
    best_of_each,
    cosines,
    word_matches,
)
from askdoc.particulars import Particulars
from askdoc.types import Candidate, Question, Signals, Statistics, Vectors

# The value of one text, or of many.
_Number = TypeVar("_Number", float, Row)

COSINE_WEIGHT, BM25_WEIGHT, MATCH_WEIGHT = 1.0, 0.5, 2.0

# The factor for headings and passages that only ask: prose comes first.
HEADING_WEIGHT = 0.5

# The penalty for a sentence that says the opposite. It is larger than the effect of a single word,
# so that it decides between similar sentences, and smaller than most leads.
CONTRARY = 0.08
# A follow-up asks for something else, most often nearby: the penalty for the sentence that answered
# before, and the bonus for passages within this many characters of it.
REPEATED, NEARBY, NEARBY_CHARS = 0.1, 0.03, 1_000
# A difference of scores that only affects the order.
_JUST = 1e-6


def score(signals: Signals) -> float:
    """The weighted mean of the three signals."""
    return _weighted(signals.cosine, signals.bm25, signals.match)


def _weighted(cosine: _Number, bm25: _Number, match: _Number) -> _Number:
    total = COSINE_WEIGHT * cosine + BM25_WEIGHT * bm25 + MATCH_WEIGHT * match
    return total / (COSINE_WEIGHT + BM25_WEIGHT + MATCH_WEIGHT)


@dataclass(frozen=True)
class TextSignals:
    """The signals of n texts, passages or sentences, as rows; see `Signals`."""

    cosine: Row
    bm25: Row
    match: Row
    word_match: Row  # (question words, n): how well each text matches each word

    @property
    def scores(self) -> Row:
        return _weighted(self.cosine, self.bm25, self.match)

    def signals(self, i: int) -> Signals:
        return Signals(float(self.cosine[i]), float(self.bm25[i]), float(self.match[i]))


@dataclass(frozen=True)
class Features:
    """The features of all candidates.

    penalties: of each sentence, if it says the opposite or was the previous answer
    best: the index of the best sentence of each candidate; first: that of its first sentence
    weights: of each word of the question, which add up to 1, or 0 without any
    """

    passages: TextSignals
    sentences: TextSignals
    penalties: Row
    best: NDArray[np.int64]
    first: NDArray[np.int64]
    scores: Row
    weights: Row


def measure(
    question: Question, candidates: Sequence[Candidate], statistics: Statistics
) -> Features:
    """The features of all candidates at once, because one call each would take longer."""
    kept = [candidate.embedded for candidate in candidates]
    words = [word for c in candidates for word in counted_words(question, c)]
    sizes = np.array([len(e.words) for e in kept])
    counts = np.array([len(e.sentence_vectors) for e in kept])
    first = np.cumsum(counts) - counts
    passage = np.repeat(np.arange(len(kept)), sizes)
    sentence = np.concatenate([e.word_sentences for e in kept]) + first[passage]
    vectors = np.concatenate([e.word_vectors for e in kept])

    idf = np.array([statistics.idf(word) for word in question.words])
    places = {word: i for i, word in enumerate(question.words)}
    places[""] = BLANK
    asked = np.fromiter(map(places.get, words, repeat(NOT_IN_QUESTION)), np.int64, len(words))
    word_match = word_matches(question, vectors, asked)
    if saying := reporting_words(question):
        # Every sentence of the speaker matches "say", which gets the lowest idf.
        spoken = [heard for c in candidates for heard in spoken_words(question, c)]
        for say in saying:
            word_match[say, spoken] = np.maximum(word_match[say, spoken], SAME_WORD)
            idf[say] = idf.min()
    weights = idf / max(1e-9, idf.sum())

    def texts(rows: Vectors, owners: NDArray[np.int64], mean_length: float) -> TextSignals:
        best = best_of_each(word_match, owners, len(rows))
        share = bm25_shares(asked, owners, len(rows), idf, mean_length)
        cosine = cosines(rows, question.vector[None])[0]
        return TextSignals(cosine, share, weights @ best, best)

    whole = texts(np.stack([e.vector for e in kept]), passage, statistics.passage_length)
    parts = texts(
        np.concatenate([e.sentence_vectors for e in kept]), sentence, statistics.sentence_length
    )
    penalties = np.zeros(len(parts.cosine))
    particulars = Particulars(question.text)
    if particulars.turned:
        contrary = [particulars.contrary(s.text) for c in candidates for s in c.sentences()]
        penalties += CONTRARY * np.array(contrary)
    if question.before:
        told = question.before.sentence.start
        same = [c.document.name == question.before.document.name for c in candidates]
        repeats = [
            here and sentence.start == told
            for here, candidate in zip(same, candidates, strict=True)
            for sentence in candidate.sentences()
        ]
        penalties += REPEATED * np.array(repeats)
    of_parts = parts.scores - penalties
    best = np.array([a + of_parts[a : a + n].argmax() for a, n in zip(first, counts, strict=True)])
    scores = (whole.scores + of_parts[best]) / 2
    scores[[c.heading or asks(c.text) for c in candidates]] *= HEADING_WEIGHT
    if question.before:
        away = [abs(c.start - question.before.start) for c in candidates]
        nearby = [here and far < NEARBY_CHARS for here, far in zip(same, away, strict=True)]
        scores += NEARBY * np.array(nearby)
    if particulars.exact:
        lacking = np.array([particulars.lacks(candidate.text) for candidate in candidates])
        scores = _behind(scores, lacking)
    return Features(whole, parts, penalties, best, first, scores, weights)


def _behind(scores: Row, lacking: Row) -> Row:
    """Scores, lowered so that candidates that lack something rank behind those that lack less.

    The lead of the new first one shows how much the other signals favour the others.
    """
    lowered = scores.copy()
    least = np.inf
    for level in np.unique(lacking):
        group = lacking == level
        lowered[group] -= max(0.0, float(lowered[group].max()) - least + _JUST)
        least = min(least, float(lowered[group].max()))
    return lowered

"""Candidates become scored answers: all of askdoc's ranking, on one page.

Whoever looks for an answer in a text goes by three things: what a passage is
about, which of the question's words it holds, and which other words in it mean
the same there. Each is a signal, measured of the passage and of each sentence:

    cosine   of the question's vector and the text's
    bm25     BM25 as a share of the most it could be for this question
    match    each question word against the text's words in their context:
             the best cosine, averaged with the words' idf as weights

    score of a text = (cosine + bm25 + 1.5 x match) / 3.5
    score of a passage = the mean of its own and its best sentence's

`match` is the late interaction of ColBERT (Khattab and Zaharia, 2020), between
the words of any sentence-transformers model. Weights: fitted by softmax
regression on one half of the visible question sets, they came out near 1 : 0.9 : 1.5
for passage and sentence alike, the same on the other half, and were rounded. A
bonus for sentences of the question's kind (one with a date for "when", one with a
name for "who") was measured too and gained nothing beside these signals.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from askdoc.bm25 import Row, bm25_share
from askdoc.types import Answer, Candidate, Question, Signals, Statistics, Vectors, Why
from askdoc.words import stems

COSINE_WEIGHT, BM25_WEIGHT, MATCH_WEIGHT = 1.0, 1.0, 1.5

# How well a word without a vector, as the name of a sentence's speaker, meets the same word of
# the question. Less than 1, for a speaker is inferred; .6 to 1 do nearly equally well.
SAME_WORD = 0.8

# A headline sums up what the prose below it says: it is found, but prose comes first.
HEADING_WEIGHT = 0.5


def rank(
    question: Question, candidates: Iterable[Candidate], statistics: Statistics, top_k: int
) -> tuple[Answer, ...]:
    """The best `top_k` answers, best first; ties keep the order of the text.

    Passages of the same text, as in duplicate documents, are given once: reading
    one twice helps nobody.
    """
    idf = np.array([statistics.idf(word) for word in question.words])
    answers = [_answer(question, candidate, statistics, idf) for candidate in candidates]
    answers.sort(key=lambda answer: -answer.score)
    first = {answer.text: answer for answer in reversed(answers)}
    single = [answer for answer in answers if first[answer.text] is answer]
    return tuple(_with_confidence(single)[:top_k])


def score(signals: Signals) -> float:
    """The weighted mean of the three signals."""
    return (
        COSINE_WEIGHT * signals.cosine + BM25_WEIGHT * signals.bm25 + MATCH_WEIGHT * signals.match
    ) / (COSINE_WEIGHT + BM25_WEIGHT + MATCH_WEIGHT)


def confidence(passage_score: float, lead: float) -> float:
    """The probability that a passage answers, from its score and its lead.

    A logistic curve of ln(score) and the root of the lead: the first bit of either
    says most, so that a text whose words are far from the question's is not doubted
    more than it should be.

    lead: how far the score is above the best of the other passages, below 0
    for all but the first; 0 if there is no other
    """
    log_score, root = confidence_terms(passage_score, lead)
    return 1 / (1 + math.exp(-(SCORE_SLOPE * log_score + LEAD_SLOPE * root + OFFSET)))


def confidence_terms(passage_score: float, lead: float) -> tuple[float, float]:
    """ln(score), no score counting as less than .05, and the root of the lead with its sign."""
    return math.log(max(passage_score, 0.05)), math.copysign(math.sqrt(abs(lead)), lead)


# Fitted and printed by bench/calibrate.py, which says on what.
SCORE_SLOPE, LEAD_SLOPE, OFFSET = 6.25, 6.71, 4.41


def _with_confidence(answers: Sequence[Answer]) -> list[Answer]:
    """The answers, best first, each with its confidence."""
    if len(answers) < 2:
        return [replace(answer, confidence=confidence(answer.score, 0.0)) for answer in answers]
    first, second = answers[0].score, answers[1].score
    leads = [first - second, *(answer.score - first for answer in answers[1:])]
    return [
        replace(answer, confidence=confidence(answer.score, lead))
        for answer, lead in zip(answers, leads, strict=True)
    ]


def _answer(question: Question, candidate: Candidate, statistics: Statistics, idf: Row) -> Answer:
    passage, embedded = candidate.passage, candidate.embedded
    words = _words_that_count(question, candidate)
    met = _meeting(question, embedded.word_vectors, words)
    whole = Signals(
        float(embedded.vector @ question.vector),
        bm25_share(question.words, idf, words, statistics.passage_length),
        _match(met, idf),
    )
    cosines = embedded.sentence_vectors @ question.vector
    of_sentences = []
    for number, cosine in enumerate(cosines):
        inside = np.flatnonzero(embedded.word_sentences == number)
        share = bm25_share(
            question.words, idf, [words[i] for i in inside], statistics.sentence_length
        )
        of_sentences.append(Signals(float(cosine), share, _match(met[:, inside], idf)))
    best = max(range(len(of_sentences)), key=lambda i: score(of_sentences[i]))
    fused = (score(whole) + score(of_sentences[best])) / 2
    if passage.heading:
        fused *= HEADING_WEIGHT
    asked = question.asked or question.words
    matched = zip(asked, met.max(axis=1, initial=0).tolist(), strict=True)
    return Answer(
        document=passage.document,
        text=passage.text,
        start=passage.start,
        end=passage.end,
        sentence=passage.sentences[best],
        score=fused,
        confidence=0.0,  # known once all are scored
        why=Why(whole, of_sentences[best], tuple(matched)),
    )


def _words_that_count(question: Question, candidate: Candidate) -> list[str]:
    """The passage's words, the name of whom is asked left blank where somebody else speaks.

    Asked what Hammond said, a sentence in which Kerry speaks of Hammond is not nearer for it.
    """
    others = [
        sentence.speaker is not None
        and sentence.speaker.speaking
        and question.speaker.isdisjoint(stems(sentence.speaker.full_name))
        for sentence in candidate.passage.sentences
    ]
    embedded = candidate.embedded
    return [
        "" if word in question.speaker and others[number] else word
        for word, number in zip(embedded.words, embedded.word_sentences, strict=True)
    ]


def _meeting(question: Question, vectors: Vectors, words: Sequence[str]) -> Row:
    """(question words, passage words): how well the one meets the other, 0..1."""
    if not len(question.words) or not len(vectors):
        return np.zeros((len(question.words), len(vectors)))
    cosines = question.word_vectors @ vectors.T
    same = np.array([[q == w for w in words] for q in question.words])
    read = vectors.any(axis=1, keepdims=True).T & question.word_vectors.any(axis=1, keepdims=True)
    met = np.where(same & ~read, SAME_WORD, np.clip(cosines, 0, 1)).astype(np.float64)
    named = np.array([q in question.speaker for q in question.words])
    blank = np.array([not w for w in words])
    met[np.ix_(named, blank)] = 0
    return met


def _match(met: Row, idf: Row) -> float:
    """The best meeting of each question word, averaged with idf as weights."""
    return float(idf @ met.max(axis=1, initial=0) / idf.sum()) if len(idf) else 0.0

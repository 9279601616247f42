"""Score candidates and turn them into answers: the whole ranking on one page.

Whoever looks for an answer in a text goes by three things: what a passage is
about, which of the question's words it holds, and which other words in it mean
the same there. Each is a signal, measured of the passage and of each sentence:

    cosine   of the question's vector and the text's
    bm25     BM25 as a share of the most it could be for this question
    match    each question word against the text's words in their context:
             the best cosine, averaged with the words' idf as weights

    score of a text = (cosine + bm25 / 2 + 2 x match) / 3.5
    score of a passage = the mean of its own and its best sentence's
    the sentence that is marked: by (cosine + match) / 2, since sentences of one passage that
    repeat the question's words seldom tell what it asks for; rows of a table, which have the
    words of its head in common and differ in single ones, by their score

`match` is the late interaction of ColBERT (Khattab and Zaharia, 2020), between
the words of any sentence-transformers model. The default model is trained under these
weights. Refitted on the documents that training holds out (bench/calibrate.py) they come
out at 1 : .8 : 1.6 for passages, which gains less than .01 there, and at 1 : 0 : 1 for the
sentences of a right passage (.866 right before, .874 so; without a word in common .618, .657).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from askdoc.answer_type import asks
from askdoc.bm25 import Row, bm25_shares
from askdoc.cells import answering_cell, is_row
from askdoc.confidence import confidence
from askdoc.late_interaction import (
    BLANK,
    NOT_ASKED,
    SAME_WORD,
    best_of_each,
    cosines,
    meeting,
)
from askdoc.marking import lacks_kind, leads, marked
from askdoc.particulars import Particulars
from askdoc.types import (
    Answer,
    Candidate,
    Evidence,
    Question,
    Sentence,
    Signals,
    Statistics,
    Vectors,
    Why,
)
from askdoc.words import is_of

# One text's, or a row of many texts'.
_Number = TypeVar("_Number", float, Row)

COSINE_WEIGHT, BM25_WEIGHT, MATCH_WEIGHT = 1.0, 0.5, 2.0

# The words of another may tell what somebody said, but are as often something else.
_OTHERS = 0.5

# A headline sums up what the prose below it says, and questions alone (a list of them, or one
# whose answer stands elsewhere) say nothing: they are found, but prose comes first.
HEADING_WEIGHT = 0.5

# Taken off the score of a sentence that says the opposite: more than a word more or less makes of
# it, so that it decides between two that are otherwise alike, and less than most leads.
CONTRARY = 0.08
# After a question that was answered, its follow-up asks for something else, most often nearby:
# taken off the sentence that answered, and added to passages within so many characters.
TOLD, NEAR, AROUND = 0.1, 0.03, 1_000
# A difference of scores that only orders.
_JUST = 1e-6


def rank(
    question: Question, candidates: Iterable[Candidate], statistics: Statistics, top_k: int
) -> tuple[Answer, ...]:
    """The best `top_k` answers, best first; of equal ones the newest
    document's, then the order of the text.

    Passages of the same text, as in duplicate documents, are given once: reading
    one twice helps nobody.
    """
    found = list(candidates)
    if not found:
        return ()
    if question.speaker:
        question = _without_unknown_role(question, found)
    measured = measure(question, found, statistics)
    order = _single(found, _order(found, measured.scores), max(top_k, 2))
    scores = [float(measured.scores[i]) for i in order]
    leads = [score - scores[0] for score in scores]
    leads[0] = scores[0] - scores[1] if len(scores) > 1 else 0.0
    seen = _Seen(question, statistics)
    return tuple(
        _answer(seen, found[i], measured, i, lead)
        for i, lead in zip(order[:top_k], leads, strict=False)
    )


def _order(found: Sequence[Candidate], scores: Row) -> NDArray[np.int64]:
    """The best first; of equal ones the newest document, else as they come."""
    dates = sorted({one.document.date for one in found})
    newest = np.array([dates.index(one.document.date) for one in found])
    return np.lexsort((-newest, -scores))


def score(signals: Signals) -> float:
    """The weighted mean of the three signals."""
    return _weighted(signals.cosine, signals.bm25, signals.match)


def _weighted(cosine: _Number, bm25: _Number, match: _Number) -> _Number:
    total = COSINE_WEIGHT * cosine + BM25_WEIGHT * bm25 + MATCH_WEIGHT * match
    return total / (COSINE_WEIGHT + BM25_WEIGHT + MATCH_WEIGHT)


@dataclass(frozen=True)
class Texts:
    """The signals of n texts, passages or sentences, as rows; see `Signals`."""

    cosine: Row
    bm25: Row
    match: Row
    met: Row  # (question words, n): how well each word is met by each text

    @property
    def scores(self) -> Row:
        return _weighted(self.cosine, self.bm25, self.match)

    def signals(self, i: int) -> Signals:
        return Signals(float(self.cosine[i]), float(self.bm25[i]), float(self.match[i]))


@dataclass(frozen=True)
class Measured:
    """The features of all candidates.

    taken_off: of the score of each sentence, where it says the opposite or was told before;
    best: the best sentence of each candidate; first: its first sentence's number among all
    """

    passages: Texts
    sentences: Texts
    taken_off: Row
    best: NDArray[np.int64]
    first: NDArray[np.int64]
    scores: Row


def measure(
    question: Question, candidates: Sequence[Candidate], statistics: Statistics
) -> Measured:
    """All candidates at once, because a call for each would take longer than the arithmetic."""
    kept = [candidate.embedded for candidate in candidates]
    words = [word for c in candidates for word in _words_that_count(question, c)]
    sizes = np.array([len(e.words) for e in kept])
    counts = np.array([len(e.sentence_vectors) for e in kept])
    first = np.cumsum(counts) - counts
    passage = np.repeat(np.arange(len(kept)), sizes)
    sentence = np.concatenate([e.word_sentences for e in kept]) + first[passage]
    vectors = np.concatenate([e.word_vectors for e in kept])

    idf = np.array([statistics.idf(word) for word in question.words])
    places = {word: i for i, word in enumerate(question.words)}
    places[""] = BLANK
    asked = np.fromiter(map(places.get, words, repeat(NOT_ASKED)), np.int64, len(words))
    met = meeting(question, vectors, asked)
    if question.speaker and "say" in question.words:
        # That it is said is told by who says it, as in a transcript, and is nothing rare.
        say = question.words.index("say")
        spoken = [heard for c in candidates for heard in _heard(question, c)]
        met[say, spoken] = np.maximum(met[say, spoken], SAME_WORD)
        idf[say] = idf.min()

    def texts(rows: Vectors, owners: NDArray[np.int64], mean_length: float) -> Texts:
        best = best_of_each(met, owners, len(rows))
        share = bm25_shares(asked, owners, len(rows), idf, mean_length)
        match = idf @ best / idf.sum() if len(idf) else np.zeros(len(rows))
        return Texts(cosines(rows, question.vector[None])[0], share, match, best)

    whole = texts(np.stack([e.vector for e in kept]), passage, statistics.passage_length)
    parts = texts(
        np.concatenate([e.sentence_vectors for e in kept]), sentence, statistics.sentence_length
    )
    taken_off = np.zeros(len(parts.cosine))
    particulars = Particulars(question.text)
    if particulars.turned:
        contrary = [particulars.contrary(s.text) for c in candidates for s in c.sentences()]
        taken_off += CONTRARY * np.array(contrary)
    if question.before:
        told = question.before.sentence.start
        same = [c.document.name == question.before.document.name for c in candidates]
        repeats = [
            here and sentence.start == told
            for here, candidate in zip(same, candidates, strict=True)
            for sentence in candidate.sentences()
        ]
        taken_off += TOLD * np.array(repeats)
    of_parts = parts.scores - taken_off
    best = np.array([a + of_parts[a : a + n].argmax() for a, n in zip(first, counts, strict=True)])
    scores = (whole.scores + of_parts[best]) / 2
    scores[[c.heading or asks(c.text) for c in candidates]] *= HEADING_WEIGHT
    if question.before:
        away = [abs(c.start - question.before.start) for c in candidates]
        scores += NEAR * np.array([i and far < AROUND for i, far in zip(same, away, strict=True)])
    if particulars.exact:
        lacking = np.array([particulars.lacks(candidate.text) for candidate in candidates])
        scores = _behind(scores, lacking)
    return Measured(whole, parts, taken_off, best, first, scores)


def _behind(scores: Row, lacking: Row) -> Row:
    """Scores with those that lack something lowered until they stand behind those that lack less.

    So the lead of what is then the first shows how much else speaks for the others.
    """
    lowered = scores.copy()
    least = np.inf
    for level in np.unique(lacking):
        group = lacking == level
        lowered[group] -= max(0.0, float(lowered[group].max()) - least + _JUST)
        least = min(least, float(lowered[group].max()))
    return lowered


def _single(candidates: Sequence[Candidate], order: NDArray[np.int64], most: int) -> list[int]:
    """The first `most` of these with different texts."""
    found: dict[str, int] = {}
    for i in order.tolist():
        found.setdefault(candidates[i].text, i)
        if len(found) == most:
            break
    return list(found.values())


class _Seen:
    """A question, and its words that no passage contains."""

    def __init__(self, question: Question, statistics: Statistics) -> None:
        self.question = question
        self.particulars = Particulars(question.text)
        self.asked = question.asked or question.words
        self.passages = statistics.passages
        missing = set(question.missing(statistics))
        # subtle: the first word always has a capital, and in capitals every word has
        later = question.text[1:] if not question.text.isupper() else ""
        self._names = [
            place
            for place, form in enumerate(self.asked)
            if form in missing and form[:1].isupper() and form in later
        ]
        self.lacks_number = any(any(map(str.isdigit, form)) for form in missing)

    def lacks_name(self, met: Row) -> float:
        """How badly a passage that meets the words so well meets a name that no passage holds."""
        return max((1 - float(met[place]) for place in self._names), default=0.0)


def _answer(seen: _Seen, candidate: Candidate, measured: Measured, i: int, lead: float) -> Answer:
    passage, question, first = candidate.passage, seen.question, int(measured.first[i])
    told, here = measured.sentences, slice(first, first + len(passage.sentences))
    rows = any(is_row(sentence) for sentence in passage.sentences)
    telling = told.scores if rows else (told.cosine + told.match) / 2
    scores = (telling - measured.taken_off)[here].tolist()
    if seen.particulars.exact:
        lacking = [seen.particulars.lacks(sentence.text) for sentence in passage.sentences]
        # another sentence of the passage may have the number: here it is no more than a sign
        scores = [score - CONTRARY * n for score, n in zip(scores, lacking, strict=True)]
    number, all_marked = marked(question.text, passage.sentences, scores)
    sentence, best = passage.sentences[number], first + number
    matches = measured.sentences.match[[best, first + int(np.argmax(scores))]]
    # an answer need not repeat the words of the question or the heading before it
    after_a_question = leads(passage.sentences[int(np.argmax(scores))])
    evidence = Evidence(
        score=float(measured.scores[i]),
        lead=lead,
        cosine=float(measured.passages.cosine[i]),
        match=float(matches.max() if after_a_question else matches[0]),
        lacks_name=seen.lacks_name(measured.passages.met[:, i]),
        lacks_number=seen.lacks_number,
        lacks_kind=lacks_kind(question.text, sentence.text),
        other_speaker=bool(question.speaker) and not _speaks(question, sentence),
        asks=asks(sentence.text),
        words=len(question.words),
        passages=seen.passages,
    )
    return Answer(
        document=passage.document,
        text=passage.text,
        start=passage.start,
        end=passage.end,
        sentence=sentence,
        score=evidence.score,
        confidence=confidence(evidence) * (_OTHERS if _is_others(question, sentence) else 1),
        why=Why(
            measured.passages.signals(i),
            measured.sentences.signals(best),
            tuple(zip(seen.asked, measured.passages.met[:, i].tolist(), strict=True)),
            evidence,
        ),
        cell=answering_cell(question.text, sentence),
        sentences=tuple(
            one
            for n, one in enumerate(passage.sentences)
            if n == number or (n in all_marked and not _is_others(question, one))
        ),
    )


def _speaks(question: Question, sentence: Sentence) -> bool:
    """Are these words of the one that the question asks for?"""
    speaker = sentence.speaker
    return speaker is not None and speaker.speaking and is_of(question.speaker, speaker.full_name)


def _heard(question: Question, candidate: Candidate) -> list[bool]:
    """Of each word, is it in a sentence of the one that the question asks for?"""
    speaks = [_speaks(question, sentence) for sentence in candidate.sentences()]
    return [speaks[number] for number in candidate.embedded.word_sentences]


def _is_others(question: Question, sentence: Sentence) -> bool:
    """Are these surely the words of another than the one that the question asks for?"""
    said = sentence.speaker is not None and sentence.speaker.speaking
    return bool(question.speaker) and said and not _speaks(question, sentence)


def _without_unknown_role(question: Question, candidates: Sequence[Candidate]) -> Question:
    """A question for "the minister" asks for nobody's words if no speaker is known to be one."""
    written = dict(zip(question.words, question.asked or question.words, strict=True))
    if all(written.get(word, "A")[:1].isupper() for word in question.speaker) or any(
        _speaks(question, sentence) for c in candidates for sentence in c.sentences()
    ):
        return question
    return replace(question, speaker=frozenset())


def _words_that_count(question: Question, candidate: Candidate) -> Sequence[str]:
    """The passage's words, the name of whom is asked left blank where somebody else speaks.

    Asked what Hammond said, a sentence in which Kerry speaks of Hammond is not nearer for it.
    """
    embedded = candidate.embedded
    if not question.speaker or question.speaker.isdisjoint(embedded.words):
        return embedded.words
    others = [
        sentence.speaker is not None
        and sentence.speaker.speaking
        and not is_of(question.speaker, sentence.speaker.full_name)
        for sentence in candidate.sentences()
    ]
    return [
        "" if word in question.speaker and others[number] else word
        for word, number in zip(embedded.words, embedded.word_sentences, strict=True)
    ]

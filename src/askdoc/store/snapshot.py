"""What a library holds at one moment, and how it is searched; it never changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from askdoc.bm25 import half_count
from askdoc.store.segment import Segment
from askdoc.store.vectors import Rows, nearest
from askdoc.types import Candidate, Counts, Document, Question, Statistics, Vectors

# Of a segment: some of its rows, and a score for each.
_Scored = tuple[Rows, NDArray[np.float32]]
# Of a segment: the passages that hold a word, and how often each does.
_Postings = Mapping[str, tuple[Rows, NDArray[np.float32]]]


@dataclass(frozen=True)
class Snapshot:
    """Some segments. What is found does not depend on how the documents are spread over them."""

    segments: tuple[Segment, ...] = ()

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        found = [document for segment in self.segments for document in segment.documents()]
        return tuple(sorted(found, key=lambda document: document.name))

    @cached_property
    def hashes(self) -> dict[str, str]:
        return {name: sha for segment in self.segments for name, sha in segment.hashes.items()}

    @cached_property
    def counts(self) -> Counts:
        return Counts(
            sum(len(segment.hashes) for segment in self.segments),
            sum(segment.passages for segment in self.segments),
            sum(segment.sentences for segment in self.segments),
        )

    @cached_property
    def words(self) -> int:
        return sum(segment.words for segment in self.segments)

    @cached_property
    def passage_length(self) -> float:
        """The mean number of words of a passage."""
        return self.words / max(1, self.counts.passages)

    @cached_property
    def half_counts(self) -> list[NDArray[np.float32]]:
        """See `half_count`: of each segment's passages."""
        lengths = [segment.lengths.astype(np.float64) for segment in self.segments]
        mean = self.passage_length or 1.0
        return [half_count(some, mean).astype(np.float32) for some in lengths]

    @property
    def dim(self) -> int | None:
        """The length of its vectors, None without any."""
        return next((s.vectors.dim for s in self.segments if s.passages), None)

    def search(
        self,
        question: Question,
        limit: int,
        names: Collection[str] | None,
        holding: Collection[str],
    ) -> tuple[list[Candidate], Statistics]:
        """See `Store.search`."""
        if self.dim is not None and question.vector.shape != (self.dim,):
            raise ValueError(f"a vector of {self.dim} is needed, not {question.vector.shape}")
        wanted = dict.fromkeys([*question.words, *holding])
        postings = [{word: s.posting(word) for word in wanted} for s in self.segments]
        statistics = Statistics(
            passages=self.counts.passages,
            passage_length=self.passage_length,
            sentence_length=self.words / max(1, self.counts.sentences),
            frequencies={word: sum(len(held[word][0]) for held in postings) for word in wanted},
        )
        allowed = [
            _allowed(segment, held, names, holding)
            for segment, held in zip(self.segments, postings, strict=True)
        ]
        near = nearest([s.vectors for s in self.segments], question.vector, limit, allowed)
        shares = [
            _bm25(halves, held, question.words, statistics, within)
            for halves, held, within in zip(self.half_counts, postings, allowed, strict=True)
        ]
        by_words = [(rows := np.flatnonzero(share), share[rows]) for share in shares]
        halves = self._first(near, limit), self._first(by_words, limit)
        both = [np.union1d(*rows) for rows in zip(*halves, strict=True)]
        sums = [
            (rows, _cosines(segment.vectors.of(rows), question.vector) + share[rows])
            for segment, share, rows in zip(self.segments, shares, both, strict=True)
        ]
        candidates = [
            candidate
            for segment, rows in zip(self.segments, self._first(sums, limit), strict=True)
            for candidate in segment.candidates(rows)
        ]
        candidates.sort(key=lambda c: (c.document.name, c.start))
        return candidates, statistics

    def _first(self, found: Sequence[_Scored], limit: int) -> list[Rows]:
        """Of each segment's rows those among the `limit` with the highest scores of all."""
        if not found:
            return []
        numbers = np.concatenate([np.full(len(rows), i) for i, (rows, _) in enumerate(found)])
        rows, scores = (np.concatenate([one[i] for one in found]) for i in (0, 1))
        if len(scores) > limit:
            high = scores >= np.partition(scores, -limit)[-limit]
            numbers, rows, scores = numbers[high], rows[high], scores[high]
        if len(scores) > limit:  # some are equal
            places = zip(numbers.tolist(), rows.tolist(), strict=True)
            marks = [self.segments[number].marks[row] for number, row in places]
            best = np.lexsort((marks, -scores))[:limit]
            numbers, rows = numbers[best], rows[best]
        return [np.sort(rows[numbers == number]) for number in range(len(found))]


def _allowed(
    segment: Segment,
    held: _Postings,
    names: Collection[str] | None,
    holding: Collection[str],
) -> Rows | None:
    """The passages of these documents that hold these words, None for all."""
    within = None if names is None else segment.rows(names)
    for word in holding:
        rows = held[word][0]
        within = rows if within is None else np.intersect1d(within, rows)
    return within


def _bm25(
    half_counts: NDArray[np.float32],
    held: _Postings,
    words: Iterable[str],
    statistics: Statistics,
    within: Rows | None,
) -> NDArray[np.float32]:
    """(passages,): BM25 as a share of the most it could be, 0 outside of `within`."""
    scores = np.zeros_like(half_counts)
    most = sum(map(statistics.idf, words)) or 1.0
    for word in words:
        rows, counts = held[word]
        weight = np.float32(statistics.idf(word) / most)
        scores[rows] += weight * (counts / (counts + half_counts[rows]))
    if within is None:
        return scores
    inside = np.zeros_like(scores)
    inside[within] = scores[within]
    return inside


def _cosines(rows: Vectors, vector: Vectors) -> NDArray[np.float32]:
    """(n, dim) -> (n,)"""
    # subtle: unlike a matrix product, equal rows give equal sums wherever they stand
    cosines: NDArray[np.float32] = np.einsum("nd,md->mn", rows, vector[None])[0]
    return cosines

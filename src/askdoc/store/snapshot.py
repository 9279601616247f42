"""What a library holds at one moment, and how it is searched; it never changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from askdoc.bm25 import half_count
from askdoc.store.best import Found, best, bm25, cosines, statistics_of
from askdoc.store.segment import Segment
from askdoc.store.vectors import Rows, nearest
from askdoc.types import Candidate, Counts, Document, Question, Statistics

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
    def half_counts(self) -> list[NDArray[np.float32]]:
        """See `half_count`: of each segment's passages."""
        lengths = [segment.lengths.astype(np.float64) for segment in self.segments]
        mean = statistics_of(self.counts, self.words, {}).passage_length or 1.0
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
        frequencies = {word: sum(len(held[word][0]) for held in postings) for word in wanted}
        statistics = statistics_of(self.counts, self.words, frequencies)
        allowed = [
            _allowed(segment, held, names, holding)
            for segment, held in zip(self.segments, postings, strict=True)
        ]
        near = nearest([s.vectors for s in self.segments], question.vector, limit, allowed)
        by_vector: list[Found] = []
        by_words: list[Found] = []
        shares: list[NDArray[np.float32]] = []
        for number, segment in enumerate(self.segments):
            rows, products = near[number]
            by_vector.append((number, rows, products, segment.marks[rows]))
            share = bm25(self.half_counts[number], postings[number], question.words, statistics)
            if (within := allowed[number]) is not None:
                outside = np.ones(len(share), bool)
                outside[within] = False
                share[outside] = 0
            rows = np.flatnonzero(share)
            if len(rows) > limit:  # of a segment no others can be among the best of all
                rows = rows[share[rows] >= np.partition(share[rows], -limit)[-limit]]
            by_words.append((number, rows, share[rows], segment.marks[rows]))
            shares.append(share)
        found = best(by_vector, limit) | best(by_words, limit)
        sums: list[Found] = []
        for number, segment in enumerate(self.segments):
            rows = _of(number, found)
            sum_ = cosines(segment.vectors.of(rows), question.vector) + shares[number][rows]
            sums.append((number, rows, sum_, segment.marks[rows]))
        found = best(sums, limit)
        candidates = [
            candidate
            for number, segment in enumerate(self.segments)
            for candidate in segment.candidates(_of(number, found))
        ]
        candidates.sort(key=lambda c: (c.document.name, c.start))
        return candidates, statistics


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


def _of(number: int, found: Collection[tuple[int, int]]) -> Rows:
    """The rows of the segment of this number, ascending."""
    return np.array(sorted(row for owner, row in found if owner == number), np.int64)

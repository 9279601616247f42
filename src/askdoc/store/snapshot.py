"""An immutable snapshot of a library, and how it is searched."""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from askdoc.bm25 import length_norm
from askdoc.store.best import (
    Hits,
    Postings,
    best,
    bm25,
    cosines,
    highest,
    statistics_of,
    weights_of,
)
from askdoc.store.segment import Segment
from askdoc.store.stored import candidates
from askdoc.store.vectors import Neighbours, Rows, Scan, by_segment, vectors_of
from askdoc.types import Candidate, Counts, Document, Question, Statistics, Vectors


@dataclass(frozen=True)
class Snapshot:
    """Some segments. Results do not depend on how documents are distributed over them."""

    segments: tuple[Segment, ...] = ()

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        found = [document for segment in self.segments for document in segment.documents()]
        return tuple(sorted(found, key=lambda document: document.name))

    def documents_of(self, names: set[str]) -> Iterator[Document]:
        """The documents of these names."""
        for segment in self.segments:
            for name in segment.among(names):
                yield segment.document_of(name)

    @cached_property
    def hashes(self) -> dict[str, str]:
        return {name: sha for segment in self.segments for name, sha in segment.hashes.items()}

    @cached_property
    def dates(self) -> dict[str, str]:
        return {name: date for segment in self.segments for name, date in segment.dates.items()}

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
    def length_norms(self) -> list[NDArray[np.float32]]:
        """See `length_norm`: of each segment's passages."""
        lengths = [segment.lengths.astype(np.float64) for segment in self.segments]
        mean = statistics_of(self.counts, self.words, {}).passage_length or 1.0
        return [length_norm(some, mean).astype(np.float32) for some in lengths]

    @cached_property
    def scan(self) -> Scan:
        return Scan([segment.vectors for segment in self.segments])

    @property
    def dim(self) -> int | None:
        """The length of its vectors, None without any."""
        return next((s.vectors.dim for s in self.segments if s.passages), None)

    def search(
        self,
        question: Question,
        limit: int,
        names: Collection[str] | None,
        holding: Collection[Collection[str]],
    ) -> tuple[list[Candidate], Statistics]:
        """See `Store.search`."""
        if self.dim is not None and question.vector.shape != (self.dim,):
            raise ValueError(f"a vector of {self.dim} is needed, not {question.vector.shape}")
        everywhere = names is None and not holding
        if everywhere:  # runs while words are looked up
            near = self.scan.nearest(question.vector, limit)
        wanted = list(dict.fromkeys(itertools.chain(question.words, *holding)))
        postings = [segment.postings(wanted) for segment in self.segments]
        frequencies = Counter[str]()
        for held in postings:
            frequencies.update(held.frequencies)
        asked = {word: frequencies[word] for word in question.words}
        statistics = statistics_of(self.counts, self.words, asked)
        allowed = None
        if not everywhere:
            allowed = self._allowed(postings, names, holding)
            near = self.scan.among(allowed, question.vector, limit)
        weights = weights_of(question.words, statistics)
        shares = self._shares(postings, allowed, weights)
        both = best(self._best_by_words(shares, limit), limit)
        both |= best(self._by_vector(near), limit)
        return self._best_of(both, question.vector, shares, limit), statistics

    def _best_of(
        self,
        found: Collection[tuple[int, int]],
        vector: Vectors,
        shares: Sequence[NDArray[np.float32]],
        limit: int,
    ) -> list[Candidate]:
        """The `limit` of these rows with the greatest sum of cosine and BM25 share."""
        if not found:
            return []
        ordered = np.array(sorted(found), np.int64)
        parts = list(by_segment(*ordered.T))
        vectors = vectors_of([segment.vectors for segment in self.segments], parts)
        sums = cosines(vectors, vector) + np.concatenate([shares[i][rows] for i, rows in parts])
        marks = np.concatenate([self.segments[i].marks[rows] for i, rows in parts])
        first = np.sort(highest(sums, marks, limit))
        kept = [
            one
            for i, rows in by_segment(*ordered[first].T)
            for one in self.segments[i].stored_passages(rows)
        ]
        made = candidates(kept, vectors[first])
        return sorted(made, key=lambda c: (c.document.name, c.start))

    def _allowed(
        self,
        postings: Sequence[Postings],
        names: Collection[str] | None,
        holding: Collection[Collection[str]],
    ) -> list[Rows]:
        """For each segment, the passages of these documents (None for all) that contain a word of
        each group."""
        found = []
        wanted = set(names or ())
        for segment, held in zip(self.segments, postings, strict=True):
            some = [] if names is None else [segment.rows(wanted)]
            some += [functools.reduce(np.union1d, map(held.rows_of, group)) for group in holding]
            found.append(functools.reduce(np.intersect1d, some))
        return found

    def _shares(
        self,
        postings: Sequence[Postings],
        allowed: Sequence[Rows] | None,
        weights: Mapping[str, float],
    ) -> list[NDArray[np.float32]]:
        """For each segment, the BM25 shares of its passages, 0 for those that are not allowed."""
        found = []
        for number, held in enumerate(postings):
            shares = bm25(self.length_norms[number], held, weights)
            if allowed is not None:
                inside = np.zeros(len(shares), bool)
                inside[allowed[number]] = True
                shares[~inside] = 0
            found.append(shares)
        return found

    def _by_vector(self, near: Iterable[tuple[int, Neighbours]]) -> Iterator[Hits]:
        for number, (rows, products) in near:
            yield number, rows, products, self.segments[number].marks[rows]

    def _best_by_words(self, shares: Sequence[NDArray[np.float32]], limit: int) -> Iterator[Hits]:
        """For each segment, the passages that can be among the `limit` best of all."""
        least, mark = np.float32(0), np.uint32(0)
        for number, share in enumerate(shares):
            marks = self.segments[number].marks
            rows = np.flatnonzero((share > least) | ((share == least) & (marks < mark)))
            rows = rows[highest(share[rows], marks[rows], limit)]
            if len(rows) == limit:
                least, mark = share[rows[-1]], marks[rows[-1]]
            yield number, rows, share[rows], marks[rows]

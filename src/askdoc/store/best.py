"""Select the best passages by vector and by BM25, in any store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from askdoc.store.vectors import Rows
from askdoc.types import Counts, Statistics, Vectors

# (the index of the segment, rows in it, their scores, keys that break ties)
Hits = tuple[int, Rows, NDArray[Any], NDArray[np.uint32]]


@dataclass(frozen=True)
class Postings:
    """The posting lists of some words.

    words: ascending, so that sums are equal everywhere; sizes: the length of each posting list
    rows, counts: the concatenated posting lists, each with ascending rows
    """

    words: Sequence[str]
    sizes: Sequence[int]
    rows: Rows
    counts: NDArray[np.float32]

    @property
    def frequencies(self) -> dict[str, int]:
        """The document frequency of each word."""
        return dict(zip(self.words, self.sizes, strict=True))

    def rows_of(self, word: str) -> Rows:
        """The passages that contain a word, ascending."""
        if word not in self.words:
            return self.rows[:0]
        at = self.words.index(word)
        first = sum(self.sizes[:at])
        return self.rows[first : first + self.sizes[at]]


def statistics_of(counts: Counts, words: int, frequencies: Mapping[str, int]) -> Statistics:
    """Statistics from the number of words, and the document frequency of each question word."""
    return Statistics(
        passages=counts.passages,
        passage_length=words / max(1, counts.passages),
        sentence_length=words / max(1, counts.sentences),
        frequencies=frequencies,
    )


def cosines(rows: Vectors, vector: Vectors) -> NDArray[np.float32]:
    """(n, dim), of length 1 -> (n,)"""
    # subtle: unlike a matrix product, equal rows give equal sums at any position
    products: NDArray[np.float32] = np.einsum("nd,md->mn", rows, vector[None])[0]
    return products


def weights_of(words: Collection[str], statistics: Statistics) -> dict[str, float]:
    """The largest share of each question word in a BM25 score; the sum is 1."""
    idf = {word: statistics.idf(word) for word in words}
    most = sum(idf.values())
    return {word: one / most for word, one in idf.items()}


def bm25(
    length_norms: NDArray[np.float32], postings: Postings, weights: Mapping[str, float]
) -> NDArray[np.float32]:
    """(passages,): BM25 of each as a share of the highest possible value; see `weights_of`."""
    of_words = np.array([weights.get(word, 0.0) for word in postings.words], np.float32)
    says = postings.counts / (postings.counts + length_norms[postings.rows])
    says *= np.repeat(of_words, np.array(postings.sizes, np.int64))
    return np.bincount(postings.rows, says, minlength=len(length_norms)).astype(np.float32)


def highest(scores: NDArray[Any], marks: NDArray[np.uint32], limit: int) -> Rows:
    """The indexes of the `limit` highest scores, best first; marks break ties."""
    places = np.arange(len(scores))
    if len(scores) > limit:  # sorting all would take longer than finding them
        places = np.flatnonzero(scores >= np.partition(scores, -limit)[-limit])
    return places[np.lexsort((marks[places], -scores[places]))[:limit]]


def best(found: Iterable[Hits], limit: int) -> set[tuple[int, int]]:
    """The `limit` with the highest scores of all, as (number, row)."""
    parts = list(found)
    if not parts:
        return set()
    numbers = np.repeat([number for number, *_ in parts], [len(rows) for _, rows, *_ in parts])
    rows, scores, marks = (np.concatenate([part[i] for part in parts]) for i in (1, 2, 3))
    first = highest(scores, marks, limit)
    return set(zip(numbers[first].tolist(), rows[first].tolist(), strict=True))

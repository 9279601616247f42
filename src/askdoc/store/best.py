"""The best passages by their vectors and by BM25, wherever they lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from askdoc.store.vectors import Rows
from askdoc.types import Counts, Statistics, Vectors

# (the number of what they lie in, rows in it, their scores, marks that order equal scores)
Found = tuple[int, Rows, NDArray[Any], NDArray[np.uint32]]


def statistics_of(counts: Counts, words: int, frequencies: Mapping[str, int]) -> Statistics:
    """Of a library with so many words, of which so many passages hold those of a question."""
    return Statistics(
        passages=counts.passages,
        passage_length=words / max(1, counts.passages),
        sentence_length=words / max(1, counts.sentences),
        frequencies=frequencies,
    )


def cosines(rows: Vectors, vector: Vectors) -> NDArray[np.float32]:
    """(n, dim), of length 1 -> (n,)"""
    # subtle: unlike a matrix product, equal rows give equal sums wherever they stand
    products: NDArray[np.float32] = np.einsum("nd,md->mn", rows, vector[None])[0]
    return products


def bm25(
    half_counts: NDArray[np.float32],
    held: Mapping[str, tuple[Rows, NDArray[np.float32]]],
    words: Sequence[str],
    statistics: Statistics,
) -> NDArray[np.float32]:
    """(passages,): BM25 of each as a share of the most it could be."""
    shares = np.zeros_like(half_counts)
    most = sum(map(statistics.idf, words))
    for word in words:
        rows, counts = held[word]
        weight = np.float32(statistics.idf(word) / most)
        shares[rows] += weight * (counts / (counts + half_counts[rows]))
    return shares


def best(found: Sequence[Found], limit: int) -> set[tuple[int, int]]:
    """The `limit` with the highest scores of all, as (number, row)."""
    if not found:
        return set()
    numbers = np.concatenate([np.full(len(rows), number) for number, rows, *_ in found])
    rows, scores, marks = (np.concatenate([part[i] for part in found]) for i in (1, 2, 3))
    if len(scores) > limit:  # sorting all would take longer than finding them
        high = scores >= np.partition(scores, -limit)[-limit]
        numbers, rows, scores, marks = numbers[high], rows[high], scores[high], marks[high]
    first = np.lexsort((marks, -scores))[:limit]
    return set(zip(numbers[first].tolist(), rows[first].tolist(), strict=True))

"""The best passages by their vectors and by BM25, wherever they lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from askdoc.store.vectors import Rows
from askdoc.types import Statistics

# (the number of what they lie in, rows in it, their scores, marks that order equal scores)
Found = tuple[int, Rows, NDArray[Any], NDArray[np.uint32]]


def bm25(
    half_counts: NDArray[np.float32],
    held: Mapping[str, tuple[Rows, NDArray[np.float32]]],
    words: Iterable[str],
    statistics: Statistics,
) -> NDArray[np.float32]:
    """(passages,): the BM25 score of each."""
    scores = np.zeros_like(half_counts)
    for word in words:
        rows, counts = held[word]
        scores[rows] += np.float32(statistics.idf(word)) * (counts / (counts + half_counts[rows]))
    return scores


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

"""BM25, which the store uses to find passages and the ranking to score them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

# The usual constants: term frequency saturation, and length normalization.
K1, B = 1.2, 0.75

Row = NDArray[np.float64]


def length_norm(lengths: Row, mean_length: float) -> Row:
    """BM25 length normalization: the term frequency at which it saturates to one half.

    lengths: of texts, in words
    """
    counts: Row = K1 * (1 - B + B * lengths / mean_length)
    return counts


def saturated(counts: Row, length: Row | float, mean_length: float) -> Row:
    """The saturated term frequency, 0..1, of `counts` occurrences in a text of `length` words."""
    share: Row = counts / (counts + length_norm(np.asarray(length), mean_length))
    return share


def bm25_shares(
    asked: NDArray[np.int64], owners: NDArray[np.int64], n: int, idf: Row, mean_length: float
) -> Row:
    """(n,): BM25 of n texts as a share of its highest possible value, 0..1, comparable to a cosine.

    asked: for each word of the texts, which word of the question it is, -1 for none
    owners: the index of the text that contains each word; idf: of the question's words
    mean_length: of such texts, in words
    """
    if not len(idf) or not len(owners):
        return np.zeros(n)
    held = asked >= 0
    cells = asked[held] * n + owners[held]
    counts = np.bincount(cells, minlength=len(idf) * n).reshape(len(idf), n).astype(np.float64)
    lengths = np.bincount(owners, minlength=n).astype(np.float64)
    share: Row = idf @ saturated(counts, lengths, mean_length) / idf.sum()
    return share

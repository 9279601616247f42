"""BM25: what the store needs to find passages by their words, and ranking to score them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

# The usual constants: how soon repeats stop to count, and how much length does.
K1, B = 1.2, 0.75

Row = NDArray[np.float64]


def half_count(lengths: Row, mean_length: float) -> Row:
    """How many occurrences of a word say half of what they can, in a text of so many words."""
    counts: Row = K1 * (1 - B + B * lengths / mean_length)
    return counts


def saturated(counts: Row, length: Row | float, mean_length: float) -> Row:
    """0..1: how much `counts` occurrences of a word say in a text of `length` words."""
    share: Row = counts / (counts + K1 * (1 - B + B * length / mean_length))
    return share


def bm25_share(words: Sequence[str], idf: Row, text: Sequence[str], mean_length: float) -> float:
    """BM25 of a text divided by the most it could be, so 0..1 and fit to be added to a cosine.

    words: the question's, each once; idf: (len(words),), theirs
    text: the text's words; mean_length: of such texts, in words
    """
    if not len(idf) or not text:
        return 0.0
    count = Counter(text)
    tf = np.array([count[word] for word in words])
    return float(idf @ saturated(tf, len(text), mean_length) / idf.sum())

"""Late interaction (MaxSim): match each word of a question with the words of a text, in context.

Khattab and Zaharia, "ColBERT" (2020), between the words of any sentence-transformers model.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from askdoc.bm25 import Row
from askdoc.dates import is_date
from askdoc.types import Question, Vectors

# How well a word without a vector, such as the name of a sentence's speaker, matches the same word
# of the question. Less than 1, as speakers are inferred; .6 to 1 work nearly equally well.
SAME_WORD = 0.8

# Instead of the index of a question word: for a word that is not in the question, and for one that
# is ignored (see `rank.py`).
NOT_IN_QUESTION, BLANK = -1, -2

# The greatest value of a store's word vectors.
_MAX = 7
# Up to this many multiplications, one thread of BLAS is faster than waking others.
_ALONE = 200_000


def word_matches(
    question: Question, vectors: Vectors | NDArray[np.int8], asked: NDArray[np.int64]
) -> Row:
    """(question words, words): how well each pair matches, 0..1.

    asked: which word of the question each word is, NOT_IN_QUESTION or BLANK
    """
    matches = np.zeros((len(question.words), len(vectors)))
    if not matches.size:
        return matches
    matches[:] = np.clip(word_cosines(vectors, question.word_vectors), 0, 1)
    unread = (question.word_vectors == 0).all(axis=1)
    same = np.flatnonzero(asked >= 0)
    same = same[unread[asked[same]] | ~vectors[same].any(axis=1)]
    certain = np.array([is_date(word) for word in question.words])
    matches[asked[same], same] = np.where(certain[asked[same]], 1.0, SAME_WORD)
    named = np.array([word in question.speaker for word in question.words])
    matches[np.ix_(named, asked == BLANK)] = 0
    return matches


def cosines(rows: Vectors, vectors: Vectors) -> Vectors:
    """(n, dim), (m, dim), of length 1 -> (m, n)"""
    # subtle: unlike a matrix product, equal rows give equal sums at any position; and it
    # takes one thread, where BLAS would wake others for less than a millisecond's work
    cosines: Vectors = np.einsum("nd,md->mn", rows, vectors)
    return cosines


def word_cosines(rows: Vectors | NDArray[np.int8], vectors: Vectors) -> Vectors:
    """(n, word_dim), of any length; (m, word_dim), of length 1 -> (m, n)"""
    # subtle: a matrix product is fast, but adds in an order of its own. Sums of whole numbers
    # below 2**24 are exact in float32 in any order; vectors are rounded to so many steps that
    # rows of whole numbers up to _MAX never go beyond.
    n, dim = rows.shape
    steps = 2**24 // (_MAX * dim)
    few = max(1, _ALONE // vectors.size)
    parts = np.empty((-(-n // few), few, dim), np.float32)
    parts.reshape(-1, dim)[:n] = rows
    parts.reshape(-1, dim)[n:] = 0
    products = (parts @ np.rint(vectors * steps).T).reshape(-1, len(vectors))[:n]
    lengths = np.sqrt(np.einsum("knd,knd->kn", parts, parts)).ravel()[:n] * steps
    cosines: Vectors = (products / np.where(lengths > 0, lengths, 1)[:, None]).T
    return cosines


def best_of_each(matches: Row, owners: NDArray[np.int64], n: int) -> Row:
    """(question words, words), the text of each word, ascending -> (question words, n texts)"""
    best = np.zeros((len(matches), n))
    if matches.size:
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        best[:, owners[starts]] = np.maximum.reduceat(matches, starts, axis=1)
    return best

"""Vectors as few bytes: 8 bits a value for sentences, 4 for words.

What ranking needs of a passage would take 60 KB in float32; as codes it takes 8.
A row's largest value becomes the highest level. So no code depends on another
text, a library is the same however it came about, and to code what was decoded
gives the same codes again.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from askdoc.types import Vectors

# The highest level of each; a row of zeros, for what has no vector, stays one.
_SENTENCE_MOST, _WORD_MOST = 127, 7
# Levels of words are written as 1 to 15, two a byte.
_PAIRS = np.stack(np.divmod(np.arange(256), 16), axis=1).astype(np.float32) - (_WORD_MOST + 1)
# Two float32 looked up as if they were one float64: seven times faster than pair by pair.
_AS_ONE = _PAIRS.view(np.float64)[:, 0]


def sentences_to_codes(rows: Vectors) -> NDArray[np.int8]:
    """(n, dim) -> the same shape."""
    return _levels(rows, _SENTENCE_MOST).astype(np.int8)


def codes_to_sentences(codes: NDArray[np.int8]) -> Vectors:
    """(n, dim) -> (n, dim), rows of length 1, or 0 where they were."""
    return _unit(codes.astype(np.float32))


def words_to_codes(rows: Vectors) -> NDArray[np.uint8]:
    """(n, dim) -> (n, (dim + 1) // 2)"""
    n, dim = rows.shape
    codes = np.full((n, dim + dim % 2), _WORD_MOST + 1, np.uint8)
    codes[:, :dim] = _levels(rows, _WORD_MOST) + (_WORD_MOST + 1)
    return codes[:, ::2] * np.uint8(16) + codes[:, 1::2]


def codes_to_words(codes: NDArray[np.uint8], dim: int) -> Vectors:
    """(n, (dim + 1) // 2) -> (n, dim), rows of length 1, or 0 where they were."""
    rows = _AS_ONE[codes].view(np.float32)
    return _unit(np.ascontiguousarray(rows[:, :dim]))


def _levels(rows: Vectors, most: int) -> Vectors:
    largest = np.abs(rows).max(axis=1, keepdims=True, initial=0)
    return np.rint(rows * (most / np.where(largest > 0, largest, 1)))


def _unit(rows: Vectors) -> Vectors:
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    rows /= np.where(lengths > 0, lengths, 1)[:, None]
    return rows

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
# Levels of words are written as 1 to 15, two a byte: one of the row's first half and the one as
# far into the second, for whole halves are taken apart faster than pairs.
_ZERO = _WORD_MOST + 1


def sentences_to_codes(rows: Vectors) -> NDArray[np.int8]:
    """(n, dim) -> the same shape."""
    return _levels(rows, _SENTENCE_MOST).astype(np.int8)


def codes_to_sentences(codes: NDArray[np.int8]) -> Vectors:
    """(n, dim) -> (n, dim), rows of length 1, or 0 where they were."""
    return _unit(codes.astype(np.float32))


def words_to_codes(rows: Vectors | NDArray[np.int8]) -> NDArray[np.uint8]:
    """(n, dim) -> (n, (dim + 1) // 2)"""
    n, dim = rows.shape
    half = (dim + 1) // 2
    codes = np.full((n, 2 * half), _ZERO, np.uint8)
    codes[:, :dim] = _levels(rows, _WORD_MOST) + _ZERO
    return codes[:, :half] * np.uint8(16) + codes[:, half:]


def codes_to_words(codes: NDArray[np.uint8], dim: int) -> NDArray[np.int8]:
    """(n, (dim + 1) // 2) -> (n, dim), the levels: whole numbers from -7 to 7."""
    half = codes.shape[1]
    rows = np.empty((len(codes), dim), np.int8)
    np.right_shift(codes, 4, out=rows[:, :half].view(np.uint8))
    np.bitwise_and(codes[:, : dim - half], 15, out=rows[:, half:].view(np.uint8))
    rows -= _ZERO
    return rows


def _levels(rows: Vectors | NDArray[np.int8], most: int) -> Vectors:
    largest = np.abs(rows).max(axis=1, keepdims=True, initial=0)
    return np.rint(rows * (most / np.where(largest > 0, largest, 1)))


def _unit(rows: Vectors) -> Vectors:
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    rows /= np.where(lengths > 0, lengths, 1)[:, None]
    return rows

"""Scalar quantization of vectors: 8 bits per value for passages, 4 for sentences and words.

This takes a quarter and an eighth of float32. The largest value of a row becomes the highest level.
So no code depends on another text, a library does not depend on the order of additions, and
encoding a decoded vector gives the same codes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from askdoc.types import Vectors

# The highest levels; a row of zeros, which means no vector, stays zero.
_MOST_OF_8, _MOST_OF_4 = 127, 7
# Levels of 4 bits are stored as 1 to 15, two per byte: one from the first half of the row and one
# from the second, because halves are unpacked faster than pairs. In a row of odd length the last
# level is paired with 0, so codes contain the length of the row.
_ZERO = _MOST_OF_4 + 1


def to_8_bits(rows: Vectors) -> NDArray[np.int8]:
    """(n, dim) -> the same shape."""
    return _levels(rows, _MOST_OF_8).astype(np.int8)


def from_8_bits(codes: NDArray[np.int8]) -> Vectors:
    """(n, dim) -> (n, dim), rows of length 1, or 0 where they were."""
    rows = codes.astype(np.float32)
    lengths = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    rows /= np.where(lengths > 0, lengths, 1)[:, None]
    return rows


def to_4_bits(rows: Vectors | NDArray[np.int8]) -> NDArray[np.uint8]:
    """(n, dim) -> (n, (dim + 1) // 2)"""
    n, dim = rows.shape
    half = (dim + 1) // 2
    codes = np.zeros((n, 2 * half), np.uint8)
    codes[:, :dim] = _levels(rows, _MOST_OF_4) + _ZERO
    return codes[:, :half] * np.uint8(16) + codes[:, half:]


def from_4_bits(codes: NDArray[np.uint8]) -> NDArray[np.int8]:
    """(n, (dim + 1) // 2) -> (n, dim), the levels: whole numbers from -7 to 7."""
    dim = 2 * codes.shape[1] - int(codes.size > 0 and codes[0, -1] % 16 == 0)
    rows = np.hstack([codes >> 4, codes & 15]).view(np.int8)
    rows -= _ZERO
    return rows[:, :dim]


def _levels(rows: Vectors | NDArray[np.int8], most: int) -> Vectors:
    largest = np.abs(rows).max(axis=1, keepdims=True, initial=0)
    return np.rint(rows * (most / np.where(largest > 0, largest, 1)))

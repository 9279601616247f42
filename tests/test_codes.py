"""Vectors as few bytes, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from askdoc.store.codes import from_4_bits, from_8_bits, to_4_bits, to_8_bits


def rows(*values: tuple[float, ...]) -> np.ndarray:
    return np.array(values, np.float32)


def test_8_bits_by_hand() -> None:
    # 0.8 is 127 steps, so 0.6 is 95.25 and -0.01 is -1.5875 of them
    codes = to_8_bits(rows((0.6, 0.8, -0.01), (0, -2, 2), (0, 0, 0)))
    assert codes.tolist() == [[95, 127, -2], [0, -127, 127], [0, 0, 0]]
    decoded = from_8_bits(codes)
    # 95² + 127² + 2² = 25158, and its root 158.6127
    assert decoded[0] == pytest.approx([95 / 158.6127, 127 / 158.6127, -2 / 158.6127], abs=1e-6)
    assert decoded[1] == pytest.approx([0, -(0.5**0.5), 0.5**0.5])
    assert not decoded[2].any()
    assert decoded.dtype == np.float32


def test_4_bits_by_hand() -> None:
    # 0.8 is 7 steps: 0.6 is 5.25, -0.3 is -2.625, 0.05 is 0.4375. With 8 added they are 13, 15, 5
    # and 8; one of the first half and one of the second make a byte: 13 and 5, 15 and 8.
    codes = to_4_bits(rows((0.6, 0.8, -0.3, 0.05), (0, 0, 0, 0)))
    assert codes.tolist() == [[13 * 16 + 5, 15 * 16 + 8], [8 * 17, 8 * 17]]
    assert from_4_bits(codes).tolist() == [[5, 7, -3, 0], [0, 0, 0, 0]]


def test_row_of_odd_length_comes_back_as_long_as_it_was() -> None:
    codes = to_4_bits(rows((1, 0, -1), (0, 0, 0)))
    # the second of the first half has no partner
    assert codes.tolist() == [[15 * 16 + 1, 8 * 16], [8 * 17, 8 * 16]]
    assert from_4_bits(codes).tolist() == [[7, 0, -7], [0, 0, 0]]


@pytest.mark.parametrize(("n", "dim"), [(0, 4), (0, 0), (3, 0), (1, 1), (9, 96), (9, 97)])
def test_coding_what_was_decoded_gives_the_same_codes(n: int, dim: int) -> None:
    random = np.random.default_rng(n + dim)
    given = random.normal(size=(n, dim)).astype(np.float32) ** 3
    eight, four = to_8_bits(given), to_4_bits(given)
    assert np.array_equal(to_8_bits(from_8_bits(eight)), eight)
    assert np.array_equal(to_4_bits(from_4_bits(four)), four)
    assert np.array_equal(to_4_bits(to_8_bits(from_8_bits(from_4_bits(four)))), four)
    assert np.abs(from_4_bits(four)).max(initial=0) == (7 if given.size else 0)

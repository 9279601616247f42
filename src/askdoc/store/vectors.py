"""The vectors of a segment: which passages are nearest to a question's, exactly or nearly.

`Exact` keeps float32 in memory and scans all of it. `Coarse` keeps 2 bits a value, a
sixteenth of that, which FAISS scans in the processor's registers some 50 times faster;
what it finds is scored exactly with rows read from the disk. Its code book is not
trained: vectors are turned by a fixed random rotation, after which each value of a unit
vector is nearly normal with variance 1 / dim, whatever the texts are, and the best four
levels for that are known (Lloyd 1957, Max 1960). So codes do not depend on other texts.
bench/RESULTS.md compares it with other ways.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from askdoc.types import Vectors

Rows = NDArray[np.int64]

# So few vectors are scanned at once as fast as their codes.
MIN_CODED = 8_192

# Nearer than this two products are equal: those of one vector differ a little from place to place.
DIGITS = 5

# The four levels of least squared error for a normal distribution of variance 1.
_LEVELS = (-1.5104, -0.4528, 0.4528, 1.5104)
_SEED = 1
# So many of those nearest by their codes are scored exactly, at least, and for each one wanted.
RESCORED, RESCORED_EACH = 400, 8


class Nearest(Protocol):
    """The vectors of a segment; row i is the passage with id i.

    count: how many; dim: how long; exact: are products what they seem?
    """

    count: int
    dim: int
    exact: bool

    def nearest(
        self, vector: Vectors, limit: int, within: Rows | None
    ) -> tuple[Rows, NDArray[np.float32]]:
        """The rows of the greatest inner product, and the products; `within` these rows only.

        Exact: the `limit` best, all that equal the last of them, and the products to 5 digits.
        Else more of them, so that those are nearly always among them, and about the products.
        """

    def of(self, rows: Rows) -> Vectors:
        """(len(rows), dim): the vectors themselves."""


class Exact:
    """All vectors in memory, as one FAISS index."""

    exact = True

    def __init__(self, index: Any) -> None:
        self.index = index
        self.count: int = index.ntotal
        self.dim: int = index.d

    def nearest(
        self, vector: Vectors, limit: int, within: Rows | None
    ) -> tuple[Rows, NDArray[np.float32]]:
        import faiss

        options: dict[str, Any] = {}
        if within is not None:
            chosen: Any = faiss.SearchParameters
            options["params"] = chosen(sel=faiss.IDSelectorBatch(within))
        there = self.count if within is None else len(within)
        if not there:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        # Waking other threads would take longer than the search; it is set for this thread alone.
        faiss.omp_set_num_threads(1)
        scores, rows = self.index.search(vector[None], min(limit + 1, there), **options)
        found, products = rows[0], scores[0].round(DIGITS)
        if there > limit and products[limit] == products[limit - 1]:
            least = float(products[limit]) - 10**-DIGITS
            _, scores, found = self.index.range_search(vector[None], least, **options)
            products = scores.round(DIGITS)
        return found, products

    def of(self, rows: Rows) -> Vectors:
        found: Vectors = self.index.reconstruct_batch(rows)
        return found

    def as_bytes(self) -> tuple[bytes, bytes]:
        """The content of their file, and of that of their codes, empty for a few vectors."""
        import faiss

        codes = b""
        if self.count >= MIN_CODED and self.dim % 2 == 0:
            codes = faiss.serialize_index(_coded(self.index)).tobytes()
        return faiss.serialize_index(self.index).tobytes(), codes


class Coarse:
    """Codes in memory, vectors on the disk. path: of the file of an `Exact` index"""

    exact = False

    def __init__(self, codes: Any, path: Path) -> None:
        self.codes = codes
        self.count: int = codes.ntotal
        self.dim: int = codes.d
        self._file = os.open(path, os.O_RDONLY)
        # A flat index is a header and then its rows.
        self._start = os.fstat(self._file).st_size - 4 * self.dim * self.count

    def __del__(self) -> None:
        os.close(self._file)

    def nearest(
        self, vector: Vectors, limit: int, within: Rows | None
    ) -> tuple[Rows, NDArray[np.float32]]:
        if within is not None:
            return within, self.of(within) @ vector
        most = min(self.count, max(RESCORED, RESCORED_EACH * limit))
        products, rows = self.codes.search(vector[None], most)
        return rows[0], products[0]

    def of(self, rows: Rows) -> Vectors:
        size = 4 * self.dim
        parts = [os.pread(self._file, size, self._start + size * row) for row in rows.tolist()]
        return np.frombuffer(b"".join(parts), np.float32).reshape(-1, self.dim)


def exact(rows: Vectors) -> Exact:
    """(n, dim) rows of length 1 -> a FAISS index in memory."""
    import faiss

    index = faiss.IndexFlatIP(rows.shape[1])
    index.add(np.ascontiguousarray(rows, np.float32))
    return Exact(index)


def read(path: Path, codes: Path | None) -> Nearest:
    """The vectors that were saved; with their codes, not the vectors but those are in memory."""
    import faiss

    if codes is None:
        return Exact(faiss.read_index(str(path)))
    return Coarse(faiss.read_index(str(codes)), path)


def _coded(index: Any) -> Any:
    """The codes of an exact index, itself a FAISS index."""
    import faiss

    dim = index.d
    levels = np.array(_LEVELS, np.float32) / np.sqrt(dim)
    pairs = np.stack(np.meshgrid(levels, levels, indexing="ij"), axis=-1).reshape(16, 2)
    codes: Any = faiss.IndexPQFastScan(dim, dim // 2, 4, faiss.METRIC_INNER_PRODUCT)
    book = np.tile(pairs.ravel(), dim // 2).astype(np.float32)
    faiss.copy_array_to_vector(book, codes.pq.centroids)
    codes.is_trained = True
    rotation = faiss.RandomRotationMatrix(dim, dim)
    rotation.init(_SEED)
    made = faiss.IndexPreTransform(rotation, codes)
    made.add(index.reconstruct_n(0, index.ntotal))
    return made


def nearest(
    segments: Sequence[Nearest], vector: Vectors, limit: int, within: Sequence[Rows | None]
) -> list[tuple[Rows, NDArray[np.float32]]]:
    """Of each segment its rows that may be among the `limit` nearest of all, and their products,
    exact to 5 digits; `within` these rows of it only."""
    found = [s.nearest(vector, limit, rows) for s, rows in zip(segments, within, strict=True)]
    rough = [products for s, (_, products) in zip(segments, found, strict=True) if not s.exact]
    if not rough:
        return found
    everything = np.concatenate(rough)
    most = max(RESCORED, RESCORED_EACH * limit)
    least = -np.partition(-everything, most - 1)[most - 1] if len(everything) > most else -np.inf
    rescored = []
    for segment, (rows, products) in zip(segments, found, strict=True):
        if not segment.exact:
            rows = np.sort(rows[products >= least])
            products = (segment.of(rows) @ vector).round(DIGITS)
        rescored.append((rows, products))
    return rescored

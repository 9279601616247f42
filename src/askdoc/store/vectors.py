"""The vectors of segments, and exact or approximate nearest-neighbour search.

On the disk a vector has 8 bits a value. `Exact` keeps float32 in memory and scans all of
it. `Coarse` keeps 2 bits a value, a sixteenth of that, which FAISS scans in the processor's
registers some 50 times faster; what it finds is scored exactly with rows read from the disk.
Its code book is not trained: vectors are turned by a fixed random rotation, after which each
value of a unit vector is nearly normal with variance 1 / dim, whatever the texts are, and the
best four levels for that are known (Lloyd 1957, Max 1960). So codes do not depend on other texts.
bench/RESULTS.md compares it with other ways. `Scan` searches several of either at once.
"""

from __future__ import annotations

import io
import itertools
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from askdoc.cores import cores, threads
from askdoc.store.codes import from_8_bits
from askdoc.types import Vectors

Rows = NDArray[np.int64]
# Rows, and the inner product of each with a question's vector.
Neighbours: TypeAlias = tuple[Rows, NDArray[np.float32]]

# Below this count, scanning vectors is as fast as scanning codes.
MIN_CODED = 8_192
# Below this count, a scan takes less than a millisecond, and waking other threads nearly as long.
SCANNED_ALONE = 16_384
_SEEKING = threading.Lock()

# Products that differ by less are equal: rounding depends on the position of a vector.
DIGITS = 5

# The four quantization levels with the least squared error for a standard normal distribution.
_LEVELS = (-1.5104, -0.4528, 0.4528, 1.5104)
_SEED = 1
# How many of the nearest by code are scored exactly: at least, and for each result.
RESCORED, RESCORED_EACH = 400, 8

# Up to this many rows are read one by one, as those that are scored exactly. More are those of
# documents that a filter selects: adjacent ones are read at once.
ROWS_APART = 64


class Nearest(Protocol):
    """The vectors of a segment; row i is the passage with id i. count: how many; dim: how long"""

    count: int
    dim: int

    def among(self, rows: Rows, vector: Vectors, limit: int) -> Neighbours:
        """The `limit` of these rows with the greatest inner product, or more."""

    def quantized(self, rows: Rows) -> NDArray[np.int8]:
        """(len(rows), dim): these vectors, with 8 bits a value."""


class Exact:
    """All vectors in memory, as one FAISS index, made at the first question.

    codes: (n, dim), of 8 bits a value
    """

    def __init__(self, codes: NDArray[np.int8]) -> None:
        self._codes = codes
        self.count, self.dim = codes.shape

    @cached_property
    def index(self) -> Any:
        """The FAISS index."""
        import faiss

        index = faiss.IndexFlatIP(self.dim)
        index.add(from_8_bits(self._codes))
        return index

    def nearest(self, vector: Vectors, limit: int) -> Neighbours:
        """The `limit` with the greatest inner product, and all ties with the last one."""
        return self._nearest(vector, limit, self.count)

    def among(self, rows: Rows, vector: Vectors, limit: int) -> Neighbours:
        import faiss

        chosen: Any = faiss.SearchParameters
        options = {"params": chosen(sel=faiss.IDSelectorBatch(rows))}
        return self._nearest(vector, limit, len(rows), **options)

    def _nearest(self, vector: Vectors, limit: int, there: int, **options: Any) -> Neighbours:
        if not there:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        _this_thread_alone()
        scores, rows = self.index.search(vector[None], min(limit + 1, there), **options)
        found, products = rows[0], scores[0].round(DIGITS)
        if there > limit and products[limit] == products[limit - 1]:
            least = float(products[limit]) - 10**-DIGITS
            _, scores, found = self.index.range_search(vector[None], least, **options)
            products = scores.round(DIGITS)
        return found, products

    def quantized(self, rows: Rows) -> NDArray[np.int8]:
        return self._codes[rows]

    def as_bytes(self) -> tuple[bytes, bytes]:
        """The contents of the file of vectors, and of the file of codes, empty for few vectors."""
        codes = b""
        if self.count >= MIN_CODED and self.dim % 2 == 0:
            import faiss

            codes = faiss.serialize_index(_coded(self.index)).tobytes()
        file = io.BytesIO()
        np.save(file, self._codes)
        return file.getvalue(), codes


class Coarse:
    """Codes in memory, vectors on the disk. path: of the file of an `Exact` index"""

    def __init__(self, codes: Any, path: Path) -> None:
        self.codes = codes
        self.count: int = codes.ntotal
        self.dim: int = codes.d
        self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        # The file has a header, followed by the rows.
        self._start = os.fstat(self._file).st_size - self.dim * self.count

    def __del__(self) -> None:
        os.close(self._file)

    def among(self, rows: Rows, vector: Vectors, limit: int) -> Neighbours:  # noqa: ARG002
        return rows, _products(from_8_bits(self.quantized(rows)), vector)

    def quantized(self, rows: Rows) -> NDArray[np.int8]:
        size, counts = self.dim, itertools.repeat(1)
        if len(rows) > ROWS_APART:
            first = np.flatnonzero(np.diff(rows, prepend=-2) != 1)  # of each run of adjacent rows
            counts = np.diff(first, append=len(rows)).tolist()
            rows = rows[first]
        parts = [
            _read_at(self._file, size * count, self._start + size * row)
            for row, count in zip(rows.tolist(), counts, strict=False)
        ]
        return np.frombuffer(b"".join(parts), np.int8).reshape(-1, size)


def vectors_of(segments: Sequence[Nearest], parts: Iterable[tuple[int, Rows]]) -> Vectors:
    """(n, dim): the vectors of rows of several segments. parts: the index of each, and its rows

    They are computed at once, because many calls for few rows each would take longer.
    """
    return from_8_bits(np.concatenate([segments[i].quantized(rows) for i, rows in parts]))


def by_segment(numbers: Rows, rows: Rows) -> Iterator[tuple[int, Rows]]:
    """Each number once, with its rows. numbers: ascending"""
    found, first = np.unique(numbers, return_index=True)
    yield from zip(found.tolist(), np.split(rows, first[1:]), strict=True)


def _read_at(file: int, size: int, place: int) -> bytes:
    """`os.pread`, or on Windows, which lacks it, one thread at a time."""
    if hasattr(os, "pread"):
        return os.pread(file, size, place)
    with _SEEKING:
        os.lseek(file, place, os.SEEK_SET)
        return os.read(file, size)


def _products(rows: Vectors, vector: Vectors) -> NDArray[np.float32]:
    """(n, dim) -> (n,): the inner product of each row with a vector."""
    # subtle: a matrix product would wake other threads, which then spin
    found: NDArray[np.float32] = np.einsum("nd,d->n", rows, vector)
    return found.round(DIGITS)


def read(path: Path, codes: Path | None) -> Nearest:
    """Open saved vectors; if there are codes, only those are in memory."""
    if codes is None:
        return Exact(np.load(path))
    import faiss

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
    made = faiss.IndexPreTransform(_rotation(dim), codes)
    made.add(index.reconstruct_n(0, index.ntotal))
    return made


@cache
def _rotation(dim: int) -> Any:
    """The random rotation of all codes. Creating it can take as long as coding 20,000 vectors."""
    import faiss

    rotation = faiss.RandomRotationMatrix(dim, dim)
    rotation.init(_SEED)
    return rotation


class Scan:
    """The vectors of all segments, searched as one."""

    def __init__(self, segments: Sequence[Nearest]) -> None:
        self._segments = segments
        self._exact = {i: one for i, one in enumerate(segments) if isinstance(one, Exact)}
        coded = [(i, one) for i, one in enumerate(segments) if isinstance(one, Coarse)]
        parts = [coded[core :: cores()] for core in range(cores())]
        self._parts = [_Part(part) for part in parts if part]
        self._few = sum(one.count for one in segments) < SCANNED_ALONE

    def nearest(self, vector: Vectors, limit: int) -> Iterator[tuple[int, Neighbours]]:
        """The index of each segment, and its rows that may be among the `limit` nearest of all.

        Products are exact to 5 digits. All cores scan many vectors from this call on; only who
        asks for what they found has to wait.
        """
        most = max(RESCORED, RESCORED_EACH * limit)
        # subtle: the built-in `map` is lazy, that of an executor is not
        each: Callable[..., Iterator[Any]] = map if self._few else threads("search").map
        near = each(lambda one: one.nearest(vector, limit), self._exact.values())
        rough = each(lambda part: part.nearest(vector, most), self._parts)
        found = zip(self._exact, near, strict=True)
        return itertools.chain(found, self._scored(rough, vector, most))

    def among(
        self, rows: Sequence[Rows], vector: Vectors, limit: int
    ) -> Iterator[tuple[int, Neighbours]]:
        """The same for these rows of each segment."""
        for i, (one, some) in enumerate(zip(self._segments, rows, strict=True)):
            yield i, one.among(some, vector, limit)

    def _scored(
        self, rough: Iterable[tuple[Rows, Rows, NDArray[np.float32]]], vector: Vectors, most: int
    ) -> Iterator[tuple[int, Neighbours]]:
        """The `most` nearest by code, scored exactly."""
        if not self._parts:
            return
        numbers, rows, products = map(np.concatenate, zip(*rough, strict=True))
        if len(products) > most:
            high = products >= np.partition(products, -most)[-most]
            numbers, rows = numbers[high], rows[high]
        order = np.lexsort((rows, numbers))
        parts = list(by_segment(numbers[order], rows[order]))
        exact = _products(vectors_of(self._segments, parts), vector)
        ends = np.cumsum([len(some) for _, some in parts])
        for (i, some), products in zip(parts, np.split(exact, ends[:-1]), strict=True):
            yield i, (some, products)


class _Part:
    """The codes of some segments that one core scans, with the index of each."""

    def __init__(self, segments: Sequence[tuple[int, Coarse]]) -> None:
        import faiss

        self._numbers = np.array([number for number, _ in segments])
        self._first = np.cumsum([0, *(one.count for _, one in segments)])
        shards: Any = faiss.IndexShards
        self._codes = shards(segments[0][1].dim, False, True)  # no threads; rows counted on
        for _, one in segments:
            self._codes.add_shard(one.codes)

    def nearest(self, vector: Vectors, limit: int) -> tuple[Rows, Rows, NDArray[np.float32]]:
        """(the numbers of segments, rows in them, about their products)"""
        _this_thread_alone()
        products, places = self._codes.search(vector[None], min(limit, self._codes.ntotal))
        segment = np.searchsorted(self._first, places[0], side="right") - 1
        return self._numbers[segment], places[0] - self._first[segment], products[0]


def _this_thread_alone() -> None:
    """Make FAISS search in the calling thread, because waking others would take longer."""
    import faiss

    faiss.omp_set_num_threads(1)  # of this thread's searches, not of all

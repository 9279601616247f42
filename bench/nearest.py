"""Compare FAISS indexes at several sizes, to choose that of the store.

    python bench/nearest.py [PASSAGES...]        (10000 100000 1000000)

The candidates of an approximate index are scored exactly: as many as are needed for a recall@10 of
.98 against the exact scan, at most 3,200. Times are medians, on one thread.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import faiss
import numpy as np
from scale import DIM, SIZES, batches, median, vectors
from timing import write

from askdoc.store.vectors import _coded
from askdoc.types import Vectors

QUESTIONS = 40
WANTED = 0.98
STEPS = (10, 50, 100, 200, 400, 800, 1_600, 3_200)


class Binary:
    """The sign of each value, compared by Hamming distance."""

    def __init__(self, rows: Vectors) -> None:
        self.index = faiss.IndexBinaryFlat(DIM)
        self.index.add(np.packbits(rows > 0, axis=1))

    def search(self, question: Vectors, count: int) -> Any:
        return self.index.search(np.packbits(question > 0, axis=1), count)


def rabitq(rows: Vectors) -> Any:
    index = faiss.IndexRaBitQFastScan(DIM, faiss.METRIC_INNER_PRODUCT)
    index.train(rows[:10_000])
    index.add(rows)
    return index


def scalar(rows: Vectors) -> Any:
    index = faiss.IndexScalarQuantizer(
        DIM, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    index.train(rows[:10_000])
    index.add(rows)
    return index


def inverted(rows: Vectors) -> Any:
    """An IVF index of n vectors: sqrt(n) lists, of which 1/16 are searched."""
    lists = int(len(rows) ** 0.5)
    coarse = faiss.IndexFlatIP(DIM)
    index = faiss.IndexIVFFlat(coarse, DIM, lists, faiss.METRIC_INNER_PRODUCT)
    index.cp.max_points_per_centroid = 64
    index.train(rows)
    index.add(rows)
    index.nprobe = max(1, lists // 16)
    return index


def product(rows: Vectors) -> Any:
    """The same codes as askdoc's, with a trained codebook."""
    index = faiss.IndexPQFastScan(DIM, DIM // 2, 4, faiss.METRIC_INNER_PRODUCT)
    index.train(rows[:20_000])
    index.add(rows)
    return index


def flat(rows: Vectors) -> Any:
    index = faiss.IndexFlatIP(DIM)
    index.add(rows)
    return index


# Name -> the function that builds it, and its bytes per vector.
WAYS: dict[str, tuple[Callable[[Vectors], Any], float]] = {
    "8-bit scalars": (scalar, DIM),
    "IVF, float32": (inverted, 4 * DIM),
    "1-bit signs (binary)": (Binary, DIM / 8),
    "RaBitQ, 1 bit, fast scan": (rabitq, DIM / 8 + 8),
    "PQ, 2 bits, fast scan, trained": (product, DIM / 4),
    "PQ, 2 bits, fast scan, fixed book (askdoc)": (lambda rows: _coded(flat(rows)), DIM / 4),
}


def main(sizes: list[int]) -> None:
    faiss.omp_set_num_threads(1)
    questions = vectors(QUESTIONS, 7)
    lines: list[str] = []
    for count in sizes:
        rows = np.concatenate(list(batches(0, count)))
        exact = flat(rows)
        best = exact.search(questions, 10)[1]
        scan = median(lambda i, e=exact: e.search(questions[i : i + 1], 10), QUESTIONS)  # type: ignore[misc]
        lines += [
            f"\n| {count:,} passages | exact scan : it | recall@10 | scored exactly | "
            "float32 : memory | build |",
            "|---|---|---|---|---|---|",
        ]
        for name, (make, size) in WAYS.items():
            began = time.perf_counter()
            index = make(rows)
            built = time.perf_counter() - began
            for most in STEPS:

                def ask(
                    i: int, most: int = most, index: Any = index, rows: Vectors = rows
                ) -> set[int]:
                    found = index.search(questions[i : i + 1], most)[1][0]
                    found = np.sort(found[found >= 0])
                    order = np.argsort(-(rows[found] @ questions[i]))[:10]
                    return set(found[order].tolist())

                hits = [len(ask(i) & set(best[i].tolist())) / 10 for i in range(QUESTIONS)]
                recall = float(np.mean(hits))
                if recall >= WANTED:
                    break
            taken = median(ask, QUESTIONS)
            lines.append(
                f"| {name} | {scan / taken:.1f} | {recall:.3f} | {most:,} | "
                f"{4 * DIM / size:.0f} | {built / scan:.0f} scans |"
            )
    about = (
        "One thread. The candidates of an index are scored exactly: as many as are needed for a "
        "recall@10 of .98, at most 3,200. Up to 50,000 passages the store scans exhaustively."
    )
    write("the nearest vectors", about, "\n".join(lines))


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))

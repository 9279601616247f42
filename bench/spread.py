"""Compare the speed of indexing a folder with the workers of a Ray cluster and without.

    python bench/spread.py FOLDER [ADDRESS]

FOLDER: documents, a few hundred at least. ADDRESS: of a Ray cluster, as for `askdoc index --ray`;
by default one is started on this machine, where the workers share the cores that indexing without
Ray has to itself. Both are measured in turn in one run, each time into a new index, and their
results are compared. Seconds are those of `open`, with the cluster connected and the model loaded
by its workers; the time Ray takes to start is reported separately. The table is written to
bench/RESULTS.md.
"""

from __future__ import annotations

import logging
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from timing import REPEATS, write

import askdoc

QUESTIONS = "Who was there?", "When did it begin?", "Why was it given up?"


def index(folder: Path, ray: bool) -> tuple[float, list[object]]:
    """-> seconds to index a folder; its documents and replies"""
    with tempfile.TemporaryDirectory() as saved:
        began = time.perf_counter()
        library = askdoc.open(folder, index=Path(saved) / "x.askdoc", ray=ray)
        seconds = time.perf_counter() - began
        return seconds, [library.documents, *(library.ask(q, 10) for q in QUESTIONS)]


def main(folder: Path, address: str | None) -> None:
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    began = time.perf_counter()
    import ray

    untyped: Any = ray
    untyped.init(address or "local", log_to_driver=False, logging_level=logging.ERROR)
    start = time.perf_counter() - began
    cores = int(untyped.cluster_resources()["CPU"])
    index(folder, ray=False)  # warm
    plain, spread = [], []
    for _ in range(REPEATS):
        seconds, expected = index(folder, ray=False)
        plain.append(seconds)
        seconds, found = index(folder, ray=True)
        spread.append(seconds)
        if found != expected:
            sys.exit("the answers differ")
    untyped.shutdown()
    documents = expected[0]
    assert isinstance(documents, tuple)
    size = sum(len(document.text) for document in documents)
    one, other = statistics.median(plain), statistics.median(spread)
    ratios = [b / a for a, b in zip(spread, plain, strict=True)]
    lines = [
        "| | plain | Ray | times as fast |",
        "| --- | --- | --- | --- |",
        f"| seconds | {one:.1f} | {other:.1f} | {statistics.median(ratios):.2f} |",
        f"| characters a second | {size / one:,.0f} | {size / other:,.0f} | |",
        f"| seconds to start or join the cluster, not counted above | | {start:.1f} | |",
    ]
    nodes = "one machine" if address is None else "the cluster"
    about = (
        f"{len(documents)} documents of {size:,} characters into a saved index: in one process, "
        f"and by Ray's workers, one on each of {cores} cores of {nodes}; medians of {REPEATS} runs "
        "in turn, the answers equal each time. On one machine both have the same cores."
    )
    write("Spread over workers", about, "\n".join(lines))


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)

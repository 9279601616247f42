"""Checks of the machine: memory and threads."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from askdoc.doctor.finding import Finding
from askdoc.messages import tr
from askdoc.store import EXACT_UP_TO

# In memory: the values of vectors, as float32 or as codes of 2 bits, and a few numbers for each
# passage. Texts and the codes of words are read from the disk.
_BYTES_A_VALUE, _BYTES_CODED = 4, 0.25
_BYTES_A_PASSAGE = 16
_BYTES_AT_LEAST = 600_000_000  # the model and its libraries


def memory(passages: int, dim: int) -> Finding:
    """Whether the free memory is enough to answer questions."""
    value = _BYTES_A_VALUE if passages <= EXACT_UP_TO else _BYTES_CODED
    needed = _BYTES_AT_LEAST + passages * (dim * value + _BYTES_A_PASSAGE)
    text = tr("asking needs about {n:.1f} GB of memory", n=needed / 1e9)
    try:
        known = Path("/proc/meminfo").read_text(encoding="ascii")
        free = 1024 * int(known.split("MemAvailable:")[1].split()[0])
    except (OSError, IndexError, ValueError):  # not on Windows or macOS
        return Finding(True, text)
    text += ", " + tr("{n:.1f} GB are free", n=free / 1e9)
    return Finding(needed <= free, text, tr("close other programs, or split the index"))


def threads() -> Iterator[Finding]:
    """Whether the threads of FAISS, torch and BLAS are compatible, and no more than the cores."""
    import faiss  # noqa: F401 - loads its runtime
    from threadpoolctl import threadpool_info

    cores = os.cpu_count() or 1
    pools = threadpool_info()
    runtimes = {pool["prefix"] for pool in pools if pool["user_api"] == "openmp"}
    if len(runtimes) > 1:  # two copies of one are compatible; different ones may crash or hang
        yield Finding(
            False,
            tr(
                "FAISS and torch use different OpenMP runtimes: {runtimes}",
                runtimes=", ".join(sorted(runtimes)),
            ),
            "export OMP_NUM_THREADS=1",
        )
    most = max((pool["num_threads"] for pool in pools), default=1)
    if most > cores:
        yield Finding(
            False,
            tr(
                "{most} threads are configured for {cores} cores, so they wait for each other",
                most=most,
                cores=cores,
            ),
            f"export OMP_NUM_THREADS={cores}",
        )
    if len(runtimes) <= 1 and most <= cores:
        yield Finding(
            True,
            tr(
                "FAISS and torch are compatible, {most} threads on {cores} cores",
                most=most,
                cores=cores,
            ),
        )

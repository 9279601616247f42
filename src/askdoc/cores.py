"""The number of cores this process may use, and a thread pool for them."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

_Result = TypeVar("_Result")
_first = threading.Lock()


def cores() -> int:
    """OMP_NUM_THREADS, as for torch and FAISS, or all cores.

    A cluster's scheduler sets it for each of the processes that share a machine.
    """
    with suppress(ValueError):
        return max(1, int(os.environ.get("OMP_NUM_THREADS", "")))
    return os.cpu_count() or 1


@cache
def threads(purpose: str, fewer: int = 0) -> ThreadPoolExecutor:
    """A thread for each core, or fewer, shared fairly between callers.

    purpose: work must not wait for other work of the same purpose, which could deadlock
    """
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(max(1, cores() - fewer), thread_name_prefix=f"askdoc-{purpose}")


def in_turn(work: Callable[[], _Result]) -> _Result:
    """Run work with at most as many concurrent calls as cores, at least two -> its result.

    More threads would contend for Python's GIL. The work runs in the calling thread, so no thread
    has to be woken; other callers wait for their turn.
    """
    if _first.acquire(blocking=False):
        try:
            return work()
        finally:
            _first.release()
    return threads("turn", fewer=1).submit(work).result()


if hasattr(os, "register_at_fork"):  # a forked process inherits no threads
    os.register_at_fork(after_in_child=threads.cache_clear)

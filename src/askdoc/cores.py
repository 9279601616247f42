"""How many of the machine's cores this process may use, and whose turn it is."""

from __future__ import annotations

import os
import threading
from contextlib import suppress


def cores() -> int:
    """What OMP_NUM_THREADS says, as for torch and FAISS, or all of them.

    A cluster's scheduler sets it for each of the processes that share a machine.
    """
    with suppress(ValueError):
        return max(1, int(os.environ.get("OMP_NUM_THREADS", "")))
    return os.cpu_count() or 1


# Entered by who asks, so that no more do at once than there are cores. More threads would hand
# Python's lock to one another all the time, and together answer a quarter fewer questions.
turn = threading.BoundedSemaphore(cores())

"""Seals: a file that was verified and has not changed since need not be read again.

A seal is a small file with the length, the inode, and the times of the last write and last change
of each verified file. The system sets the last one (ctime) itself: no program can write, replace or
restore a file, or set its times, without changing it. A file that differs from its seal must be
read and verified again, and so must a copy. A seal only overlooks a disk that returns wrong bytes
without an error.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

# (bytes, inode, written, last changed); times in ns
FileStat: TypeAlias = tuple[int, int, int, int]

# The resolution of a file system's clock: two changes within may have the same time.
_TICK_NS = 10_000_000


def file_stat(path: Path) -> FileStat | None:
    """The state of a file; None if the system has no ctime."""
    about = path.stat()
    if os.name != "posix":  # subtle: on Windows ctime is the time of creation
        return None
    return about.st_size, about.st_ino, about.st_mtime_ns, about.st_ctime_ns


def sealed(seal: Path, folder: Path) -> dict[str, FileStat]:
    """The files that have not changed since they were sealed, by their path from a folder.

    Empty without a valid seal.
    """
    try:
        made, told = seal.stat().st_mtime_ns, json.loads(seal.read_bytes())
        known = {name: tuple(seen) for name, seen in told.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
    found = {}
    for name in known:
        try:
            seen = file_stat(folder / name)
        except OSError:
            continue
        if seen and seen == known[name] and seen[-1] + _TICK_NS < made:
            found[name] = seen
    return found


def seal_of(verified: Mapping[str, FileStat]) -> bytes:
    """The contents of a seal, which must be written at once."""
    newest = max((changed for *_, changed in verified.values()), default=0)
    # subtle: from now on, a change gives a file another ctime
    time.sleep(min(max(newest + 2 * _TICK_NS - time.time_ns(), 0), 2 * _TICK_NS) / 1e9)
    return json.dumps(dict(verified)).encode()

"""A folder that one process writes at a time, each file being there whole or not at all."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from askdoc.errors import IndexLocked, IndexWriteError

# How long to wait for another writer: a file added takes no longer, a folder indexed does.
LOCK_SECONDS = 10.0
# Which files were proved already; see `seal`.
SEALED = "sealed"
# Of this machine alone, and no part of what is kept.
_ASIDE = "lock", "writer.json", SEALED


def names(path: Path) -> list[str]:
    """The names of the files in a folder, but for those of the lock and the seal."""
    try:
        return [p.name for p in path.iterdir() if p.name not in _ASIDE]
    except (FileNotFoundError, NotADirectoryError):
        return []


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """While entered, this process alone writes in the folder, which is made if need be."""
    from filelock import FileLock, Timeout

    holder = path / "writer.json"
    lock = FileLock(path / "lock")
    with refusals(path):
        path.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=LOCK_SECONDS)
        except Timeout:
            raise IndexLocked(f"{path}: {_writer(holder)}") from None
    try:
        with refusals(path):
            since = datetime.now().astimezone().isoformat(timespec="seconds")
            who = {"pid": os.getpid(), "host": socket.gethostname(), "since": since}
            holder.write_text(json.dumps(who), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            holder.unlink()
        lock.release()


def _writer(holder: Path) -> str:
    """Who holds the lock, in words, and what to do."""
    try:
        who = json.loads(holder.read_text(encoding="utf-8"))
        named = f"process {who['pid']} on {who['host']} has been writing it since {who['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        named = "another process is writing it"
    return f"{named}; wait until it is done, or stop it"


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """What the system refuses becomes an `IndexWriteError`."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise IndexWriteError(
            f"{path}: cannot be written ({reason}); what was saved before is kept; free some "
            "space or choose another folder, and run it again"
        ) from None


def write_file(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, whatever happens."""
    unfinished = path.with_name(f"{path.name}.tmp")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    if hasattr(os, "O_DIRECTORY"):  # the new name, too, must outlast a power cut
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

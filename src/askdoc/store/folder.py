"""A folder that one process writes at a time, and whose files are written atomically."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from askdoc.errors import IndexLocked, IndexWriteError
from askdoc.messages import tr

# Seconds to wait for another writer: enough if it adds a file, not if it indexes a folder.
LOCK_SECONDS = 10.0
# How many files a process may open besides those of an index: models, libraries, connections.
OTHER_FILES = 512
# Which files have been verified; see `seal`.
SEALED = "sealed"
# Files that belong to this machine rather than to the index.
_ASIDE = "lock", "writer.json", SEALED


def names(path: Path) -> list[str]:
    """The names of the files in a folder, without the lock and the seal."""
    try:
        return [p.name for p in path.iterdir() if p.name not in _ASIDE]
    except (FileNotFoundError, NotADirectoryError):
        return []


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Hold the lock of the folder, which is created if necessary."""
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
    """A message that says who holds the lock, and what to do."""
    try:
        who = json.loads(holder.read_text(encoding="utf-8"))
        named = tr(
            "process {pid} on {host} has been writing it since {since}",
            pid=who["pid"],
            host=who["host"],
            since=who["since"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        named = tr("another process is writing it")
    return tr("{holder}; wait until it is done, or stop it", holder=named)


def allow_open_files(count: int) -> None:
    """Raise the limit of open files of this process, if so many are more and the system allows it.

    It is often 1,024, and 256 on macOS.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + OTHER_FILES
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return
    with suppress(ValueError, OSError):
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """Turn an OSError into an `IndexWriteError`."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or type(error).__name__).lower()
        raise IndexWriteError(
            tr(
                "{path}: cannot be written ({reason}); finished work is saved; free "
                "some space or choose another folder, and run it again",
                path=path,
                reason=reason,
            )
        ) from None


def write_file(path: Path, data: bytes) -> None:
    """Write a file atomically: after a crash it is complete or absent."""
    unfinished = path.with_name(f"{path.name}.tmp")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    if hasattr(os, "O_DIRECTORY"):  # the new name must also survive a power failure
        folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

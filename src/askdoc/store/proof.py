"""Verify files by their SHA-256 checksums, and seal them so that they need not be read again.

The file `sealed` contains the length, the inode, and the times of the last write and last change
of each verified file. The system sets the last one (ctime) itself: no program can write, replace or
restore a file, or set its times, without changing it. A file that differs from its seal is read and
verified again, and so is a copy from elsewhere. A seal only overlooks a disk that returns wrong
bytes without an error; `askdoc doctor` reads every byte, sealed or not.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeAlias

from askdoc.errors import IndexMismatch
from askdoc.messages import tr
from askdoc.store.folder import SEALED, write_file

# (bytes, inode, written, last changed); times in ns
FileStat: TypeAlias = tuple[int, int, int, int]

# The resolution of a file system's clock: two changes within may have the same time.
_TICK_NS = 10_000_000


class Proofs:
    """The verified files of a folder. fix: the command to run if one is damaged"""

    def __init__(self, folder: Path, fix: str) -> None:
        self._folder = folder
        self._fix = fix
        # The state of each file when it was verified; None if the system has no ctime.
        self._proved: dict[str, FileStat | None] = {}

    def check(self, hashes: Mapping[str, str], *, sealed: bool = True) -> None:
        """Verify files. hashes: their SHA-256 checksums, by name; sealed: skip the sealed ones

        Raises `IndexMismatch` if a file is damaged, FileNotFoundError if it is missing.
        """
        if sealed:
            unchanged = self._unchanged()
            self._proved |= unchanged
            hashes = {name: sha256 for name, sha256 in hashes.items() if name not in unchanged}
        if not hashes:
            return
        with ThreadPoolExecutor() as pool:
            found = pool.map(self._read, hashes)
            for (name, expected), (sha256, seen) in zip(hashes.items(), found, strict=True):
                if sha256 != expected:
                    raise IndexMismatch(
                        tr(
                            "{folder}: {name} is damaged: found sha256 {sha256}…, expected "
                            "{expected}…; run: {fix}",
                            folder=self._folder,
                            name=name,
                            sha256=sha256[:12],
                            expected=expected[:12],
                            fix=self._fix,
                        )
                    )
                self._proved[name] = seen

    def write(self, name: str, data: bytes) -> None:
        """Write a file, which then counts as verified. Raises OSError if it cannot be written."""
        write_file(self._folder / name, data)
        self._proved[name] = _file_stat(self._folder / name)

    def seal(self, names: Collection[str]) -> None:
        """Seal those of these files that are verified, and no others.

        Raises OSError if it cannot be written.
        """
        known = {name: seen for name, seen in self._proved.items() if name in names and seen}
        newest = max((changed for *_, changed in known.values()), default=0)
        # subtle: from now on, a change gives a file another ctime
        time.sleep(min(max(newest + 2 * _TICK_NS - time.time_ns(), 0), 2 * _TICK_NS) / 1e9)
        write_file(self._folder / SEALED, json.dumps(known).encode())

    def _unchanged(self) -> dict[str, FileStat]:
        """The files that have not changed since they were sealed; none without a valid seal."""
        path = self._folder / SEALED
        try:
            made, told = path.stat().st_mtime_ns, json.loads(path.read_bytes())
            sealed = {name: tuple(seen) for name, seen in told.items()}
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            return {}
        found = {}
        for name in sealed:
            try:
                seen = _file_stat(self._folder / name)
            except OSError:
                continue
            if seen and seen == sealed[name] and seen[-1] + _TICK_NS < made:
                found[name] = seen
        return found

    def _read(self, name: str) -> tuple[str, FileStat | None]:
        """-> (SHA-256 checksum, state of the file before it was read)"""
        path = self._folder / name
        try:
            seen = _file_stat(path)
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest(), seen
        except FileNotFoundError:
            raise
        except OSError as error:
            raise IndexMismatch(
                tr(
                    "{folder}: {name} cannot be read ({strerror}); check its permissions",
                    folder=self._folder,
                    name=name,
                    strerror=error.strerror,
                )
            ) from None


def _file_stat(path: Path) -> FileStat | None:
    """The state of a file; None if the system has no ctime."""
    about = path.stat()
    if os.name != "posix":  # subtle: on Windows ctime is the time of creation
        return None
    return about.st_size, about.st_ino, about.st_mtime_ns, about.st_ctime_ns

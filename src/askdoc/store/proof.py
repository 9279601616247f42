"""That files are as they were written: their sha256, and seals that spare reading them again.

`sealed` lies beside the files and tells of each that was proved how long it is, its inode, and
when it was written and last changed in any way. That last time (ctime) is the system's own: no
program can write, replace or restore a file, or set its times, and leave it as it was. A file that
is not exactly as it was sealed is read and proved again, as is one that came from elsewhere. What
alone goes past a seal is a disk that gives other bytes than it was given, without an error: `askdoc
doctor` reads every byte whatever is sealed.
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
from askdoc.store.folder import SEALED, write_file

# (bytes, inode, written, last changed); times in ns
Seen: TypeAlias = tuple[int, int, int, int]

# The clock of a file system stands still for so long: two changes within may have the same time.
_TICK_NS = 10_000_000


class Proofs:
    """Which files of a folder were proved. mend: the command to run if one is damaged"""

    def __init__(self, folder: Path, mend: str) -> None:
        self._folder = folder
        self._mend = mend
        # Each as it was then; None where the system keeps no time of its last change.
        self._proved: dict[str, Seen | None] = {}

    def check(self, hashes: Mapping[str, str], *, sealed: bool = True) -> None:
        """Prove files. hashes: their sha256, by name; sealed: pass over those that are sealed

        Raises `IndexMismatch` if one is not as it was written, FileNotFoundError if it is lost.
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
                        f"{self._folder}: {name} is damaged: found sha256 {sha256[:12]}…, expected "
                        f"{expected[:12]}…; run: {self._mend}"
                    )
                self._proved[name] = seen

    def write(self, name: str, data: bytes) -> None:
        """Write a file, which is proved then. Raises OSError if it cannot be written."""
        write_file(self._folder / name, data)
        self._proved[name] = _seen(self._folder / name)

    def seal(self, names: Collection[str]) -> None:
        """Seal those of these files that were proved, and no others.

        Raises OSError if it cannot be written.
        """
        known = {name: seen for name, seen in self._proved.items() if name in names and seen}
        newest = max((changed for *_, changed in known.values()), default=0)
        # subtle: from here on, whoever changes one of them gives it another time
        time.sleep(min(max(newest + 2 * _TICK_NS - time.time_ns(), 0), 2 * _TICK_NS) / 1e9)
        write_file(self._folder / SEALED, json.dumps(known).encode())

    def _unchanged(self) -> dict[str, Seen]:
        """The files that are exactly as they were sealed; none if the seal is damaged or lost."""
        path = self._folder / SEALED
        try:
            made, told = path.stat().st_mtime_ns, json.loads(path.read_bytes())
            sealed = {name: tuple(seen) for name, seen in told.items()}
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            return {}
        found = {}
        for name in sealed:
            try:
                seen = _seen(self._folder / name)
            except OSError:
                continue
            if seen and seen == sealed[name] and seen[-1] + _TICK_NS < made:
                found[name] = seen
        return found

    def _read(self, name: str) -> tuple[str, Seen | None]:
        """-> (sha256, how the file was before it was read)"""
        path = self._folder / name
        try:
            seen = _seen(path)
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest(), seen
        except FileNotFoundError:
            raise
        except OSError as error:
            raise IndexMismatch(
                f"{self._folder}: {name} cannot be read ({error.strerror}); check its permissions"
            ) from None


def _seen(path: Path) -> Seen | None:
    """How a file is now; None where the system keeps no time of its last change."""
    about = path.stat()
    if os.name != "posix":  # subtle: on Windows ctime is when a file was made
        return None
    return about.st_size, about.st_ino, about.st_mtime_ns, about.st_ctime_ns

"""Verify files by their SHA-256 checksums, and seal them so that they need not be read again.

The seal is the file `sealed` in their folder. `askdoc doctor` reads every byte, sealed or not.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path

from askdoc.errors import IndexMismatch
from askdoc.messages import tr
from askdoc.seals import FileStat, file_stat, seal_of, sealed
from askdoc.store.folder import SEALED, write_file


class Proofs:
    """The verified files of a folder. fix: the command to run if one is damaged"""

    def __init__(self, folder: Path, fix: str) -> None:
        self._folder = folder
        self._fix = fix
        # The state of each file when it was verified; None if the system has no ctime.
        self._proved: dict[str, FileStat | None] = {}

    def check(self, hashes: Mapping[str, str], *, whole: bool = False) -> None:
        """Verify files. hashes: their SHA-256 checksums, by name; whole: even the sealed ones

        Raises `IndexMismatch` if a file is damaged, FileNotFoundError if it is missing.
        """
        if not whole:
            unchanged = sealed(self._folder / SEALED, self._folder)
            self._proved |= unchanged
            hashes = {name: sha256 for name, sha256 in hashes.items() if name not in unchanged}
        if not hashes:
            return
        from concurrent.futures import ThreadPoolExecutor

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
        self._proved[name] = file_stat(self._folder / name)

    def seal(self, names: Collection[str]) -> None:
        """Seal those of these files that are verified, and no others.

        Raises OSError if it cannot be written.
        """
        known = {name: seen for name, seen in self._proved.items() if name in names and seen}
        write_file(self._folder / SEALED, seal_of(known))

    def _read(self, name: str) -> tuple[str, FileStat | None]:
        """-> (SHA-256 checksum, state of the file before it was read)"""
        path = self._folder / name
        try:
            seen = file_stat(path)
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

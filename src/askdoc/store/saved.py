"""A saved index: a folder of files that never change, and a manifest that says which count.

A commit writes new files, then replaces the manifest in one step, then deletes
the files that no longer count. Whenever a process is killed, the manifest names
files that are whole; what it does not name is swept away by the next writer.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Literal

from askdoc.errors import IndexMismatch
from askdoc.store.folder import names, refusals, write_file, writing
from askdoc.store.manifest import Files, Generation, Made, Manifest, check_made, parse
from askdoc.store.proof import Proofs
from askdoc.store.segment import Segment
from askdoc.types import Calibration, Counts

MANIFEST = "manifest.json"
# Of so many passages all vectors are in memory and scanned; of more, only their codes.
EXACT_UP_TO = 50_000

Which = Literal["current", "previous", "upcoming"]

# .faiss: of the formats before 3, to be deleted with them
_OURS = re.compile(
    r"[0-9a-f]{24}\.(sqlite|npy|faiss|codes)(\.tmp)?|manifest\.json\.tmp|sealed\.tmp"
)


def is_folder(path: Path) -> bool:
    """Is this the folder of a saved index, be it damaged, and not one of other things?"""
    if path.suffix == ".askdoc" and path.is_dir():
        return True
    return (path / MANIFEST).is_file() and not _foreign(path)


def discard_folder(path: Path) -> None:
    """Delete a saved index, be it damaged, so that it can be made anew.

    Raises `IndexMismatch`, and deletes nothing, if the folder holds anything else.
    """
    if foreign := _foreign(path):
        raise IndexMismatch(
            f"{path}: found {foreign[0]}, which is no part of an index; choose another folder"
        )
    with writing(path), refusals(path):
        for name in names(path):
            (path / name).unlink(missing_ok=True)


def _foreign(path: Path) -> list[str]:
    """What is in the folder and no part of an index."""
    return sorted(n for n in names(path) if n != MANIFEST and not _OURS.fullmatch(n))


class SavedIndex:
    """The folder of a saved index.

    which: the generation that is read and written
    Raises `IndexMismatch` if there is a manifest that cannot be read.
    """

    def __init__(self, path: Path, which: Which = "current") -> None:
        self.path = path
        self.which: Which = which
        self.manifest = self._read_manifest()
        self._open: dict[Files, Segment] = {}
        self._proofs = Proofs(path, self.rebuild())

    def rebuild(self) -> str:
        """The command that makes the index anew."""
        return f"askdoc index PATH... --index {self.path} --rebuild"

    @property
    def generation(self) -> Generation | None:
        """What is read and written of it, None before the first commit."""
        return getattr(self.manifest, self.which) if self.manifest else None

    @property
    def made(self) -> Made | None:
        """How its texts were made, None before the first commit."""
        return self.generation.made if self.generation else None

    def expect(self, made: Made) -> None:
        """From here on texts are added that were made like this.

        Raises `IndexMismatch` if those that are there were made otherwise.
        """
        another = (
            f"leave --model out, or run: askdoc reembed --index {self.path} --model {made.model}"
        )
        check_made(str(self.path), self.made or made, made, another, self.rebuild())
        self._made = made

    def changed(self) -> bool:
        """Has another process written since the manifest was read? It is read again."""
        before, self.manifest = self.manifest, self._read_manifest()
        return before != self.manifest

    def fresh(self) -> Manifest:
        """The manifest as it is now, of an index that is known to be there."""
        self.changed()
        if self.manifest is None:
            raise IndexMismatch(f"{self.path}: found no manifest.json; run: {self.rebuild()}")
        return self.manifest

    def segments(self) -> tuple[Segment, ...]:
        """All segments, checked: counts, lengths and the sha256 of every file, unless it is sealed.

        Raises `IndexMismatch` if anything is not as it was written.
        """
        while True:
            read = self.manifest
            try:
                return self._segments()
            except FileNotFoundError as error:
                # Another process has committed since the manifest was read; or a file is lost.
                self.manifest = self._read_manifest()
                if self.manifest == read:
                    raise IndexMismatch(
                        f"{self.path}: found no file {Path(error.filename).name}, which the index "
                        f"is made of; run: {self.rebuild()}"
                    ) from None

    def _segments(self) -> tuple[Segment, ...]:
        generation = self.generation
        if generation is None:
            return ()
        self._check(files for files in generation.segments if files not in self._open)
        segments = {
            files: self._open.get(files) or self._read(files) for files in generation.segments
        }
        found = _counts(segments.values())
        dims = {segment.vectors.dim for segment in segments.values() if segment.passages}
        if found != generation.counts or not dims <= {generation.dimension}:
            raise IndexMismatch(
                f"{self.path}: found {found} and vectors of {sorted(dims)}, expected "
                f"{generation.counts} and {generation.dimension}; run: {self.rebuild()}"
            )
        self._open = segments
        return tuple(segments.values())

    def prove(self) -> None:
        """Read every byte of the documents and check each file's sha256, be it sealed or not.

        Raises `IndexMismatch` if anything is not as it was written.
        """
        self._check(self.generation.segments if self.generation else (), sealed=False)

    def _check(self, segments: Iterable[Files], *, sealed: bool = True) -> None:
        hashes = {name: sha for files in segments for name, sha in files.hashes.items()}
        self._proofs.check(hashes, sealed=sealed)

    def _read(self, files: Files) -> Segment:
        try:
            few = self.generation is None or self.generation.counts.passages <= EXACT_UP_TO
            codes = self.path / files.codes if files.codes and not few else None
            return Segment.read(self.path / files.database, self.path / files.vectors, codes)
        except Exception as error:  # what is raised on files of other things
            for name in files.hashes:
                (self.path / name).stat()  # raises FileNotFoundError: deleted since it was checked
            raise IndexMismatch(
                f"{self.path}: {files.database} and {files.vectors} do not go together "
                f"({type(error).__name__}); run: {self.rebuild()}"
            ) from None

    def _read_manifest(self) -> Manifest | None:
        try:
            return parse((self.path / MANIFEST).read_bytes())
        except FileNotFoundError:
            present = names(self.path)
            if any(not _OURS.fullmatch(name) for name in present):
                raise IndexMismatch(
                    f"{self.path}: found a folder of other things, expected a saved index; choose "
                    "another folder"
                ) from None
            if any(not name.endswith(".tmp") for name in present):
                raise IndexMismatch(
                    f"{self.path}: found no manifest.json, which says what the other files are; "
                    f"run: {self.rebuild()}"
                ) from None
            return None
        except OSError as error:
            raise IndexMismatch(
                f"{self.path}: manifest.json cannot be read ({error.strerror}); an index is a "
                "folder, choose another name or check its permissions"
            ) from None
        except ValueError as error:
            raise IndexMismatch(f"{self.path}: {error}; run: {self.rebuild()}") from None

    # --- writing

    @contextmanager
    def lock(self) -> Iterator[None]:
        """While entered, this process alone writes here.

        Raises `IndexLocked` if another one does for more than LOCK_SECONDS,
        `IndexWriteError` if the folder cannot be written.
        """
        with writing(self.path):
            with refusals(self.path):
                self._sweep()
            if self._read_manifest() is None:  # from here on a lost manifest is told from none yet
                self.write_manifest(Manifest(Generation(self._made)))
            yield

    def commit(self, segments: Sequence[Segment], *, removes: bool) -> list[Segment]:
        """Save these segments in place of what was there -> the same, read from the disk.

        removes: are texts gone that were there? Then no copy of them is kept elsewhere.
        Raises `IndexWriteError` if they cannot be written; what was there stays.
        """
        known = {id(segment): files for files, segment in self._open.items()}
        try:
            with refusals(self.path):
                written = tuple(known.get(id(s)) or self._write_segment(s) for s in segments)
                dims = {segment.vectors.dim for segment in segments if segment.passages}
                generation = Generation(
                    self._made,
                    max(dims, default=0),
                    _counts(segments),
                    written,
                    self.generation.calibration if self.generation else Calibration(),
                )
                manifest = replace(
                    self.manifest or Manifest(generation), **{self.which: generation}
                )
                if removes and self.which == "current":
                    manifest = replace(manifest, previous=None, upcoming=None)
                self.write_manifest(manifest)
        except BaseException:  # also Ctrl-C: what was begun takes no room
            with suppress(OSError, IndexMismatch):
                self._sweep()
            raise
        self._open = {
            files: segment if id(segment) in known else self._read(files)
            for files, segment in zip(written, segments, strict=True)
        }
        return list(self._open.values())

    def calibrate(self, calibration: Calibration) -> None:
        """Keep how confidence is fitted to the documents; the texts stay as they are.

        Raises `IndexLocked` or `IndexWriteError` if it cannot be written.
        """
        with writing(self.path):
            manifest = self.fresh()
            current = replace(manifest.current, calibration=calibration)
            self.write_manifest(replace(manifest, current=current))

    def write_manifest(self, manifest: Manifest) -> None:
        """From here on this is the index; the files of the one before are deleted."""
        with refusals(self.path):
            write_file(self.path / MANIFEST, manifest.to_json())
        self.manifest = manifest
        with suppress(OSError):  # the next writer does it again
            self._sweep()
        with suppress(OSError):
            self._proofs.seal(manifest.files)

    def _write_segment(self, segment: Segment) -> Files:
        named = []
        endings = ".sqlite", ".npy", ".codes"
        for ending, data in zip(endings, segment.as_bytes(), strict=True):
            if not data:
                continue
            sha256 = hashlib.sha256(data).hexdigest()
            name = sha256[:24] + ending
            self._proofs.write(name, data)
            named += [name, sha256]
        return Files(*named)

    def _sweep(self) -> None:
        """Delete what writers left behind that were stopped, and what no longer counts."""
        manifest = self._read_manifest()  # as it is on the disk, whatever this process knows
        counts = manifest.files if manifest else set()
        for name in names(self.path):
            if _OURS.fullmatch(name) and name not in counts:
                with suppress(PermissionError):  # Windows deletes no file that is open
                    (self.path / name).unlink(missing_ok=True)


def _counts(segments: Iterable[Segment]) -> Counts:
    held = list(segments)
    return Counts(
        sum(len(segment.hashes) for segment in held),
        sum(segment.passages for segment in held),
        sum(segment.sentences for segment in held),
    )

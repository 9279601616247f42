"""A saved index: a folder of files that never change, and a manifest that names the current ones.

A commit writes new files, then replaces the manifest atomically, then deletes the files that the
manifest no longer names. Whenever a process is killed, the files in the manifest are complete; the
next writer deletes the others.
"""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Literal

from askdoc.errors import IndexMismatch
from askdoc.messages import tr
from askdoc.store.folder import OTHER_FILES, allow_open_files, refusals, write_file, writing
from askdoc.store.layout import MANIFEST, read_manifest, unused
from askdoc.store.manifest import BuildSettings, Files, Generation, Manifest, check_settings
from askdoc.store.proof import Proofs
from askdoc.store.segment import Segment
from askdoc.types import Calibration, Counts

# Up to this many passages, all vectors are in memory and scanned; above, only their codes.
EXACT_UP_TO = 50_000
# Two files of each segment are open, and those of the segments that replace it.
_FILES_OPEN = 4

Which = Literal["current", "previous", "upcoming"]


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
        """The command that rebuilds the index from scratch."""
        return f"askdoc index PATH... --index {self.path} --rebuild"

    @property
    def generation(self) -> Generation | None:
        """The generation that is read and written, None before the first commit."""
        return getattr(self.manifest, self.which) if self.manifest else None

    @property
    def settings(self) -> BuildSettings | None:
        """Its build settings, None before the first commit."""
        return self.generation.made if self.generation else None

    def expect(self, settings: BuildSettings) -> None:
        """Set the build settings of texts to add.

        Raises `IndexMismatch` if the index was built with other settings.
        """
        another = tr(
            "omit --model, or run: askdoc reembed --index {path} --model {model}",
            path=self.path,
            model=settings.model,
        )
        check_settings(str(self.path), self.settings or settings, settings, another, self.rebuild())
        self._settings = settings

    def changed(self) -> bool:
        """Read the manifest again; whether another process has written since it was last read."""
        before, self.manifest = self.manifest, self._read_manifest()
        return before != self.manifest

    def fresh(self) -> Manifest:
        """The current manifest.

        Raises `IndexMismatch` if there is none.
        """
        self.changed()
        if self.manifest is None:
            raise IndexMismatch(
                tr(
                    "{path}: found no manifest.json; run: {rebuild}",
                    path=self.path,
                    rebuild=self.rebuild(),
                )
            )
        return self.manifest

    def segments(self) -> tuple[Segment, ...]:
        """All segments, after checking counts, lengths, and SHA-256 checksums of unsealed files.

        Raises `IndexMismatch` if anything differs from what was written.
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
                        tr(
                            "{path}: found no file {name}, which is part of the index; run: "
                            "{rebuild}",
                            path=self.path,
                            name=Path(error.filename).name,
                            rebuild=self.rebuild(),
                        )
                    ) from None

    def _segments(self) -> tuple[Segment, ...]:
        generation = self.generation
        if generation is None:
            return ()
        self._check(files for files in generation.segments if files not in self._open)
        allow_open_files(_FILES_OPEN * len(generation.segments))
        segments = {
            files: self._open.get(files) or self._read(files) for files in generation.segments
        }
        found = _counts(segments.values())
        dims = {segment.vectors.dim for segment in segments.values() if segment.passages}
        if found != generation.counts or not dims <= {generation.dimension}:
            raise IndexMismatch(
                tr(
                    "{path}: found {found} and vectors of {dims}, expected {counts} and "
                    "{dimension}; run: {rebuild}",
                    path=self.path,
                    found=found,
                    dims=sorted(dims),
                    counts=generation.counts,
                    dimension=generation.dimension,
                    rebuild=self.rebuild(),
                )
            )
        self._open = segments
        return tuple(segments.values())

    def prove(self) -> None:
        """Check the SHA-256 checksum of every file, sealed or not.

        Raises `IndexMismatch` if anything differs from what was written.
        """
        self._check(self.generation.segments if self.generation else (), whole=True)

    def _check(self, segments: Iterable[Files], *, whole: bool = False) -> None:
        hashes = {name: sha for files in segments for name, sha in files.hashes.items()}
        self._proofs.check(hashes, whole=whole)

    def _read(self, files: Files) -> Segment:
        try:
            few = self.generation is None or self.generation.counts.passages <= EXACT_UP_TO
            codes = self.path / files.codes if files.codes and not few else None
            return Segment.read(self.path / files.database, self.path / files.vectors, codes)
        except Exception as error:  # damaged files raise many errors
            self._raise_cause(files, error)
            raise IndexMismatch(
                tr(
                    "{path}: {database} and {vectors} do not match ({name}); run: {rebuild}",
                    path=self.path,
                    database=files.database,
                    vectors=files.vectors,
                    name=type(error).__name__,
                    rebuild=self.rebuild(),
                )
            ) from None

    def _raise_cause(self, files: Files, error: Exception) -> None:
        """Raises FileNotFoundError if a file was deleted since it was checked, `IndexMismatch` if
        too many are open. error: that of reading them"""
        try:
            for name in files.hashes:
                (self.path / name).open("rb").close()
        except FileNotFoundError:
            raise
        except OSError as refused:
            error = refused
        if isinstance(error, OSError) and error.errno == errno.EMFILE:
            needed = _FILES_OPEN * len(self.generation.segments if self.generation else ())
            raise IndexMismatch(
                tr(
                    "{path}: this system allows too few open files; run: ulimit -n {needed}",
                    path=self.path,
                    needed=needed + OTHER_FILES,
                )
            ) from None

    def _read_manifest(self) -> Manifest | None:
        return read_manifest(self.path, self.rebuild())

    # --- writing

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the lock, so that no other process writes here.

        Raises `IndexLocked` if another process holds it for more than LOCK_SECONDS,
        `IndexWriteError` if the folder cannot be written.
        """
        with writing(self.path):
            with refusals(self.path):
                self._sweep()
            if self._read_manifest() is None:  # so that a lost manifest is noticed
                self.write_manifest(Manifest(Generation(self._settings)))
            yield

    def commit(self, segments: Sequence[Segment], *, removes: bool) -> list[Segment]:
        """Save these segments in place of the current ones -> the same, read from the disk.

        removes: whether texts were removed; then the previous and upcoming generations, which
            still contain them, are deleted, too
        Raises `IndexWriteError` if they cannot be written; the index stays as it was.
        """
        known = {id(segment): files for files, segment in self._open.items()}
        with self._swept_after_errors(), refusals(self.path):
            written = tuple(known.get(id(s)) or self._write_segment(s) for s in segments)
            dims = {segment.vectors.dim for segment in segments if segment.passages}
            generation = Generation(
                self._settings,
                max(dims, default=0),
                _counts(segments),
                written,
                self.generation.calibration if self.generation else Calibration(),
            )
            manifest = replace(self.manifest or Manifest(generation), **{self.which: generation})
            if removes and self.which == "current":
                manifest = replace(manifest, previous=None, upcoming=None)
            self.write_manifest(manifest)
        allow_open_files(_FILES_OPEN * len(segments))
        self._open = {
            files: segment if id(segment) in known else self._read(files)
            for files, segment in zip(written, segments, strict=True)
        }
        return list(self._open.values())

    def write(self, segment: Segment) -> Segment:
        """Write a segment before it is committed -> the same, read from the disk.

        Raises `IndexWriteError` if it cannot be written.
        """
        with self._swept_after_errors(), refusals(self.path):
            files = self._write_segment(segment)
        self._open[files] = self._read(files)
        return self._open[files]

    @contextmanager
    def _swept_after_errors(self) -> Iterator[None]:
        """Delete unused files after an error, so that they take no space."""
        try:
            yield
        except BaseException:  # also Ctrl-C
            with suppress(OSError, IndexMismatch):
                self._sweep()
            raise

    def calibrate(self, calibration: Calibration) -> None:
        """Save the calibration of confidence; the texts stay as they are.

        Raises `IndexLocked` or `IndexWriteError` if it cannot be written.
        """
        with writing(self.path):
            manifest = self.fresh()
            current = replace(manifest.current, calibration=calibration)
            self.write_manifest(replace(manifest, current=current))

    def write_manifest(self, manifest: Manifest) -> None:
        """Replace the manifest, and delete the files that it no longer names."""
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
        """Delete unused files; see `unused`."""
        # subtle: the manifest on disk, not the one that this process has read
        for name in unused(self.path, self._read_manifest()):
            with suppress(PermissionError):  # Windows cannot delete open files
                (self.path / name).unlink(missing_ok=True)


def _counts(segments: Iterable[Segment]) -> Counts:
    held = list(segments)
    return Counts(
        sum(len(segment.hashes) for segment in held),
        sum(segment.passages for segment in held),
        sum(segment.sentences for segment in held),
    )

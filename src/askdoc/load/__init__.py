"""A file becomes a `Document`, or a `LoadError` that says what to do.

To add a format, write a file beside this one with `extract(bytes) -> Extract` (docx.py is the
shortest), give it a row in `READERS`, and in `kinds.py` say how such a file begins.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from askdoc.errors import LoadError
from askdoc.load.confined import confine
from askdoc.load.kinds import EPUB, HTML, PDF, WORD
from askdoc.load.subtitles import read_subtitles
from askdoc.load.text import read_markdown, read_text
from askdoc.types import Document

# A text this long is some 30 books; past it a file is more likely a mistake than a document.
MAX_BYTES = 50_000_000

# Documents that a person may expect to be read: one in a folder is named, not passed over.
NOT_READ = frozenset(".doc .rtf .odt .pages .wpd .mobi .azw .azw3 .djvu .ps .mht .mhtml".split())

# Ending -> what reads it. `confine` names the file beside this one, the package it needs, and
# what such a file is; the package is imported when the first such file is read.
READERS: dict[str, Callable[[Path, bytes], Document]] = {
    ".docx": confine("docx", "mammoth", WORD),
    ".epub": confine("epub", "lxml", EPUB),
    ".htm": confine("html", "trafilatura", HTML),
    ".html": confine("html", "trafilatura", HTML),
    ".md": read_markdown,
    ".pdf": confine("pdf", "pypdfium2", PDF),
    ".srt": read_subtitles,
    ".txt": read_text,
    ".vtt": read_subtitles,
}


@dataclass(frozen=True, slots=True)
class File:
    """A file that was found. named: by itself, not met in a folder

    name: what its document is called, unique among the files found together
    """

    name: str
    path: Path
    named: bool
    size: int

    def sha256(self) -> str:
        """Of its content. Raises `LoadError` if it cannot be read."""
        with _reading(self.path), self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def content(self) -> bytes:
        """All of it. Raises `LoadError` if it cannot be read or is of no kind that is read."""
        return content(self.path)

    def document(self, data: bytes) -> Document:
        """What its content says; the file itself is not looked at, it may be on another machine.

        Raises `LoadError` if it is not a readable document.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        return replace(read(self.path, data), name=self.name, sha256=sha256)

    def load(self) -> Document:
        """Raises `LoadError` if it is not a readable document."""
        return self.document(self.content())


def load(path: Path) -> Document:
    """Read one file. Raises `LoadError` if it is not a readable document."""
    return read(path, content(path))


def content(path: Path) -> bytes:
    """The bytes of a file. Raises `LoadError` if it cannot be read or is of no kind that is."""
    _reader(path)
    with _reading(path):
        return path.read_bytes()


def read(path: Path, data: bytes) -> Document:
    """The bytes of a file become a document. Raises `LoadError` if they are none."""
    with _refusals(path):  # of the process that reads it, too
        document = _reader(path)(path, data)
    if not document.text.strip():
        raise LoadError(f"{path}: there is no text in it; choose a file with text")
    return document


def _reader(path: Path) -> Callable[[Path, bytes], Document]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kinds = " ".join(READERS)
        raise LoadError(f"{path}: askdoc reads {kinds} files; save it as one of these")
    return reader


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """What is no ordinary file, is far too large or may not be read is a `LoadError`."""
    with _refusals(path):
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device may never end
            raise LoadError(f"{path}: not an ordinary file; name a file or folder with text")
        if status.st_size > MAX_BYTES:
            raise LoadError(
                f"{path}: {status.st_size / 1e6:.0f} MB is over the limit of "
                f"{MAX_BYTES / 1e6:.0f} MB a file; divide it"
            )
        yield


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """What the system refuses is a `LoadError`."""
    try:
        yield
    except OSError as error:
        raise LoadError(
            f"{path}: cannot be read ({_reason(error)}); check its permissions"
        ) from None


def find(paths: Sequence[str | Path]) -> tuple[list[File], list[LoadError]]:
    """The documents among files and folders -> (files in order, errors of what cannot be listed).

    A folder is walked recursively in sorted order; hidden files and files that
    are no documents are passed over. The same file met twice is found once.
    Raises `LoadError` if a path does not exist or there is no document at all.
    """
    errors: list[LoadError] = []
    seen: set[str] = set()
    found: list[tuple[Path, Path]] = []
    for path, root in _find(paths, errors):
        # realpath leaves a circle of links as it is, resolve would raise RuntimeError
        if (real := os.path.realpath(path)) not in seen:
            seen.add(real)
            found.append((path, root))
    if not found:
        raise nothing_to_read(paths, errors)
    names = _unique_names(found)
    return [
        File(name, path, path == root, _size(path))
        for name, (path, root) in zip(names, found, strict=True)
    ], errors


def nothing_to_read(paths: Sequence[str | Path], errors: Sequence[LoadError]) -> LoadError:
    """The error for paths without a single document that can be read."""
    where = ", ".join(str(path) for path in paths) or "no path given"
    why = "; ".join(str(error) for error in errors) or f"no {' '.join(READERS)} file in it"
    return LoadError(f"{where}: nothing to read ({why}); name a file or folder with text")


def _find(paths: Sequence[str | Path], errors: list[LoadError]) -> Iterator[tuple[Path, Path]]:
    """-> (file, the path it was found under); both the same for a file named itself.

    A folder inside a folder that cannot be listed is left out, and added to `errors`.
    """

    def leave_out(error: OSError) -> None:
        reason = f"cannot be read ({_reason(error)}); check its permissions"
        errors.append(LoadError(f"{_as_text(str(error.filename))}: {reason}"))

    kinds = NOT_READ | READERS.keys()
    for given in paths:
        if not str(given):
            raise LoadError("the path is empty; name a file or folder with text")
        root = Path(os.path.expanduser(given))  # noqa: PTH111 - Path's own raises on ~nobody
        if not os.path.lexists(root):
            raise LoadError(f"{given}: no such file or folder; check the spelling")
        if not root.is_dir():
            yield root, root
            continue
        for folder, subfolders, files in os.walk(root, onerror=leave_out):
            subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
            for name in sorted(files):
                if not name.startswith(".") and Path(name).suffix.lower() in kinds:
                    yield Path(folder, name), root


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()


def _as_text(name: str) -> str:
    """A file name whose bytes are not UTF-8, made fit for printing."""
    return os.fsencode(name).decode(errors="replace")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # reading it says why
        return 0


def _unique_names(found: Sequence[tuple[Path, Path]]) -> list[str]:
    """File names, under a folder with their place in it; ones that clash (a.txt of two folders)
    become the whole path as given."""
    names = [
        _as_text(path.name if path == root else path.relative_to(root).as_posix())
        for path, root in found
    ]
    count = Counter(names)
    names = [
        _as_text(path.as_posix()) if count[name] > 1 else name
        for name, (path, _) in zip(names, found, strict=True)
    ]
    seen: Counter[str] = Counter()
    for i, name in enumerate(names):  # names whose bytes are no text may still be alike
        seen[name] += 1
        names[i] = f"{name} ({seen[name]})" if seen[name] > 1 else name
    return names

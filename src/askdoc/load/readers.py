"""Which reader reads which file, and what is no file that can be read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
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


def load(path: Path) -> Document:
    """Read one file. Raises `LoadError` if it is not a readable document."""
    return read(path, content(path))


def content(path: Path) -> bytes:
    """The bytes of a file. Raises `LoadError` if it cannot be read or is of no kind that is."""
    reader(path)
    with reading(path):
        return path.read_bytes()


def read(path: Path, data: bytes) -> Document:
    """The bytes of a file become a document. Raises `LoadError` if they are none."""
    with _refusals(path):  # of the process that reads it, too
        document = reader(path)(path, data)
    if not document.text.strip():
        raise LoadError(f"{path}: there is no text in it; choose a file with text")
    return replace(document, title=as_text(document.title))


def reader(path: Path) -> Callable[[Path, bytes], Document]:
    """What reads it, by its ending. Raises `LoadError` if nothing does."""
    found = READERS.get(path.suffix.lower())
    if found is None:
        kinds = " ".join(READERS)
        raise LoadError(f"{path}: askdoc reads {kinds} files; save it as one of these")
    return found


@contextmanager
def reading(path: Path) -> Iterator[None]:
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
            f"{path}: cannot be read ({reason(error)}); check its permissions"
        ) from None


def reason(error: OSError) -> str:
    """Why the system refuses, in small letters."""
    return (error.strerror or type(error).__name__).lower()


def as_text(name: str) -> str:
    """A file name whose bytes are not UTF-8, made fit for printing."""
    return os.fsencode(name).decode(errors="replace")

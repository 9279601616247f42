"""The reader for each file extension, and the files that cannot be read."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from askdoc.errors import LoadError
from askdoc.load.confined import confine
from askdoc.load.kinds import (
    EPUB,
    FICTION,
    HTML,
    OLD_OFFICE,
    OPEN_SHEETS,
    OPEN_SLIDES,
    OPEN_TEXT,
    RICH_TEXT,
    SLIDES,
    TEXT,
    WEB_ARCHIVE,
    WORD,
    WORKBOOK,
)
from askdoc.load.scans import read_pdf
from askdoc.load.subtitles import read_subtitles
from askdoc.load.text import read_markdown, read_text
from askdoc.messages import later, tr
from askdoc.types import Document

# About 30 books; a larger file is more likely a mistake than a document.
MAX_BYTES = 50_000_000

# Documents that a user may expect to be read: in a folder they are reported, not skipped.
NOT_READ = frozenset(".pages .wpd .mobi .azw .azw3 .djvu .ps .mht .mhtml".split())

# Extension -> its reader. `confine` names the module, the package it needs and the kinds of file;
# the package is imported when the first such file is read.
_OFFICE = "office", "askdoc[formats]"
READERS: dict[str, Callable[[Path, bytes], Document]] = {
    ".csv": confine("delimited", "askdoc", TEXT),
    ".doc": confine(*_OFFICE, OLD_OFFICE, RICH_TEXT),
    ".docx": confine("word.reader", "lxml", WORD),
    ".eml": confine("mail", "askdoc", TEXT, WEB_ARCHIVE),  # as does a mail with pictures
    ".epub": confine("epub", "lxml", EPUB),
    ".fb2": confine("fictionbook", "lxml", FICTION),
    ".htm": confine("web.reader", "trafilatura", HTML),
    ".html": confine("web.reader", "trafilatura", HTML),
    ".ipynb": confine("notebook", "askdoc", TEXT),
    ".md": read_markdown,
    ".msg": confine(*_OFFICE, OLD_OFFICE),
    ".odp": confine("open_files", "lxml", OPEN_SLIDES),
    ".ods": confine("open_files", "lxml", OPEN_SHEETS),
    ".odt": confine("open_files", "lxml", OPEN_TEXT),
    ".org": read_text,
    ".pdf": read_pdf,
    ".ppt": confine(*_OFFICE, OLD_OFFICE),
    ".pptx": confine("pptx", "lxml", SLIDES),
    ".rst": read_text,
    ".rtf": confine("rtf", "lxml", RICH_TEXT),
    ".srt": read_subtitles,
    ".tsv": confine("delimited", "askdoc", TEXT),
    ".txt": read_text,
    ".vtt": read_subtitles,
    ".xls": confine(*_OFFICE, OLD_OFFICE),
    ".xlsx": confine("xlsx", "lxml", WORKBOOK),
}


def load(path: Path) -> Document:
    """Read one file. Raises `LoadError` if it is not a readable document."""
    return read(path, content(path))


def content(path: Path) -> bytes:
    """The bytes of a file. Raises `LoadError` if it cannot be read or has an unknown extension."""
    reader(path)
    with reading(path):
        return path.read_bytes()


def read(path: Path, data: bytes) -> Document:
    """Turn the bytes of a file into a document. Raises `LoadError` if that fails."""
    with _refusals(path):  # including those of the reading process
        document = reader(path)(path, data)
    if not document.text.strip():
        raise LoadError(tr("{path}: it contains no text; choose a file with text", path=path))
    return replace(document, title=as_text(document.title))


def reader(path: Path) -> Callable[[Path, bytes], Document]:
    """The reader for a file, by its extension. Raises `LoadError` if there is none."""
    found = READERS.get(path.suffix.lower())
    if found is None:
        files = tr("{ending} files", ending=path.suffix)
        kind = files if path.suffix else tr("files without an extension")
        raise LoadError(
            tr(
                "{path}: askdoc does not read {kind}; save it as .txt, .html or .pdf",
                path=path,
                kind=kind,
            )
        )
    return found


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Raise a `LoadError` for irregular, too large or unreadable files."""
    with _refusals(path):
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device may never end
            raise LoadError(
                tr("{path}: not a regular file; name a file or folder with text", path=path)
            )
        if status.st_size > MAX_BYTES:
            raise LoadError(
                tr(
                    "{path}: {size:.0f} MB is over the limit of {limit:.0f} MB per file; split it",
                    path=path,
                    size=status.st_size / 1e6,
                    limit=MAX_BYTES / 1e6,
                )
            )
        yield


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """Turn errors of the operating system into `LoadError`."""
    try:
        yield
    except OSError as error:
        raise LoadError(unreadable(path, error)) from None


def unreadable(path: str | Path, error: OSError) -> str:
    """The message for a file or folder that the operating system does not let askdoc read."""
    if isinstance(error, PermissionError):
        message = later("{path}: cannot be read ({error}); check its permissions")
    else:
        message = later("{path}: cannot be read ({error}); check the path")
    return tr(message, path=path, error=reason(error))


def reason(error: OSError) -> str:
    """The error message of the operating system, in lower case."""
    return (error.strerror or type(error).__name__).lower()


def as_text(name: str) -> str:
    """A printable form of a file name whose bytes are not UTF-8."""
    return os.fsencode(name).decode(errors="replace")

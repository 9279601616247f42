"""A file becomes a `Document`, or a `LoadError` that says what to do.

To add a format, write a file beside this one with `extract(bytes) -> Extract` (docx.py is the
shortest), give it a row in `READERS`, and in `kinds.py` say how such a file begins.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from askdoc.errors import LoadError
from askdoc.load.confined import confine
from askdoc.load.kinds import EPUB, HTML, PDF, WORD
from askdoc.load.text import read_markdown, read_text
from askdoc.types import Document

# A text this long is some 30 books; past it a file is more likely a mistake than a document.
MAX_BYTES = 50_000_000

# Documents that a person may expect to be read: one in a folder is named, not passed over.
NOT_READ = frozenset(".doc .rtf .odt .pages .wpd .mobi .azw .azw3 .djvu .ps .mht .mhtml".split())

# Ending -> what reads it. `confine` names the file beside this one, the package it needs, and
# what such a file is; the package is imported when the first such file is read.
READERS: dict[str, Callable[[Path], Document]] = {
    ".docx": confine("docx", "mammoth", WORD),
    ".epub": confine("epub", "lxml", EPUB),
    ".htm": confine("html", "trafilatura", HTML),
    ".html": confine("html", "trafilatura", HTML),
    ".md": read_markdown,
    ".pdf": confine("pdf", "pypdfium2", PDF),
    ".txt": read_text,
}


def load(path: Path) -> Document:
    """Read one file. Raises `LoadError` if it is not a readable document."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kinds = " ".join(READERS)
        raise LoadError(f"{path}: askdoc reads {kinds} files; save it as one of these")
    try:
        status = path.stat()
        size = status.st_size
        if not stat.S_ISREG(status.st_mode):  # reading a pipe or a device may never end
            raise LoadError(f"{path}: not an ordinary file; name a file or folder with text")
        if size > MAX_BYTES:
            raise LoadError(
                f"{path}: {size / 1e6:.0f} MB is over the limit of {MAX_BYTES / 1e6:.0f} MB "
                "a file; divide it"
            )
        document = reader(path)
    except OSError as error:
        raise LoadError(
            f"{path}: cannot be read ({_reason(error)}); check its permissions"
        ) from None
    if not document.text.strip():
        raise LoadError(f"{path}: there is no text in it; choose a file with text")
    return document


def load_all(paths: Sequence[str | Path]) -> tuple[list[Document], list[LoadError]]:
    """Read files and folders -> (documents in order, errors of files met inside folders).

    A folder is walked recursively in sorted order; hidden files and files that
    are no documents are passed over, and one that cannot be read is left out and
    its error returned. A file that is named itself must be readable. The same file
    met twice is read once.

    Raises `LoadError` if a path does not exist, a named file cannot be read,
    or nothing readable is found.
    """
    documents: list[Document] = []
    errors: list[LoadError] = []
    seen: set[str] = set()
    places: list[Path] = []
    for path, root in _find(paths, errors):
        # realpath leaves a circle of links as it is, resolve would raise RuntimeError
        if (real := os.path.realpath(path)) in seen:
            continue
        seen.add(real)
        try:
            document = load(path)
        except LoadError as error:
            if root == path:  # named itself, not met in a folder
                raise
            errors.append(error)
            continue
        name = path.name if root == path else path.relative_to(root).as_posix()
        documents.append(replace(document, name=_as_text(name)))
        places.append(path)
    if not documents:
        where = ", ".join(str(path) for path in paths) or "no path given"
        why = "; ".join(str(error) for error in errors) or f"no {' '.join(READERS)} file in it"
        raise LoadError(f"{where}: nothing to read ({why}); name a file or folder with text")
    return _unique_names(documents, places), errors


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


def _unique_names(documents: list[Document], places: list[Path]) -> list[Document]:
    """Names that clash (a.txt of two folders) become the whole path as given."""
    count = Counter(document.name for document in documents)
    return [
        replace(document, name=_as_text(place.as_posix())) if count[document.name] > 1 else document
        for document, place in zip(documents, places, strict=True)
    ]

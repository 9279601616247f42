"""A file becomes a `Document`, or a `LoadError` that says what to do.

To add a format, write a function `Path -> Document` and give it a row in `READERS`.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import chardet

from askdoc.errors import LoadError
from askdoc.types import Document

# A text this long is some 30 books; past it a file is more likely a mistake than a document.
MAX_BYTES = 50_000_000

# Real text holds hardly any control characters; a program or picture is full of them.
MAX_CONTROL_SHARE = 0.05

MAX_TITLE = 200
_ATX_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<title>[^\s#][^\r\n]*)", re.MULTILINE)


def read_text(path: Path) -> Document:
    """Plain text: the title is the first line if it reads like a headline."""
    text = _decode(path)
    return Document(path.name, text, _headline(text) or path.stem)


def read_markdown(path: Path) -> Document:
    """Markdown, kept as it is written: the title is the first heading."""
    text = _decode(path)
    heading = _ATX_HEADING.search(text)
    title = _closed(heading["title"]) if heading else _headline(text)
    return Document(path.name, text, title or path.stem)


READERS: dict[str, Callable[[Path], Document]] = {
    ".md": read_markdown,
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

    A folder is walked recursively in sorted order; hidden files and files of
    other kinds are passed over, and one that cannot be read is left out and its
    error returned. A file that is named itself must be readable. The same file
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
        why = "; ".join(str(error) for error in errors) or f"no {' or '.join(READERS)} file in it"
        raise LoadError(f"{where}: nothing to read ({why}); name a file or folder with text")
    return _unique_names(documents, places), errors


def _find(paths: Sequence[str | Path], errors: list[LoadError]) -> Iterator[tuple[Path, Path]]:
    """-> (file, the path it was found under); both the same for a file named itself.

    A folder inside a folder that cannot be listed is left out, and added to `errors`.
    """

    def leave_out(error: OSError) -> None:
        reason = f"cannot be read ({_reason(error)}); check its permissions"
        errors.append(LoadError(f"{_as_text(str(error.filename))}: {reason}"))

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
                if not name.startswith(".") and Path(name).suffix.lower() in READERS:
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


def _decode(path: Path) -> str:
    """The file's text as it stands, line ends and all, without a byte order mark."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decode_other(path, data)
    # subtle: a UTF-16 file of ASCII text is valid UTF-8 too, with a NUL in every other place
    if "\0" in text:
        text = _decode_other(path, data)
    if _control_share(text) > MAX_CONTROL_SHARE:
        raise LoadError(f"{path}: not a text file (it looks like binary data)")
    return text


def _decode_other(path: Path, data: bytes) -> str:
    # ISO 8859 leaves the bytes 80-9F to control codes, so a text that has them is from Windows.
    era = chardet.EncodingEra.MODERN_WEB
    if not re.search(rb"[\x80-\x9f]", data):
        era |= chardet.EncodingEra.LEGACY_ISO
    guess = chardet.detect(data, encoding_era=era, max_bytes=len(data))
    if guess["encoding"] is None:
        raise LoadError(f"{path}: not a text file (it looks like {guess['mime_type']})")
    try:
        return data.decode(guess["encoding"]).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise LoadError(
            f"{path}: its character encoding cannot be told; save it as UTF-8"
        ) from None


def _control_share(text: str) -> float:
    sample = text[:100_000]
    bad = sum(
        unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") and not c.isspace() for c in sample
    )
    return bad / max(1, len(sample))


def _closed(heading: str) -> str:
    """`Title ##` -> `Title`: the closing hashes of a Markdown heading need a space before them."""
    heading = heading.rstrip()
    bare = heading.rstrip("#")
    return bare.rstrip() if bare[-1:].isspace() else heading


def _headline(text: str) -> str | None:
    """The first line that is not blank, if it is short and does not end like a sentence."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return first if 0 < len(first) <= MAX_TITLE and first[-1] not in ".!?:;," else None

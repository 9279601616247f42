"""Find and name the documents in files and folders."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from askdoc.errors import LoadError
from askdoc.load.readers import NOT_READ, READERS, as_text, content, read, reading, unreadable
from askdoc.messages import tr
from askdoc.types import Document


@dataclass(frozen=True, slots=True)
class File:
    """A file that was found. named: whether it was named itself, rather than found in a folder

    name: the name of its document, unique among the files found together
    with_omitted: whether its text includes omitted parts, such as running heads
    """

    name: str
    path: Path
    named: bool
    size: int
    with_omitted: bool = False

    def sha256(self) -> str:
        """The SHA-256 of its content. Raises `LoadError` if it cannot be read."""
        with reading(self.path), self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def content(self) -> bytes:
        """Its bytes. Raises `LoadError` if it cannot be read or has an unknown extension."""
        return content(self.path)

    def document(self, data: bytes) -> Document:
        """The document with this content; the file itself is not opened, because it may be on
        another machine.

        Raises `LoadError` if it is not a readable document.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        document = replace(read(self.path, data), name=self.name, sha256=sha256)
        return document.with_omitted() if self.with_omitted else document

    def load(self) -> Document:
        """Raises `LoadError` if it is not a readable document."""
        return self.document(self.content())


class FoundFiles(NamedTuple):
    """The documents in files and folders, in order.

    errors: folders that cannot be listed, or are links
    passed_over: the number of files of other kinds, by extension in lower case
    """

    files: list[File]
    errors: list[LoadError]
    passed_over: Counter[str]


def find(paths: Sequence[str | Path], with_omitted: bool = False) -> FoundFiles:
    """Find the documents in files and folders.

    Folders are walked recursively in sorted order; hidden files and files of other kinds are
    skipped. A file that is reached twice is returned once.
    with_omitted: whether texts include what is usually left out
    Raises `LoadError` if a path does not exist or there is no document.
    """
    errors: list[LoadError] = []
    passed_over: Counter[str] = Counter()
    seen: set[str] = set()
    found: list[tuple[Path, Path]] = []
    # subtle: realpath accepts circular links, resolve would raise RuntimeError
    real_folder = cache(os.path.realpath)
    for path, root in _find(paths, errors, passed_over):
        linked = path.is_symlink() or path == root
        real = os.path.realpath(path) if linked else str(Path(real_folder(path.parent), path.name))
        if real not in seen:
            seen.add(real)
            found.append((path, root))
    if not found:
        raise nothing_to_read(paths, errors)
    names = _unique_names(found)
    files = [
        File(name, path, path == root, _size(path), with_omitted)
        for name, (path, root) in zip(names, found, strict=True)
    ]
    return FoundFiles(files, errors, passed_over)


def check_paths(paths: Sequence[str | Path]) -> None:
    """Look for one document in each path. Raises `LoadError` as `find` does."""
    errors: list[LoadError] = []
    found = [next(_find([path], errors, Counter()), None) for path in paths]
    if not any(found):
        raise nothing_to_read(paths, errors)


def nothing_to_read(paths: Sequence[str | Path], errors: Sequence[LoadError]) -> LoadError:
    """The error for paths without any readable document."""
    where = ", ".join(str(path) for path in paths) or tr("no path given")
    why = "; ".join(str(error) for error in errors) or tr("it contains no file that askdoc reads")
    return LoadError(
        tr(
            "{where}: nothing to read ({why}); name a file or folder with text",
            where=where,
            why=why,
        )
    )


def _find(
    paths: Sequence[str | Path], errors: list[LoadError], passed_over: Counter[str]
) -> Iterator[tuple[Path, Path]]:
    """-> (file, the path it was found under); both the same for a file named itself.

    A folder inside a folder that is a link or cannot be listed is left out, and added to `errors`.
    """

    def leave_out(error: OSError) -> None:
        errors.append(LoadError(unreadable(as_text(str(error.filename)), error)))

    kinds = NOT_READ | READERS.keys()
    for given in paths:
        if not str(given):
            raise LoadError(tr("the path is empty; name a file or folder with text"))
        root = Path(os.path.expanduser(given))  # noqa: PTH111 - Path's own raises on ~nobody
        if not os.path.lexists(root):
            if "://" in str(given):
                raise LoadError(
                    tr(
                        "{given}: askdoc opens no web addresses; save the page as a file",
                        given=given,
                    )
                )
            raise LoadError(tr("{given}: no such file or folder; check the spelling", given=given))
        if not root.is_dir():
            yield root, root
            continue
        for folder, subfolders, files in os.walk(root, onerror=leave_out):
            subfolders[:] = sorted(
                name
                for name in subfolders
                if not name.startswith(".") and not _is_saved_index(Path(folder, name))
            )
            for name in subfolders:
                if (link := Path(folder, name)).is_symlink():
                    shown = as_text(str(link))
                    errors.append(
                        LoadError(
                            tr(
                                "{shown}: a link to a folder, which is not followed; name it",
                                shown=shown,
                            )
                        )
                    )
            for name in sorted(files):
                if name.startswith("."):
                    continue
                ending = Path(name).suffix.lower()
                if ending in kinds:
                    yield Path(folder, name), root
                else:
                    passed_over[as_text(ending)] += 1


def _is_saved_index(folder: Path) -> bool:
    """Whether askdoc itself wrote it, so that its files are not documents."""
    saved = (folder / "manifest.json").is_file() and any(folder.glob("*.sqlite"))
    return saved or folder.suffix == ".askdoc"  # it has no manifest while it is rebuilt


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # the error is reported when it is read
        return 0


def _unique_names(found: Sequence[tuple[Path, Path]]) -> list[str]:
    """The names of files, relative to their folder; names that clash (a.txt in two folders) become
    the path as given."""
    names = [
        _named(path.name if path == root else path.relative_to(root).as_posix())
        for path, root in found
    ]
    count = Counter(names)
    names = [
        _named(path.as_posix()) if count[name] > 1 else name
        for name, (path, _) in zip(names, found, strict=True)
    ]
    seen: Counter[str] = Counter()
    for i, name in enumerate(names):  # names that are not valid text may still be equal
        seen[name] += 1
        names[i] = f"{name} ({seen[name]})" if seen[name] > 1 else name
    return names


def _named(path: str) -> str:
    """The name in NFC: macOS writes é as e and an accent."""
    return unicodedata.normalize("NFC", as_text(path))

"""What a command is given: articles from a pipe, questions from a file, names with * in them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from unicodedata import normalize

import askdoc
from askdoc.errors import DocumentError, LoadError, QuestionError

# Stands for standard input, as in other programs.
PIPE = "-"


def read_questions(file: str, top_k: int = 1) -> list[str]:
    """The questions of a file, one a line; blank lines count for nothing.

    file: "-" for standard input
    Raises `LoadError` if it cannot be read or is empty, `QuestionError` with the line of one that
    cannot be asked.
    """
    from askdoc.library import check_question

    shown = "standard input" if file == PIPE else file
    try:
        data = sys.stdin.buffer.read() if file == PIPE else Path(file).read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise LoadError(f"{file}: cannot be read ({why}); name a file of questions") from None
    except UnicodeDecodeError:
        raise LoadError(f"{shown}: not UTF-8; save the questions as UTF-8 text") from None
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                check_question(line, top_k)
            except QuestionError as error:
                raise QuestionError(f"{shown}, line {number}: {error}") from None
            found.append(line.strip())
    if not found:
        raise LoadError(f"{shown}: no question in it; write one a line")
    return found


def matching(
    patterns: Sequence[str], library: askdoc.Library, files: dict[str, Path]
) -> list[str] | None:
    """The names of documents that are named, or meet a pattern with * or ?; None for no pattern.

    files: where the documents were read from, by name: a pattern may mean that, too; * stands
    for any characters, / as well
    Raises `DocumentError` if nothing meets a pattern.
    """
    if not patterns:
        return None
    names = [document.name for document in library.documents]
    found: list[str] = []
    for pattern in patterns:
        ways = {
            name: {normalize("NFC", way) for way in (name, files.get(name, Path(name)).as_posix())}
            for name in names
        }
        wanted = normalize("NFC", Path(pattern).as_posix())
        some = [
            n for n in names if wanted in ways[n] or any(fnmatchcase(w, wanted) for w in ways[n])
        ]
        if not some and any(c in pattern for c in "*?["):
            raise DocumentError(
                f"no document meets {pattern!r}; the library holds {', '.join(names[:3])}"
                + (f" and {len(names) - 3} more" if len(names) > 3 else "")
            )
        found += some or [pattern]  # asking says what is near a name that is not there
    return list(dict.fromkeys(found))


def files_among(paths: Sequence[str]) -> list[str]:
    """Those of the paths that are files and folders: neither standard input nor an index."""
    from askdoc.store import is_index

    return [path for path in paths if path != PIPE and not is_index(path)]


def files_of(paths: Sequence[str]) -> dict[str, Path]:
    """Where each document of these paths was read from, by name; nothing for an index."""
    from askdoc.load import find

    named = files_among(paths)
    try:
        return {file.name: file.path for file in find(named).files} if named else {}
    except LoadError:  # gone meanwhile
        return {}

"""Inputs of commands: articles from a pipe, questions from a file, names with *."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from unicodedata import normalize

import askdoc
from askdoc.errors import DocumentError, LoadError, QuestionError
from askdoc.messages import listed, tr

# Stands for standard input, as in other programs.
PIPE = "-"


def read_questions(file: str, top_k: int = 1) -> list[str]:
    """The questions of a file, one per line; blank lines are ignored.

    file: "-" for standard input
    Raises `LoadError` if it cannot be read or is empty, `QuestionError` with the line of one that
    cannot be asked.
    """
    from askdoc.library import check_question

    shown = tr("standard input") if file == PIPE else file
    try:
        data = sys.stdin.buffer.read() if file == PIPE else Path(file).read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        why = (error.strerror or type(error).__name__).lower()
        raise LoadError(
            tr("{file}: cannot be read ({why}); name a file of questions", file=file, why=why)
        ) from None
    except UnicodeDecodeError:
        raise LoadError(
            tr("{shown}: not UTF-8; save the questions as UTF-8 text", shown=shown)
        ) from None
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                check_question(line, top_k)
            except QuestionError as error:
                raise QuestionError(
                    tr("{shown}, line {number}: {error}", shown=shown, number=number, error=error)
                ) from None
            found.append(line.strip())
    if not found:
        raise LoadError(tr("{shown}: contains no question; write one per line", shown=shown))
    return found


def matching(patterns: Sequence[str], library: askdoc.Library) -> list[str] | None:
    """The names of documents, after expanding patterns with * or ?; None for no pattern.

    A pattern can also match the path of a document's file; * matches any characters, including /.
    Raises `DocumentError` if nothing matches a pattern.
    """
    if not patterns:
        return None
    names = [document.name for document in library.documents]
    found: list[str] = []
    for pattern in patterns:
        ways = {name: _ways(name, library.files.get(name)) for name in names}
        wanted = normalize("NFC", Path(pattern).as_posix())
        some = [
            n for n in names if wanted in ways[n] or any(fnmatchcase(w, wanted) for w in ways[n])
        ]
        if not some and any(c in pattern for c in "*?["):
            raise DocumentError(
                tr(
                    "no document matches {pattern!r}; the library contains {names}",
                    pattern=pattern,
                    names=listed(names),
                )
            )
        found += some or [pattern]  # asking suggests similar names
    return list(dict.fromkeys(found))


def _ways(name: str, file: Path | None) -> set[str]:
    """A document's name, and the path of its file as given and from the root on."""
    paths = (file.as_posix(), file.absolute().as_posix()) if file else ()
    return {normalize("NFC", way) for way in (name, *paths)}


def files_among(paths: Sequence[str]) -> list[str]:
    """Those of the paths that are files and folders: neither standard input nor an index."""
    from askdoc.store import is_index

    return [path for path in paths if path != PIPE and not is_index(path)]

"""What runs on the machines of a Ray cluster: an actor that keeps the model."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TypeAlias

from askdoc.errors import LoadError
from askdoc.library.making import made_by, make_entries
from askdoc.load import File
from askdoc.store import Made
from askdoc.types import Document, Embedder, Entry, Omitted, Store

# What must be alike everywhere: the version of askdoc, and how texts are read.
Likeness: TypeAlias = tuple[str, Made]

# What became of some files: the entries, and for each file what of it is not in its text and the
# language of that, or why there is none.
Read: TypeAlias = tuple[list[Entry], list[LoadError | tuple[tuple[Omitted, ...], str]]]


class Worker:
    """Reads files whose bytes it is sent; it needs no disk that it shares with others."""

    def begin(self, load: Callable[[], Embedder], store: Store | None) -> Likeness:
        """Load the model. Raises `ModelError` if it cannot be had on this machine.

        store: where to put what is read; None to give it back
        """
        self._embedder = load()
        self._store = store
        return likeness(self._embedder)

    def read(self, files: Sequence[tuple[File, bytes]]) -> Read:
        """Load, split and embed them -> what is not in the store yet, and what became of each."""
        loaded: list[LoadError | Document] = []
        for file, data in files:
            try:
                loaded.append(file.document(data))
            except LoadError as error:
                loaded.append(error)
        documents = [one for one in loaded if not isinstance(one, LoadError)]
        entries = make_entries(documents, self._embedder, self._store)
        languages = iter([entry.document.language for entry in entries])
        if self._store:
            self._store.add(entries)
            entries = []
        return entries, [
            one if isinstance(one, LoadError) else (one.omitted, next(languages)) for one in loaded
        ]


def likeness(embedder: Embedder) -> Likeness:
    """Of this process."""
    return sys.modules["askdoc"].__version__, made_by(embedder)

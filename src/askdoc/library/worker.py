"""The actor with the model, which runs on the machines of a Ray cluster."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import TypeAlias

from askdoc.errors import LoadError
from askdoc.library.making import build_settings, make_entries
from askdoc.load import File
from askdoc.store import BuildSettings
from askdoc.types import Document, Embedder, Entry, Omitted, Store

# What must be equal on all machines: the version of askdoc, and how texts are read.
Likeness: TypeAlias = tuple[str, BuildSettings]

# The result for some files: the entries, and for each file the parts left out of its text and its
# language, or an error.
Read: TypeAlias = tuple[list[Entry], list[LoadError | tuple[tuple[Omitted, ...], str]]]


class Worker:
    """Reads files from the bytes it is sent; no shared disk is needed."""

    def begin(self, load: Callable[[], Embedder], store: Store | None) -> Likeness:
        """Load the model. Raises `ModelError` if this machine cannot load it.

        store: where to put the entries; None to return them
        """
        self._embedder = load()
        self._store = store
        return likeness(self._embedder)

    def read(self, files: Sequence[tuple[File, bytes]]) -> Read:
        """Load, split and embed files -> the entries that are not in the store, and each result."""
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
    """The `Likeness` of this process."""
    return sys.modules["askdoc"].__version__, build_settings(embedder)

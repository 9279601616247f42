"""One machine's store: passages in memory, vectors in FAISS.

FAISS crashes when it is searched while it is added to. So a search reads one
immutable snapshot, and a writer builds the next snapshot and swaps it in.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from askdoc.types import Candidate, Document, Passage, Vectors


@dataclass(frozen=True)
class _Snapshot:
    """passages[i] owns row i of `vectors` and rows first_sentence[i]:first_sentence[i + 1]
    of `sentence_vectors`."""

    documents: tuple[Document, ...] = ()
    passages: tuple[Passage, ...] = ()
    vectors: Vectors = field(default_factory=lambda: np.empty((0, 0), np.float32))
    sentence_vectors: Vectors = field(default_factory=lambda: np.empty((0, 0), np.float32))

    @cached_property
    def first_sentence(self) -> np.ndarray[Any, np.dtype[np.int64]]:
        counts = [len(passage.sentences) for passage in self.passages]
        return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    @cached_property
    def index(self) -> Any:
        return _faiss_index(self.vectors)

    @cached_property
    def sentence_index(self) -> Any:
        return _faiss_index(self.sentence_vectors)


class LocalStore:
    """A `Store` on this machine."""

    def __init__(self) -> None:
        self._snapshot = _Snapshot()
        self._writing = threading.Lock()

    @property
    def documents(self) -> tuple[Document, ...]:
        return self._snapshot.documents

    @property
    def passages(self) -> tuple[Passage, ...]:
        return self._snapshot.passages

    def add(
        self,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        vectors: Vectors,
        sentence_vectors: Vectors,
    ) -> None:
        """Add documents with all their passages.

        vectors: (len(passages), dim), a unit row for each passage
        sentence_vectors: (number of sentences in all passages, dim), in the same order
        """
        with self._writing:
            old = self._snapshot
            new = _Snapshot(
                (*old.documents, *documents),
                (*old.passages, *passages),
                _stack(old.vectors, vectors),
                _stack(old.sentence_vectors, sentence_vectors),
            )
            sentences = int(new.first_sentence[-1])
            if new.vectors.shape[0] != len(new.passages) or len(new.sentence_vectors) != sentences:
                raise ValueError("each passage and each sentence needs exactly one vector")
            if not (np.isfinite(new.vectors).all() and np.isfinite(new.sentence_vectors).all()):
                raise ValueError("vectors must be finite numbers")
            if new.passages:  # built here, so that no search pays for it
                _ = new.index, new.sentence_index
            self._snapshot = new

    def search(self, vector: Vectors, limit: int) -> list[Candidate]:
        """The passages nearest to a question, by themselves or by one of their sentences.

        vector: (dim,) float32 of length 1. Up to 2 x `limit` candidates, in document order.
        """
        now = self._snapshot
        if not now.passages:
            return []
        if vector.shape != now.vectors.shape[1:]:
            raise ValueError(f"a vector of {now.vectors.shape[1]} is needed, not {vector.shape}")
        # subtle: asked for more than it holds, FAISS fills up with the id -1
        _, near = now.index.search(vector[None], min(limit, len(now.passages)))
        _, near_sentences = now.sentence_index.search(
            vector[None], min(limit, len(now.sentence_vectors))
        )
        owners = np.searchsorted(now.first_sentence, near_sentences[0], side="right") - 1
        return [self._candidate(now, int(i), vector) for i in np.union1d(near[0], owners) if i >= 0]

    @staticmethod
    def _candidate(now: _Snapshot, i: int, vector: Vectors) -> Candidate:
        first, end = now.first_sentence[i : i + 2]
        return Candidate(
            now.passages[i],
            float(now.vectors[i] @ vector),
            tuple((now.sentence_vectors[first:end] @ vector).tolist()),
        )


def _stack(old: Vectors, new: Vectors) -> Vectors:
    return np.concatenate([old, new]) if len(old) else np.ascontiguousarray(new, np.float32)


def _faiss_index(vectors: Vectors) -> Any:
    """An exact inner-product index: of unit vectors, the cosine."""
    import faiss

    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    return index

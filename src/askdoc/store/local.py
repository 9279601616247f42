"""One machine's store: passages in memory, vectors in FAISS, words in bm25s.

FAISS crashes when it is searched while it is added to. So a search reads one
immutable snapshot, and a writer builds the next snapshot and swaps it in.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from askdoc.types import Candidate, Document, Embedded, Passage, Question, Statistics, Vectors


@dataclass(frozen=True)
class _Snapshot:
    """What the library holds at one moment; row i of each index is passages[i]."""

    documents: tuple[Document, ...] = ()
    passages: tuple[Passage, ...] = ()
    embedded: tuple[Embedded, ...] = ()

    @cached_property
    def vectors(self) -> Any:
        """An exact inner-product index: of unit vectors, the cosine."""
        import faiss

        rows = np.stack([embedded.vector for embedded in self.embedded])
        index = faiss.IndexFlatIP(rows.shape[1])
        index.add(np.ascontiguousarray(rows, np.float32))
        return index

    @cached_property
    def lexical(self) -> Any:
        """BM25 over the words of the passages, None if not one has a word."""
        if not self.statistics.frequencies:
            return None
        from bm25s import BM25

        index = BM25()
        index.index([list(embedded.words) for embedded in self.embedded], show_progress=False)
        return index

    @cached_property
    def statistics(self) -> Statistics:
        sentences = sum(len(passage.sentences) for passage in self.passages)
        words = sum(len(embedded.words) for embedded in self.embedded)
        return Statistics(
            passages=len(self.passages),
            passage_length=words / max(1, len(self.passages)),
            sentence_length=words / max(1, sentences),
            frequencies=Counter(w for embedded in self.embedded for w in set(embedded.words)),
        )


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
        embedded: Sequence[Embedded],
    ) -> None:
        """Add documents with all their passages, and what is kept of each.

        Raises ValueError, and adds nothing, if the vectors do not fit the passages.
        """
        with self._writing:
            old = self._snapshot
            _check(passages, embedded, old.embedded)
            new = _Snapshot(
                (*old.documents, *documents),
                (*old.passages, *passages),
                (*old.embedded, *embedded),
            )
            if new.passages:  # built here, so that no search pays for it
                _ = new.vectors, new.lexical
            self._snapshot = new

    def search(self, question: Question, limit: int) -> tuple[list[Candidate], Statistics]:
        now = self._snapshot
        if not now.passages:
            return [], now.statistics
        if question.vector.shape != (now.vectors.d,):
            raise ValueError(f"a vector of {now.vectors.d} is needed, not {question.vector.shape}")
        # subtle: asked for more than it holds, FAISS fills up with the id -1
        _, nearest = now.vectors.search(question.vector[None], min(limit, len(now.passages)))
        found = np.union1d(nearest[0], _best_by_words(now, question.words, limit))
        return [Candidate(now.passages[i], now.embedded[i]) for i in found], now.statistics


def _best_by_words(now: _Snapshot, words: Sequence[str], limit: int) -> NDArray[np.int64]:
    """The `limit` best passages by BM25, of those that hold one of the words at all."""
    known = [word for word in words if word in now.statistics.frequencies]
    if not known:
        return np.empty(0, np.int64)
    scores: NDArray[np.float32] = now.lexical.get_scores(known)
    best = np.argsort(-scores, kind="stable")[:limit]
    return best[scores[best] > 0]


def _check(
    passages: Sequence[Passage], embedded: Sequence[Embedded], present: Sequence[Embedded]
) -> None:
    """FAISS takes wrong counts, lengths and NaN without a word; they are refused here."""
    if len(passages) != len(embedded):
        raise ValueError(f"{len(passages)} passages need as many vectors, not {len(embedded)}")
    dims = {e.vector.shape for e in (*present[:1], *embedded)}
    if len(dims) > 1:
        raise ValueError(f"all vectors of a library have one length, not {sorted(dims)}")
    rows: list[Vectors] = [e.vector for e in embedded]
    if rows and not np.isfinite(np.stack(rows)).all():
        raise ValueError("a vector holds a value that is no finite number")

"""One machine's store: a few segments, in memory or in a folder.

FAISS crashes when it is searched while it is added to. So segments never change:
a search reads the segments of one moment, and a writer builds others and swaps
them in. What is found does not depend on how the documents are spread over them.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from askdoc.bm25 import half_count
from askdoc.store.best import Found, best, bm25
from askdoc.store.saved import SavedIndex
from askdoc.store.segment import Segment
from askdoc.store.stored import Stored, check, reading_of, stored
from askdoc.store.vectors import Rows, nearest
from askdoc.types import Candidate, Counts, Document, Entry, Passage, Question, Statistics

# A segment is built in memory and written whole, so it must not grow without end.
MAX_PASSAGES = 32_768


@dataclass(frozen=True)
class _Snapshot:
    """What the library holds at one moment."""

    segments: tuple[Segment, ...] = ()

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        found = [document for segment in self.segments for document in segment.documents()]
        return tuple(sorted(found, key=lambda document: document.name))

    @cached_property
    def hashes(self) -> dict[str, str]:
        return {name: sha for segment in self.segments for name, sha in segment.hashes.items()}

    @cached_property
    def counts(self) -> Counts:
        return Counts(
            sum(len(segment.hashes) for segment in self.segments),
            sum(segment.passages for segment in self.segments),
            sum(segment.sentences for segment in self.segments),
        )

    @cached_property
    def words(self) -> int:
        return sum(segment.words for segment in self.segments)

    @cached_property
    def passage_length(self) -> float:
        """The mean number of words of a passage."""
        return self.words / max(1, self.counts.passages)

    @cached_property
    def half_counts(self) -> list[NDArray[np.float32]]:
        """See `half_count`: of each segment's passages."""
        lengths = [segment.lengths.astype(np.float64) for segment in self.segments]
        mean = self.passage_length or 1.0
        return [half_count(some, mean).astype(np.float32) for some in lengths]

    @property
    def dim(self) -> int | None:
        """The length of its vectors, None without any."""
        return next((s.vectors.dim for s in self.segments if s.passages), None)


class LocalStore:
    """A `Store` on this machine.

    saved: the folder it is kept in; None for one that lives in memory alone.
    Raises `IndexMismatch` if the folder is not as it was written.
    """

    # `writing` keeps all others out.
    alone = True

    def __init__(self, saved: SavedIndex | None = None) -> None:
        self._saved = saved
        self._writing = threading.RLock()
        self._depth = 0
        self._snapshot = _Snapshot(saved.segments() if saved else ())

    @property
    def documents(self) -> tuple[Document, ...]:
        return self._snapshot.documents

    @property
    def hashes(self) -> Mapping[str, str]:
        return self._snapshot.hashes

    @property
    def counts(self) -> Counts:
        return self._snapshot.counts

    def passages(self) -> Iterator[Passage]:
        """All passages, a document's together and in order."""
        for segment in self._snapshot.segments:
            for name in segment.hashes:
                yield from segment.entry(name).passages

    @contextmanager
    def writing(self) -> Iterator[None]:
        """While entered, no other thread or process adds or removes.

        Raises `IndexLocked` if another process keeps on writing.
        """
        with self._writing:
            self._depth += 1
            try:
                if self._saved is None or self._depth > 1:
                    yield
                else:
                    with self._saved.lock():
                        if self._saved.changed():  # by another process, since it was opened
                            self._snapshot = _Snapshot(self._saved.segments())
                        yield
            finally:
                self._depth -= 1

    def add(self, entries: Sequence[Entry]) -> None:
        """Add documents, all at once; each replaces the one of the same name, if there is one.

        Raises ValueError, and adds nothing, if the vectors do not fit the passages;
        `IndexWriteError` if the folder cannot be written, and what was there stays.
        """
        if entries:
            check(entries, self._snapshot.dim)
            self.add_stored([stored(entry) for entry in entries])

    def add_stored(self, documents: Sequence[Stored]) -> None:
        """The same, of documents as they are stored."""
        last = {document.document[0]: document for document in documents}
        self._change(set(last), list(last.values()))

    def remove(self, names: Collection[str]) -> None:
        if names:
            self._change(set(names), ())

    def same_text(self, document: Document) -> Entry | None:
        reading = reading_of(document)
        for segment in self._snapshot.segments:
            if name := segment.name_of_reading(reading):
                return segment.entry(name)
        return None

    def stored(self, names: Collection[str]) -> Iterator[Stored]:
        """The documents of these names, as they are stored."""
        for segment in self._snapshot.segments:
            yield from segment.stored([name for name in segment.hashes if name in names])

    def _change(self, gone: set[str], documents: Sequence[Stored]) -> None:
        with self.writing():
            kept = []
            for segment in self._snapshot.segments:
                if gone.isdisjoint(segment.hashes):
                    kept.append(segment)
                elif left := [name for name in segment.hashes if name not in gone]:
                    kept.append(Segment.build(segment.stored(left)))
            removes = len(gone & self._snapshot.hashes.keys()) > 0
            new = [Segment.build(group) for group in _divided(documents)]
            segments = _merged([*kept, *new])
            if self._saved:
                segments = self._saved.commit(segments, removes=removes)
            self._snapshot = _Snapshot(tuple(segments))

    def search(
        self,
        question: Question,
        limit: int,
        names: Collection[str] | None = None,
        holding: Collection[str] = (),
    ) -> tuple[list[Candidate], Statistics]:
        now = self._snapshot
        if now.dim is not None and question.vector.shape != (now.dim,):
            raise ValueError(f"a vector of {now.dim} is needed, not {question.vector.shape}")
        wanted = dict.fromkeys([*question.words, *holding])
        postings = [{word: s.posting(word) for word in wanted} for s in now.segments]
        statistics = Statistics(
            passages=now.counts.passages,
            passage_length=now.passage_length,
            sentence_length=now.words / max(1, now.counts.sentences),
            frequencies={word: sum(len(held[word][0]) for held in postings) for word in wanted},
        )
        by_vector: list[Found] = []
        by_words: list[Found] = []
        allowed = [
            _allowed(segment, held, names, holding)
            for segment, held in zip(now.segments, postings, strict=True)
        ]
        near = nearest([s.vectors for s in now.segments], question.vector, limit, allowed)
        for number, segment in enumerate(now.segments):
            rows, cosines = near[number]
            by_vector.append((number, rows, cosines, segment.marks[rows]))
            scores = bm25(now.half_counts[number], postings[number], question.words, statistics)
            if (within := allowed[number]) is not None:
                outside = np.ones(len(scores), bool)
                outside[within] = False
                scores[outside] = 0
            rows = np.flatnonzero(scores)
            by_words.append((number, rows, scores[rows], segment.marks[rows]))
        found = best(by_vector, limit) | best(by_words, limit)
        candidates = [
            candidate
            for number, segment in enumerate(now.segments)
            for candidate in segment.candidates(
                np.array(sorted(row for owner, row in found if owner == number), np.int64)
            )
        ]
        candidates.sort(key=lambda c: (c.passage.document.name, c.passage.start))
        return candidates, statistics


def _allowed(
    segment: Segment,
    held: Mapping[str, tuple[Rows, NDArray[np.float32]]],
    names: Collection[str] | None,
    holding: Collection[str],
) -> Rows | None:
    """The passages of these documents that hold these words, None for all."""
    within = None if names is None else segment.rows(names)
    for word in holding:
        rows = held[word][0]
        within = rows if within is None else np.intersect1d(within, rows)
    return within


def _divided(documents: Sequence[Stored]) -> Iterator[list[Stored]]:
    """The documents in groups of at most MAX_PASSAGES passages, or of one document."""
    group: list[Stored] = []
    size = 0
    for document in documents:
        if group and size + len(document.passages) > MAX_PASSAGES:
            yield group
            group, size = [], 0
        group.append(document)
        size += len(document.passages)
    if group:
        yield group


def _merged(segments: list[Segment]) -> list[Segment]:
    """Small neighbours made one, so that n additions leave about log(n) segments.

    A segment is merged into the one before it unless that is more than twice its size:
    each document is then written again about log(n) times, not n times.
    """
    segments = sorted(segments, key=lambda segment: -segment.passages)
    while len(segments) > 1:
        *others, large, small = segments
        too_large = large.passages + small.passages > MAX_PASSAGES
        if too_large or large.passages > 2 * small.passages:
            break
        one = Segment.build(itertools.chain(large.stored(), small.stored()))
        segments = sorted([*others, one], key=lambda segment: -segment.passages)
    return segments

"""The store of one machine: a few segments, in memory or in a folder.

FAISS crashes if an index is searched while vectors are added. So segments are immutable: a search
reads a snapshot of the segments, and a writer builds new ones and swaps them in.
"""

from __future__ import annotations

import itertools
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from askdoc.store.saved import SavedIndex
from askdoc.store.segment import Segment
from askdoc.store.snapshot import Snapshot
from askdoc.store.stored import Stored, check, reading_of, stored
from askdoc.types import (
    Calibration,
    Candidate,
    Counts,
    Document,
    Entry,
    Question,
    Statistics,
)

# A segment is built in memory and written at once, so its size is limited.
MAX_PASSAGES = 32_768


class LocalStore:
    """A `Store` on this machine.

    saved: the folder of the index; None for a store in memory.
    Raises `IndexMismatch` if the folder is damaged.
    """

    # `writing` locks out all others.
    alone = True

    def __init__(self, saved: SavedIndex | None = None) -> None:
        self._saved = saved
        self._writing = threading.RLock()
        self._depth = 0
        self._snapshot = Snapshot(saved.segments() if saved else ())

    @property
    def documents(self) -> tuple[Document, ...]:
        return self._snapshot.documents

    def document(self, name: str) -> Document:
        (found,) = self._snapshot.documents_of({name})
        return found

    def each_document(self) -> Iterator[Document]:
        """All documents, one at a time and in no order; `documents` keeps all in memory."""
        for segment in self._snapshot.segments:
            yield from segment.documents()

    @property
    def hashes(self) -> Mapping[str, str]:
        return self._snapshot.hashes

    @property
    def dates(self) -> Mapping[str, str]:
        return self._snapshot.dates

    @property
    def counts(self) -> Counts:
        return self._snapshot.counts

    @property
    def calibration(self) -> Calibration:
        generation = self._saved.generation if self._saved else None
        return generation.calibration if generation else Calibration()

    def passage_texts(self) -> Iterator[tuple[str, str]]:
        """The text of each passage, with the name of its document."""
        for segment in self._snapshot.segments:
            yield from segment.passage_texts()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Lock out other threads and processes that add or remove.

        Raises `IndexLocked` if another process keeps on writing.
        """
        with self._writing:
            self._depth += 1
            try:
                if self._saved is None or self._depth > 1:
                    yield
                else:
                    with self._saved.lock():
                        if self._saved.changed():  # another process has written since it was opened
                            self._snapshot = Snapshot(self._saved.segments())
                        yield
            finally:
                self._depth -= 1

    def add(self, entries: Sequence[Entry]) -> None:
        """Add documents in one step; each replaces the document of the same name, if any.

        Raises ValueError, and adds nothing, if the vectors do not fit the passages;
        `IndexWriteError`, and changes nothing, if the folder cannot be written.
        """
        if entries:
            check(entries, self._snapshot.dim)
            self.add_stored([stored(entry) for entry in entries])

    def add_stored(self, documents: Sequence[Stored]) -> None:
        """Add stored documents; see `add`."""
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
        """The stored documents of these names."""
        wanted = set(names)
        for segment in self._snapshot.segments:
            yield from segment.stored(segment.among(wanted))

    def _change(self, gone: set[str], documents: Sequence[Stored]) -> None:
        with self.writing():
            kept, removes = [], False
            for segment in self._snapshot.segments:
                if not segment.contains(gone):
                    kept.append(segment)
                    continue
                removes = True
                if left := [name for name in segment.hashes if name not in gone]:
                    kept.append(self._rewritten(Segment.build(segment.stored(left))))
            new = [Segment.build(group) for group in _divided(documents)]
            segments = _merged([*kept, *new])
            if self._saved:
                segments = self._saved.commit(segments, removes=removes)
            self._snapshot = Snapshot(tuple(segments))

    def _rewritten(self, segment: Segment) -> Segment:
        """Write a large segment at once, so that memory contains one of them, not all."""
        if self._saved and segment.passages > MAX_PASSAGES // 2:
            return self._saved.write(segment)
        return segment

    def search(
        self,
        question: Question,
        limit: int,
        names: Collection[str] | None = None,
        holding: Collection[Collection[str]] = (),
    ) -> tuple[list[Candidate], Statistics]:
        return self._snapshot.search(question, limit, names, holding)


def _divided(documents: Sequence[Stored]) -> Iterator[list[Stored]]:
    """Groups of documents with at most MAX_PASSAGES passages, or of one document."""
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
    """Merge small adjacent segments, so that n additions leave about log(n) segments.

    A segment is merged into the previous one unless that is more than twice its size. So each
    document is rewritten about log(n) times, not n times.
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

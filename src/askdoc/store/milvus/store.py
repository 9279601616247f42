"""The store in Milvus, which any number of processes read and write.

A writer first announces the documents, then writes their passages, then their rows, which makes all
of them visible at once, then deletes what they replace. So a document is never partially visible.
The leftovers of a killed writer are never visible; the next writer of the document overwrites them,
and any writer deletes them after some time.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from askdoc.errors import IndexWriteError
from askdoc.messages import tr
from askdoc.store.codes import from_8_bits, to_8_bits
from askdoc.store.manifest import BuildSettings
from askdoc.store.milvus import rows
from askdoc.store.milvus.address import Address
from askdoc.store.milvus.engine import ROWS, among
from askdoc.store.milvus.index import MilvusIndex
from askdoc.store.milvus.search import Searcher
from askdoc.store.milvus.view import View
from askdoc.store.stored import Stored, candidates, check, reading_of, stored
from askdoc.types import Calibration, Candidate, Counts, Document, Entry, Question, Statistics

# The largest message to Milvus, in bytes; its own limit is 64 MB.
MESSAGE = 8_000_000

# Seconds after which an unfinished write counts as abandoned; any batch takes less.
ABANDONED = 600
# How often to rewrite a document that another process deletes during the write.
_TRIES = 5


class MilvusStore:
    """A `Store` in Milvus; `index.expect` sets the build settings of texts to add.

    Raises the errors of `MilvusIndex`, from every method.
    """

    def __init__(self, index: MilvusIndex) -> None:
        self.index = index
        self._engine = index.engine
        self._view = View(index)
        self._searcher = Searcher(index, self._view)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle without the connection; another process opens its own."""
        return _reopen, (self.index.address, self.index.expected)

    @property
    def alone(self) -> bool:
        """Whether no other process can write to it: true for a file, false for a server."""
        return self.index.address.is_file

    @property
    def documents(self) -> tuple[Document, ...]:
        return self._view.documents()

    def document(self, name: str) -> Document:
        return self._view.document(name)

    # Only an index in a folder stores a calibration.
    calibration = Calibration()

    @property
    def hashes(self) -> Mapping[str, str]:
        return self._view.now().hashes

    @property
    def dates(self) -> Mapping[str, str]:
        return self._view.now().dates

    @property
    def counts(self) -> Counts:
        return self._view.now().counts

    @contextmanager
    def writing(self) -> Iterator[None]:
        """No lock is needed, because writes are idempotent."""
        left = [row for row in self.unfinished() if row["words"] < time.time() - ABANDONED]
        self._sweep([rows.intended(row) for row in left])
        yield

    def unfinished(self) -> list[rows.Row]:
        """The documents that are being written, or whose writer was killed; `words` is the start
        time."""
        if not self.index.exists:
            return []
        return self._engine.every(self.index.documents, "passages == -2", rows.DOCUMENT)

    def search(
        self,
        question: Question,
        limit: int,
        names: Collection[str] | None = None,
        holding: Collection[Collection[str]] = (),
    ) -> tuple[list[Candidate], Statistics]:
        return self._searcher.search(question, limit, names, holding)

    def add(self, entries: Sequence[Entry]) -> None:
        """Add documents in one step; each replaces the document of the same name, if any.

        Raises ValueError, and adds nothing, if the vectors do not fit the passages;
        `IndexWriteError`, and changes nothing visible, if Milvus is full.
        """
        if entries:
            check(entries, self.index.dim)
            self.add_stored([stored(entry) for entry in entries])

    def add_stored(self, documents: Sequence[Stored]) -> None:
        """Add stored documents; see `add`."""
        last = {document.document[0]: document for document in documents}
        dims = [document.vectors.shape[1] for document in last.values() if document.passages]
        owners = [rows.document_row(document) for document in last.values()]
        words, count = (sum(row[what] for row in owners) for what in ("words", "passages"))
        self.index.begin(dims[0] if dims else None, words / max(1, count) or 1.0)
        self._intend([row["id"] for row in owners])
        for _ in range(_TRIES):
            for document in last.values():
                self._write(self.index.texts, rows.text_rows(document))
                weighed = self.index.weights, self.index.mean_length
                self._write(self.index.passages, rows.passage_rows(document, *weighed))
            self._change(owners)
            if self._whole(owners):
                break
        else:
            raise IndexWriteError(
                tr(
                    "{where}: another process deletes what this one writes; let only one of them "
                    "write, and run it again",
                    where=self.index.where,
                )
            )
        self._sweep([row["id"] for row in owners])

    def remove(self, names: Collection[str]) -> None:
        hashes = self.hashes
        if there := [rows.key(name) for name in names if name in hashes]:
            self._intend(there)
            self._change([rows.deletion(document) for document in there])
            self._sweep(there)

    def same_text(self, document: Document) -> Entry | None:
        if not self.index.exists:
            return None
        same = f'reading == "{reading_of(document)}" and passages >= 0'
        found = rows.known(self._engine.query(self.index.documents, same, rows.DOCUMENT))
        for one in sorted(found.values(), key=lambda one: one.name):
            if there := self._stored(one):
                owner = rows.document(there.document)
                said: list[list[Any]] = [[] for _ in there.passages]
                for number, *sentence in there.sentences:
                    said[number].append(sentence)
                passages = [
                    (owner, columns, partial[Sequence[Any]](list, some))
                    for columns, some in zip(there.passages, said, strict=True)
                ]
                kept = candidates(passages, from_8_bits(there.vectors))
                return Entry(
                    owner,
                    tuple(one.passage for one in kept),
                    tuple(one.embedded for one in kept),
                )
        return None

    def stored(self, names: Collection[str]) -> Iterator[Stored]:
        """The stored documents of these names, without deleted ones."""
        known = self._view.now().known
        for name in names:
            if (one := known.get(rows.key(name))) and (there := self._stored(one)):
                yield there

    def _stored(self, one: rows.Known) -> Stored | None:
        """A stored document, None if it has been replaced since."""
        condition = among("edition", [one.edition])
        text = rows.texts(
            self._engine.every(self.index.texts, condition, ("edition", "number", "text"))
        )
        found: list[rows.Row] = []
        if one.passages:
            fields = ("number", "vector", "kept")
            found = self._engine.every(self.index.passages, condition, fields)
        if one.edition not in text or len(found) != one.passages:
            return None
        found.sort(key=lambda row: int(row["number"]))
        kept = [rows.unpacked(row) for row in found]
        return Stored(
            text[one.edition],
            [passage for passage, _ in kept],
            [(n, *sentence) for n, (_, said) in enumerate(kept) for sentence in said],
            to_8_bits(rows.vectors(found)),
        )

    def rows_there(self) -> int:
        """The number of passages, visible or not."""
        return 0 if self.index.dim is None else self._engine.count(self.index.passages, "")

    # --- writing

    def _write(self, collection: str, added: Iterator[rows.Row]) -> None:
        some: list[rows.Row] = []
        bytes_ = 0
        for row in added:
            some.append(row)
            bytes_ += rows.size(row)
            if bytes_ > MESSAGE:
                self._engine("upsert", collection, some)
                some, bytes_ = [], 0
        if some:
            self._engine("upsert", collection, some)

    def _intend(self, documents: Sequence[str]) -> None:
        """Note that leftovers of these documents may have to be deleted."""
        now = time.time()
        self._engine("upsert", self.index.documents, [rows.intent(one, now) for one in documents])

    def _change(self, documents: Sequence[rows.Row]) -> None:
        """Make these rows of documents visible, and record a change."""
        change = rows.note("change", uuid.uuid4().hex)
        self._engine("upsert", self.index.documents, [*documents, change])

    def _whole(self, owners: Sequence[rows.Row]) -> bool:
        """Whether all written passages exist, unless they were replaced since."""
        there = self._known([row["id"] for row in owners])
        mine = [row for row in owners if there.get(row["id"]) == row["edition"]]
        return all(
            self._engine.count(self.index.passages, among("edition", some))
            == sum(row["passages"] for row in mine if row["edition"] in some)
            for some in _parts([row["edition"] for row in mine if row["passages"]])
        )

    def _known(self, keys: Sequence[str]) -> dict[str, str]:
        """The visible editions of these documents."""
        found = [
            row
            for some in _parts(keys)
            for row in self._engine.query(self.index.documents, among("id", some), rows.DOCUMENT)
        ]
        return {one.key: one.edition for one in rows.known(found).values()}

    def _sweep(self, keys: Sequence[str]) -> None:
        """Delete all editions of these documents but the visible ones."""
        held = [self.index.texts] if self.index.dim is None else [*self.index.collections]
        swept = False
        for some in _parts(keys):
            seen = list(self._known(some).values())
            stale = among("document", some)
            stale += f" and not ({among('edition', seen)})" if seen else ""
            for collection in held:
                if self._engine.count(collection, stale):
                    self._engine("delete", collection, filter=stale)
                    swept = True
            done = [*some, *(rows.intent(one, 0)["id"] for one in some)]
            gone = f"{among('id', done)} and passages < 0"
            self._engine("delete", self.index.documents, filter=gone)
        if swept:  # the document frequencies included what was deleted
            self._change([])


def _reopen(address: Address, settings: BuildSettings | None) -> MilvusStore:
    index = MilvusIndex(address)
    if settings:
        index.expect(settings)
    return MilvusStore(index)


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(values), ROWS):
        yield values[at : at + ROWS]

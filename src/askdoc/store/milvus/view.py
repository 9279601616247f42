"""The view that a process has of an index in Milvus, and how it notices changes by others."""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from askdoc.store.milvus import rows
from askdoc.store.milvus.engine import ROWS, among
from askdoc.store.milvus.index import MilvusIndex
from askdoc.types import Counts, Document

# If reading the rows takes seconds, at most a tenth of the time is spent on it.
_LONG, _SHARE = 1.0, 0.1
# How many recently read documents are cached.
_AT_HAND = 256


@dataclass(frozen=True)
class Moment:
    """A snapshot of the rows of all documents, by key; change: its version."""

    change: str = ""
    known: Mapping[str, rows.Known] = field(default_factory=dict)

    @cached_property
    def hashes(self) -> dict[str, str]:
        return {one.name: one.sha256 for one in self.known.values()}

    @cached_property
    def dates(self) -> dict[str, str]:
        return {one.name: one.date for one in self.known.values()}

    @cached_property
    def counts(self) -> Counts:
        held = self.known.values()
        passages = sum(one.passages for one in held)
        return Counts(len(held), passages, sum(one.sentences for one in held))

    @cached_property
    def words(self) -> int:
        return sum(one.words for one in self.known.values())


class View:
    """A cache of the rows of all documents, which is refreshed after a change, and of texts."""

    def __init__(self, index: MilvusIndex) -> None:
        self._index = index
        self._reading = threading.Lock()
        self._moment = Moment()
        self._not_before = 0.0
        self._exists = False
        self._texts: dict[str, Document] = {}

    def change(self) -> str:
        """The current version, which differs after each write."""
        if not self._exists:
            self._exists = self._index.exists
        if not self._exists:
            return ""
        found = self._index.engine.query(self._index.documents, 'id == "change"', ["name"])
        return str(found[0]["name"]) if found else ""

    def now(self) -> Moment:
        """The current documents."""
        return self.at(self.change(), fresh=True)

    def at(self, change: str, *, fresh: bool = False) -> Moment:
        """The documents after a change. Unless `fresh`, slightly older ones are allowed: with many
        documents, reading all rows after each change would take too much time."""
        with self._reading:
            early = time.monotonic() < self._not_before and not fresh
            if change != self._moment.change and not early:
                began = time.monotonic()
                found = self._index.engine.every(
                    self._index.documents, "passages >= 0", rows.DOCUMENT
                )
                self._moment = Moment(change, rows.known(found))
                took = time.monotonic() - began
                self._not_before = time.monotonic() + (took / _SHARE if took > _LONG else 0)
            return self._moment

    def documents(self) -> tuple[Document, ...]:
        """All documents with their texts, by name."""
        known = self.now().known.values()
        there = self.texts({one.edition for one in known}, keep=True)
        found = [there[one.edition] for one in known if one.edition in there]
        return tuple(sorted(found, key=lambda document: document.name))

    def document(self, name: str) -> Document:
        """The document of this name, which must exist."""
        (edition,) = (one.edition for one in self.now().known.values() if one.name == name)
        return self.texts({edition})[edition]

    def texts(self, editions: Collection[str], *, keep: bool = False) -> dict[str, Document]:
        """The existing documents of these editions; keep: cache all of them."""
        missing = [edition for edition in editions if edition not in self._texts]
        fields = ("edition", "number", "text")
        read = {}
        for at in range(0, len(missing), ROWS):
            condition = among("edition", missing[at : at + ROWS])
            found = rows.texts(self._index.engine.every(self._index.texts, condition, fields))
            read.update({edition: rows.document(one) for edition, one in found.items()})
        held = self._texts
        there = {**{e: held[e] for e in editions if e in held}, **read}
        most = max(_AT_HAND, len(there) if keep else 0)
        self._texts = dict(list({**held, **there}.items())[-most:])
        return there

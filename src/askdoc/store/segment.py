"""A segment: some documents, with text and words in SQLite and vectors in arrays.

A segment is immutable, so any number of threads can read it, and its files can be verified by
checksums. Row i of the vectors is the passage with id i; the passages of a document are
consecutive.
"""

from __future__ import annotations

import sqlite3
import threading
import weakref
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from askdoc.store.best import Postings
from askdoc.store.codes import from_8_bits
from askdoc.store.stored import SCHEMA, Stored, StoredPassage, candidates, document_of, mark
from askdoc.store.vectors import Exact, Nearest, Rows, read
from askdoc.types import Document, Entry

# How many recently read documents are cached.
_AT_HAND = 256
# Above so many passages, pages are large: a row of passages takes some 2 KB, and nine of them fill
# such a page nearly whole. Below, each of the nine tables and indexes would waste most of a page.
_MANY_PASSAGES = 200
# SQLite's cache for each file; the operating system caches files, too.
_CACHE_KB = 256
# SQLite limits the number of values in a query.
_AT_ONCE = 10_000


class Segment:
    """Created by `build`, or read from its files."""

    def __init__(self, database: sqlite3.Connection, vectors: Nearest) -> None:
        self._database = database
        # subtle: SQLite may be shared by threads, but Python's wrapper only promises it if
        # nothing is shared
        self._reading = threading.Lock()
        self.vectors = vectors
        self.passages = vectors.count
        rows = self._select("SELECT id, name, sha256, first, passages FROM documents ORDER BY id")
        self._ids = {name: number for number, name, *_ in rows}
        self.hashes = {name: sha256 for _, name, sha256, *_ in rows}
        self._first = np.array([first for *_, first, _ in rows], np.int64)
        self._counts = np.array([count for *_, count in rows], np.int64)
        ((self.sentences, self.words, lengths, marks),) = self._select("SELECT * FROM totals")
        self.lengths = np.frombuffer(lengths, np.int32)
        self.marks = np.frombuffer(marks, np.uint32)
        # A proxy, so that a segment is freed, and its file closed, after its last reader.
        self.document = lru_cache(_AT_HAND)(partial(Segment._document, weakref.proxy(self)))

    @cached_property
    def dates(self) -> dict[str, str]:
        """The date of each document, by name."""
        return dict(self._select("SELECT name, json_extract(details, '$.date') FROM documents"))

    @classmethod
    def build(cls, documents: Iterable[Stored]) -> Segment:
        """A segment in memory."""
        documents = list(documents)
        large = sum(len(one.passages) for one in documents) > _MANY_PASSAGES
        database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        database.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA page_size = {16384 if large else 4096}; "
            f"{SCHEMA} BEGIN;"
        )
        postings: dict[str, tuple[list[int], list[int]]] = {}
        vectors: list[NDArray[np.int8]] = []
        lengths: list[int] = []
        marks: list[int] = []
        sentences = 0
        for number, one in enumerate(documents):
            first, name = len(lengths), one.document[0]
            database.execute(
                f"INSERT INTO documents VALUES ({_marks(9)})",
                (number, *_compressed(one.document), first, len(one.passages)),
            )
            database.executemany(
                f"INSERT INTO passages VALUES ({_marks(9)})",
                ((first + i, number, *passage) for i, passage in enumerate(one.passages)),
            )
            database.executemany(
                f"INSERT INTO sentences VALUES ({_marks(8)})",
                ((first + i, *sentence) for i, *sentence in one.sentences),
            )
            vectors += [one.vectors] if one.passages else []
            sentences += len(one.sentences)
            for row, (start, _, _, words, *_) in enumerate(one.passages, start=first):
                stems = words.split(" ") if words else []
                lengths.append(len(stems))
                marks.append(mark(name, start))
                for word, count in Counter(stems).items():
                    where, how_often = postings.setdefault(word, ([], []))
                    where.append(row)
                    how_often.append(count)
        numbers = _numbers(len(lengths))
        database.executemany(
            "INSERT INTO postings VALUES (?, ?, ?)",
            (
                (word, np.array(where, numbers).tobytes(), _counts(often))
                for word, (where, often) in sorted(postings.items())
            ),
        )
        database.execute(
            "INSERT INTO totals VALUES (?, ?, ?, ?)",
            (
                *(sentences, sum(lengths)),
                np.array(lengths, np.int32).tobytes(),
                np.array(marks, np.uint32).tobytes(),
            ),
        )
        database.execute("COMMIT")
        rows = np.concatenate(vectors) if vectors else np.empty((0, 1), np.int8)
        return cls(database, Exact(rows))

    @classmethod
    def read(cls, database: Path, vectors: Path, codes: Path | None) -> Segment:
        """Open the files that `as_bytes` returned, which must not change any more."""
        uri = f"{database.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
        return cls(connection, read(vectors, codes))

    def as_bytes(self) -> tuple[bytes, bytes, bytes]:
        """The contents of its files: database, vectors, and codes, which may be empty."""
        assert isinstance(self.vectors, Exact), "it is on the disk already"
        with self._reading:
            database = self._database.serialize()
        return database, *self.vectors.as_bytes()

    # --- reading

    def stored(self, names: Iterable[str] | None = None) -> Iterator[Stored]:
        """The stored form of all documents, or of those with these names."""
        for name in self._ids if names is None else names:
            number = self._ids[name]
            between = first, last = self._between(number)
            (document,) = self._select("SELECT * FROM documents WHERE id = ?", number)
            passages = self._select("SELECT * FROM passages WHERE id BETWEEN ? AND ?", *between)
            sentences = self._select(
                "SELECT * FROM sentences WHERE passage BETWEEN ? AND ?", *between
            )
            yield Stored(
                _decompressed(document[1:7]),
                [passage[2:] for passage in passages],
                [(passage - first, *sentence) for passage, *sentence in sentences],
                self.vectors.quantized(np.arange(first, last + 1)),
            )

    def _between(self, number: int) -> tuple[int, int]:
        """The first and the last passage of a document."""
        first = int(self._first[number])
        return first, first + int(self._counts[number]) - 1

    def entry(self, name: str) -> Entry:
        """The stored document of this name."""
        rows = self.rows({name})
        found = candidates(self.stored_passages(rows), from_8_bits(self.vectors.quantized(rows)))
        return Entry(
            self.document_of(name),
            tuple(candidate.passage for candidate in found),
            tuple(candidate.embedded for candidate in found),
        )

    def name_of_reading(self, reading: str) -> str | None:
        """The name of a document with this reading, if any; see `reading_of`."""
        rows = self._select("SELECT name FROM documents WHERE reading = ? ORDER BY name", reading)
        return str(rows[0][0]) if rows else None

    def contains(self, names: set[str]) -> bool:
        """Whether any of these documents is in this segment."""
        return not self._ids.keys().isdisjoint(names)

    def among(self, names: set[str]) -> list[str]:
        """Those of these documents that are in this segment, in its order."""
        # subtle: for a set, both this and `isdisjoint` visit only the smaller of the two
        return sorted(self._ids.keys() & names, key=self._ids.__getitem__)

    def rows(self, names: set[str]) -> Rows:
        """The passages of those of these documents that are in this segment."""
        ids = [self._ids[name] for name in self.among(names)]
        counts = self._counts[ids]
        before = np.cumsum(counts) - counts
        return np.repeat(self._first[ids] - before, counts) + np.arange(counts.sum())

    def postings(self, words: Sequence[str]) -> Postings:
        """The posting lists of those of these words that occur in this segment."""
        found = sorted(self._select_in("postings", "word", words))
        numbers = _numbers(self.passages)
        sizes = [len(passages) // numbers.itemsize for _, passages, _ in found]
        counts = [row[2] or _ONCE * size for row, size in zip(found, sizes, strict=True)]
        return Postings(
            [row[0] for row in found],
            sizes,
            np.frombuffer(b"".join(row[1] for row in found), numbers).astype(np.int64),
            np.frombuffer(b"".join(counts), np.uint16).astype(np.float32),
        )

    def stored_passages(self, rows: Rows) -> list[StoredPassage]:
        """The stored passages of these rows, in this order, without their vectors."""
        numbers = rows.tolist()
        columns = {row[0]: row for row in self._select_in("passages", "id", numbers)}
        return [
            (self.document(columns[i][1]), columns[i][2:], partial(self._sentences, i))
            for i in numbers
        ]

    def documents(self) -> Iterator[Document]:
        """All documents, with their texts."""
        return map(self._document, self._ids.values())

    def document_of(self, name: str) -> Document:
        return self.document(self._ids[name])

    def passage_texts(self) -> Iterator[tuple[str, str]]:
        """The text of each passage, with the name of its document."""
        for number in self._ids.values():
            document = self._document(number)
            places = self._select(
                "SELECT start, end FROM passages WHERE id BETWEEN ? AND ?", *self._between(number)
            )
            for start, end in places:
                yield document.name, document.text[start:end]

    def _sentences(self, passage: int) -> list[Any]:
        return self._select(
            "SELECT start, end, searched, heading, name, full_name, speaking "
            "FROM sentences WHERE passage = ?",
            passage,
        )

    def _document(self, number: int) -> Document:
        (columns,) = self._select(
            "SELECT name, title, text, sha256, details FROM documents WHERE id = ?", number
        )
        return document_of(*_decompressed(columns))

    def _select_in(self, table: str, column: str, values: Sequence[int | str]) -> Iterator[Any]:
        """The rows of a table with these values in a column, in the order of their key."""
        for at in range(0, len(values), _AT_ONCE):
            some = values[at : at + _AT_ONCE]
            query = f"SELECT * FROM {table} WHERE {column} IN ({_marks(len(some))})"
            yield from self._select(query, *some)

    def _select(self, query: str, *values: Any) -> list[Any]:
        with self._reading:
            return self._database.execute(query, values).fetchall()


def _numbers(passages: int) -> np.dtype[Any]:
    """The type of the numbers of so many passages in posting lists."""
    return np.dtype(np.uint16 if passages <= 2**16 else np.uint32)


_ONCE = np.array([1], np.uint16).tobytes()


def _counts(often: list[int]) -> bytes:
    """How often a word occurs in each passage of its posting list; empty if always once."""
    return b"" if max(often) == 1 else np.array(often, np.uint16).tobytes()


def _compressed(columns: Sequence[Any]) -> tuple[Any, ...]:
    """The columns of a document, with its text compressed."""
    name, title, text, *rest = columns
    return name, title, zlib.compress(text), *rest


def _decompressed(columns: Sequence[Any]) -> tuple[Any, ...]:
    name, title, text, *rest = columns
    return name, title, zlib.decompress(text), *rest


def _marks(count: int) -> str:
    return ", ".join("?" * count)

"""Some documents with all that is kept of them: SQLite for text and words, FAISS for vectors.

A segment never changes once it is built, so any number of threads may read it,
and its two files on disk can be proved with a checksum. Row i of FAISS is the
passage with id i; a document's passages lie together.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from askdoc.store.codes import (
    codes_to_sentences,
    codes_to_words,
    sentences_to_codes,
    words_to_codes,
)
from askdoc.types import Candidate, Document, Embedded, Entry, Passage, Sentence, Speaker, Vectors

Rows = NDArray[np.int64]

# Documents that answers come from are read again and again; so many are kept at hand.
_AT_HAND = 256
_DIGITS = 5
# SQLite limits how many values a query may have.
_AT_ONCE = 10_000

_SCHEMA = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY, name TEXT UNIQUE, title TEXT, text BLOB, pages TEXT, sha256 TEXT,
    reading TEXT, first INTEGER, passages INTEGER);
CREATE INDEX readings ON documents (reading);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, document INTEGER, start INTEGER, end INTEGER, heading INTEGER,
    words TEXT, word_sentences BLOB, word_codes BLOB, sentence_codes BLOB);
CREATE TABLE sentences (
    passage INTEGER, start INTEGER, end INTEGER, name TEXT, full_name TEXT, speaking INTEGER,
    PRIMARY KEY (passage, start, end)) WITHOUT ROWID;
CREATE TABLE postings (word TEXT PRIMARY KEY, passages BLOB, counts BLOB) WITHOUT ROWID;
CREATE TABLE totals (sentences INTEGER, words INTEGER, lengths BLOB, marks BLOB);
"""


class Segment:
    """Made by `build`, or of the two files it was saved as."""

    def __init__(self, database: sqlite3.Connection, vectors: Any) -> None:
        self._database = database
        # subtle: SQLite may be shared by threads, Python's wrapper of it is promised to only
        # where nothing is shared
        self._reading = threading.Lock()
        self.vectors = vectors
        self.passages: int = vectors.ntotal
        rows = self._select("SELECT id, name, sha256, first, passages FROM documents ORDER BY id")
        self._ids = {name: number for number, name, *_ in rows}
        self.hashes = {name: sha256 for _, name, sha256, *_ in rows}
        self._first = np.array([first for *_, first, _ in rows], np.int64)
        self._counts = np.array([count for *_, count in rows], np.int64)
        ((self.sentences, self.words, lengths, marks),) = self._select("SELECT * FROM totals")
        self.lengths = np.frombuffer(lengths, np.int32)
        self.marks = np.frombuffer(marks, np.uint32)
        self.document = lru_cache(_AT_HAND)(self._document)

    @classmethod
    def build(cls, entries: Iterable[Entry]) -> Segment:
        """A segment in memory."""
        import faiss

        database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        database.executescript("PRAGMA journal_mode = OFF; BEGIN;" + _SCHEMA)
        postings: dict[str, tuple[list[int], list[int]]] = {}
        vectors: list[Vectors] = []
        lengths: list[int] = []
        marks: list[int] = []
        sentences = 0
        for number, entry in enumerate(entries):
            document, first = entry.document, len(vectors)
            database.execute(
                "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(number, document.name, document.title, _encoded(document.text)),
                    *(json.dumps(document.pages), document.sha256, reading_of(document)),
                    *(first, len(entry.passages)),
                ),
            )
            for passage, kept in zip(entry.passages, entry.embedded, strict=True):
                row = len(vectors)
                vectors.append(kept.vector)
                lengths.append(len(kept.words))
                marks.append(zlib.crc32(_encoded(f"{document.name}:{passage.start}")))
                sentences += len(passage.sentences)
                database.execute(
                    "INSERT INTO passages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *(row, number, passage.start, passage.end, passage.heading),
                        " ".join(kept.words),
                        kept.word_sentences.astype(np.uint16).tobytes(),
                        words_to_codes(kept.word_vectors).tobytes(),
                        sentences_to_codes(kept.sentence_vectors).tobytes(),
                    ),
                )
                database.executemany(
                    "INSERT INTO sentences VALUES (?, ?, ?, ?, ?, ?)",
                    [(row, s.start, s.end, *_speaker_row(s.speaker)) for s in passage.sentences],
                )
                for word, count in Counter(kept.words).items():
                    where, how_often = postings.setdefault(word, ([], []))
                    where.append(row)
                    how_often.append(count)
        database.executemany(
            "INSERT INTO postings VALUES (?, ?, ?)",
            (
                (word, np.array(where, np.uint32).tobytes(), np.array(often, np.uint16).tobytes())
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
        index = faiss.IndexFlatIP(len(vectors[0]) if vectors else 1)
        if vectors:
            index.add(np.stack(vectors))
        return cls(database, index)

    @classmethod
    def read(cls, database: Path, vectors: Path) -> Segment:
        """A segment of the two files that `write` made; they must not change from here on."""
        import faiss

        uri = f"{database.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(uri, uri=True, check_same_thread=False, isolation_level=None)
        return cls(connection, faiss.read_index(str(vectors)))

    def as_bytes(self) -> tuple[bytes, bytes]:
        """The contents of the two files: the database, the vectors."""
        import faiss

        with self._reading:
            database = self._database.serialize()
        return database, faiss.serialize_index(self.vectors).tobytes()

    def close(self) -> None:
        self._database.close()

    # --- what is in it

    def entries(self, names: Iterable[str] | None = None) -> Iterator[Entry]:
        """All documents, or those of these names, with all that is kept of them."""
        for name in self._ids if names is None else names:
            rows = self.rows([name])
            found = self.candidates(rows)
            yield Entry(
                self.document(self._ids[name]),
                tuple(candidate.passage for candidate in found),
                tuple(candidate.embedded for candidate in found),
            )

    def name_of_reading(self, reading: str) -> str | None:
        """The name of a document that reads so, if one does; see `reading_of`."""
        rows = self._select("SELECT name FROM documents WHERE reading = ? ORDER BY name", reading)
        return str(rows[0][0]) if rows else None

    def rows(self, names: Iterable[str]) -> Rows:
        """The passages of the documents of these names, of those that are here."""
        ids = sorted(self._ids[name] for name in set(names) if name in self._ids)
        ranges = [np.arange(self._counts[i], dtype=np.int64) + self._first[i] for i in ids]
        return np.concatenate(ranges) if ranges else np.empty(0, np.int64)

    def posting(self, word: str) -> tuple[Rows, Rows]:
        """(the passages that hold the word, ascending; how often each does)"""
        found = self._select("SELECT passages, counts FROM postings WHERE word = ?", word)
        passages, counts = found[0] if found else (b"", b"")
        return (
            np.frombuffer(passages, np.uint32).astype(np.int64),
            np.frombuffer(counts, np.uint16).astype(np.int64),
        )

    def nearest(
        self, vector: Vectors, limit: int, within: Rows | None
    ) -> tuple[Rows, NDArray[np.float32]]:
        """The `limit` passages of the greatest inner product, all that equal the last of them,
        and the products, to 5 digits; `within` these rows only."""
        import faiss

        options: dict[str, Any] = {}
        if within is not None:
            chosen: Any = faiss.SearchParameters
            options["params"] = chosen(sel=faiss.IDSelectorBatch(within))
        there = self.passages if within is None else len(within)
        if not there:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        # Waking other threads would take longer than the search; it is set for this thread alone.
        faiss.omp_set_num_threads(1)
        # subtle: equal vectors may score a little differently from place to place
        scores, rows = self.vectors.search(vector[None], min(limit + 1, there), **options)
        found, products = rows[0], scores[0].round(_DIGITS)
        if there > limit and products[limit] == products[limit - 1]:
            least = float(products[limit]) - 10**-_DIGITS
            _, scores, found = self.vectors.range_search(vector[None], least, **options)
            products = scores.round(_DIGITS)
        return found, products

    def candidates(self, rows: Rows) -> list[Candidate]:
        """The passages of these rows, in this order, and what is kept of each."""
        numbers = rows.tolist()
        columns = {row[0]: row for row in self._select_in("passages", "id", numbers)}
        sentences: dict[int, list[tuple[Any, ...]]] = {}
        for passage, *sentence in self._select_in("sentences", "passage", numbers):
            sentences.setdefault(passage, []).append(tuple(sentence))
        vectors = self.vectors.reconstruct_batch(rows) if numbers else np.empty((0, 1), np.float32)
        dim = self.vectors.d
        # Decoded all at once: a call a passage would take longer than the decoding.
        word_vectors = codes_to_words(
            np.frombuffer(b"".join(columns[i][7] for i in numbers), np.uint8).reshape(
                -1, (dim + 1) // 2
            ),
            dim,
        )
        sentence_vectors = codes_to_sentences(
            np.frombuffer(b"".join(columns[i][8] for i in numbers), np.int8).reshape(-1, dim)
        )
        found = []
        word = sentence = 0
        for at, i in enumerate(numbers):
            _, number, start, end, heading, words, owners, *_ = columns[i]
            document = self.document(number)
            stems = tuple(words.split(" ")) if words else ()
            spoken = tuple(_sentence(document, row) for row in sentences.get(i, ()))
            found.append(
                Candidate(
                    Passage(document, start, end, spoken, bool(heading)),
                    Embedded(
                        vectors[at],
                        sentence_vectors[sentence : sentence + len(spoken)],
                        stems,
                        np.frombuffer(owners, np.uint16).astype(np.int64),
                        word_vectors[word : word + len(stems)],
                    ),
                )
            )
            word += len(stems)
            sentence += len(spoken)
        return found

    def documents(self) -> list[Document]:
        """All documents, with their texts."""
        return [self._document(number) for number in self._ids.values()]

    def _document(self, number: int) -> Document:
        ((name, title, text, pages, sha256),) = self._select(
            "SELECT name, title, text, pages, sha256 FROM documents WHERE id = ?", number
        )
        return Document(name, _decoded(text), title, tuple(json.loads(pages)), sha256)

    def _select_in(self, table: str, column: str, numbers: Sequence[int]) -> Iterator[Any]:
        """The rows of a table with these numbers, each number's in the order of their key."""
        for at in range(0, len(numbers), _AT_ONCE):
            some = numbers[at : at + _AT_ONCE]
            marks = ",".join("?" * len(some))
            yield from self._select(f"SELECT * FROM {table} WHERE {column} IN ({marks})", *some)

    def _select(self, query: str, *values: Any) -> list[Any]:
        with self._reading:
            return self._database.execute(query, values).fetchall()


def reading_of(document: Document) -> str:
    """The same for documents that are embedded alike: those of the same text and pages."""
    return hashlib.sha256(_encoded(document.text) + repr(document.pages).encode()).hexdigest()


def _speaker_row(speaker: Speaker | None) -> tuple[str | None, str | None, bool | None]:
    return (speaker.name, speaker.full_name, speaker.speaking) if speaker else (None, None, None)


def _sentence(document: Document, row: Sequence[Any]) -> Sentence:
    start, end, name, full_name, speaking = row
    speaker = None if name is None else Speaker(name, full_name, bool(speaking))
    return Sentence(document.text[start:end], start, end, speaker)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", errors="surrogatepass")


def _decoded(data: bytes) -> str:
    return data.decode("utf-8", errors="surrogatepass")

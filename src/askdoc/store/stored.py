"""The stored form of a document, used in SQLite and to copy documents between stores."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from askdoc.store.codes import from_4_bits, from_8_bits, to_4_bits, to_8_bits
from askdoc.types import (
    Boxes,
    Candidate,
    Document,
    Embedded,
    Entry,
    Facts,
    Omitted,
    Sentence,
    Speaker,
    Vectors,
)

# Texts are compressed (zlib). A posting list has numbers of 16 bits if they suffice for the
# segment, and no counts if all of them are 1, as most are.
# `listed` contains what opening an index reads, which would otherwise read all texts.
SCHEMA = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY, name TEXT UNIQUE, title TEXT, text BLOB, sha256 TEXT, details TEXT,
    reading TEXT, first INTEGER, passages INTEGER);
CREATE INDEX readings ON documents (reading);
CREATE INDEX listed ON documents (id, name, sha256, first, passages);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, document INTEGER, start INTEGER, end INTEGER, heading INTEGER,
    words TEXT, word_counts BLOB, word_codes BLOB, sentence_codes BLOB);
CREATE TABLE sentences (
    passage INTEGER, start INTEGER, end INTEGER, searched TEXT, heading INTEGER, name TEXT,
    full_name TEXT, speaking INTEGER, PRIMARY KEY (passage, start, end)) WITHOUT ROWID;
CREATE TABLE postings (
    word TEXT PRIMARY KEY, passages BLOB, counts BLOB) WITHOUT ROWID;
CREATE TABLE totals (sentences INTEGER, words INTEGER, lengths BLOB, marks BLOB);
"""

# The fields of a document that have a column.
_COLUMNS = frozenset("name title text sha256".split())


@dataclass(frozen=True, slots=True)
class Stored:
    """The rows of one document; numbers of passages count from 0 in it.

    document: name, title, text, sha256, details, reading; see `details` and `document_of`
    passages: start, end, heading, words, word_counts, word_codes, sentence_codes of each;
        word_counts: how many words each of its sentences has, 16 bits each
        word_codes: of 4 bits a value; how long its vectors are follows from the number of words
        sentence_codes: of 4 bits a value; empty if its only sentence has the passage's vector
    sentences: passage, start, end, searched, heading, name, full_name, speaking of each
    vectors: (passages, dim), of 8 bits a value
    """

    document: tuple[Any, ...]
    passages: list[tuple[Any, ...]]
    sentences: list[tuple[Any, ...]]
    vectors: NDArray[np.int8]


def stored(entry: Entry) -> Stored:
    """The rows of an entry."""
    document = entry.document
    return Stored(
        (
            *(document.name, document.title, encoded(document.text)),
            *(document.sha256, details(document), reading_of(document)),
        ),
        [
            (
                *(passage.start, passage.end, passage.heading, " ".join(kept.words)),
                np.bincount(kept.word_sentences, minlength=len(kept.sentence_vectors))
                .astype(np.uint16)
                .tobytes(),
                to_4_bits(kept.word_vectors).tobytes(),
                _sentence_codes(kept),
            )
            for passage, kept in zip(entry.passages, entry.embedded, strict=True)
        ],
        [
            (number, s.start, s.end, s.searched, int(s.heading), *_speaker_row(s.speaker))
            for number, passage in enumerate(entry.passages)
            for s in passage.sentences
        ],
        to_8_bits(np.stack([kept.vector for kept in entry.embedded]))
        if entry.embedded
        else np.empty((0, 0), np.int8),
    )


def _sentence_codes(kept: Embedded) -> bytes:
    # subtle: rounded to 8 bits first, as the passage is, so that both are equal again when what
    # was decoded is coded
    codes = to_4_bits(to_8_bits(np.vstack([kept.vector, kept.sentence_vectors])))
    alone = len(codes) == 2 and np.array_equal(codes[0], codes[1])
    return b"" if alone else codes[1:].tobytes()


def fingerprint(document: Stored) -> str:
    """A checksum that is equal for equal stored documents, to the last bit."""
    # subtle: True comes back from SQLite as 1
    rows = [[start, end, int(heading), *kept] for start, end, heading, *kept in document.passages]
    said = [[*sentence[:-1], bool(sentence[-1])] for sentence in document.sentences]
    everything = repr((list(document.document), rows, said)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(everything + document.vectors.tobytes()).hexdigest()


def check(entries: Sequence[Entry], dim: int | None) -> None:
    """Refuse wrong counts, lengths and NaN, which FAISS would accept silently.

    dim: of the vectors that are there, None without any. Raises ValueError.
    """
    for entry in entries:
        n, m = len(entry.passages), len(entry.embedded)
        if n != m:
            raise ValueError(f"{n} passages need as many vectors, not {m}")
    rows = [embedded.vector for entry in entries for embedded in entry.embedded]
    dims = {row.shape for row in rows} | ({(dim,)} if dim else set())
    dims_of_words = {one.word_vectors.shape[1:] for e in entries for one in e.embedded if one.words}
    for found in dims, dims_of_words:
        if len(found) > 1:
            raise ValueError(f"all vectors of a library have one length, not {sorted(found)}")
    if rows and not np.isfinite(np.stack(rows)).all():
        raise ValueError("a vector holds a value that is no finite number")


# The document of a passage; its columns, as in `Stored`; a function that returns its sentences,
# without the number of the passage.
StoredPassage: TypeAlias = tuple[Document, Sequence[Any], Callable[[], Sequence[Sequence[Any]]]]


def candidates(passages: Sequence[StoredPassage], vectors: Vectors) -> list[Candidate]:
    """The stored passages, decoded. vectors: (passages, dim)"""
    if not passages:
        return []
    embedded = _embedded([row for _, row, _ in passages], vectors)
    return [
        Candidate(document, start, end, bool(heading), kept, partial(_sentences, document, said))
        for (document, (start, end, heading, *_), said), kept in zip(
            passages, embedded, strict=True
        )
    ]


def _embedded(rows: Sequence[Sequence[Any]], vectors: Vectors) -> Iterator[Embedded]:
    """Decode all at once, because one call per passage would take longer."""
    word_counts, word_codes, sentence_codes = (
        b"".join([row[column] for row in rows]) for column in (4, 5, 6)
    )
    numbers = [n for row in rows for n in range(len(row[4]) // 2)]
    owners = np.repeat(np.array(numbers, np.int64), np.frombuffer(word_counts, np.uint16))
    word_vectors = from_4_bits(_rows(word_codes, len(word_codes) // max(1, len(owners))))
    half = (vectors.shape[1] + 1) // 2
    sentence_vectors = from_8_bits(from_4_bits(_rows(sentence_codes, half)))
    word = sentence = 0
    for i, (_, _, _, words, _, _, codes) in enumerate(rows):
        stems = tuple(words.split(" ")) if words else ()
        next_word, next_sentence = word + len(stems), sentence + len(codes) // half
        yield Embedded(
            vectors[i],
            sentence_vectors[sentence:next_sentence] if codes else vectors[i : i + 1],
            stems,
            owners[word:next_word],
            word_vectors[word:next_word],
        )
        word, sentence = next_word, next_sentence


def _rows(codes: bytes, length: int) -> NDArray[np.uint8]:
    return np.frombuffer(codes, np.uint8).reshape(len(codes) // max(1, length), length)


def mark(name: str, start: int) -> int:
    """The key that breaks ties between passages, equal in every store."""
    return zlib.crc32(encoded(f"{name}:{start}"))


def reading_of(document: Document) -> str:
    """A key that is equal for documents with equal embeddings: those of the same text and pages."""
    return hashlib.sha256(encoded(document.text) + repr(document.pages).encode()).hexdigest()


def details(document: Document) -> str:
    """A document without name, title, text and checksum, as JSON."""
    found = {key: value for key, value in asdict(document).items() if key not in _COLUMNS}
    return json.dumps({**found, "boxes": document.boxes.coded()})


def document_of(name: str, title: str, text: bytes, sha256: str, details: str) -> Document:
    """Create a document from its columns."""
    kept = json.loads(details)
    return Document(
        name,
        decoded(text),
        title,
        tuple(kept["pages"]),
        sha256,
        tuple(kept["page_names"]),
        tuple((page, confidence) for page, confidence in kept["scans"]),
        tuple((start, time) for start, time in kept["times"]),
        Facts(**kept["facts"]),
        tuple(Omitted(**one) for one in kept["omitted"]),
        tuple((start, end) for start, end in kept.get("block_quotes", ())),
        tuple((start, end, level) for start, end, level in kept.get("headings", ())),
        Boxes.decoded(kept.get("boxes", "")),
        kept.get("language", ""),
        kept.get("date", ""),
    )


def encoded(text: str) -> bytes:
    """Encode a text as UTF-8, even if it contains lone surrogates."""
    return text.encode("utf-8", errors="surrogatepass")


def decoded(data: bytes) -> str:
    """Decode what `encoded` returned."""
    return data.decode("utf-8", errors="surrogatepass")


def _speaker_row(speaker: Speaker | None) -> tuple[str | None, str | None, bool | None]:
    return (speaker.name, speaker.full_name, speaker.speaking) if speaker else (None, None, None)


def _sentences(
    document: Document, said: Callable[[], Sequence[Sequence[Any]]]
) -> tuple[Sentence, ...]:
    return tuple(
        Sentence(
            document.text[start:end],
            start,
            end,
            None if name is None else Speaker(name, full_name, bool(speaking)),
            searched,
            bool(heading),
        )
        for start, end, searched, heading, name, full_name, speaking in said()
    )

"""A document with all that is kept of it, as it lies in SQLite and goes from one to another."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import numpy as np

from askdoc.store.codes import (
    codes_to_sentences,
    codes_to_words,
    sentences_to_codes,
    words_to_codes,
)
from askdoc.types import (
    Candidate,
    Document,
    Embedded,
    Entry,
    Sentence,
    Speaker,
    Vectors,
)

SCHEMA = """
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
CREATE TABLE postings (word TEXT PRIMARY KEY, passages BLOB, counts BLOB);
CREATE TABLE totals (sentences INTEGER, words INTEGER, lengths BLOB, marks BLOB);
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """The rows of one document; numbers of passages count from 0 in it.

    document: name, title, text, pages, sha256, reading
    passages: start, end, heading, words, word_sentences, word_codes, sentence_codes of each
    sentences: passage, start, end, name, full_name, speaking of each
    vectors: (passages, dim)
    """

    document: tuple[Any, ...]
    passages: list[tuple[Any, ...]]
    sentences: list[tuple[Any, ...]]
    vectors: Vectors


def stored(entry: Entry) -> Stored:
    """The rows of an entry."""
    document = entry.document
    return Stored(
        (
            *(document.name, document.title, encoded(document.text)),
            *(json.dumps(document.pages), document.sha256, reading_of(document)),
        ),
        [
            (
                *(passage.start, passage.end, passage.heading, " ".join(kept.words)),
                kept.word_sentences.astype(np.uint16).tobytes(),
                words_to_codes(kept.word_vectors).tobytes(),
                sentences_to_codes(kept.sentence_vectors).tobytes(),
            )
            for passage, kept in zip(entry.passages, entry.embedded, strict=True)
        ],
        [
            (number, s.start, s.end, *_speaker_row(s.speaker))
            for number, passage in enumerate(entry.passages)
            for s in passage.sentences
        ],
        np.stack([kept.vector for kept in entry.embedded])
        if entry.embedded
        else np.empty((0, 0), np.float32),
    )


def fingerprint(document: Stored) -> str:
    """The same for documents of which the same is kept, to the last bit."""
    # subtle: what is True here is 1 when it comes from SQLite
    rows = [[start, end, int(heading), *kept] for start, end, heading, *kept in document.passages]
    said = [[*sentence[:-1], bool(sentence[-1])] for sentence in document.sentences]
    everything = repr((list(document.document), rows, said)).encode("utf-8", "surrogatepass")
    return hashlib.sha256(everything + document.vectors.tobytes()).hexdigest()


def check(entries: Sequence[Entry], dim: int | None) -> None:
    """FAISS takes wrong counts, lengths and NaN without a word; they are refused here.

    dim: of the vectors that are there, None without any. Raises ValueError.
    """
    for entry in entries:
        n, m = len(entry.passages), len(entry.embedded)
        if n != m:
            raise ValueError(f"{n} passages need as many vectors, not {m}")
    rows = [embedded.vector for entry in entries for embedded in entry.embedded]
    dims = {row.shape for row in rows} | ({(dim,)} if dim else set())
    if len(dims) > 1:
        raise ValueError(f"all vectors of a library have one length, not {sorted(dims)}")
    if rows and not np.isfinite(np.stack(rows)).all():
        raise ValueError("a vector holds a value that is no finite number")


# Of a passage: its document; its columns, as in `Stored`; what gives its sentences, each without
# the passage's number.
Kept: TypeAlias = tuple[Document, Sequence[Any], Callable[[], Sequence[Sequence[Any]]]]


def candidates(passages: Sequence[Kept], vectors: Vectors) -> list[Candidate]:
    """What is kept of passages, decoded. vectors: (passages, dim)"""
    if not passages:
        return []
    dim = vectors.shape[1]
    # Decoded all at once: a call a passage would take longer than the decoding.
    word_codes = np.frombuffer(b"".join(row[5] for _, row, _ in passages), np.uint8)
    word_vectors = codes_to_words(word_codes.reshape(-1, (dim + 1) // 2), dim)
    sentence_codes = np.frombuffer(b"".join(row[6] for _, row, _ in passages), np.int8)
    sentence_vectors = codes_to_sentences(sentence_codes.reshape(-1, dim))
    found = []
    word = sentence = 0
    for (document, row, said), vector in zip(passages, vectors, strict=True):
        start, end, heading, words, owners, _, codes = row
        stems = tuple(words.split(" ")) if words else ()
        next_word, next_sentence = word + len(stems), sentence + len(codes) // dim
        embedded = Embedded(
            vector,
            sentence_vectors[sentence:next_sentence],
            stems,
            np.frombuffer(owners, np.uint16),
            word_vectors[word:next_word],
        )
        spoken = partial(_sentences, document, said)
        found.append(Candidate(document, start, end, bool(heading), embedded, spoken))
        word, sentence = next_word, next_sentence
    return found


def mark(name: str, start: int) -> int:
    """What orders passages that are found equally good, wherever they lie."""
    return zlib.crc32(encoded(f"{name}:{start}"))


def reading_of(document: Document) -> str:
    """The same for documents that are embedded alike: those of the same text and pages."""
    return hashlib.sha256(encoded(document.text) + repr(document.pages).encode()).hexdigest()


def encoded(text: str) -> bytes:
    """UTF-8, of whatever a text may hold."""
    return text.encode("utf-8", errors="surrogatepass")


def decoded(data: bytes) -> str:
    """The text of `encoded`."""
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
        )
        for start, end, name, full_name, speaking in said()
    )

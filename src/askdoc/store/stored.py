"""A document with all that is kept of it, as it lies in SQLite and goes from one to another."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np

from askdoc.store.codes import sentences_to_codes, words_to_codes
from askdoc.types import Document, Entry, Speaker, Vectors

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
CREATE TABLE postings (word TEXT PRIMARY KEY, passages BLOB, counts BLOB) WITHOUT ROWID;
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

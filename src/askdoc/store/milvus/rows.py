"""Convert documents to rows of Milvus, and back.

    passages    one row each: the searched fields, and in `kept` everything that ranking needs
    texts       a document's text and title, in parts
    documents   one row each, written last: a passage counts if its document's row names its edition

Keys depend on the content of rows, so writing a document twice is idempotent.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from askdoc.bm25 import length_norm
from askdoc.store.codes import from_8_bits
from askdoc.store.stored import Stored, decoded, document_of, encoded
from askdoc.types import Document, Vectors

Row = dict[str, Any]

# The longest text in Milvus, in bytes.
MAX_TEXT = 65_535
NO_VECTOR = [0.0, 0.0]

# The prefix of the keys of rows that announce a write.
_INTENT = "writing-"

PASSAGE = ("id", "document", "edition", "number", "start", "words", "vector")
DOCUMENT = ("id", "name", "edition", "sha256", "reading", "date", "passages", "sentences", "words")


@dataclass(frozen=True, slots=True)
class Known:
    """The part of a document's row that is in memory.

    key: of its row; edition: the one whose passages are visible
    passages, sentences, words: their numbers
    """

    key: str
    name: str
    edition: str
    sha256: str
    date: str
    passages: int
    sentences: int
    words: int


def key(name: str) -> str:
    """The key of a document's row."""
    return hashlib.sha256(encoded(name)).hexdigest()[:32]


def edition(document: Stored) -> str:
    """A checksum that is equal for equal documents, regardless of rounding in their vectors."""
    name, title, text, sha256, details, reading = document.document
    # subtle: SQLite returns True as 1
    passages = [[start, end, int(h), words] for start, end, h, words, *_ in document.passages]
    said = [[*sentence[:-1], bool(sentence[-1])] for sentence in document.sentences]
    content = [name, title, sha256, details, reading, len(text), passages, said]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:32]


def token(stem: str) -> str:
    """A stem as ASCII letters and digits, which every tokenizer leaves unchanged."""
    if stem.isascii() and stem.isalnum() and not stem.startswith("u0"):
        return stem
    return f"u0{encoded(stem).hex()}"


def slot(stem: str) -> int:
    """The index of a stem in sparse vectors. Rare collisions only add candidates that rank low."""
    return zlib.crc32(encoded(stem)) >> 1 or 1


# --- to Milvus


def document_row(document: Stored) -> Row:
    """The row that makes a document visible."""
    name, _, _, sha256, details, reading = document.document
    words = sum(len(passage[3].split()) for passage in document.passages)
    return {
        **{"id": key(name), "name": json.dumps(name), "edition": edition(document)},
        **{"sha256": sha256, "reading": reading, "date": json.loads(details)["date"]},
        **{"passages": len(document.passages)},
        **{"sentences": len(document.sentences), "words": words, "none": NO_VECTOR},
    }


def note(name: str, content: object) -> Row:
    """A row of the index itself: `made` has its build settings, `change` differs after a change."""
    return deletion(name) | {"name": json.dumps(content)}


def deletion(document: str) -> Row:
    """The row of a deleted document."""
    empty = {"name": "", "edition": "", "sha256": "", "reading": "", "date": ""}
    return {"id": document, **empty, "passages": -1, "sentences": 0, "words": 0, "none": NO_VECTOR}


def intent(document: str, now: float) -> Row:
    """The row that announces a write; if it remains, parts of the document may be left over."""
    return deletion(f"{_INTENT}{document}") | {"passages": -2, "words": int(now)}


def intended(row: Row) -> str:
    """The document of the row of `intent`."""
    return str(row["id"]).removeprefix(_INTENT)


def passage_rows(document: Stored, weights: str, mean_length: float) -> Iterator[Row]:
    """The rows of its passages. weights: the field of word weights, which depend on mean_length"""
    said: list[list[Sequence[Any]]] = [[] for _ in document.passages]
    for place, *sentence in document.sentences:
        said[place].append(sentence)
    this, owner = edition(document), key(document.document[0])
    vectors = from_8_bits(document.vectors)
    for place, (start, end, heading, words, *codes) in enumerate(document.passages):
        packed = [base64.b64encode(code).decode("ascii") for code in codes]
        kept = json.dumps([start, end, heading, words, *packed, said[place]])
        yield {
            **{"id": f"{this}-{place}", "document": owner, "edition": this, "number": place},
            **{"start": start, "words": " ".join(token(stem) for stem in words.split())},
            **{"vector": vectors[place], "kept": list(_parts(kept))},
            weights: _saturations(words.split(), mean_length),
        }


def _saturations(stems: list[str], mean_length: float) -> dict[int, float]:
    """The weight of each stem, 0..1; a sparse vector must not be empty."""
    half = float(length_norm(np.array([len(stems)], np.float64), mean_length)[0])
    return {slot(s): n / (n + half) for s, n in Counter(stems).items()} or {0: 1e-6}


def text_rows(document: Stored) -> Iterator[Row]:
    """The rows of a document's text."""
    name, title, text, sha256, details, reading = document.document
    content = json.dumps([name, title, decoded(text), sha256, details, reading])
    this = edition(document)
    packed = base64.b64encode(zlib.compress(content.encode("ascii"))).decode("ascii")
    for place, part in enumerate(_parts(packed)):
        where = {"id": f"{this}-{place}", "document": key(name), "edition": this}
        yield {**where, "number": place, "text": part, "none": NO_VECTOR}


def _parts(text: str) -> Iterator[str]:
    for at in range(0, len(text), MAX_TEXT):
        yield text[at : at + MAX_TEXT]


def size(row: Row) -> int:
    """The approximate size of a row in a message, in bytes."""
    kept = sum(map(len, row.get("kept", ())))
    return kept + len(row.get("text", "")) + 4 * len(row.get("vector", ())) + 1_000


# --- from Milvus


def known(rows: Iterable[Row]) -> dict[str, Known]:
    """Rows of documents, by the key of the document."""
    return {
        row["id"]: Known(
            *(row["id"], json.loads(row["name"]), row["edition"], row["sha256"]),
            *(row["date"], row["passages"], row["sentences"], row["words"]),
        )
        for row in rows
        if row["passages"] >= 0
    }


def unpacked(row: Row) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    """The field `kept` -> (the passage, its sentences), as in `Stored`."""
    start, end, heading, words, *packed, said = json.loads("".join(row["kept"]))
    return (
        (start, end, heading, words, *map(base64.b64decode, packed)),
        [tuple(sentence) for sentence in said],
    )


def texts(rows: Iterable[Row]) -> dict[str, tuple[Any, ...]]:
    """Rows of texts -> the stored columns of the document, by its edition."""
    parts: dict[str, list[Row]] = {}
    for row in rows:
        parts.setdefault(row["edition"], []).append(row)
    return {edition: _text(some) for edition, some in parts.items()}


def _text(rows: list[Row]) -> tuple[Any, ...]:
    packed = "".join(row["text"] for row in sorted(rows, key=lambda row: row["number"]))
    content = json.loads(zlib.decompress(base64.b64decode(packed)))
    name, title, text, sha256, details, reading = content
    return name, title, encoded(text), sha256, details, reading


def document(stored: tuple[Any, ...]) -> Document:
    """A document from its row in `Stored`."""
    *columns, _ = stored
    return document_of(*columns)


def vectors(rows: Sequence[Row]) -> Vectors:
    """(rows, dim); without rows, dim is 0"""
    made = [row["vector"] for row in rows]
    return np.array(made, np.float32).reshape(len(made), len(made[0]) if made else 0)

"""The two protocols of askdoc: a model, and a store of passages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from askdoc.types.answers import Calibration
from askdoc.types.documents import Document
from askdoc.types.passages import Candidate, Entry, Progress, Reading, Vectors
from askdoc.types.questions import Counts, Question, Statistics


class Embedder(Protocol):
    """An embedding model.

    max_tokens: the longest input; the rest of a longer text is ignored
    pools_tokens: whether the vector of a text is the mean of its token vectors
    """

    name: str
    max_tokens: int
    pools_tokens: bool

    @property
    def fingerprint(self) -> str:
        """A fingerprint of its weights: models with the same one compute the same vectors."""

    def embed_texts(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """-> (len(texts), dim) float32, rows of length 1."""

    def read_texts(self, texts: Sequence[str]) -> Iterator[Reading]:
        """The embeddings of each text, in order."""

    def read_question(self, question: str) -> Reading:
        """The embeddings of a question."""

    def count_tokens(self, text: str) -> int:
        """The number of tokens of a text, special tokens included."""


class Store(Protocol):
    """Stores and searches passages.

    alone: whether `writing` locks out all other writers; if not, the store can be pickled for them
    """

    @property
    def alone(self) -> bool: ...

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents, by name."""

    def document(self, name: str) -> Document:
        """The document of this name, which must exist."""

    @property
    def hashes(self) -> Mapping[str, str]:
        """The sha256 of each document, by name."""

    @property
    def dates(self) -> Mapping[str, str]:
        """The date of each document, by name; see `Document.date`."""

    @property
    def counts(self) -> Counts:
        """The number of documents, passages and sentences."""

    @property
    def calibration(self) -> Calibration:
        """The calibration of the confidence for its documents."""

    def writing(self) -> AbstractContextManager[None]:
        """A context manager in which nobody else adds or removes, if `alone`."""

    def add(self, entries: Sequence[Entry]) -> None:
        """Add documents in one step; each replaces a document of the same name."""

    def remove(self, names: Collection[str]) -> None:
        """Remove documents in one step, with everything stored about them."""

    def same_text(self, document: Document) -> Entry | None:
        """An entry with the same text and pages as the document, under any name."""

    def search(
        self,
        question: Question,
        limit: int,
        names: Collection[str] | None = None,
        holding: Collection[Collection[str]] = (),
    ) -> tuple[list[Candidate], Statistics]:
        """The candidates for a question, by document name and place, and the statistics of the
        same snapshot.

        They are the `limit` passages with the highest sum of cosine and BM25 share, of the `limit`
        nearest to the vector of the question and the `limit` best by BM25.
        names: search only these documents
        holding: return only passages with at least one stem of each group
        """

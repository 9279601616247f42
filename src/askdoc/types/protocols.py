"""The two protocols that askdoc is built on: a model, and a place where passages live."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from askdoc.types.documents import Document
from askdoc.types.values import (
    Calibration,
    Candidate,
    Counts,
    Entry,
    Progress,
    Question,
    Reading,
    Statistics,
    Vectors,
)


class Embedder(Protocol):
    """A model: texts in, vectors out.

    max_tokens: what it reads at once; the rest of a text would never be seen
    pools_tokens: is a text's vector the mean of its tokens' vectors?
    """

    name: str
    max_tokens: int
    pools_tokens: bool

    @property
    def fingerprint(self) -> str:
        """Of its weights: models of one fingerprint make the same vectors."""

    def embed_texts(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """-> (len(texts), dim) float32, rows of length 1."""

    def read_texts(self, texts: Sequence[str]) -> Iterator[Reading]:
        """What the model makes of each text, in order."""

    def read_question(self, question: str) -> Reading:
        """What the model makes of a question."""

    def count_tokens(self, text: str) -> int:
        """How many tokens the model would see, its special tokens included."""


class Store(Protocol):
    """Where passages live and are searched.

    alone: does `writing` keep out all others? If not, it can be pickled for them
    """

    @property
    def alone(self) -> bool: ...

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents, by name."""

    @property
    def hashes(self) -> Mapping[str, str]:
        """The sha256 of each document, by name."""

    @property
    def dates(self) -> Mapping[str, str]:
        """The date of each document, by name; see `Document.date`."""

    @property
    def counts(self) -> Counts:
        """How much it holds."""

    @property
    def calibration(self) -> Calibration:
        """How confidence is fitted to its documents."""

    def writing(self) -> AbstractContextManager[None]:
        """While entered, nobody else adds or removes, if `alone`."""

    def add(self, entries: Sequence[Entry]) -> None:
        """Add documents, all at once; each replaces the one of the same name, if there is one."""

    def remove(self, names: Collection[str]) -> None:
        """Remove documents, all at once, with everything kept of them."""

    def same_text(self, document: Document) -> Entry | None:
        """An entry whose text and pages are the document's, under whatever name."""

    def search(
        self,
        question: Question,
        limit: int,
        names: Collection[str] | None = None,
        holding: Collection[Collection[str]] = (),
    ) -> tuple[list[Candidate], Statistics]:
        """Of the `limit` passages nearest to the question's vector and the `limit` best by BM25,
        the `limit` with the greatest sum of cosine and BM25 share.

        By document name and place; and the statistics of the same moment.
        names: only in these documents
        holding: only passages with one stem of each of these
        """

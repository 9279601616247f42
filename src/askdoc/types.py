"""The values that travel through askdoc, and the two protocols it is built on.

Every place is a pair of character offsets into `Document.text`, start
included, end excluded, so `document.text[x.start:x.end] == x.text` always.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

# Rows of length 1: (n, dim) float32.
Vectors: TypeAlias = NDArray[np.float32]

# Called as progress(done, total) while texts are embedded.
Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be asked.

    name: how it is shown and told from others, unique in a library
    text: exactly what the file says, decoded; all offsets refer to it
    title: its heading or headline, else its file name without the ending
    pages: where each page starts in `text`, ascending; empty without pages
    """

    name: str
    text: str
    title: str
    pages: tuple[int, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The 1-based page that holds `offset`, None for a text without pages."""
        return max(1, bisect_right(self.pages, offset)) if self.pages else None

    def __repr__(self) -> str:
        return f"Document({self.name!r}, {len(self.text)} characters)"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `text == document.text[start:end]`."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences that stand together, the unit that is found and shown.

    heading: a headline, dateline or the like rather than prose
    """

    document: Document
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    heading: bool = False

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Answer:
    """A passage that answers, and the sentence in it that does so best.

    score: the ranking score, higher is better; it compares the answers to
    one question and says nothing across questions
    """

    document: Document
    text: str
    start: int
    end: int
    sentence: Sentence
    score: float

    @property
    def page(self) -> int | None:
        """The 1-based page on which the sentence starts, None without pages."""
        return self.document.page_at(self.sentence.start)


@dataclass(frozen=True, slots=True)
class Reply(Sequence[Answer]):
    """The answers to a question, best first. It is a sequence of `Answer`."""

    question: str
    answers: tuple[Answer, ...]

    def __iter__(self) -> Iterator[Answer]:
        return iter(self.answers)

    def __len__(self) -> int:
        return len(self.answers)

    def __getitem__(self, index):  # type: ignore[no-untyped-def]
        return self.answers[index]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer, with what was measured of it for one question.

    cosine: of the question and the passage, -1..1
    sentence_cosines: of the question and each of the passage's sentences
    """

    passage: Passage
    cosine: float
    sentence_cosines: tuple[float, ...]


class Embedder(Protocol):
    """Texts in, unit rows out. `max_tokens` is what the model reads at once."""

    name: str
    max_tokens: int

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """-> (len(questions), dim) float32, rows of length 1."""

    def embed_texts(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """-> (len(texts), dim) float32, rows of length 1."""

    def count_tokens(self, text: str) -> int:
        """How many tokens the model would see, its special tokens included."""


class Store(Protocol):
    """Where passages and their vectors live and are searched."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents, in the order they were added."""

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages, in the order of the documents and of their places there."""

    def add(
        self,
        documents: Sequence[Document],
        passages: Sequence[Passage],
        vectors: Vectors,
        sentence_vectors: Vectors,
    ) -> None:
        """Add documents with all their passages, and a unit row for each passage and sentence."""

    def search(self, vector: Vectors, limit: int) -> list[Candidate]:
        """At least the `limit` passages nearest to the question, if there are as many."""

"""Passages, their embeddings, and candidates for an answer, all of them frozen.

Every place is a pair of character offsets into `Document.text`, start included and end excluded:
`document.text[x.start:x.end] == x.text` always holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from askdoc.types.documents import Document

if TYPE_CHECKING:  # so that printing an answer does not import numpy
    import numpy as np
    from numpy.typing import NDArray

# Rows of length 1: (n, dim) float32.
Vectors: TypeAlias = "NDArray[np.float32]"

# Called as progress(done, total) while texts are embedded.
Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks in a sentence, or who it is about.

    name: as shown: the surname of a person, the name of an organization
    full_name: the longest form in the document, "John Kerry" for "Kerry"; after a comma, the words
    that introduce the person, "John Kerry, secretary state"
    speaking: False if the sentence only says what they do
    """

    name: str
    full_name: str
    speaking: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `text == document.text[start:end]`.

    searched: the text that is searched instead, such as a row of a table with the names of its
    columns; "" if it is not searched; None for the text itself
    heading: whether it is a heading
    """

    text: str
    start: int
    end: int
    speaker: Speaker | None = None
    searched: str | None = None
    heading: bool = False

    @property
    def announces(self) -> bool:
        """Whether it ends with a colon, as before a list."""
        return self.text.rstrip("*_ ").endswith(":")


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive whole sentences, the unit that is found and shown.

    heading: whether it is a headline, dateline or similar rather than prose
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
class Reading:
    """The embeddings of one text.

    vector: (dim,) float32 of length 1, the embedding of the whole text
    spans: (n, 2) integers, the characters of each token
    tokens: (n, dim) float32, the contextual embedding of each token, not normalized
    words: (n, word_dim) float32, the token embeddings for late interaction: projected, or the
    tokens themselves if the model has no projection
    """

    vector: Vectors
    spans: NDArray[np.int64]
    tokens: Vectors
    words: Vectors


@dataclass(frozen=True, slots=True)
class Embedded:
    """The embeddings of one passage with m sentences and w content words.

    vector: (dim,), of the passage
    sentence_vectors: (m, dim)
    words: the stems of its content words, in order
    word_sentences: (w,), the index of the sentence of each word, from 0, ascending
    word_vectors: (w, word_dim), the contextual embedding of each word; word_dim may differ from
    dim. In a store they are quantized to whole numbers from -7 to 7, without their lengths
    """

    vector: Vectors
    sentence_vectors: Vectors
    words: tuple[str, ...]
    word_sentences: NDArray[np.integer]
    word_vectors: Vectors | NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with its passages, in order, and their embeddings."""

    document: Document
    passages: tuple[Passage, ...]
    embedded: tuple[Embedded, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer, with its embeddings for ranking.

    sentences: returns the sentences of the passage; they are created on demand, because creating
    those of all candidates would take longer than ranking
    """

    document: Document
    start: int
    end: int
    heading: bool
    embedded: Embedded
    sentences: Callable[[], tuple[Sentence, ...]] = field(compare=False)

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def passage(self) -> Passage:
        return Passage(self.document, self.start, self.end, self.sentences(), self.heading)

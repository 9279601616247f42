"""Questions as they are searched, and the statistics of a library that BM25 needs."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from askdoc.types.answers import Answer
    from askdoc.types.passages import Vectors


def _no_rows() -> Vectors:
    import numpy as np

    return np.empty((0, 0), np.float32)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is searched.

    vector: (dim,)
    words: the n different stems of its content words; an ambiguous date, and a word that may be in
    several languages, has several stems
    word_vectors: (n, word_dim), as those of passages
    forms: the n words as they were written
    joining: bigrams that may not be words, but join the end of one word to the start of the next
    speaker: the stems of the name of the speaker it asks about, if any
    before: the answer to the previous question, if it refers to that
    """

    text: str
    vector: Vectors
    words: tuple[str, ...] = ()
    word_vectors: Vectors = field(default_factory=_no_rows)
    forms: tuple[str, ...] = ()
    joining: frozenset[str] = frozenset()
    speaker: frozenset[str] = frozenset()
    before: Answer | None = None

    def written(self) -> Iterator[tuple[str, str]]:
        """Each word with its written form."""
        return zip(self.words, self.forms or self.words, strict=True)

    def missing(self, statistics: Statistics) -> list[str]:
        """The written words that no passage contains."""
        held = {form for word, form in self.written() if statistics.frequencies.get(word)}
        return [form for form in dict.fromkeys(f for _, f in self.written()) if form not in held]

    def understood(self, statistics: Statistics) -> Question:
        """Resolve ambiguous words (dates, words of unknown languages): keep the readings that some
        passage contains, or else the likeliest one. A bigram that may join two words is dropped if
        no passage contains it, unless no other word is left."""
        missing = set(self.missing(statistics))
        forms = [form for _, form in self.written()]
        kept = [
            place
            for place, (word, form) in enumerate(self.written())
            if statistics.frequencies.get(word)
            or (form in missing and place == forms.index(form) and word not in self.joining)
        ]
        if len(kept) in (0, len(self.words)):
            return self
        return replace(
            self,
            words=tuple(self.words[place] for place in kept),
            word_vectors=self.word_vectors[kept],
            forms=tuple(self.forms[place] for place in kept),
        )


@dataclass(frozen=True, slots=True)
class Statistics:
    """The statistics of a library that BM25 needs.

    passages: their number
    frequencies: the document frequency of each word of the question, in passages
    """

    passages: int
    passage_length: float
    sentence_length: float
    frequencies: Mapping[str, int]

    def idf(self, word: str) -> float:
        """ln(1 + (N - n + 0.5) / (n + 0.5)), for n of N passages that contain the word.

        Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
        Beyond" (2009), in the form that Lucene made non-negative.
        """
        n = self.frequencies.get(word, 0)
        return math.log(1 + (self.passages - n + 0.5) / (n + 0.5))


@dataclass(frozen=True, slots=True)
class Counts:
    """The number of documents, passages and sentences of a library."""

    documents: int = 0
    passages: int = 0
    sentences: int = 0

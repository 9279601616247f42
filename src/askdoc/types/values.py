"""The values that are passed around in askdoc, all of them frozen.

Every place is a pair of character offsets into `Document.text`, start included and end excluded:
`document.text[x.start:x.end] == x.text` always holds.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, overload

from askdoc.types.boxes import Box
from askdoc.types.documents import Document

if TYPE_CHECKING:  # so that printing an answer does not import numpy
    import numpy as np
    from numpy.typing import NDArray

# Rows of length 1: (n, dim) float32.
Vectors: TypeAlias = "NDArray[np.float32]"

# The state of a question: its first passage answers, may answer, or does not seem to.
State: TypeAlias = Literal["answered", "perhaps", "not"]

# Called as progress(done, total) while texts are embedded.
Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks in a sentence, or whom it is about.

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


def _no_rows() -> Vectors:
    import numpy as np

    return np.empty((0, 0), np.float32)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is searched.

    vector: (dim,)
    words: the n different stems of its content words; a word that may be in several languages, and
    an ambiguous date, has several
    word_vectors: (n, word_dim), as those of passages
    asked: the n words as they were written
    speaker: the stems of the name of the speaker it asks about, if any
    before: the answer to the previous question, if it refers to that
    """

    text: str
    vector: Vectors
    words: tuple[str, ...] = ()
    word_vectors: Vectors = field(default_factory=_no_rows)
    asked: tuple[str, ...] = ()
    speaker: frozenset[str] = frozenset()
    before: Answer | None = None

    def written(self) -> Iterator[tuple[str, str]]:
        """Each word with its written form."""
        return zip(self.words, self.asked or self.words, strict=True)

    def missing(self, statistics: Statistics) -> list[str]:
        """The written words that no passage contains."""
        held = {form for word, form in self.written() if statistics.frequencies.get(word)}
        return [form for form in dict.fromkeys(f for _, f in self.written()) if form not in held]

    def understood(self, statistics: Statistics) -> Question:
        """Resolve ambiguous words (dates, words of unknown languages): keep the readings that some
        passage contains, or else the likeliest one."""
        missing = set(self.missing(statistics))
        forms = [form for _, form in self.written()]
        kept = [
            place
            for place, (word, form) in enumerate(self.written())
            if statistics.frequencies.get(word) or (form in missing and place == forms.index(form))
        ]
        if len(kept) == len(self.words):
            return self
        return replace(
            self,
            words=tuple(self.words[place] for place in kept),
            word_vectors=self.word_vectors[kept],
            asked=tuple(self.asked[place] for place in kept),
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


@dataclass(frozen=True, slots=True)
class Signals:
    """How well a text (a passage or a sentence) matches a question.

    cosine: cosine similarity of their vectors, -1..1
    bm25: BM25 as a share of its highest possible value, 0..1
    match: late interaction (MaxSim): how well each word of the question is matched, 0..1
    """

    cosine: float
    bm25: float
    match: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """The features of a passage and a question from which `confidence.py` computes the confidence.

    score: the ranking score of the passage
    lead: its distance from the best other passage; negative for all but the first, 0 without others
    cosine: of the passage
    match: of its marked sentence
    lacks_name: if the question has a name that no passage contains, the distance of the nearest
    word of this passage from it, up to 1; else 0
    lacks_number: whether the question has a number that no passage contains
    lacks_kind: whether the question asks for a number, time, person, place or reason and the
    marked sentence contains none
    other_speaker: whether it asks what somebody says and the marked sentence is not by them
    asks: whether the marked sentence is itself a question
    words: the number of content words of the question
    passages: the number of passages searched
    """

    score: float
    lead: float
    cosine: float
    match: float
    lacks_name: float
    lacks_number: bool
    lacks_kind: bool
    other_speaker: bool
    asks: bool
    words: int
    passages: int


@dataclass(frozen=True, slots=True)
class Why:
    """The parts of the score and of the confidence of an answer; `rank.score` adds them up.

    matched: each content word of the question, and how well the passage matches it, 0..1
    """

    passage: Signals
    sentence: Signals
    matched: tuple[tuple[str, float], ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Answer:
    """A passage that answers, and the sentence in it that answers best.

    score: the ranking score, higher is better; only comparable between answers to one question
    confidence: the probability, 0..1, that this passage answers the question
    why: the parts of the score and the confidence
    cell: the characters of the cell that answers, if the sentence is a row of a table and the cell
    is known
    sentences: all marked sentences in the order of the text: the best one, and those that answer
    nearly as well or belong to the same list
    """

    document: Document
    text: str
    start: int
    end: int
    sentence: Sentence
    score: float
    confidence: float
    why: Why
    cell: tuple[int, int] | None = None
    sentences: tuple[Sentence, ...] = ()

    def __post_init__(self) -> None:
        if not self.sentences:
            object.__setattr__(self, "sentences", (self.sentence,))

    @property
    def speaker(self) -> str | None:
        """Who is speaking in the answering sentence; None if nobody is, or it is not clear."""
        speaker = self.sentence.speaker
        return speaker.name if speaker and speaker.speaking else None

    @property
    def page(self) -> int | None:
        """The page on which the sentence starts, from 1; None without pages."""
        return self.document.page_at(self.sentence.start)

    @property
    def page_name(self) -> str | None:
        """The name of that page, such as "page 3"; None without pages."""
        return self.document.page_name_at(self.sentence.start)

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Where the sentence is on the pages of a PDF, one box per line."""
        return self.document.boxes.within(self.sentence.start, self.sentence.end)

    @property
    def scanned(self) -> float | None:
        """How reliable the text is, 0..1, if it was read from a scan; else None."""
        return self.document.scanned_at(self.sentence.start)

    @property
    def time(self) -> float | None:
        """The second of a recording at which the sentence is said; None for other texts."""
        return self.document.time_at(self.sentence.start)


@dataclass(frozen=True, slots=True)
class Reply(Sequence[Answer]):
    """The answers to a question, best first. It is a sequence of `Answer`.

    question: as it was asked
    searched: as it was searched; a follow-up is completed from the history
    state: "answered"; "perhaps" if the first passage may answer it; "not" if the documents do
    not seem to say, and the answers are the closest passages
    reason: why it is not answered, in plain words; None if that is unknown or it is answered
    note: an additional remark, such as a count about a document, or a greeting
    unmet: the operators of the question that no passage satisfies, such as `"root cause" -Berlin`;
    the answers ignore them
    narrowed: how many documents match the filters, and which have no date; "" without filters
    """

    question: str
    searched: str
    state: State
    answers: tuple[Answer, ...]
    reason: str | None = None
    unmet: str = ""
    note: str | None = None
    narrowed: str = ""

    @property
    def answered(self) -> bool:
        """Whether the first passage is likely to answer."""
        return self.state == "answered"

    def __iter__(self) -> Iterator[Answer]:
        return iter(self.answers)

    def __len__(self) -> int:
        return len(self.answers)

    @overload
    def __getitem__(self, index: int) -> Answer: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Answer, ...]: ...
    def __getitem__(self, index: int | slice) -> Answer | tuple[Answer, ...]:
        return self.answers[index]


@dataclass(frozen=True, slots=True)
class Calibration:
    """The calibration of an index: the log odds of the confidence are stretched and shifted.

    The defaults, 1 and 0, change nothing.
    """

    stretch: float = 1.0
    shift: float = 0.0


@dataclass(frozen=True, slots=True)
class Counts:
    """The number of documents, passages and sentences of a library."""

    documents: int = 0
    passages: int = 0
    sentences: int = 0

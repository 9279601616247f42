"""The values that travel through askdoc, all of them frozen.

Every place is a pair of character offsets into `Document.text`, start
included, end excluded, so `document.text[x.start:x.end] == x.text` always.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias, overload

from askdoc.types.boxes import Box
from askdoc.types.documents import Document

if TYPE_CHECKING:  # so that what prints an answer does not wait for numpy
    import numpy as np
    from numpy.typing import NDArray

# Rows of length 1: (n, dim) float32.
Vectors: TypeAlias = "NDArray[np.float32]"

# What is said of a question: its first passage answers, may answer, or does not seem to.
State: TypeAlias = Literal["answered", "perhaps", "not"]

# Called as progress(done, total) while texts are embedded.
Progress: TypeAlias = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Speaker:
    """Whose words a sentence carries, or whom it tells of.

    name: as shown: the surname of a person, the name of a body
    full_name: the longest form the document uses, "John Kerry" for "Kerry"; after a comma the words
    of what they are introduced as, "John Kerry, secretary state"
    speaking: False if the sentence only tells what they do
    """

    name: str
    full_name: str
    speaking: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `text == document.text[start:end]`.

    searched: what is searched in its place, as a row of a table with the names of its columns;
    "" if it is not searched; None for the text itself
    heading: does it stand above the others as a heading does?
    """

    text: str
    start: int
    end: int
    speaker: Speaker | None = None
    searched: str | None = None
    heading: bool = False


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
class Reading:
    """What a model makes of one text.

    vector: (dim,) float32 of length 1, the whole text's
    spans: (n, 2) integers, the characters of each token
    tokens: (n, dim) float32, each token's vector in its context, of any length
    words: (n, word_dim) float32, the same for comparing words: what the model's projection
    makes of tokens, or tokens themselves without one
    """

    vector: Vectors
    spans: NDArray[np.int64]
    tokens: Vectors
    words: Vectors


@dataclass(frozen=True, slots=True)
class Embedded:
    """What is kept of one passage for ranking; m sentences, w content words.

    vector: (dim,), the passage's
    sentence_vectors: (m, dim)
    words: the stems of its content words, in order
    word_sentences: (w,), which of the passage's sentences each word stands in, from 0, ascending
    word_vectors: (w, word_dim), each word's vector in its context; a model may make them shorter
    or longer than the others. In a store, where their lengths are not kept, whole numbers from
    -7 to 7
    """

    vector: Vectors
    sentence_vectors: Vectors
    words: tuple[str, ...]
    word_sentences: NDArray[np.integer]
    word_vectors: Vectors | NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document with all that is kept of it; the passages are in the order of their places."""

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
    words: the stems of its content words, each once, n of them; several of one word that may be in
    several languages, or is an ambiguous date
    word_vectors: (n, word_dim), as those of passages; asked: the n words as they were written
    speaker: the stems of the name of whom it asks for the words, if it does
    before: where the question before it was answered, if it leans on that
    """

    text: str
    vector: Vectors
    words: tuple[str, ...] = ()
    word_vectors: Vectors = field(default_factory=_no_rows)
    asked: tuple[str, ...] = ()
    speaker: frozenset[str] = frozenset()
    before: Answer | None = None

    def written(self) -> Iterator[tuple[str, str]]:
        """Each of its words, and how it was written."""
        return zip(self.words, self.asked or self.words, strict=True)

    def missing(self, statistics: Statistics) -> list[str]:
        """What of it, as it was written, no passage holds."""
        held = {form for word, form in self.written() if statistics.frequencies.get(word)}
        return [form for form in dict.fromkeys(f for _, f in self.written()) if form not in held]

    def understood(self, statistics: Statistics) -> Question:
        """Of what may be several words, as an ambiguous date or a word in a language that is not
        known, those that some passage holds; without any, the likeliest."""
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
    """How common words are in a library: what BM25 needs to know of it.

    passages: how many there are; frequencies: how many of them hold a word of the question
    """

    passages: int
    passage_length: float
    sentence_length: float
    frequencies: Mapping[str, int]

    def idf(self, word: str) -> float:
        """ln(1 + (N - n + 0.5) / (n + 0.5)), for n of N passages that hold the word.

        Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and
        Beyond" (2009), in the form that Lucene made non-negative.
        """
        n = self.frequencies.get(word, 0)
        return math.log(1 + (self.passages - n + 0.5) / (n + 0.5))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer, and what is kept of it for ranking.

    sentences: gives the passage's; of all candidates only a few are shown, and to make
    the sentences of all would take longer than to rank them
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
    """How well a question and a text, a passage or a sentence, go together.

    cosine: of their vectors, -1..1
    bm25: BM25 as a share of the most it could be, 0..1
    match: how well each question word is met by a word of the text, 0..1
    """

    cosine: float
    bm25: float
    match: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is seen of a passage and a question; `confidence.py` says what it weighs.

    score: the passage's; lead: how far it is above the best of the other passages, below 0 for
    all but the first, 0 if there is no other
    cosine: the passage's; match: its marked sentence's
    lacks_name: 0, or if the question has a name that no passage holds, how far from it the nearest
    word of this one is, to 1; lacks_number: has it a number that no passage holds?
    lacks_kind: does the question ask for a number, a time, a person, a place or a reason, and
    the marked sentence hold none?
    other_speaker: does it ask for somebody's words, and the marked sentence not carry them?
    asks: is the marked sentence a question itself?
    words: content words of the question; passages: among which this one was found
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
    """The parts of an answer's score, `rank.score` says how they are added, and of its confidence.

    matched: each content word of the question, and how well the passage meets it, 0..1
    """

    passage: Signals
    sentence: Signals
    matched: tuple[tuple[str, float], ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Answer:
    """A passage that answers, and the sentence in it that does so best.

    score: the ranking score, higher is better; it compares the answers to
    one question and says nothing across questions
    confidence: the probability, 0..1, that this passage answers the question
    why: the parts of the score
    cell: the characters of the cell that answers, if the sentence is a row of a table and it can
    be told
    sentences: all that are marked, in the order of the text: that one, and those that answer nearly
    as well or belong to the same list
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
        """Who is speaking in the answering sentence, None if nobody is or it is not clear."""
        speaker = self.sentence.speaker
        return speaker.name if speaker and speaker.speaking else None

    @property
    def page(self) -> int | None:
        """The 1-based page on which the sentence starts, None without pages."""
        return self.document.page_at(self.sentence.start)

    @property
    def page_name(self) -> str | None:
        """What that page is called, "page 3" by its number; None without pages."""
        return self.document.page_name_at(self.sentence.start)

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Where the sentence stands on the pages of a PDF, a box for each of its lines."""
        return self.document.boxes.within(self.sentence.start, self.sentence.end)

    @property
    def scanned(self) -> float | None:
        """How sure it is what it says, 0..1, if it was read from a picture; None if not."""
        return self.document.scanned_at(self.sentence.start)

    @property
    def time(self) -> float | None:
        """The seconds into a recording at which the sentence is said, None for other texts."""
        return self.document.time_at(self.sentence.start)


@dataclass(frozen=True, slots=True)
class Reply(Sequence[Answer]):
    """The answers to a question, best first. It is a sequence of `Answer`.

    question: as it was asked
    searched: as it was searched, a follow-up being completed from the history
    state: "answered"; "perhaps" if the first passage may answer it; "not" if the documents do
    not seem to say, the answers being the closest passages
    reason: why it is only that, in plain words; None if nothing is known, or it is answered
    note: what is said beside the passages: what counting tells of a document, or a greeting
    unmet: the operators of the question that no passage meets, as `"root cause" -Berlin`; the
    answers are without them
    narrowed: which documents were looked in, if the question says so: `after:2015 type:pdf`
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
        """Is the first passage likely to answer?"""
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
    """How confidence is fitted to the documents of an index: its log odds, stretched and shifted.

    As they are, 1 and 0, they change nothing.
    """

    stretch: float = 1.0
    shift: float = 0.0


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a library holds."""

    documents: int = 0
    passages: int = 0
    sentences: int = 0

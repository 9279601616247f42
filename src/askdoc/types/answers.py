"""Answers, the evidence for them, and replies, all of them frozen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, overload

from askdoc.types.boxes import Box
from askdoc.types.documents import Document
from askdoc.types.passages import Sentence

# The state of a question: its first passage answers, may answer, or does not seem to.
State: TypeAlias = Literal["answered", "perhaps", "not"]


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
    match: of its marked sentence and the heading above it
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
    """The parts of the score and of the confidence of an answer; `features.score` adds them up.

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
    def said(self) -> tuple[int, int]:
        """The characters of the answering sentence, with the list that it announces."""
        start, end = self.sentence.start, self.sentence.end
        if self.sentence.announces:
            end = max(end, self.sentences[-1].end)
        return start, end

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
    missing: the words in `reason` that no passage contains, as they were typed
    """

    question: str
    searched: str
    state: State
    answers: tuple[Answer, ...]
    reason: str | None = None
    unmet: str = ""
    note: str | None = None
    narrowed: str = ""
    missing: tuple[str, ...] = ()

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

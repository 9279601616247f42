"""Each question is asked of each document, and a cell holds what it says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from askdoc.types import Document, Progress, Reply, State

# What a cell says where the document does not.
NOT_SAID = "not said"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a document says to a question.

    state: as of a reply; sentence, start, end, page, speaker: the best sentence and its place in
    the document, None if it is not said; confidence: 0..1, also of the closest sentence where it
    is not said; reason: why it is not said, as far as it is known
    """

    state: State
    sentence: str | None = None
    start: int | None = None
    end: int | None = None
    page: str | None = None
    speaker: str | None = None
    confidence: float = 0.0
    reason: str | None = None

    @classmethod
    def of(cls, reply: Reply) -> Cell:
        """From the reply of one document."""
        if not reply.answers:  # something may have been counted
            note = reply.note if reply.state != "not" else None
            return cls(reply.state, note, reason=reply.reason)
        best = reply[0]
        confidence = round(best.confidence, 6)
        if reply.state == "not":
            return cls("not", confidence=confidence, reason=reply.reason)
        sentence = best.sentence
        return cls(
            reply.state,
            sentence.text,
            sentence.start,
            sentence.end,
            best.page_name,
            best.speaker,
            confidence,
            reply.reason,
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """A row for each document, (document, its cells), a cell for each question."""

    questions: tuple[str, ...]
    rows: tuple[tuple[Document, tuple[Cell, ...]], ...]


def ask_each(
    ask: Callable[[str, str], Reply],
    documents: Sequence[Document],
    questions: Sequence[str],
    *,
    known: Callable[[Document, str], Cell | None] = lambda _document, _question: None,
    keep: Callable[[Document, str, Cell], None] = lambda _document, _question, _cell: None,
    progress: Progress | None = None,
) -> Sheet:
    """Ask every document every question, each document alone.

    ask: (question, name of a document) -> the reply of that document
    known: a cell that was asked before, None if it was not; keep: called with each new one
    progress: called as progress(done, total), in cells
    """
    rows = []
    done = 0
    for document in documents:
        cells = []
        for question in questions:
            cell = known(document, question)
            if cell is None:
                cell = Cell.of(ask(question, document.name))
                keep(document, question, cell)
            cells.append(cell)
            done += 1
            if progress:
                progress(done, len(documents) * len(questions))
        rows.append((document, tuple(cells)))
    return Sheet(tuple(questions), tuple(rows))

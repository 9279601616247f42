"""Ask each document each question; a cell contains what the document says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from askdoc.messages import later
from askdoc.types import Document, Progress, Reply, State

# Shown in a cell if the document does not say.
NOT_SAID = later("not said")


@dataclass(frozen=True, slots=True)
class Cell:
    """The answer of one document to one question.

    state: of the reply
    sentence, start, end, page, speaker: the best sentence, with the list that it announces, and
    its place; None if not answered
    confidence: 0..1, also that of the closest sentence if not answered
    reason: why it is not answered; None if unknown
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
        """Make a cell of the reply of one document."""
        if not reply.answers:  # the note may contain a count
            note = reply.note if reply.state != "not" else None
            return cls(reply.state, note, reason=reply.reason)
        best = reply[0]
        confidence = round(best.confidence, 6)
        if reply.state == "not":
            return cls("not", confidence=confidence, reason=reply.reason)
        start, end = best.said
        return cls(
            reply.state,
            best.document.text[start:end],
            start,
            end,
            best.page_name,
            best.speaker,
            confidence,
            reply.reason,
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One row per document, (document, its cells), and one cell per question."""

    questions: tuple[str, ...]
    rows: tuple[tuple[Document, tuple[Cell, ...]], ...]


def ask_each(
    ask: Callable[[str, str], Reply],
    documents: Sequence[Document],
    questions: Sequence[str],
    *,
    known: Callable[[Document, str], Cell | None] = lambda _document, _question: None,
    save: Callable[[Document, str, Cell], None] = lambda _document, _question, _cell: None,
    progress: Progress | None = None,
) -> Sheet:
    """Ask every document every question, one document at a time.

    ask: (question, name of a document) -> the reply of that document
    known: returns a saved cell, or None; save: called with each new cell
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
                save(document, question, cell)
            cells.append(cell)
            done += 1
            if progress:
                progress(done, len(documents) * len(questions))
        rows.append((document, tuple(cells)))
    return Sheet(tuple(questions), tuple(rows))

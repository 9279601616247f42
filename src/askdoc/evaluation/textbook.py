"""The textbook method, for comparison: long windows, ranked by cosine similarity only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from askdoc.evaluation.golden import Span
from askdoc.evaluation.measures import DEPTH, Retrieved
from askdoc.types import Document, Embedder

# The length of a window, and its overlap with the next.
TEXTBOOK_CHARS, TEXTBOOK_OVERLAP = 1000, 200


class Textbook:
    """Windows of up to 1,000 characters with an overlap of 200, ranked by cosine similarity."""

    def __init__(self, documents: Sequence[Document], embedder: Embedder) -> None:
        self._embedder = embedder
        self._windows = [
            Retrieved(document.name, start, end)
            for document in documents
            for start, end in textbook_windows(document.text)
        ]
        text = {document.name: document.text for document in documents}
        self._vectors = embedder.embed_texts(
            [text[w.document][w.start : w.end] for w in self._windows]
        )

    def ask(self, question: str) -> list[Retrieved]:
        cosines = self._vectors @ self._embedder.read_question(question).vector
        return [self._windows[i] for i in (-cosines).argsort(kind="stable")[:DEPTH]]


def textbook_windows(text: str) -> list[Span]:
    """Split like the usual recursive splitters: at blank lines, line ends or spaces."""
    windows: list[Span] = []
    first: list[Span] = []  # the pieces of the current window
    for piece in _pieces(text, 0, len(text), ["\n\n", "\n", " "]):
        if first and piece[1] - first[0][0] > TEXTBOOK_CHARS:
            windows.append((first[0][0], first[-1][1]))
            while first and (
                first[-1][1] - first[0][0] > TEXTBOOK_OVERLAP
                or piece[1] - first[0][0] > TEXTBOOK_CHARS
            ):
                first.pop(0)
        first.append(piece)
    return [*windows, (first[0][0], first[-1][1])] if first else windows


def _pieces(text: str, start: int, end: int, separators: Sequence[str]) -> Iterator[Span]:
    """The parts between separators, split at the next kind if longer than a window."""
    while start < end:
        stop = text.find(separators[0], start, end) if separators else start + TEXTBOOK_CHARS
        stop = end if stop < 0 else min(stop, end)
        if stop - start > TEXTBOOK_CHARS:
            yield from _pieces(text, start, stop, separators[1:])
        elif text[start:stop].strip():
            yield start, stop
        start = stop + (len(separators[0]) if separators else 0)

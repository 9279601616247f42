"""Split a document into passages: whole sentences packed within a paragraph."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from askdoc.answer_type import asks
from askdoc.languages import language
from askdoc.searchable import joined, searchable
from askdoc.split.blocks import Piece, blocks
from askdoc.split.sentences import trim
from askdoc.split.size import MAX_CHARS
from askdoc.turns import turn_starts
from askdoc.types import Document, Passage, Sentence

# The best places to divide a sentence that is too long, best first.
_BOUNDARIES = (
    re.compile(r"[;:。！？][\"'”’)\]]*\s*"),
    re.compile(r"[,，、—–][\"'”’)\]]*\s*"),
    re.compile(r"\s+"),
)


def split(
    document: Document,
    count_tokens: Callable[[str], int],
    max_tokens: int,
    max_chars: int = MAX_CHARS,
) -> list[Passage]:
    """Split a document into passages, in order and without overlap.

    A passage holds whole sentences of one paragraph, and before them the heading above it or the
    question that the paragraph before ends with, at most `max_chars` characters unless a single
    sentence is longer, and never more than `max_tokens` as `count_tokens` counts them: a sentence
    past that is divided at its best boundary.
    """
    text = document.text
    size = _Size(text, count_tokens, max_tokens, max_chars)
    passages: list[Passage] = []
    # a heading, questions at the end of a paragraph, or the label of a speaker
    waiting: list[Piece] = []
    turns = turn_starts(text)

    def is_label(piece: Piece) -> bool:
        return piece.end <= turns.get(piece.start, 0)

    def add(pieces: list[Piece]) -> None:
        for group in _pack(text, pieces, size):
            parts = tuple(
                Sentence(text[s:e], s, e, searched=plain, heading=title)
                for s, e, plain, title in group
            )
            alone = all(piece.heading or piece.searched == "" for piece in group)
            passages.append(Passage(document, group[0].start, group[-1].end, parts, alone))

    for block in blocks(text, turns, language(document.language)):
        pieces = [part for piece in block.pieces for part in _divide(piece, size)]
        # a label on a line of its own is like a heading
        pieces = [piece._replace(heading=True) if is_label(piece) else piece for piece in pieces]
        told = 0 if block.heading else len(pieces)
        while told and (_asks(text, pieces[told - 1]) or is_label(pieces[told - 1])):
            told -= 1
        if waiting:
            if told and size.fits([*waiting, pieces[0]]):  # the answer
                pieces = waiting + pieces
                told += len(waiting)
            elif (is_label(waiting[-1]) or is_label(pieces[0])) and size.fits(waiting + pieces):
                pieces = waiting + pieces
            else:
                add(waiting)
        waiting = pieces[told:]
        add(pieces[:told])
    add(waiting)
    return passages


@dataclass(frozen=True)
class _Size:
    """How much of a text fits into one passage."""

    text: str
    count_tokens: Callable[[str], int]
    max_tokens: int
    max_chars: int

    def can_read(self, pieces: Sequence[Piece]) -> bool:
        """Whether the model reads them completely."""
        return self.count_tokens(joined(self.text, pieces)[0]) <= self.max_tokens

    def fits(self, pieces: Sequence[Piece]) -> bool:
        """Whether they fit into one passage."""
        return pieces[-1].end - pieces[0].start <= self.max_chars and self.can_read(pieces)


def _asks(text: str, piece: Piece) -> bool:
    return asks(text[piece.start : piece.end])


def _pack(text: str, pieces: list[Piece], size: _Size) -> list[list[Piece]]:
    """Group sentences while they fit; a question stays with the sentence after it."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        if groups and size.fits([*groups[-1], piece]):
            groups[-1].append(piece)
        else:
            groups.append([*_questions(text, groups), piece])
            while len(groups[-1]) > 1 and not size.fits(groups[-1]):
                groups[-2].append(groups[-1].pop(0))
    return groups


def _questions(text: str, groups: list[list[Piece]]) -> list[Piece]:
    """Remove and return the questions at the end of the last group, unless it has nothing else."""
    last = groups[-1] if groups else []
    told = len(last)
    while told and _asks(text, last[told - 1]):
        told -= 1
    taken = last[told:] if told else []
    del last[len(last) - len(taken) :]
    return taken


def _divide(piece: Piece, size: _Size) -> list[Piece]:
    """The piece itself if the model can read it, or else several parts that it can."""
    if size.can_read([piece]) or piece.end - piece.start < 2:
        return [piece]
    cut = _best_cut(size.text, piece.start, piece.end)
    return [
        part
        for s, e in ((piece.start, cut), (cut, piece.end))
        if (span := trim(size.text, s, e))
        for part in _divide(_plain(size.text, *span, piece.heading), size)
    ]


def _plain(text: str, start: int, end: int, heading: bool) -> Piece:
    """The rest of a piece that was split; the names of its columns are not searched."""
    found = searchable(text[start:end])
    return Piece(start, end, found if found != text[start:end] else None, heading)


def _best_cut(text: str, start: int, end: int) -> int:
    """The boundary nearest to the middle, of the best kind in the middle half."""
    middle, margin = (start + end) // 2, (end - start) // 4
    for boundary in _BOUNDARIES:
        cuts = [m.end() for m in boundary.finditer(text, middle - margin, middle + margin)]
        if cuts:
            return min(cuts, key=lambda cut: abs(cut - middle))
    return middle

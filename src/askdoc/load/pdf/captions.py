"""Captions of court papers: the parties on the left, the number of the case on the right,
and between them a column of signs, as ")" or "§", for a line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from askdoc.load.pdf.line import Line, Word, main_turn
from askdoc.types.documents import Omitted

_SIGNS = (")", "(", "§", ":", "|", "*", "}", "]", ")(")
# A caption has more lines; two signs may stand one below the other by chance.
_LEAST = 3
# Colons stand one below the other in forms, and brackets among sums of money.
_PARTIES = re.compile(
    r"\b(?:vs?\.|versus|v|in re|in the matter of|matter of|ex parte|ex rel|plaintiffs?|defendants?|"
    r"petitioners?|respondents?|appell(?:ants?|ees?)|claimants?|applicants?|debtors?|decedent)\b",
    re.IGNORECASE,
)
# In heights of the type: signs of a column do not stand further aside, and no further apart, also
# where OCR lost some.
_ASIDE = 0.5
_APART = 10.0


def without_signs(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[Omitted]]:
    """The pieces of each page -> (those that are text, each side of a caption after the other;
    the signs between them)."""
    kept: list[list[Line]] = []
    omitted: list[Omitted] = []
    for number, pieces in enumerate(pages, start=1):
        ordered, signs = _sides(pieces)
        kept.append(ordered)
        if signs:
            text = " ".join(sign.text for sign in signs)
            omitted.append(Omitted("column of signs", text, page=number))
    return kept, omitted


def _sides(pieces: Sequence[Line]) -> tuple[list[Line], list[Word]]:
    column = _column(pieces)
    if not column:
        return list(pieces), []
    size = median(sign.top - sign.bottom for sign in column)
    left, right = min(sign.left for sign in column), max(sign.right for sign in column)
    low, high = column[-1].bottom - size / 2, column[0].top + size / 2
    inside = [
        i for i, piece in enumerate(pieces) if low < piece.bottom and piece.top < high + size / 2
    ]
    signs = set(column)
    sides: tuple[list[Line], list[Line]] = [], []
    for i in inside:
        words = [word for word in pieces[i].words if word not in signs]
        parts = (
            [word for word in words if word.right <= left + 0.3 * size],
            [word for word in words if word.left >= right - 0.3 * size],
        )
        if len(parts[0]) + len(parts[1]) < len(words):  # it goes across, so there are no sides
            return list(pieces), []
        for side, part in zip(sides, parts, strict=True):
            if part:
                side.append(_part(pieces[i], part))
    parties = " ".join(part.text for part in sides[0])
    if not sides[1] or not _PARTIES.search(parties):
        return list(pieces), []
    caption = [piece for side in sides for piece in sorted(side, key=lambda one: -one.bottom)]
    outside = set(inside)
    before = [piece for i, piece in enumerate(pieces) if i < inside[0]]
    after = [piece for i, piece in enumerate(pieces) if i > inside[0] and i not in outside]
    return [*before, *caption, *after], column


def _column(pieces: Sequence[Line]) -> list[Word]:
    """The signs one below the other of the longest such column, from top to bottom."""
    if main_turn(pieces) != 0:
        return []
    columns: defaultdict[tuple[str, int], list[Word]] = defaultdict(list)
    for piece in pieces:
        for word in piece.words if piece.turn == 0 else ():
            if word.text in _SIGNS:
                place = (word.left + word.right) / 2 / (_ASIDE * piece.size)
                for near in {int(place), int(place + 0.5)}:
                    columns[word.text, near].append(word)
    best: list[Word] = []
    for column in columns.values():
        run: list[Word] = []
        for word in sorted(column, key=lambda word: -word.bottom):
            if run and run[-1].bottom - word.top > _APART * (word.top - word.bottom):
                run = []
            run.append(word)
            best = max(best, run, key=len)
    return list(best) if len(best) >= _LEAST else []


def _part(piece: Line, words: Sequence[Word]) -> Line:
    """What some words of a piece say."""
    if len(words) == len(piece.words):
        return piece
    return replace(
        piece,
        text=" ".join(word.text for word in words),
        left=min(word.left for word in words),
        right=max(word.right for word in words),
        words=tuple(words),
    )

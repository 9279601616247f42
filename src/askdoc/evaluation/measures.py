"""Compute measures from the passages found for golden questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from askdoc.evaluation.golden import Golden, Span

# How many passages are considered for each question.
DEPTH = 10


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A retrieved passage, its best sentence, if any, and all marked sentences."""

    document: str
    start: int
    end: int
    sentence: Span | None = None
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Measures:
    """Means over questions, 0..1, higher is better.

    hit_at_1, hit_at_3: an answer is completely inside one of the first 1 or 3 passages
    mrr: mean reciprocal rank of the first passage with an answer, 0 beyond rank 10
    r_at_500, r_at_1000: an answer is in the first 500 or 1,000 characters when you read the
    passages in order; this compares passages of different lengths
    sent_at_1: the marked sentence of the first passage overlaps an answer; None if no sentence is
    marked
    sent_f1: F1 of the marked sentences of the first passage: precision is the share of them that
    overlaps an answer, recall the share of the answer's characters that is marked; None as above
    """

    questions: int
    hit_at_1: float
    hit_at_3: float
    mrr: float
    r_at_500: float
    r_at_1000: float
    sent_at_1: float | None
    sent_f1: float | None


def measure(asked: Sequence[tuple[Golden, Sequence[Retrieved]]]) -> Measures:
    """The measures of questions, each with the passages found for it, best first."""
    if not asked:
        return Measures(0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    ranks = [_rank(row, found) for row, found in asked]
    marked = [_marked(row, found) for row, found in asked]
    return Measures(
        questions=len(asked),
        hit_at_1=fmean(rank == 1 for rank in ranks),
        hit_at_3=fmean(0 < rank <= 3 for rank in ranks),
        mrr=fmean(1 / rank if rank else 0 for rank in ranks),
        r_at_500=fmean(_read(row, found, 500) for row, found in asked),
        r_at_1000=fmean(_read(row, found, 1000) for row, found in asked),
        sent_at_1=None if None in marked else fmean(bool(mark) for mark in marked),
        sent_f1=None if None in marked else fmean(_f1(row, found) for row, found in asked),
    )


def _rank(row: Golden, found: Sequence[Retrieved]) -> int:
    """The 1-based rank of the first passage with an answer, 0 for none."""
    holds = (i for i, span in enumerate(found[:DEPTH], start=1) if _holds(row, span))
    return next(holds, 0)


def _holds(row: Golden, span: Retrieved, end: int | None = None) -> bool:
    end = span.end if end is None else end
    return span.document == row.document and any(
        span.start <= a and b <= end for a, b in row.answers
    )


def _read(row: Golden, found: Sequence[Retrieved], budget: int) -> bool:
    """Whether an answer is in the first `budget` characters of the passages, read in order."""
    for span in found:
        take = min(span.end - span.start, budget)
        if _holds(row, span, span.start + take):
            return True
        budget -= take
    return False


def _marked(row: Golden, found: Sequence[Retrieved]) -> bool | None:
    """Whether the marked sentence of the first passage overlaps an answer; None without a mark."""
    if not found:
        return False
    first = found[0]
    if first.sentence is None:
        return None
    start, end = first.sentence
    return first.document == row.document and any(start < b and a < end for a, b in row.answers)


def _f1(row: Golden, found: Sequence[Retrieved]) -> float:
    """F1 of the marks in the first passage; see `Measures`."""
    if not found or found[0].document != row.document:
        return 0.0
    marks = found[0].marks
    right = sum(any(start < b and a < end for a, b in row.answers) for start, end in marks)
    covered = max(
        sum(max(0, min(b, end) - max(a, start)) for start, end in marks) / max(1, b - a)
        for a, b in row.answers
    )
    precision = right / max(1, len(marks))
    return 2 * precision * covered / (precision + covered) if right else 0.0

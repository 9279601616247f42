"""Fit the confidence of an answer to its score, and report how honest it is.

    python bench/calibrate.py FOLDER

Fitted on the questions of xquad-en, each asked of its own article and of the
next one, which does not answer it: a logistic regression (Newton's method) of
"the first passage holds an answer" on the terms of the first passage's score and lead. Reported
on the other sets, too, which the fit has not seen. Copy the constants to rank.py.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from data import SETS, Article, articles
from numpy.typing import NDArray

from askdoc.embed import load_embedder
from askdoc.library.library import ANSWERED, Library
from askdoc.rank import confidence, confidence_terms
from askdoc.types import Embedder

FITTED_ON = "xquad-en"

Row = NDArray[np.float64]


@dataclass(frozen=True)
class Firsts:
    """Of each question's first passage: (score, lead); and 1 if it holds an answer."""

    own: Row
    right: Row
    foreign: Row
    near: Row


def main(folder: Path) -> None:
    embedder = load_embedder()
    firsts = {name: ask(articles(folder, name), embedder) for name in SETS}
    score_slope, lead_slope, offset = fit(firsts[FITTED_ON])
    constants = f"{score_slope:.2f}, {lead_slope:.2f}, {offset:.2f}"
    print(f"SCORE_SLOPE, LEAD_SLOPE, OFFSET = {constants}  # {FITTED_ON}\n")
    print(f"With the constants of rank.py, answered from {ANSWERED} on:")
    print("set        AUROC  ECE   answerable kept  foreign refused  near: AUROC refused")
    for name, f in firsts.items():
        report(name, f)


def ask(found: list[Article], embedder: Embedder) -> Firsts:
    own, right, foreign, near = [], [], [], []
    for i, article in enumerate(found):
        library = Library([article.document], embedder)
        for row in article.golden:
            first = library.ask(row.question, 1)[0]
            own.append(score_and_lead(library, row.question))
            right.append(any(first.start <= a and b <= first.end for a, b in row.answers))
        other = found[(i + 1) % len(found)]
        if other is not article:
            foreign += [score_and_lead(library, row.question) for row in other.golden]
        near += [score_and_lead(library, question) for question in article.unanswerable]
    rows = (np.array(pairs, float).reshape(-1, 2) for pairs in (own, foreign, near))
    own_rows, foreign_rows, near_rows = rows
    return Firsts(own_rows, np.array(right, float), foreign_rows, near_rows)


def score_and_lead(library: Library, question: str) -> tuple[float, float]:
    scores = [answer.score for answer in library.ask(question, 2)]
    return scores[0], scores[0] - scores[1] if len(scores) > 1 else 0.0


def fit(f: Firsts) -> Row:
    """Maximum likelihood of right against the terms over own and foreign questions."""
    pairs = np.concatenate([f.own, f.foreign])
    x = np.array([confidence_terms(score, lead) for score, lead in pairs])
    design = np.concatenate([x, np.ones((len(x), 1))], axis=1)
    right = np.concatenate([f.right, np.zeros(len(f.foreign))])
    weights = np.zeros(3)
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ weights))
        hessian = design.T @ (design * (p * (1 - p))[:, None])
        weights += np.linalg.solve(hessian, design.T @ (right - p))
    return weights


def report(name: str, f: Firsts) -> None:
    own, foreign, near = map(confidences, (f.own, f.foreign, f.near))
    p = np.concatenate([own, foreign])
    right = np.concatenate([f.right, np.zeros_like(foreign)])
    cells: list[Any] = [auroc(own, foreign), calibration_error(p, right)]
    cells += [np.mean(own >= ANSWERED), share_below(foreign), auroc(own, near), share_below(near)]
    shown = ["   - " if c is None else f"{c:.3f}" for c in cells]
    print(
        f"{name:9}  {shown[0]}  {shown[1]} {shown[2]:^16} {shown[3]:^16} {shown[4]:>8} {shown[5]}"
    )


def confidences(rows: Row) -> Row:
    return np.array([confidence(score, lead) for score, lead in rows], float)


def share_below(values: Row) -> float | None:
    return float(np.mean(values < ANSWERED)) if len(values) else None


def auroc(high: Row, low: Row) -> float | None:
    """The probability that one of `high` is above one of `low`, ties counting half."""
    if not len(high) or not len(low):
        return None
    above = (high[:, None] > low).mean() + (high[:, None] == low).mean() / 2
    return float(above)


def calibration_error(p: Row, right: Row) -> float:
    """Expected calibration error: |mean confidence - share right| over ten equal bins of [0, 1]."""
    bins = np.minimum((p * 10).astype(int), 9)
    total = 0.0
    for b in range(10):
        inside = bins == b
        if inside.any():
            total += inside.mean() * abs(p[inside].mean() - right[inside].mean())
    return float(total)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))

"""Fit the confidence of an answer to its score, and report how honest it is.

    python bench/calibrate.py FOLDER

Fitted on the questions of xquad-en, each asked of its own article and of the
next one, which does not answer it: a logistic regression (Newton's method) of
"the first passage holds an answer" on the first passage's score. Reported on
the other sets, which the fit has not seen. Copy the two constants to rank.py.
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
from askdoc.library import ANSWERED, Library
from askdoc.rank import confidence
from askdoc.types import Embedder

FITTED_ON = "xquad-en"

Row = NDArray[np.float64]


@dataclass(frozen=True)
class Scores:
    """Of each question's first passage: its score, and 1 if it holds an answer."""

    own: Row
    right: Row
    foreign: Row
    near: Row


def main(folder: Path) -> None:
    embedder = load_embedder()
    scores = {name: ask(articles(folder, name), embedder) for name in SETS}
    slope, offset = fit(scores[FITTED_ON])
    print(f"CONFIDENCE_SLOPE, CONFIDENCE_OFFSET = {slope:.2f}, {offset:.2f}  # {FITTED_ON}\n")
    print(f"With the constants of rank.py, answered from {ANSWERED} on:")
    print("set        AUROC  ECE   answerable kept  foreign refused  near: AUROC refused")
    for name, s in scores.items():
        report(name, s)


def ask(found: list[Article], embedder: Embedder) -> Scores:
    own, right, foreign, near = [], [], [], []
    for i, article in enumerate(found):
        library = Library([article.document], embedder)
        for row in article.golden:
            first = library.ask(row.question, 1)[0]
            own.append(first.score)
            right.append(any(first.start <= a and b <= first.end for a, b in row.answers))
        other = found[(i + 1) % len(found)]
        if other is not article:
            foreign += [score(library, row.question) for row in other.golden]
        near += [score(library, question) for question in article.unanswerable]
    return Scores(*(np.array(values, float) for values in (own, right, foreign, near)))


def score(library: Library, question: str) -> float:
    return library.ask(question, 1)[0].score


def fit(s: Scores) -> tuple[float, float]:
    """Maximum likelihood of right against score over own and foreign questions."""
    x = np.concatenate([s.own, s.foreign])
    design = np.stack([x, np.ones_like(x)], axis=1)
    right = np.concatenate([s.right, np.zeros_like(s.foreign)])
    weights = np.zeros(2)
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ weights))
        hessian = design.T @ (design * (p * (1 - p))[:, None])
        weights += np.linalg.solve(hessian, design.T @ (right - p))
    return float(weights[0]), float(weights[1])


def report(name: str, s: Scores) -> None:
    own, foreign, near = map(confidences, (s.own, s.foreign, s.near))
    p = np.concatenate([own, foreign])
    right = np.concatenate([s.right, np.zeros_like(foreign)])
    cells: list[Any] = [auroc(own, foreign), calibration_error(p, right)]
    cells += [np.mean(own >= ANSWERED), share_below(foreign), auroc(own, near), share_below(near)]
    shown = ["   - " if c is None else f"{c:.3f}" for c in cells]
    print(
        f"{name:9}  {shown[0]}  {shown[1]} {shown[2]:^16} {shown[3]:^16} {shown[4]:>8} {shown[5]}"
    )


def confidences(scores: Row) -> Row:
    return np.array([confidence(value) for value in scores], float)


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

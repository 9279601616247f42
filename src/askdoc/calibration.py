"""Calibration: fit confidence to your own documents with golden questions.

It fits two numbers, a stretch and a shift of the log odds of `confidence.py` (Platt scaling, 1999);
these are so few that some dozens of questions are enough. Cross-validation measures how good they
are.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from askdoc.confidence import PERHAPS, calibrated, log_odds
from askdoc.errors import GoldenError
from askdoc.evaluation import Golden, golden_rows
from askdoc.library import Library
from askdoc.messages import later, tr
from askdoc.types import Answer, Calibration, Progress

# With fewer right or wrong questions, the fit would be random.
MIN_ROWS, MIN_OF_EACH = 40, 10
# Each question is judged by numbers fitted on the other folds.
_PARTS = 10
# Below this, all questions would have the same confidence, which separates nothing.
_MIN_STRETCH = 0.1
# Regularization towards 1 and 0, which change nothing.
_RIDGE = 1.0
_BOUNDS = 0.0, PERHAPS, 0.25, 0.5, 0.75, 1.0


@dataclass(frozen=True, slots=True)
class Band:
    """Questions with a confidence from `low` to below `high`.

    said: their mean confidence
    right: the share that is right; both are 0 without questions
    """

    low: float
    high: float
    questions: int
    said: float
    right: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """How reliable confidence is.

    bands: from low to high
    loss: mean negative log likelihood, lower is better
    error: expected calibration error, 0..1, lower is better
    """

    bands: tuple[Band, ...]
    loss: float
    error: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """A calibration and its reliability before and after, on held-out questions."""

    calibration: Calibration
    questions: int
    before: Reliability
    after: Reliability

    @property
    def better(self) -> bool:
        """Whether it is better on held-out questions and still separates right from wrong."""
        return self.after.loss < self.before.loss and self.calibration.stretch >= _MIN_STRETCH

    def as_json(self) -> str:
        """One JSON object, the fields as they are named here, and `better`."""
        return json.dumps({**asdict(self), "better": self.better}, ensure_ascii=False)


def calibrate(library: Library, golden: str | Path, progress: Progress | None = None) -> Fitted:
    """Fit confidence to golden questions and refusals about the documents of a library.

    progress: called as progress(done, total) after each question
    Raises `GoldenError` if the file is invalid or has too few questions; the message says how
    many are missing.
    """
    rows = golden_rows(library, golden)
    if len(rows) < MIN_ROWS:
        raise GoldenError(
            tr(
                "{golden}: {rows} questions, calibration needs {min_rows}; add {more}",
                golden=golden,
                rows=len(rows),
                min_rows=MIN_ROWS,
                more=MIN_ROWS - len(rows),
            )
        )
    odds, right = [], []
    for number, row in enumerate(rows, start=1):
        reply = library.ask(row.question, 1)
        if reply.answers:
            odds.append(log_odds(reply[0].confidence, library.calibration))
            right.append(_is_right(row, reply[0]))
        if progress:
            progress(number, len(rows))
    return fit(np.array(odds), np.array(right), str(golden))


def fit(odds: NDArray[np.float64], right: NDArray[np.bool_], named: str = "") -> Fitted:
    """odds: uncalibrated log odds of the first passages; right: whether they answer

    Raises `GoldenError` if too few are right or too few wrong; named: where they come from
    """
    fewest = min(int(right.sum()), int((~right).sum()))
    if fewest < MIN_OF_EACH:
        message = later(
            "{named}: {fewest} questions are answered correctly, calibration "
            "needs {least}; add {more} questions that the documents answer"
        )
        if right.sum() > fewest:
            message = later(
                "{named}: {fewest} questions should be refused or are answered "
                "incorrectly, calibration needs {least}; add {more} refusals, "
                '`"answers": []`'
            )
        more = MIN_OF_EACH - fewest
        raise GoldenError(tr(message, named=named, fewest=fewest, least=MIN_OF_EACH, more=more))
    held_out = np.empty(len(odds))
    parts = np.random.default_rng(0).permutation(len(odds)) % _PARTS
    for part in range(_PARTS):
        held_out[parts == part] = _applied(
            _fit(odds[parts != part], right[parts != part]), odds[parts == part]
        )
    return Fitted(
        _fit(odds, right),
        len(odds),
        reliability(_applied(Calibration(), odds), right),
        reliability(held_out, right),
    )


def reliability(said: NDArray[np.float64], right: NDArray[np.bool_]) -> Reliability:
    """The reliability of confidences, given whether each was right."""
    bands = []
    for low, high in itertools.pairwise(_BOUNDS):
        inside = (said >= low) & ((said < high) | (high == 1))
        n = int(inside.sum())
        means = (float(said[inside].mean()), float(right[inside].mean())) if n else (0.0, 0.0)
        bands.append(Band(low, high, n, *means))
    likely = np.clip(np.where(right, said, 1 - said), 1e-12, 1)
    error = sum(band.questions * abs(band.said - band.right) for band in bands) / len(said)
    return Reliability(tuple(bands), float(-np.log(likely).mean()), error)


def _is_right(row: Golden, answer: Answer) -> bool:
    return answer.document.name == row.document and any(
        answer.start <= start and end <= answer.end for start, end in row.answers
    )


def _applied(calibration: Calibration, odds: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([calibrated(float(one), calibration) for one in odds])


def _fit(odds: NDArray[np.float64], right: NDArray[np.bool_]) -> Calibration:
    """Ridge logistic regression by Newton's method, towards a stretch of 1 and a shift of 0."""
    values = np.column_stack([odds, np.ones(len(odds))])
    start = np.array([1.0, 0.0])

    def cost(weights: NDArray[np.float64]) -> float:
        total = values @ weights
        drawn = float(_RIDGE / 2 * ((weights - start) ** 2).sum())
        return float((np.logaddexp(0, total) - right * total).sum()) + drawn

    weights = start
    for _ in range(50):
        said = 1 / (1 + np.exp(-np.clip(values @ weights, -30, 30)))
        slope = values.T @ (said - right) + _RIDGE * (weights - start)
        curve = (values.T * (said * (1 - said))) @ values + _RIDGE * np.eye(2)
        step = np.linalg.solve(curve, slope)
        while cost(weights - step) > cost(weights) and np.abs(step).max() > 1e-9:
            step /= 2  # a full step can overshoot
        weights = weights - step
        if np.abs(step).max() <= 1e-9:
            break
    return Calibration(max(0.0, float(weights[0])), float(weights[1]))

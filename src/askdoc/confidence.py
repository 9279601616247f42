"""The probability that a passage answers: a logistic regression on its features.

The score alone is not enough: an on-topic question that the article does not answer scores nearly
as high as one that it answers. The features in `Evidence` separate the two. bench/calibrate.py fits
the weights, and prints the contribution of each.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # so that `askdoc --help` does not wait for them
    from askdoc.types import Calibration, Evidence, State

# Thresholds of the probability of the first passage: a question counts as answered if that is more
# likely than not, and as perhaps answered from a probability that 19 of 20 questions with an answer
# reach, on the documents that bench/calibrate.py uses.
ANSWERED, PERHAPS = 0.5, 0.1


def terms(evidence: Evidence) -> dict[str, float]:
    """The features, with logarithms and a root because their first increments matter most."""
    return {
        "score": math.log(max(evidence.score, 0.05)),
        "lead": math.copysign(math.sqrt(abs(evidence.lead)), evidence.lead),
        "cosine": evidence.cosine,
        "match": evidence.match,
        "lacks_name": evidence.lacks_name,
        "lacks_number": float(evidence.lacks_number),
        "lacks_kind": float(evidence.lacks_kind),
        "other_speaker": float(evidence.other_speaker),
        "asks": float(evidence.asks),
        "words": math.log(1 + evidence.words),
        "passages": math.log(evidence.passages),
    }


# Printed by bench/calibrate.py.
WEIGHTS = {
    "score": 6.62,
    "lead": 2.55,
    "cosine": -3.1,
    "match": -0.37,
    "lacks_name": -3.81,
    "lacks_number": -1.52,
    "lacks_kind": -0.62,
    "other_speaker": -0.46,
    "asks": -0.89,
    "words": 1.1,
    "passages": -0.27,
}
OFFSET = 5.28


def confidence(evidence: Evidence) -> float:
    """The probability, 0..1, that the passage answers the question."""
    total = sum(WEIGHTS[name] * term for name, term in terms(evidence).items())
    return 1 / (1 + math.exp(-(total + OFFSET)))


def log_odds(sure: float, calibration: Calibration) -> float:
    """The log odds of a probability before calibration."""
    sure = min(max(sure, 1e-9), 1 - 1e-9)
    return (math.log(sure / (1 - sure)) - calibration.shift) / max(calibration.stretch, 1e-9)


def calibrated(odds: float, calibration: Calibration) -> float:
    """The probability, 0..1, of uncalibrated log odds."""
    return 1 / (1 + math.exp(-max(-30, calibration.stretch * odds + calibration.shift)))


def state(sure: float) -> State:
    """The state of a question whose first passage answers with this probability."""
    if sure >= ANSWERED:
        return "answered"
    return "perhaps" if sure >= PERHAPS else "not"

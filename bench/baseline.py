"""Compare measured quality with the expected quality in `baseline.json`.

The name of a row is a set and a part of the report: "news / askdoc" for retrieval, "news / states"
for the states of replies, "news / as written" for a form of the questions, "news / likely" for the
reliability of a confidence.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from askdoc.evaluation import Measures

Rows = dict[str, dict[str, float]]

BASELINE = Path(__file__).parent / "baseline.json"
# The largest change of a measure that does not require changing the file.
MAX_FALL, MAX_RISE = 0.005, 0.01


def read() -> Rows:
    rows: Rows = json.loads(BASELINE.read_text("utf-8"))
    return rows


def write(measured: Rows) -> None:
    """Replace the measured rows and leave the others; one row per line."""
    rows = sorted({**read(), **measured}.items())
    lines = [f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in rows]
    BASELINE.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


def differences(expected: Mapping[str, Mapping[str, float]], measured: Rows) -> list[str]:
    """A line for each measure that fell by more than .005, rose by more than .01, or is new."""
    lines = []
    for name, row in measured.items():
        for measure, value in row.items():
            before = expected.get(name, {}).get(measure)
            if before is None:
                lines.append(f"{name}: {measure} is new, {value:.3f}")
            elif round(before - value, 6) > MAX_FALL:
                lines.append(f"{name}: {measure} fell from {before:.3f} to {value:.3f}")
            elif round(value - before, 6) > MAX_RISE:
                lines.append(f"{name}: {measure} rose from {before:.3f} to {value:.3f}")
    return lines


def as_row(m: Measures) -> dict[str, float]:
    """The measures as a row; those of the marked sentence only if sentences are marked."""
    found = {
        "hit@1": m.hit_at_1,
        "hit@3": m.hit_at_3,
        "MRR": m.mrr,
        "r@500": m.r_at_500,
        "r@1000": m.r_at_1000,
        "sent@1": m.sent_at_1,
        "sentF1": m.sent_f1,
    }
    return {measure: round(value, 4) for measure, value in found.items() if value is not None}

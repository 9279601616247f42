"""Confidence is fitted to golden questions, judged on others, and kept in the index."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import CORPUS, FakeEmbedder
from typer.testing import CliRunner

import askdoc
from askdoc.calibration import MIN_OF_EACH, MIN_ROWS, fit, reliability
from askdoc.cli import app
from askdoc.confidence import calibrated, log_odds
from askdoc.errors import GoldenError
from askdoc.library import build_settings
from askdoc.store import LocalStore, SavedIndex
from askdoc.types import Calibration

KNOWN = Calibration(0.5, 1.0)


def drawn(n: int, calibration: Calibration) -> tuple[np.ndarray, np.ndarray]:
    """Log odds, and whether each is right, as often as the calibration says."""
    chance = np.random.default_rng(7)
    odds = chance.normal(0, 3, n)
    said = np.array([calibrated(one, calibration) for one in odds])
    return odds, chance.random(n) < said


def test_what_is_known_is_found_again() -> None:
    fitted = fit(*drawn(4000, KNOWN))
    assert fitted.calibration.stretch == pytest.approx(KNOWN.stretch, abs=0.05)
    assert fitted.calibration.shift == pytest.approx(KNOWN.shift, abs=0.15)
    assert fitted.better
    assert fitted.after.error < 0.03 < fitted.before.error


def test_what_is_right_already_is_hardly_changed() -> None:
    fitted = fit(*drawn(4000, Calibration()))
    assert fitted.calibration.stretch == pytest.approx(1, abs=0.08)
    assert fitted.after.loss == pytest.approx(fitted.before.loss, abs=0.002)


def test_after_is_of_questions_that_were_not_fitted_on() -> None:
    # Right by the toss of a coin: fitted and judged on the same, it would be better than .693.
    chance = np.random.default_rng(3)
    odds, right = chance.normal(0, 1, 60), chance.random(60) < 0.5
    assert fit(odds, right).after.loss > np.log(2) - 0.01


def test_calibration_of_uninformative_confidence_is_no_better() -> None:
    chance = np.random.default_rng(3)
    fitted = fit(chance.normal(4, 1, 200), chance.random(200) < 0.2)
    assert fitted.after.loss < fitted.before.loss
    assert not fitted.better or fitted.calibration.stretch >= 0.1
    opposite = fit(*(lambda odds: (odds, odds < 0))(chance.normal(0, 3, 200)))
    assert not opposite.better


def test_reliability_by_hand() -> None:
    found = reliability(np.array([0.2, 0.2, 0.8, 1.0]), np.array([False, True, True, True]))
    bands = [(b.low, b.questions, b.said, b.right) for b in found.bands if b.questions]
    assert bands == [
        (0.1, 2, pytest.approx(0.2), 0.5),
        (0.75, 2, pytest.approx(0.9), 1.0),
    ]
    assert found.error == pytest.approx((2 * 0.3 + 2 * 0.1) / 4)
    assert found.loss == pytest.approx(-np.log([0.8, 0.2, 0.8, 1.0]).mean())


@pytest.mark.parametrize("sure", [0.001, 0.3, 0.999])
def test_log_odds_go_there_and_back(sure: float) -> None:
    assert calibrated(log_odds(sure, Calibration()), Calibration()) == pytest.approx(sure)
    assert calibrated(log_odds(sure, KNOWN), KNOWN) == pytest.approx(sure)


@pytest.mark.parametrize(
    ("right", "message"),
    [
        (
            [True] * 45 + [False] * 4,
            "4 questions should be refused or are answered incorrectly, "
            "calibration needs 10; add 6",
        ),
        (
            [False] * 45 + [True] * 3,
            "3 questions are answered correctly, calibration needs 10; add 7",
        ),
    ],
)
def test_too_few_of_a_kind_says_how_many_are_missing(right: list[bool], message: str) -> None:
    assert MIN_OF_EACH == 10
    with pytest.raises(GoldenError, match=message):
        fit(np.zeros(len(right)), np.array(right))


# --- in the index


def saved(folder: Path) -> askdoc.Library:
    embedder = FakeEmbedder()
    index = SavedIndex(folder)
    index.expect(build_settings(embedder))
    return askdoc.Library((), embedder, store=LocalStore(index))


def test_the_index_keeps_it_and_later_questions_use_it(tmp_path: Path) -> None:
    index = tmp_path / "a.askdoc"
    library = saved(index)
    library.add([askdoc.Document("a.txt", "Kerry went to Berlin.\n\nThe cat slept.", "a")])
    before = library.ask("Where did the cat sleep?")[0]
    SavedIndex(index).calibrate(KNOWN)
    after = saved(index).ask("Where did the cat sleep?")[0]
    assert after.confidence == pytest.approx(
        calibrated(log_odds(before.confidence, Calibration()), KNOWN)
    )
    assert replace(after, confidence=0) == replace(before, confidence=0)
    again = saved(index)
    again.add([askdoc.Document("b.txt", "The dog ran.", "b")])  # another commit keeps it
    assert saved(index).calibration == KNOWN


def test_an_index_without_it_uses_the_defaults(tmp_path: Path) -> None:
    index = tmp_path / "a.askdoc"
    saved(index).add([askdoc.Document("a.txt", "The cat slept.", "a")])
    manifest = json.loads((index / "manifest.json").read_text())
    assert "calibration" not in manifest["current"]
    assert saved(index).calibration == Calibration()


def test_too_few_questions_say_how_many_are_missing(tmp_path: Path) -> None:
    from askdoc.calibration import calibrate

    library = saved(tmp_path / "a.askdoc")
    library.add([askdoc.Document("a.txt", "The cat slept.", "a")])
    golden = tmp_path / "golden.jsonl"
    row = {"document": "a.txt", "question": "Who slept?", "answers": [[4, 7]]}
    golden.write_text(f"{json.dumps(row)}\n" * (MIN_ROWS - 3))
    with pytest.raises(GoldenError, match="37 questions, calibration needs 40; add 3"):
        calibrate(library, golden)


@pytest.mark.slow
def test_from_golden_questions_to_the_index(tmp_path: Path) -> None:
    text = (CORPUS / "us-britain-russia-syria.txt").read_bytes().decode()
    said = ["Kerry", "Hammond", "London", "Berlin", "Assad", "refugees", "Syria", "talks"]
    rows = []
    for word in said:
        spans = [list(found.span()) for found in re.finditer(word, text)]
        for form in ("What is said about {}?", "Tell me about {}.", "Who spoke of {}?"):
            question = form.format(word)
            rows.append((question, spans))
    for thing in "bananas tolls bees ferries ledgers wells ropes millers hills soup".split():
        rows += [(f"Who bought the {thing}?", []), (f"How dear are {thing}?", [])]
    golden, index = tmp_path / "golden.jsonl", str(tmp_path / "a.askdoc")
    name = "us-britain-russia-syria.txt"
    golden.write_text(
        "".join(
            json.dumps({"document": name, "question": question, "answers": answers}) + "\n"
            for question, answers in rows
        )
    )
    command = ["calibrate", str(golden), str(CORPUS / name), "--index", index]
    done = CliRunner().invoke(app, [*command, "--json"], catch_exceptions=False)
    fitted = json.loads(done.stdout)
    assert fitted["questions"] == 44
    stored = askdoc.open(index=index).calibration
    expected = Calibration(**fitted["calibration"]) if fitted["better"] else Calibration()
    assert stored == expected
    shown = CliRunner().invoke(app, command, catch_exceptions=False)
    assert "on held-out questions" in shown.stdout
    assert f"44 questions: {'saved in' if fitted['better'] else 'not better'}" in shown.stdout

"""The quality is what bench/baseline.json expects, and the pages show the same figures."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT

from askdoc.embed import BASE_MODEL, load_embedder


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> dict[str, ModuleType]:
    """The scripts of bench/ that hold the baseline, by name."""
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    names = ("baseline", "tables", "data", "quality")
    return {name: importlib.import_module(name) for name in names}


def test_a_fall_or_a_rise_is_named(bench: dict[str, ModuleType]) -> None:
    expected = {"news / askdoc": {"hit@1": 0.847, "MRR": 0.9, "r@500": 0.889, "sent@1": 0.764}}
    measured = {
        "news / askdoc": {"hit@1": 0.8421, "MRR": 0.91, "r@500": 0.8998, "sent@1": 0.758, "f": 1.0},
        "new": {"hit@1": 0.5},
    }
    assert bench["baseline"].differences(expected, measured) == [
        "news / askdoc: r@500 rose from 0.889 to 0.900",
        "news / askdoc: sent@1 fell from 0.764 to 0.758",
        "news / askdoc: f is new, 1.000",
        "new: hit@1 is new, 0.500",
    ]
    assert bench["baseline"].differences(expected, expected) == []


def test_writing_keeps_the_rows_that_were_not_measured(
    bench: dict[str, ModuleType], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "baseline.json"
    file.write_text('{"b": {"x": 0.5}, "a": {"x": 0.5}}', "utf-8")
    monkeypatch.setattr(bench["baseline"], "BASELINE", file)
    bench["baseline"].write({"b": {"x": 0.75}})
    assert json.loads(file.read_text("utf-8")) == {"a": {"x": 0.5}, "b": {"x": 0.75}}
    assert file.read_text("utf-8").splitlines()[1] == '  "a": {"x": 0.5},'


def test_the_pages_show_the_figures_of_the_baseline(bench: dict[str, ModuleType]) -> None:
    rows = bench["baseline"].read()
    for page, tables in bench["tables"].PAGES.items():
        text = (ROOT / page).read_text("utf-8")
        for table in tables:
            assert table(rows) in text, (
                f"{page}: run python bench/tables.py, paste {table.__name__}"
            )


@pytest.mark.slow
@pytest.mark.parametrize("name", ["corpus", "de", "es", "ar", "ja", "ru", "th", "zh"])
def test_the_quality_neither_falls_nor_rises_unnoticed(
    name: str, bench: dict[str, ModuleType]
) -> None:
    """Whoever changes it on purpose: python bench/quality.py [FOLDER] --write."""
    quality, articles = bench["quality"], bench["data"].articles(Path(), name)
    embedder, published = load_embedder(), load_embedder(BASE_MODEL)
    with contextlib.redirect_stdout(io.StringIO()):
        rows = quality.passages(name, articles, embedder, published)
        rows[f"{name} / states"], _ = quality.states(name, articles, embedder)
    assert f"{name} / askdoc" in rows
    assert bench["baseline"].differences(bench["baseline"].read(), rows) == []

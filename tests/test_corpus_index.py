"""The index that the Space starts from: what the present code makes of corpus/, or left alone."""

from __future__ import annotations

import runpy
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import CORPUS, QUESTION, ROOT, load_all

import askdoc
from askdoc.library import build_settings
from askdoc.store import LocalStore, SavedIndex

INDEX = CORPUS / "corpus.askdoc"
STALE = "the index of corpus/ is out of date; run: make corpus-index"
QUESTIONS = (QUESTION, "Where will Kerry go after London?", "Who won the world cup?", "airstrikes")


def test_index_contains_the_articles() -> None:
    documents, left_out = load_all([CORPUS])
    assert left_out == []
    assert list(LocalStore(SavedIndex(INDEX)).documents) == documents, STALE


@pytest.mark.slow
def test_index_is_what_the_present_code_makes(library: askdoc.Library) -> None:
    generation = SavedIndex(INDEX).generation
    assert generation is not None
    assert generation.made == build_settings(library.embedder), STALE
    saved = askdoc.open(INDEX)
    for question in QUESTIONS:
        found, expected = saved.ask(question, 5), library.ask(question, 5)
        assert found[0].sentence == expected[0].sentence, STALE
        # subtle: another processor rounds the vectors otherwise
        scores = [a.score for a in expected]
        assert [a.score for a in found] == pytest.approx(scores, abs=0.02), STALE


def _none(index: Path) -> None:
    shutil.rmtree(index)


def _damaged(index: Path) -> None:
    vectors = next(index.glob("*.npy"))
    vectors.write_bytes(vectors.read_bytes()[::-1])


def _of_another_version(index: Path) -> None:
    saved = SavedIndex(index)
    assert saved.manifest
    generation = saved.manifest.current
    made = replace(generation.made, settings={**generation.made.settings, "reading": 0})
    manifest = replace(saved.manifest, current=replace(generation, made=made))
    (index / "manifest.json").write_bytes(manifest.to_json())


def _not_to_be_written(index: Path) -> None:
    shutil.rmtree(index)
    index.write_text("a file where the folder would be")


@pytest.mark.slow
@pytest.mark.parametrize("spoil", [_none, _damaged, _of_another_version, _not_to_be_written])
def test_space_starts_without_the_index(
    tmp_path: Path, library: askdoc.Library, spoil: Callable[[Path], None]
) -> None:
    shutil.copytree(CORPUS, tmp_path / "corpus")
    shutil.copy(ROOT / "app.py", tmp_path)
    spoil(tmp_path / "corpus" / "corpus.askdoc")
    opened = runpy.run_path(str(tmp_path / "app.py"))["library"]()
    assert opened.documents == library.documents
    assert opened.ask(QUESTION)[0].sentence == library.ask(QUESTION)[0].sentence

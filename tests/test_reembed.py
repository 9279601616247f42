"""A saved index gets another model, in one step, and can go back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import FakeEmbedder
from saved import everything, write_articles

import askdoc
from askdoc import reembedding
from askdoc.library import opening
from askdoc.store import SavedIndex
from askdoc.types import Embedder, Progress, Reading, Vectors

pytestmark = pytest.mark.slow


class Mirrored(FakeEmbedder):
    """Another model: the same meanings in other places."""

    name = fingerprint = "mirrored"

    def embed_texts(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return np.ascontiguousarray(super().embed_texts(texts, progress)[:, ::-1])

    def read_texts(self, texts: Sequence[str]) -> Iterator[Reading]:
        for reading in super().read_texts(texts):
            yield replace(reading, tokens=np.ascontiguousarray(reading.tokens[:, ::-1]))

    def read_question(self, question: str) -> Reading:
        reading = super().read_question(question)
        return replace(reading, vector=np.ascontiguousarray(reading.vector[::-1]))


class Contrary(FakeEmbedder):
    """A worse model: what is asked for lies opposite of what says so."""

    name = fingerprint = "contrary"

    def embed_texts(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        return -super().embed_texts(texts, progress)

    def read_texts(self, texts: Sequence[str]) -> Iterator[Reading]:
        for reading in super().read_texts(texts):
            yield replace(reading, tokens=-reading.tokens)

    def read_question(self, question: str) -> Reading:
        reading = super().read_question(question)
        return replace(reading, vector=-reading.vector)


class Stopping(Mirrored):
    """Is stopped half-way."""

    def __init__(self) -> None:
        self.texts = 0

    def embed_texts(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.texts += len(texts)
        if self.texts > 15:
            raise KeyboardInterrupt
        return super().embed_texts(texts, progress)


MODELS: dict[str | None, Embedder] = {
    None: FakeEmbedder(),
    "fake": FakeEmbedder(),
    "mirrored": Mirrored(),
    "contrary": Contrary(),
}


@pytest.fixture(autouse=True)
def models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Models by name, as `load_embedder` would have them."""
    monkeypatch.setattr(opening, "load_embedder", lambda name=None: MODELS[name])
    monkeypatch.setattr(reembedding, "load_embedder", lambda name: MODELS[name])
    monkeypatch.setattr(reembedding, "BATCH_CHARS", 1_000)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    write_articles(tmp_path / "texts", 30)
    askdoc.open(tmp_path / "texts", index=tmp_path / "x.askdoc")
    return tmp_path / "x.askdoc"


def golden(folder: Path) -> Path:
    """Of some articles, what their first sentence says."""
    rows = []
    for number in range(6):
        text = (folder / "texts" / f"a{number}.txt").read_text()
        start = text.index("\n\n") + 2
        asked = text[start : text.index(".", start)]
        answers = [[start, start + len(asked)]]
        rows.append({"document": f"a{number}.txt", "question": asked, "answers": answers})
    path = folder / "golden.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def fresh(texts: Path, embedder: Embedder) -> dict[str, object]:
    made = askdoc.Library((), embedder)
    made.update(texts)
    return everything(made)


def test_it_answers_as_if_made_with_the_new_model(index: Path) -> None:
    swap = askdoc.reembed(index, "mirrored")
    assert (swap.old, swap.new, swap.swapped, swap.measured) == ("fake", "mirrored", True, None)
    assert everything(askdoc.open(index=index)) == fresh(index.parent / "texts", Mirrored())
    with pytest.raises(askdoc.IndexMismatch, match="found mirrored"):
        askdoc.open(index=index, model="fake")


def test_rollback_and_forth(index: Path) -> None:
    before = everything(askdoc.open(index=index))
    askdoc.reembed(index, "mirrored")
    after = everything(askdoc.open(index=index))
    assert askdoc.rollback(index) == "fake"
    assert everything(askdoc.open(index=index)) == before
    assert askdoc.rollback(index) == "mirrored"
    assert everything(askdoc.open(index=index)) == after


def test_rollback_without_anything_to_go_back_to(index: Path) -> None:
    with pytest.raises(askdoc.IndexMismatch, match="no previous model to return to"):
        askdoc.rollback(index)
    askdoc.reembed(index, "mirrored")
    askdoc.open(index=index).remove("a0.txt")  # so the old vectors, which knew its text, are gone
    with pytest.raises(askdoc.IndexMismatch, match="no previous model to return to"):
        askdoc.rollback(index)


def test_rollback_to_damaged_files(index: Path) -> None:
    old = set(index.glob("*.npy"))
    askdoc.reembed(index, "mirrored")
    before = everything(askdoc.open(index=index))
    old.pop().write_bytes(b"damaged")
    with pytest.raises(askdoc.IndexMismatch, match="is damaged"):
        askdoc.rollback(index)
    assert everything(askdoc.open(index=index)) == before


def test_removed_text_is_gone_from_the_old_vectors_too(index: Path) -> None:
    (index.parent / "late.txt").write_text("Zwirbelmann ate the bread.")
    askdoc.open(index=index).add(index.parent / "late.txt")
    askdoc.reembed(index, "mirrored")
    askdoc.open(index=index).remove("late.txt")
    assert not any(b"wirbelmann" in path.read_bytes() for path in index.iterdir())


def test_additions_keep_what_there_is_to_go_back_to(index: Path) -> None:
    askdoc.reembed(index, "mirrored")
    askdoc.open(index=index).add([askdoc.Document("new.txt", "The cat slept.", "New")])
    assert askdoc.rollback(index) == "fake"
    assert len(askdoc.open(index=index).documents) == 30


def test_worse_model_is_not_swapped_in(index: Path) -> None:
    before, questions = everything(askdoc.open(index=index)), golden(index.parent)
    swap = askdoc.reembed(index, "contrary", golden=questions)
    assert swap.measured is not None
    old, new = swap.measured
    assert new.total.hit_at_1 < old.total.hit_at_1
    assert not swap.swapped
    assert everything(askdoc.open(index=index)) == before
    assert askdoc.reembed(index, "contrary", golden=questions, anyway=True).swapped
    assert everything(askdoc.open(index=index)) == fresh(index.parent / "texts", Contrary())


def test_model_as_good_is_swapped_in(index: Path) -> None:
    swap = askdoc.reembed(index, "mirrored", golden=golden(index.parent))
    assert swap.swapped
    assert swap.measured is not None


def test_a_stopped_run_resumes_where_it_was(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(askdoc.open(index=index))
    monkeypatch.setitem(MODELS, "mirrored", Stopping())
    with pytest.raises(KeyboardInterrupt):
        askdoc.reembed(index, "mirrored")
    assert everything(askdoc.open(index=index)) == before
    done = SavedIndex(index, "upcoming").generation
    assert done is not None
    assert 0 < done.counts.documents < 30
    monkeypatch.setitem(MODELS, "mirrored", Mirrored())
    seen: list[tuple[int, int]] = []
    askdoc.reembed(index, "mirrored", progress=lambda *at: seen.append(at))
    sizes = [len(document.text) for document in askdoc.open(index=index).documents]
    assert 0 < seen[-1][1] < sum(sizes)  # only the rest was embedded
    assert seen[-1][0] == seen[-1][1]
    assert everything(askdoc.open(index=index)) == fresh(index.parent / "texts", Mirrored())


def test_changes_while_reembedding_starts(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was begun is brought up to date, too, and another model begins anew."""
    monkeypatch.setitem(MODELS, "mirrored", Stopping())
    with pytest.raises(KeyboardInterrupt):
        askdoc.reembed(index, "mirrored")
    askdoc.open(index=index).add([askdoc.Document("a1.txt", "The cat slept in London.", "A1")])
    askdoc.open(index=index).remove("a0.txt")
    askdoc.reembed(index, "contrary")
    documents = askdoc.open(index=index).documents
    assert [d.name for d in documents if d.name in ("a0.txt", "a1.txt")] == ["a1.txt"]
    again = askdoc.Library(documents, Contrary())
    assert everything(askdoc.open(index=index)) == everything(again)


def test_no_index(tmp_path: Path) -> None:
    for act in (lambda: askdoc.reembed(tmp_path / "x", "fake"), lambda: askdoc.rollback("none")):
        with pytest.raises(askdoc.LoadError, match="no saved index; run: askdoc index PATH"):
            act()

"""The default model's graph is cached, and its weights are sealed; damage to either is found."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

import askdoc
from askdoc.doctor import examine
from askdoc.embed import loading, prepared
from askdoc.embed.bert import Levels, bert_graph
from askdoc.embed.folder import read_model
from askdoc.embed.loading import CHANGES_SHA256, base_folder
from askdoc.embed.prepared import GRAPHS
from askdoc.embed.weights import read_stored

pytestmark = pytest.mark.slow

QUESTION = "Who repaired the bridge?"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of models in a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "askdoc" / "models"


@pytest.fixture(scope="module")
def expected() -> np.ndarray:
    """A question's vector by a graph that was made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepared, "GRAPHS", {})
        return askdoc.load_embedder().read_question(QUESTION).vector


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is made or read whole: "graph", or the name of a file of weights."""
    found: list[str] = []
    digest = hashlib.file_digest

    def graph(*arguments: object) -> bytes:
        found.append("graph")
        return bert_graph(*arguments)  # type: ignore[arg-type]

    def noted(file: object, name: str) -> object:
        found.append(Path(file.name).name)  # type: ignore[attr-defined]
        return digest(file, name)  # type: ignore[arg-type]

    monkeypatch.setattr(prepared, "bert_graph", graph)
    monkeypatch.setattr(loading.hashlib, "file_digest", noted)
    return found


def vector() -> np.ndarray:
    return askdoc.load_embedder().read_question(QUESTION).vector


@pytest.mark.parametrize("levels", [np.int8, np.uint8])
def test_checksum_of_the_graph_is_known(levels: Levels) -> None:
    model = read_model(base_folder()).changed(read_stored(loading.CHANGES))
    graph = bert_graph(model.weights, model.shape, levels)
    assert hashlib.sha256(graph).hexdigest() == GRAPHS[CHANGES_SHA256, levels.__name__]


def test_second_process_makes_and_reads_less(
    cache: Path, made: list[str], expected: np.ndarray
) -> None:
    assert np.array_equal(vector(), expected)
    assert made == ["askdoc-MiniLM-L6-v1.safetensors", "model.safetensors", "graph"]
    made.clear()
    assert np.array_equal(vector(), expected)
    assert made == []
    assert sorted(path.suffix for path in cache.iterdir()) == [".onnx", ".sealed", ".sealed"]


def test_damaged_graph_is_made_again(cache: Path, made: list[str], expected: np.ndarray) -> None:
    vector()
    (graph,) = cache.glob("*.onnx")
    data = graph.read_bytes()
    for damaged in (data[:-1] + bytes([data[-1] ^ 1]), data[:1000], b""):
        graph.write_bytes(damaged)
        made.clear()
        assert np.array_equal(vector(), expected)
        assert made == ["graph"]
        assert graph.read_bytes() == data


def test_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[str], expected: np.ndarray
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    for _ in range(2):
        made.clear()
        assert np.array_equal(vector(), expected)
        assert len(made) == 3
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", no_home)
    assert np.array_equal(vector(), expected)


def no_home() -> Path:
    raise RuntimeError("Could not determine home directory.")


def test_few_graphs_are_kept(cache: Path) -> None:
    cache.mkdir(parents=True)
    for number in range(6):
        old = cache / f"{number}.onnx"
        old.write_bytes(b"of another version")
        os.utime(old, (number, number))
    vector()
    found = {path.name for path in cache.glob("*.onnx")}
    assert len(found) == 4
    assert {"3.onnx", "4.onnx", "5.onnx"} < found


def damage(path: Path) -> None:
    """Change a byte, and put the times back."""
    before = path.stat()
    with path.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_END)
        file.write(bytes([byte ^ 1]))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.fixture
def changes(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the changed weights, which the default model reads, and has sealed."""
    copy = Path(shutil.copy(loading.CHANGES, tmp_path))
    monkeypatch.setattr(loading, "CHANGES", copy)
    vector()
    return copy


def test_weights_that_change_after_they_were_sealed_are_refused(changes: Path) -> None:
    damage(changes)
    with pytest.raises(askdoc.ModelError, match="not the published weights"):
        askdoc.load_embedder()


def test_doctor_reads_sealed_weights(changes: Path, cache: Path, tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_text("The mason repaired the bridge in May.")
    askdoc.open(tmp_path / "bridge.txt", index=tmp_path / "x.askdoc")
    damage(changes)
    about = changes.stat()
    seal = cache / f"{CHANGES_SHA256}.sealed"
    state = [about.st_size, about.st_ino, about.st_mtime_ns, about.st_ctime_ns]
    seal.write_text(json.dumps({str(changes): state}))
    os.utime(seal, ns=(about.st_ctime_ns + 10**9,) * 2)
    vector()  # as if the disk gave other bytes than it did
    said = [finding.text for finding in examine(tmp_path / "x.askdoc") if not finding.fine]
    assert any("not the published weights" in text for text in said)

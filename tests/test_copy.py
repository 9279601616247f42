"""An index goes from one place to another, bit by bit, stopped and started again."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import FakeEmbedder
from milvus import Server
from saved import everything, opened, write_articles

import askdoc
from askdoc.copy import copy
from askdoc.errors import IndexMismatch, LoadError
from askdoc.store import fingerprint, open_index, open_store

ADDED = askdoc.Document("naïve ☃.txt", "Öl: cat 犬 \ud800. He said no.", "☃", (0, 4))


def fingerprints(index: str | Path) -> dict[str, str]:
    """The fingerprint of each document."""
    store = open_store(open_index(index))
    return {one.document[0]: fingerprint(one) for one in store.stored(store.hashes.keys())}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of a few documents."""
    write_articles(tmp_path / "texts", 10)
    library = opened(tmp_path / "x.askdoc")
    library.update(tmp_path / "texts")
    library.add([ADDED, askdoc.Document("empty.txt", "", "nothing")])
    return tmp_path / "x.askdoc"


def test_from_folder_to_folder(folder: Path, tmp_path: Path) -> None:
    reported: list[tuple[int, int]] = []
    counts = copy(folder, tmp_path / "y.askdoc", progress=lambda *done: reported.append(done))
    assert counts == open_store(open_index(folder)).counts
    assert reported[-1] == (12, 12)
    assert fingerprints(tmp_path / "y.askdoc") == fingerprints(folder)
    assert everything(opened(tmp_path / "y.askdoc")) == everything(opened(folder))


@pytest.mark.slow
def test_to_milvus_on_to_milvus_and_back(folder: Path, tmp_path: Path, milvus: Server) -> None:
    one, other = milvus.address(), milvus.address()
    back = tmp_path / "y.askdoc"
    for source, target in (folder, one), (one, other), (other, back):
        copy(source, target)
        assert fingerprints(target) == fingerprints(folder)
        assert everything(opened(target)) == everything(opened(folder))


def test_it_resumes_where_it_was_stopped(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("askdoc.copy.BATCH", 5)

    def stop(done: int, total: int) -> None:
        if done > 4:
            raise KeyboardInterrupt

    target = tmp_path / "y.askdoc"
    with pytest.raises(KeyboardInterrupt):
        copy(folder, target, progress=stop)
    some = open_store(open_index(target)).counts.documents
    assert 4 < some < 12
    copy(folder, target)
    assert fingerprints(target) == fingerprints(folder)
    files = {path.name: path.stat().st_mtime_ns for path in target.glob("*.sqlite")}
    copy(folder, target)  # nothing is left to be done
    assert files == {path.name: path.stat().st_mtime_ns for path in target.glob("*.sqlite")}


def test_a_document_that_has_changed_is_copied_again(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "y.askdoc"
    copy(folder, target)
    opened(folder).add([askdoc.Document("a3.txt", "The cat is in Berlin.", "A")])
    copy(folder, target)
    assert fingerprints(target) == fingerprints(folder)


def test_what_is_there_is_not_mixed_with_what_comes(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "y.askdoc"
    opened(target).add([askdoc.Document("other.txt", "A cat.", "A")])
    with pytest.raises(IndexMismatch, match=r"found other\.txt, which is not in .*; choose"):
        copy(folder, target)
    assert list(fingerprints(target)) == ["other.txt"]


def test_an_index_of_another_model_is_unchanged(folder: Path, tmp_path: Path) -> None:
    class Other(FakeEmbedder):
        name = fingerprint = "other"

    opened(tmp_path / "y.askdoc", Other()).add([ADDED])
    with pytest.raises(IndexMismatch, match="built with another model: found other"):
        copy(folder, tmp_path / "y.askdoc")


def test_there_must_be_something_to_copy(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="no saved index"):
        copy(tmp_path / "nothing.askdoc", tmp_path / "y.askdoc")
    assert not (tmp_path / "y.askdoc").exists()

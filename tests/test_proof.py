"""Sealed files are opened without reading them whole, and whatever happens to one is found."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import FakeEmbedder
from saved import everything, opened, write_articles

import askdoc
from askdoc.doctor import examine
from askdoc.store import proof

pytestmark = pytest.mark.skipif(os.name != "posix", reason="no time of a file's last change")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index of two segments, written here."""
    write_articles(tmp_path / "texts", 3)
    library = opened(tmp_path / "x.askdoc")
    library.add(tmp_path / "texts")
    (tmp_path / "late.txt").write_text("Kerry ate the bread in Berlin.")
    library.add(tmp_path / "late.txt")
    return tmp_path / "x.askdoc"


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The endings of the files whose sha256 is made."""
    found: list[str] = []
    digest = hashlib.file_digest

    def noted(file: Any, name: str) -> Any:
        found.append(Path(file.name).suffix)
        return digest(file, name)

    monkeypatch.setattr(proof.hashlib, "file_digest", noted)
    return found


def files(index: Path) -> list[Path]:
    found = sorted([*index.glob("*.sqlite"), *index.glob("*.npy")])
    assert len(found) == 4
    return found


def damage(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def reseal(index: Path, path: Path) -> None:
    """Seal a file as it is: for a reader that is as if the disk gave other bytes than it did."""
    seal = json.loads((index / "sealed").read_bytes())
    about = path.stat()
    seal[path.name] = [about.st_size, about.st_ino, about.st_mtime_ns, about.st_ctime_ns]
    (index / "sealed").write_text(json.dumps(seal))
    os.utime(index / "sealed", ns=(about.st_ctime_ns + 10**9,) * 2)


def test_what_is_written_is_sealed(index: Path, read: list[str]) -> None:
    library = opened(index)
    assert read == []
    fresh = askdoc.Library((), FakeEmbedder())
    fresh.add([index.parent / "texts", index.parent / "late.txt"])
    assert everything(library) == everything(fresh)


def test_copy_of_an_index_is_read(index: Path, read: list[str]) -> None:
    opened(shutil.copytree(index, index.parent / "copy"))
    assert sorted(read) == [".npy", ".npy", ".sqlite", ".sqlite"]


def test_writer_seals_what_it_has_read(index: Path, read: list[str]) -> None:
    copy = shutil.copytree(index, index.parent / "copy")
    (index.parent / "more.txt").write_text("Assad saw the dog in Syria.")
    opened(copy).add(index.parent / "more.txt")
    read.clear()
    opened(copy)
    assert read == []


def test_damage_is_found_though_times_are_put_back(index: Path) -> None:
    for path in files(index):
        before = path.stat()
        damage(path)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        with pytest.raises(askdoc.IndexMismatch, match=f"{path.name} is damaged"):
            opened(index)
        damage(path)  # undoes it


def test_file_put_in_the_place_of_another_is_found(index: Path) -> None:
    for path in files(index):
        other, saved = path.with_suffix(".other"), path.with_suffix(".saved")
        shutil.copy2(path, other)
        damage(other)
        os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
        path.rename(saved)
        other.rename(path)
        with pytest.raises(askdoc.IndexMismatch, match=f"{path.name} is damaged"):
            opened(index)
        saved.replace(path)


def test_same_file_written_again_is_read(index: Path, read: list[str]) -> None:
    path = files(index)[0]
    path.write_bytes(path.read_bytes())
    opened(index)
    assert read == [path.suffix]


def test_damaged_seal_seals_nothing(index: Path, read: list[str]) -> None:
    for content in "", "{", "[]", "null", '{"x": 1}', '{"x": [1]}', "1" * 9_999:
        (index / "sealed").write_text(content)
        opened(index)
        assert len(read) == 4, content
        read.clear()


def test_file_that_changed_while_it_was_sealed_is_read(index: Path, read: list[str]) -> None:
    first = min(path.stat().st_ctime_ns for path in files(index))
    os.utime(index / "sealed", ns=(first, first))
    opened(index)
    assert len(read) == 4


def test_seal_that_cannot_be_written_changes_nothing(index: Path, read: list[str]) -> None:
    (index / "sealed").unlink()
    (index / "sealed").mkdir()
    (index.parent / "more.txt").write_text("Assad saw the dog in Syria.")
    opened(index).add(index.parent / "more.txt")
    read.clear()
    assert len(opened(index).documents) == 5
    assert read


def test_missing_file_is_reported(index: Path) -> None:
    path = files(index)[0]
    path.unlink()
    with pytest.raises(askdoc.IndexMismatch, match=f"found no file {path.name}"):
        opened(index)


def test_doctor_reads_what_is_sealed(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("askdoc.doctor.examination.load_embedder", lambda _: FakeEmbedder())
    for path in files(index):
        damage(path)
        reseal(index, path)
        said = [finding.text for finding in examine(index) if not finding.fine]
        assert any(f"{path.name} is damaged" in text for text in said)
        damage(path)  # undoes it
        reseal(index, path)

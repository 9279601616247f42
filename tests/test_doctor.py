"""The doctor: what is wrong with a saved index, and the commands that fix it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import FakeEmbedder
from saved import opened, write_articles

import askdoc
from askdoc.doctor import Finding, documents, examination, examine, machine
from askdoc.types import Embedder

GERMAN = (
    "Der Stadtrat beschloss am Dienstag, die Brücke wieder aufzubauen, die seit dem Hochwasser "
    "gesperrt ist. Die Ingenieure rechnen mit achtzehn Monaten Bauzeit und vier Millionen Euro."
)


class NamedAsDefault(FakeEmbedder):
    """Stands for the default model, which reads English."""

    name = askdoc.embed.DEFAULT_MODEL


class Forgetful(FakeEmbedder):
    """Reads less than it says when passages are made."""

    counting = 1

    def count_tokens(self, text: str) -> int:
        return super().count_tokens(text) * self.counting


@pytest.fixture
def index(tmp_path: Path) -> Path:
    write_articles(tmp_path / "texts", 4)
    opened(tmp_path / "x.askdoc").update(tmp_path / "texts")
    return tmp_path / "x.askdoc"


@pytest.fixture
def wrong(monkeypatch: pytest.MonkeyPatch, index: Path) -> object:
    """-> a function: what is found wrong when the index's model is this one"""

    def found(embedder: Embedder | None = None, *paths: Path) -> list[Finding]:
        monkeypatch.setattr(examination, "load_embedder", lambda _: embedder or FakeEmbedder())
        return [finding for finding in examine(index, paths) if not finding.fine]

    return found


def test_nothing_wrong(wrong, index: Path) -> None:  # type: ignore[no-untyped-def]
    assert wrong() == []
    assert wrong(None, index.parent / "texts") == []
    assert len(list(examine(index))) >= 8


def test_damage(wrong, index: Path) -> None:  # type: ignore[no-untyped-def]
    path = next(index.glob("*.npy"))
    path.write_bytes(path.read_bytes()[:-1])
    (found,) = wrong()
    assert f"{path.name} is damaged: found sha256" in found.text
    assert found.fix == f"askdoc index PATH... --index {index} --rebuild"
    (index / "manifest.json").write_text("{")
    (found,) = wrong()
    assert "in manifest.json, or a damaged one" in found.text


def test_other_model(wrong, index: Path) -> None:  # type: ignore[no-untyped-def]
    class Other(FakeEmbedder):
        name = fingerprint = "other"

    (found,) = wrong(Other())
    assert "found fake" in found.text
    assert "askdoc reembed" in found.text + found.fix


def test_model_that_cannot_be_had(monkeypatch: pytest.MonkeyPatch, index: Path) -> None:
    def gone(_: str) -> Embedder:
        raise askdoc.ModelError("model 'fake' cannot be loaded; give the name of another")

    monkeypatch.setattr(examination, "load_embedder", gone)
    (found,) = (finding for finding in examine(index) if not finding.fine)
    assert found == Finding(False, "model 'fake' cannot be loaded", "give the name of another")


def test_passages_cut_by_the_model(wrong) -> None:  # type: ignore[no-untyped-def]
    forgetful = Forgetful()
    forgetful.counting = 20
    found = wrong(forgetful)
    assert len(found) == 4
    assert "a0.txt: 1 of its passages exceed the 256 tokens that the model reads" in {
        f.text for f in found
    }


def test_duplicates(wrong, index: Path) -> None:  # type: ignore[no-untyped-def]
    library = opened(index)
    library.add([askdoc.Document(name, "The cat slept.", name) for name in ("x.txt", "y.txt")])
    (found,) = wrong()
    assert found.text == "the same text: x.txt, y.txt"
    assert found.fix == f"delete all but one, then: askdoc index PATH... --index {index}"


def test_language(wrong, index: Path) -> None:  # type: ignore[no-untyped-def]
    opened(index).add([askdoc.Document("de.txt", GERMAN, "Brücke")])
    (found,) = wrong(NamedAsDefault())
    assert found.text == "de.txt: in German, and the model knows only English"
    assert found.fix == f"askdoc reembed --index {index} --model multilingual"
    assert wrong() == []  # of another model it is not known


def test_words_that_no_spaces_divide(
    wrong,  # type: ignore[no-untyped-def]
    index: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(documents, "has_dictionary", lambda: False)
    assert wrong() == []
    text = "猫在屋顶上睡觉。没有人知道它是从哪里来的，也没有人给它东西吃。"
    opened(index).add([askdoc.Document("zh.txt", text, "猫")])
    (found,) = wrong()
    assert found.text == "zh.txt: word boundaries in questions are only estimated"
    assert found.fix == 'pip install "askdoc[cjk]"'
    monkeypatch.setattr(documents, "has_dictionary", lambda: True)
    assert wrong() == []


def test_out_of_date(wrong, index: Path) -> None:  # type: ignore[no-untyped-def]
    texts = index.parent / "texts"
    (texts / "a0.txt").unlink()
    (texts / "a1.txt").write_text("The cat slept.")
    (texts / "b.txt").write_text("The dog slept.")
    found = wrong(None, texts)
    assert [finding.text for finding in found] == [
        "1 new since it was written, such as b.txt",
        "1 changed since it was written, such as a1.txt",
        "1 deleted since it was written, such as a0.txt",
    ]
    assert {finding.fix for finding in found} == {f"askdoc index {texts} --index {index}"}


@pytest.mark.slow
def test_too_many_threads(index: Path) -> None:
    """Set for a process of its own, since threads are counted when the libraries are loaded."""
    code = (
        "from askdoc.doctor.machine import threads\n"
        "for finding in threads(): print(finding.fine, finding.text, finding.fix, sep='|')"
    )
    cores = os.cpu_count() or 1
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "OMP_NUM_THREADS": str(cores + 3)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == (
        f"False|{cores + 3} threads are configured for {cores} cores, so they wait for each other|"
        f"export OMP_NUM_THREADS={cores}"
    )


def test_too_little_memory() -> None:
    assert machine.memory(1_000, 384).fine
    short = machine.memory(10**10, 384)
    assert not short.fine
    assert short.text.startswith("asking needs about 1120.6 GB of memory")


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(askdoc.LoadError, match="no saved index; run: askdoc index PATH"):
        list(examine(tmp_path / "x.askdoc"))

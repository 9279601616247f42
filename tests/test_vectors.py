"""Codes of vectors: what they find is scored exactly, and nearly all that is nearest is found."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from conftest import FakeEmbedder
from saved import everything, opened, write_articles

import askdoc
from askdoc.store import saved as saved_index
from askdoc.store import vectors as store_vectors
from askdoc.store.codes import from_8_bits, to_8_bits
from askdoc.store.vectors import Coarse, Exact, Scan, read
from askdoc.types import Progress, Reading, Vectors


class Wider(FakeEmbedder):
    """A column of zeros more, since only vectors of an even length are coded."""

    def embed_texts(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        rows = super().embed_texts(texts, progress)
        return np.hstack([rows, np.zeros((len(rows), 1), np.float32)])

    def read_question(self, question: str) -> Reading:
        reading = super().read_question(question)
        tokens = np.hstack([reading.tokens, np.zeros((len(reading.tokens), 1), np.float32)])
        return Reading(reading.vector, reading.spans, tokens, tokens)


@pytest.fixture
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Segments of a few passages are coded, as if there were many."""
    monkeypatch.setattr(store_vectors, "MIN_CODED", 8)
    monkeypatch.setattr(store_vectors, "SCANNED_ALONE", 8)
    monkeypatch.setattr(saved_index, "EXACT_UP_TO", 20)


def unit(rows: np.ndarray) -> Vectors:
    found: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return found


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Exact, Coarse]:
    """20,000 random vectors, the hardest there are: none is much nearer than others."""
    made = Exact(to_8_bits(unit(np.random.default_rng(1).normal(size=(20_000, 64)))))
    folder = tmp_path_factory.mktemp("vectors")
    vectors, codes = made.as_bytes()
    (folder / "v.npy").write_bytes(vectors)
    (folder / "v.codes").write_bytes(codes)
    assert len(vectors) < 20_000 * 64 + 200
    assert len(codes) < len(vectors) / 3.5
    coded = read(folder / "v.npy", folder / "v.codes")
    assert isinstance(coded, Coarse)
    return made, coded


def test_nearly_all_of_the_nearest_are_found(both: tuple[Exact, Coarse]) -> None:
    made, coded = both
    found = []
    for question in unit(np.random.default_rng(2).normal(size=(50, 64))):
        best = set(made.nearest(question, 10)[0].tolist())
        ((_, (rows, products)),) = Scan([coded]).nearest(question, 10)
        found.append(len(best & set(rows.tolist())) / 10)
        assert products == pytest.approx(from_8_bits(made.quantized(rows)) @ question, abs=1e-5)
    assert np.mean(found) >= 0.98


@pytest.mark.parametrize("pread", [True, False])
def test_vectors_are_read_as_they_were(
    pread: bool, both: tuple[Exact, Coarse], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, coded = both
    if not pread:  # as on Windows
        monkeypatch.delattr(os, "pread", raising=False)
    rows = np.array([0, 19_999, 7, 7], np.int64)
    assert np.array_equal(made.quantized(rows), coded.quantized(rows))
    assert coded.quantized(np.empty(0, np.int64)).shape == (0, 64)
    assert (made.count, made.dim) == (coded.count, coded.dim)


def test_many_adjacent_rows_are_read_at_once(
    both: tuple[Exact, Coarse], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, coded = both
    reads = []

    def read_at(file: int, size: int, place: int) -> bytes:
        reads.append(size // 64)
        return os.pread(file, size, place)

    monkeypatch.setattr(store_vectors, "_read_at", read_at)
    rows = np.array([*range(5, 90), 3, 4, 4, *range(19_990, 20_000)], np.int64)
    assert np.array_equal(made.quantized(rows), coded.quantized(rows))
    assert reads == [85, 2, 1, 10]
    reads.clear()
    assert np.array_equal(made.quantized(rows[:64]), coded.quantized(rows[:64]))
    assert reads == [1] * 64


def test_within_some_rows_it_is_exact(both: tuple[Exact, Coarse]) -> None:
    made, coded = both
    within = np.arange(5_000, 9_000, 3)
    question = unit(np.random.default_rng(3).normal(size=(1, 64)))[0]
    best = set(made.among(within, question, 20)[0][:20].tolist())
    ((_, (rows, products)),) = Scan([coded]).among([within], question, 20)
    assert {int(rows[i]) for i in np.argsort(-products)[:20]} == best


def test_exact_and_coded_segments_are_searched_together(
    both: tuple[Exact, Coarse], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, coded = both
    monkeypatch.setattr(store_vectors, "cores", lambda: 2)  # FAISS takes each index once a core
    question = from_8_bits(made.quantized(np.array([123], np.int64)))[0]
    found = dict(Scan([made, coded, coded]).nearest(question, 5))
    assert set(found) == {0, 1, 2}
    for rows, products in found.values():
        assert products.max() == pytest.approx(1, abs=1e-4)
        assert 123 in rows


@pytest.mark.parametrize("cores", [1, 2, 3, 9])
def test_rows_of_several_coded_segments_are_their_own(
    cores: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the segments are shared among the cores."""
    monkeypatch.setattr(store_vectors, "cores", lambda: cores)
    rows = unit(np.random.default_rng(4).normal(size=(900, 16)))
    # of different sizes, so that a row that is counted from a wrong first one shows
    parts = np.split(rows, [100, 150, 500, 520])
    segments = []
    for number, part in enumerate(parts):
        made = Exact(to_8_bits(part))
        (tmp_path / f"{number}.npy").write_bytes(made.as_bytes()[0])
        codes = store_vectors._coded(made.index)
        segments.append(Coarse(codes, tmp_path / f"{number}.npy"))
    for number, part in enumerate(parts):
        for row in (0, len(part) - 1):
            found = dict(Scan(segments).nearest(part[row], 1))
            nearest, products = found[number]
            assert nearest[products.argmax()] == row
            assert products.max() == pytest.approx(1, abs=1e-4)
            assert sum(len(some) for some, _ in found.values()) >= store_vectors.RESCORED


@pytest.mark.usefixtures("small_is_large")
def test_coded_library_answers_as_an_exact_one(tmp_path: Path) -> None:
    write_articles(tmp_path / "texts", 12)
    library = opened(tmp_path / "x.askdoc", Wider())
    library.update(tmp_path / "texts")
    made = askdoc.Library((), Wider())
    made.update(tmp_path / "texts")
    assert list((tmp_path / "x.askdoc").glob("*.codes"))
    library = opened(tmp_path / "x.askdoc", Wider())
    assert everything(library) == everything(made)
    library.remove(["a1.txt", "a7.txt"])
    made.remove(["a1.txt", "a7.txt"])
    library.add([askdoc.Document("new.txt", "Kerry saw the cat in Berlin.", "New")])
    made.add([askdoc.Document("new.txt", "Kerry saw the cat in Berlin.", "New")])
    assert everything(library) == everything(made)
    assert everything(opened(tmp_path / "x.askdoc", Wider())) == everything(made)
    some = library.ask("cat", 9, documents=["a2.txt"])
    assert list(some) == list(made.ask("cat", 9, documents=["a2.txt"]))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_forked_process_searches_with_threads_of_its_own(both: tuple[Exact, Coarse]) -> None:
    question = from_8_bits(both[0].quantized(np.array([5], np.int64)))[0]
    scan = Scan([both[1]])
    found = dict(scan.nearest(question, 3))
    child = os.fork()
    if not child:  # pragma: no cover
        signal.alarm(20)  # which ends it, should it wait for threads that are not there
        same = 5 in dict(scan.nearest(question, 3))[0][0]
        os._exit(0 if same else 1)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert 5 in found[0][0]


@pytest.mark.usefixtures("small_is_large")
def test_damaged_codes_are_reported(tmp_path: Path) -> None:
    write_articles(tmp_path / "texts", 12)
    opened(tmp_path / "x.askdoc", Wider()).update(tmp_path / "texts")
    path = next((tmp_path / "x.askdoc").glob("*.codes"))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(askdoc.IndexMismatch, match=rf"{path.name} is damaged"):
        opened(tmp_path / "x.askdoc", Wider())

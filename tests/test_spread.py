"""Files are read on a Ray cluster of two nodes: whatever ends meanwhile, nothing is lost."""

from __future__ import annotations

import importlib
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import FakeEmbedder
from milvus import Server
from saved import article, everything, opened, write_articles
from spreading import (
    DeadlyEmbedder,
    MissingEmbedder,
    OtherEmbedder,
    TwoNodes,
    other_version,
    slow_embedder,
    spread,
)

import askdoc
from askdoc.library import spread as module
from askdoc.types import Embedder

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH_CHARS", 600)  # two of the small articles


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    write_articles(tmp_path / "texts", 40)
    return tmp_path / "texts"


@pytest.fixture
def library(tmp_path: Path) -> askdoc.Library:
    return opened(tmp_path / "x.askdoc")


def here(folder: Path) -> dict[str, object]:
    """All that can be seen of a library that was read in this process."""
    made = askdoc.Library((), FakeEmbedder())
    made.update(folder)
    return everything(made)


class Once:
    """A `Progress` that does something in the middle, and remembers what it was told."""

    def __init__(self, act: Callable[[], object]) -> None:
        self.act = act
        self.told: list[tuple[int, int]] = []
        self.acted = False

    def __call__(self, done: int, total: int) -> None:
        self.told.append((done, total))
        if not self.acted and done > total / 4:
            self.acted = True
            assert done < total * 0.75
            self.act()


def test_all_workers_read_and_nothing_differs(
    nodes: TwoNodes, library: askdoc.Library, texts: Path
) -> None:
    seen: list[int] = []
    watch = Once(lambda: seen.extend(nodes.both()))
    changes = spread(library, texts, nodes.address, slow_embedder, watch)
    assert len(seen) == 2
    assert changes.added == tuple(sorted(path.name for path in texts.iterdir()))
    assert everything(library) == here(texts)
    size = sum(path.stat().st_size for path in texts.iterdir())
    assert {total for _, total in watch.told} == {size}
    assert watch.told == sorted(watch.told)
    assert watch.told[-1] == (size, size)
    (texts / "a7.txt").write_text(article(7, version=1))
    (texts / "a8.txt").unlink()
    changes = spread(library, texts, nodes.address)
    assert (changes.changed, changes.removed) == (("a7.txt",), ("a8.txt",))
    assert len(changes.unchanged) == 38
    assert everything(library) == here(texts)


def test_node_is_killed_in_the_middle(
    nodes: TwoNodes, library: askdoc.Library, texts: Path
) -> None:
    def kill() -> None:
        nodes.both()
        nodes.kill_node()

    watch = Once(kill)
    changes = spread(library, texts, nodes.address, slow_embedder, watch)
    assert watch.acted
    assert len(changes.added) == 40
    assert changes.left_out == ()
    assert everything(library) == here(texts)


def test_worker_is_killed_in_the_middle(
    nodes: TwoNodes, library: askdoc.Library, texts: Path
) -> None:
    watch = Once(lambda: os.kill(nodes.workers()[0], signal.SIGKILL))
    changes = spread(library, texts, nodes.address, slow_embedder, watch)
    assert watch.acted
    assert len(changes.added) == 40
    assert changes.left_out == ()
    assert everything(library) == here(texts)


def test_file_that_ends_its_workers_is_left_out(
    nodes: TwoNodes, library: askdoc.Library, texts: Path
) -> None:
    for name in ("a5x.txt", "z copy of it.txt"):
        (texts / name).write_text("Zwirbelmann met Kerry.")
    (texts / "bad.txt").write_bytes(bytes(200))

    def load() -> Embedder:
        return DeadlyEmbedder("Zwirbelmann")

    changes = spread(library, texts, nodes.address, load)
    assert len(changes.added) == 40
    bad, *deadly = map(str, sorted(changes.left_out, key=lambda error: "bad.txt" not in str(error)))
    assert bad.startswith(f"{texts / 'bad.txt'}: not a text file")
    assert deadly == [
        f"{texts / name}: it crashed 3 workers, perhaps because it needs too much memory; "
        "split it, or do not trust it"
        for name in ("a5x.txt", "z copy of it.txt")
    ]
    for name in ("a5x.txt", "z copy of it.txt"):
        (texts / name).unlink()
    assert everything(library) == here(texts)


def test_same_bytes_are_embedded_once(
    nodes: TwoNodes, library: askdoc.Library, texts: Path
) -> None:
    shutil.copy(texts / "a0.txt", texts / "z copy.txt")
    assert len(spread(library, texts, nodes.address).added) == 41
    (texts / "a2.txt").rename(texts / "renamed.txt")

    def load() -> Embedder:
        return DeadlyEmbedder("")  # whatever is read ends it

    changes = spread(library, texts, nodes.address, load)
    assert (changes.added, changes.removed) == (("renamed.txt",), ("a2.txt",))
    assert changes.left_out == ()
    assert everything(library) == here(texts)


def test_file_that_is_named_and_cannot_be_read(nodes: TwoNodes, texts: Path) -> None:
    (texts / "bad.txt").write_bytes(bytes(200))
    with pytest.raises(askdoc.LoadError, match=r"bad\.txt: not a text file"):
        spread(askdoc.Library((), FakeEmbedder()), texts / "bad.txt", nodes.address)


@pytest.mark.parametrize(
    ("load", "error", "message"),
    [
        (OtherEmbedder, askdoc.ClusterError, "has another model: found fake (other…), expected"),
        (other_version, askdoc.ClusterError, "a machine of the cluster has askdoc 0.0.1, this one"),
        (MissingEmbedder, askdoc.ModelError, "model 'fake' cannot be loaded here"),
    ],
)
def test_machine_that_is_not_like_this_one_is_refused(
    nodes: TwoNodes,
    library: askdoc.Library,
    texts: Path,
    load: Callable[[], Embedder],
    error: type[Exception],
    message: str,
) -> None:
    with pytest.raises(error) as told:
        spread(library, texts, nodes.address, load)
    assert message in str(told.value)
    assert library.documents == ()


def test_machine_that_lacks_a_module_is_refused(
    nodes: TwoNodes, library: askdoc.Library, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(texts.parent)
    (texts.parent / "only_here.py").write_text("def load():\n    raise AssertionError")
    load = importlib.import_module("only_here").load
    monkeypatch.undo()
    with pytest.raises(askdoc.ClusterError, match=r"\(No module named 'only_here'\); install"):
        spread(library, texts, nodes.address, load)


def test_cluster_without_room_is_reported(
    nodes: TwoNodes, library: askdoc.Library, texts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ray

    monkeypatch.setattr(module, "START_SECONDS", 3)
    ray.init(nodes.address, log_to_driver=False)
    try:
        taken = [ray.remote(num_cpus=1)(FakeEmbedder).remote() for _ in range(2)]
        ray.get([actor.count_tokens.remote("ready") for actor in taken])
        with pytest.raises(askdoc.ClusterError, match="Ray started no worker in 3 seconds"):
            spread(library, texts, nodes.address)
        assert ray.is_initialized()  # it was the caller's, and stays so
    finally:
        ray.shutdown()


# --- straight into a store that others may write, too


@pytest.fixture
def shared(milvus: Server) -> tuple[askdoc.Library, askdoc.Library]:
    """Two libraries over one index in Milvus."""
    address = milvus.address()
    one, two = (askdoc.Library((), FakeEmbedder(), store=milvus.store(address)) for _ in "12")
    return one, two


def test_workers_write_into_milvus(
    nodes: TwoNodes, shared: tuple[askdoc.Library, askdoc.Library], texts: Path
) -> None:
    (texts / "bad.txt").write_bytes(bytes(200))
    shutil.copy(texts / "a0.txt", texts / "copy.txt")
    library, reader = shared
    seen: list[int] = []
    watch = Once(lambda: seen.append(len(reader.documents)))
    assert len(spread(library, texts, nodes.address, slow_embedder, watch).added) == 41
    assert 0 < seen[0] < 41
    (texts / "bad.txt").unlink()
    assert everything(reader) == here(texts)
    (texts / "a1.txt").rename(texts / "renamed.txt")
    changes = spread(library, texts, nodes.address)
    assert (changes.added, changes.removed) == (("renamed.txt",), ("a1.txt",))
    assert everything(reader) == here(texts)


def test_worker_that_writes_into_milvus_is_killed(
    nodes: TwoNodes, shared: tuple[askdoc.Library, askdoc.Library], texts: Path
) -> None:
    watch = Once(lambda: os.kill(nodes.workers()[0], signal.SIGKILL))
    changes = spread(shared[0], texts, nodes.address, slow_embedder, watch)
    assert watch.acted
    assert len(changes.added) == 40
    assert everything(shared[1]) == here(texts)

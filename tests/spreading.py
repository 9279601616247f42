"""What the tests of Ray share: a cluster of two nodes, and embedders for its workers."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, FakeEmbedder
from indexing import SlowEmbedder
from milvus import free_port

import askdoc
from askdoc.library import update
from askdoc.library.spread import Spread
from askdoc.types import Embedder, Progress, Reading


class DeadlyEmbedder(FakeEmbedder):
    """A worker that reads a text with one of these words in it ends at once."""

    def __init__(self, *words: str) -> None:
        self.words = words

    def read_question(self, question: str) -> Reading:
        if any(word in question for word in self.words):
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read_question(question)


class OtherEmbedder(FakeEmbedder):
    """Another model of the same name."""

    fingerprint = "other"


class MissingEmbedder(FakeEmbedder):
    """A model that is not on the machine."""

    def __init__(self) -> None:
        raise askdoc.ModelError("model 'fake' cannot be loaded here")


def slow_embedder() -> SlowEmbedder:
    return SlowEmbedder(0.03)


def other_version() -> FakeEmbedder:
    """On a machine with another askdoc."""
    askdoc.__version__ = "0.0.1"
    return FakeEmbedder()


def spread(
    library: askdoc.Library,
    folder: Path,
    address: str,
    load: Callable[[], Embedder] = FakeEmbedder,
    progress: Progress | None = None,
) -> askdoc.Changes:
    """Bring a library of the fake embedder up to date, its files read by workers with `load`."""
    fill = Spread(address, library.embedder, load).fill
    return update.update(library._store, fill, [folder], progress, mirror=True)


class TwoNodes:
    """A Ray cluster of two nodes with a core each, on this machine.

    client: where programs from outside of it connect
    """

    def __init__(self, folder: str) -> None:
        from ray.cluster_utils import Cluster

        self.folder = folder
        port = free_port()
        self.client = f"ray://127.0.0.1:{port}"
        self._node = {"num_cpus": 1, "object_store_memory": 200_000_000}
        head = {**self._node, "include_dashboard": False, "ray_client_server_port": port}
        with self._environment(), patient():
            self.cluster: Any = Cluster(initialize_head=True, head_node_args=head)
        self.address: str = self.cluster.address
        self.restore()

    def restore(self) -> None:
        """Let there be two nodes, and no worker of an earlier test."""
        if len(self.cluster.list_all_nodes()) < 2:
            with self._environment(), patient():
                self.cluster.add_node(**self._node)
        end = time.monotonic() + 60
        while self.workers():
            assert time.monotonic() < end, "workers of an earlier test stay"
            time.sleep(0.1)

    def kill_node(self) -> None:
        """End the second node as a power cut would, with all that runs on it."""
        self.cluster.remove_node(self.cluster.list_all_nodes()[1], allow_graceful=False)

    def both(self) -> list[int]:
        """Its workers, as soon as there is one on each node."""
        end = time.monotonic() + 60
        while len(found := self.workers()) < 2:
            assert time.monotonic() < end, "no second worker begins"
            time.sleep(0.05)
        return found

    def workers(self) -> list[int]:
        """The processes that read files for this cluster."""
        mine = self.folder.encode()
        found = []
        for path in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                if path.read_bytes().startswith(b"ray::Worker"):
                    parent = path.with_name("stat").read_text().rpartition(")")[2].split()[1]
                    if mine in Path(f"/proc/{parent}/cmdline").read_bytes():
                        found.append(int(path.parent.name))
            except OSError:  # ended meanwhile
                continue
        return found

    @contextmanager
    def _environment(self) -> Iterator[None]:
        """What its nodes hand on to their workers, and no other test sees."""
        before = dict(os.environ)
        paths = [str(Path(__file__).parent), str(ROOT / "src"), before.get("PYTHONPATH", "")]
        os.environ.update(
            RAY_TMPDIR=self.folder,
            RAY_USAGE_STATS_ENABLED="0",
            PYTHONPATH=os.pathsep.join(paths),
            # Ray starts a process for each client and waits this long for it; on a busy machine
            # 30 seconds are too few. If it never starts, askdoc tries again, three times within
            # the patience of a test.
            RAY_CLIENT_SERVER_CHECK_CHANNEL_TIMEOUT_S="60",
            # The same for the server of the cluster.
            RAY_gcs_server_port_wait_time_s="120",
        )
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


@contextmanager
def patient() -> Iterator[None]:
    """Let a node take two minutes to start; Ray gives up after 30 seconds."""
    from ray._private import services

    get_node: Any = services.get_node

    def waiting(*args: Any) -> Any:
        end = time.monotonic() + 120
        while True:
            try:
                return get_node(*args)
            except RuntimeError:  # it is not known yet
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(services, "get_node", waiting)
        yield


@pytest.fixture(scope="session")
def started() -> Iterator[TwoNodes]:
    """One cluster for all tests: a second one in the same process does not start."""
    folder = tempfile.mkdtemp(prefix="ray")  # its sockets need a short path
    nodes = None
    try:
        nodes = TwoNodes(folder)
        yield nodes
    finally:
        if nodes:
            nodes.cluster.shutdown()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def nodes(started: TwoNodes) -> TwoNodes:
    """The cluster as it was in the beginning."""
    started.restore()
    return started

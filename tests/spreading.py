"""What the tests of Ray share: a cluster of two nodes, and embedders for its workers."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conftest import ROOT, FakeEmbedder
from indexing import SlowEmbedder

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


def workers() -> list[int]:
    """The processes that read files for the cluster of this test run."""
    mine = os.environ["RAY_TMPDIR"].encode()
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


class TwoNodes:
    """A Ray cluster of two nodes with a core each, on this machine.

    client: where programs from outside of it connect
    """

    def __init__(self) -> None:
        from ray.cluster_utils import Cluster

        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.client = f"ray://127.0.0.1:{port}"
        self._node = {"num_cpus": 1, "object_store_memory": 200_000_000}
        head = {**self._node, "include_dashboard": False, "ray_client_server_port": port}
        self.cluster: Any = Cluster(initialize_head=True, head_node_args=head)
        self.address: str = self.cluster.address
        self.mend()

    def mend(self) -> None:
        """Let there be two nodes, and no worker of an earlier test."""
        if len(self.cluster.list_all_nodes()) < 2:
            self.cluster.add_node(**self._node)
        end = time.monotonic() + 60
        while workers() and time.monotonic() < end:
            time.sleep(0.1)

    def kill_node(self) -> None:
        """End the second node as a power cut would, with all that runs on it."""
        self.cluster.remove_node(self.cluster.list_all_nodes()[1], allow_graceful=False)


@contextmanager
def two_nodes() -> Iterator[TwoNodes]:
    """The cluster, gone with all its files afterwards."""
    before = dict(os.environ)
    folder = tempfile.mkdtemp(prefix="ray")  # its sockets need a short path
    paths = [str(Path(__file__).parent), str(ROOT / "src"), before.get("PYTHONPATH", "")]
    os.environ.update(
        RAY_TMPDIR=folder, RAY_USAGE_STATS_ENABLED="0", PYTHONPATH=os.pathsep.join(paths)
    )
    nodes = None
    try:
        nodes = TwoNodes()
        yield nodes
    finally:
        if nodes:
            nodes.cluster.shutdown()
        os.environ.clear()
        os.environ.update(before)
        shutil.rmtree(folder, ignore_errors=True)

"""A real Milvus Lite, served over gRPC, for tests that need an index in Milvus."""

from __future__ import annotations

import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from askdoc.store import MilvusIndex, MilvusStore, open_index

_names = itertools.count()


class Server:
    """A server process. It may be stopped, killed and started again on the same data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = Path(sys.executable).with_name("milvus-lite")
        options = {"--data-dir": self.folder, "--host": "127.0.0.1", "--port": self.port}
        words = [str(word) for option in options.items() for word in option]
        with (self.folder.parent / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(command), "server", *words], stdout=log, stderr=log
            )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise TimeoutError("the server does not start")

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait(30)
            self.process = None

    def pause(self) -> None:
        assert self.process
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self) -> None:
        assert self.process
        os.kill(self.process.pid, signal.SIGCONT)

    def address(self, name: str | None = None) -> str:
        """Of an index of this name, or a new one."""
        return f"milvus+http://127.0.0.1:{self.port}/{name or f'index_{next(_names)}'}"

    def store(self, address: str | None = None) -> MilvusStore:
        """An index of the fake embedder, or of whatever vectors come first."""
        from conftest import FakeEmbedder

        from askdoc.library import made_by

        index = open_index(address or self.address())
        assert isinstance(index, MilvusIndex)
        index.expect(made_by(FakeEmbedder()))
        return MilvusStore(index)


def serve(folder: Path) -> Iterator[Server]:
    server = Server(folder / "data")
    server.start()
    try:
        yield server
    finally:
        server.kill()


@pytest.fixture(scope="session")
def milvus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all tests that leave it running."""
    yield from serve(tmp_path_factory.mktemp("milvus"))


@pytest.fixture
def own_milvus(tmp_path: Path) -> Iterator[Server]:
    """One that a test may kill."""
    yield from serve(tmp_path)

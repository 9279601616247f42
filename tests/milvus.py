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
from saved import opened

from askdoc.store import MilvusStore

_names = itertools.count()


class Server:
    """A server process. It may be stopped, killed and started again on the same data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
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

    def resume(self) -> None:
        assert self.process
        os.kill(self.process.pid, signal.SIGCONT)

    def address(self, name: str | None = None) -> str:
        """Of an index of this name, or a new one."""
        return f"milvus+http://127.0.0.1:{self.port}/{name or f'index_{next(_names)}'}"

    def store(self, address: str | None = None) -> MilvusStore:
        """Of an index that takes what the fake embedder makes, a new one without an address."""
        store = opened(address or self.address())._store
        assert isinstance(store, MilvusStore)
        return store


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


@pytest.fixture(params=["folder", pytest.param("milvus", marks=pytest.mark.slow)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """Where a saved index can be made, of each kind."""
    if request.param == "folder":
        return tmp_path / "x.askdoc"
    address: str = request.getfixturevalue("milvus").address()
    return address


@pytest.fixture
def unused_port() -> int:
    return free_port()


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def indexing(folder: Path, address: str, seconds: float) -> subprocess.Popen[str]:
    """A process that indexes; see indexing.py."""
    script = Path(__file__).with_name("indexing.py")
    command = [sys.executable, str(script), str(folder), address, str(seconds)]
    return subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

"""Milvus errors are one line, and asking continues after the problem is fixed."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent import futures
from importlib.util import find_spec
from pathlib import Path

import grpc
import pytest
from conftest import FakeEmbedder
from indexing import SlowEmbedder
from milvus import Server, indexing
from saved import everything, opened, write_articles

import askdoc
from askdoc.doctor import examine
from askdoc.errors import IndexMismatch, IndexUnavailable, IndexWriteError
from askdoc.store import discard, open_index
from askdoc.store.milvus import engine

pytestmark = pytest.mark.slow

SECRET = "hush-9f2c"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "READING", "WRITING", "PATIENCE":
        monkeypatch.setattr(engine, name, 2.0)


def test_nobody_is_there(unused_port: int) -> None:
    with pytest.raises(IndexUnavailable) as error:
        askdoc.open(index=f"milvus+http://user:{SECRET}@127.0.0.1:{unused_port}/news")
    assert str(error.value) == (
        f"milvus+http://127.0.0.1:{unused_port}/news: no Milvus server answers; start it, or check "
        "the host and the port"
    )


def test_it_goes_and_comes_back_while_asked(own_milvus: Server) -> None:
    library = opened(own_milvus.address("news"))
    library.add([askdoc.Document("a.txt", "The cat met the dog in London.", "A")])
    before = everything(library)
    own_milvus.kill()
    for _ in range(2):
        with pytest.raises(IndexUnavailable, match="no Milvus server answers; start it"):
            library.ask("Where is the cat?")
    own_milvus.start()
    assert everything(library) == before
    library.add([askdoc.Document("b.txt", "A bird.", "B")])
    assert len(library.documents) == 2


def test_it_is_slow(own_milvus: Server) -> None:
    library = opened(own_milvus.address("news"))
    library.add([askdoc.Document("a.txt", "The cat met the dog in London.", "A")])
    own_milvus.pause()
    try:
        with pytest.raises(IndexUnavailable, match="Milvus did not answer in time; try again"):
            library.ask("Where is the cat?")
    finally:
        own_milvus.resume()
    assert library.ask("Where is the cat?").answered


def test_it_goes_while_it_is_written(
    own_milvus: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes back within the patience of one writer, and not within that of another."""
    write_articles(tmp_path / "texts", 20)
    address = own_milvus.address("news")
    process = indexing(tmp_path / "texts", address, 0.2)
    store = own_milvus.store(address)
    while store.counts.documents < 5:
        time.sleep(0.05)
    own_milvus.kill()
    own_milvus.start()
    out, err = process.communicate(timeout=120)
    assert "added 20" in out, err

    monkeypatch.setattr("askdoc.library.filling.BATCH_CHARS", 1_000)
    embedder = SlowEmbedder(0.3)
    library = opened(own_milvus.address("other"), embedder)
    with futures.ThreadPoolExecutor() as pool:
        running = pool.submit(library.update, tmp_path / "texts")
        while not library._store.counts.documents:
            time.sleep(0.05)
        own_milvus.kill()
        with pytest.raises(IndexUnavailable, match="no Milvus server answers; start it"):
            running.result(timeout=60)
    own_milvus.start()
    assert len(library.documents) < 20
    for document in library.documents:
        assert library.ask("Where did they go?", documents=[document.name]).answers
    embedder.seconds = 0
    library.update(tmp_path / "texts")
    assert everything(library) == everything(opened(address))


def test_it_is_full(tmp_path: Path) -> None:
    server = Server(tmp_path / "data")
    server.start()
    try:
        assert server.process
        library = opened(server.address("news"))
        library.add([askdoc.Document("a.txt", "The cat met the dog in London.", "A")])
        before = everything(library)
        # From here on no file of it may grow.
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1_000, 1_000))
        with pytest.raises(IndexWriteError, match="Milvus is full"):
            library.add([askdoc.Document("b.txt", "A bird. " * 1_000, "B")])
        assert everything(library) == before
    finally:
        server.kill()


# --- what is there is not what is expected


def test_another_model(milvus: Server) -> None:
    class Other(FakeEmbedder):
        name = fingerprint = "other"

    address = milvus.address()
    opened(address).add([askdoc.Document("a.txt", "The cat.", "A")])
    with pytest.raises(IndexMismatch, match="built with another model: found fake"):
        opened(address, Other())


def test_another_dimension(milvus: Server) -> None:
    index = milvus.store().index
    index.begin(3)
    with pytest.raises(
        IndexMismatch, match="built with another model: found vectors of 3 dimensions, expected 5"
    ):
        index.begin(5)


def test_a_collection_of_other_things(milvus: Server) -> None:
    from pymilvus import MilvusClient

    address = milvus.address("theirs")
    client = MilvusClient(f"http://127.0.0.1:{milvus.port}")
    client.create_collection("theirs_documents", 4)
    for use in open_index, discard:
        with pytest.raises(IndexMismatch, match="a collection theirs_documents of other things"):
            use(address)
    assert client.has_collection("theirs_documents")


def test_a_database_that_is_not_there(milvus: Server) -> None:
    with pytest.raises(IndexMismatch, match="found no database nowhere; create it in Milvus"):
        open_index(f"milvus+http://127.0.0.1:{milvus.port}/nowhere/news")


def test_it_is_deleted_while_asked(milvus: Server) -> None:
    address = milvus.address()
    library = opened(address)
    library.add([askdoc.Document("a.txt", "The cat met the dog in London.", "A")])
    assert library.ask("Where is the cat?").answered
    discard(address)
    with pytest.raises(IndexMismatch, match="a part of the index is missing; run: askdoc index"):
        library.ask("Where is the cat?")


def test_a_file_has_one_process(tmp_path: Path) -> None:
    address = f"milvus+file://{tmp_path}/news.db"
    library = opened(address)
    library.add([askdoc.Document("a.txt", "The cat met the dog in London.", "A")])
    assert library.ask("Where is the cat?").answered
    command = [sys.executable, "-m", "askdoc", "ask", "Where is the cat?", "--index", address]
    other = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert other.returncode == 2
    assert other.stderr.strip() == (
        f"askdoc: {address}: cannot be opened; check that there is free space. If another process "
        f"has it open, serve it to both: milvus-lite server --data-dir {tmp_path}/news.db, and "
        "name it milvus+http://127.0.0.1:19530/askdoc"
    )


@pytest.mark.parametrize(
    ("path", "kind", "message"),
    [
        ("nowhere/x.db", IndexWriteError, "there is no folder {}/nowhere; create it first"),
        ("text.db", IndexMismatch, "not a Milvus Lite index; choose another name"),
    ],
)
def test_a_file_that_cannot_be_one(
    tmp_path: Path, path: str, kind: type[Exception], message: str
) -> None:
    (tmp_path / "text.db").write_text("The cat.")
    with pytest.raises(kind) as error:
        opened(f"milvus+file://{tmp_path}/{path}").add([askdoc.Document("a.txt", "A cat.", "A")])
    assert str(error.value).endswith(message.format(tmp_path))


def test_asking_makes_no_file(tmp_path: Path) -> None:
    address = f"milvus+file://{tmp_path}/news.db"
    with pytest.raises(askdoc.LoadError, match="no saved index; run: askdoc index"):
        askdoc.open(index=address)
    with pytest.raises(askdoc.LoadError, match="no saved index; run: askdoc index"):
        list(examine(address))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("package", ["pymilvus", "milvus_lite"])
def test_missing_package(package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        engine, "find_spec", lambda name: None if name == package else find_spec(name)
    )
    with pytest.raises(askdoc.AskdocError, match=r'pip install "askdoc\[milvus\]"'):
        open_index(f"milvus+file://{tmp_path}/news.db")


# --- engines that cannot be started here: a server that answers as they do


@pytest.fixture
def refusing(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a server that answers every question about its version so."""
    from pymilvus.grpc_gen import milvus_pb2, milvus_pb2_grpc

    class Milvus(milvus_pb2_grpc.MilvusServiceServicer):  # type: ignore[misc]
        def GetVersion(self, _: object, context: grpc.ServicerContext) -> object:  # noqa: N802
            if isinstance(request.param, grpc.StatusCode):
                context.abort(request.param, f"the token {SECRET} is unknown")
            return milvus_pb2.GetVersionResponse(version=request.param)

        def Connect(self, *_: object) -> object:  # noqa: N802
            return milvus_pb2.ConnectResponse()

    server = grpc.server(futures.ThreadPoolExecutor())
    milvus_pb2_grpc.add_MilvusServiceServicer_to_server(Milvus(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield f"milvus+http://{SECRET}@127.0.0.1:{port}/news"
    server.stop(None)


@pytest.mark.parametrize(
    ("refusing", "kind", "message"),
    [
        ("v2.3.5", IndexMismatch, "found Milvus v2.3.5, expected 2.5 or newer; upgrade it"),
        (
            grpc.StatusCode.UNAUTHENTICATED,
            IndexUnavailable,
            "Milvus rejects this token; set ASKDOC_MILVUS_TOKEN",
        ),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, IndexWriteError, "Milvus is full"),
    ],
    indirect=["refusing"],
    ids=["too old", "no login", "full"],
)
def test_refusals(refusing: str, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind, match=message) as error:
        open_index(refusing)
    assert SECRET not in str(error.value)

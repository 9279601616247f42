"""What the tests share: fixtures, how they run, and files that are no documents."""

from __future__ import annotations

import ast
import gc
import gzip
import importlib
import io
import json
import os
import re
import struct
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

# Read when the model's libraries are imported: a test never asks a hub for anything.
os.environ["HF_HUB_OFFLINE"] = "1"
# Messages in English, whatever the locale of the machine is.
os.environ["LC_ALL"] = "C.UTF-8"
# Nor does it tell anybody that it ran.
os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"

import pytest
from fakes import FakeEmbedder
from hypothesis import settings

import askdoc
from askdoc.errors import LoadError
from askdoc.load import MAX_BYTES, child
from askdoc.load.extract import Refusal
from askdoc.split import split
from askdoc.types import Document, Passage

# Collecting garbage rarely saves a tenth of the time: most tests leave no cycles.
gc.set_threshold(100_000, 20, 100)

pytest_plugins = ["chatting", "milvus", "spreading"]

# A busy machine is no failure. `make fast` tries fewer examples.
settings.register_profile("patient", deadline=None)
settings.register_profile("fast", deadline=None, max_examples=20)
settings.load_profile("patient")

ROOT = Path(__file__).parent.parent
SRC = Path(askdoc.__file__).parent
CORPUS = ROOT / "corpus"
ARTICLE = CORPUS / "us-britain-russia-syria.txt"
QUESTION = "What did Kerry say about Assad?"


def load_all(paths: Sequence[str | Path]) -> tuple[list[Document], list[LoadError]]:
    """The documents of these paths, in the order they are read, and the errors of what is not."""
    library = askdoc.Library((), FakeEmbedder())
    changes = library.update(paths)
    named = {document.name: document for document in library.documents}
    return [named[name] for name in changes.added], list(changes.left_out)


def document(text: str, name: str = "a.txt") -> Document:
    return Document(name, text, title=name)


def passages(text: str, max_chars: int = 400, max_tokens: int = 256) -> list[Passage]:
    """The passages of a text, a word counting as a token."""
    return split(document(text), FakeEmbedder().count_tokens, max_tokens, max_chars)


def texts(text: str, max_chars: int = 400, max_tokens: int = 256) -> list[str]:
    return [passage.text for passage in passages(text, max_chars, max_tokens)]


def fake_library(*texts: str) -> askdoc.Library:
    """A library of the texts, named 1.txt, 2.txt, ..., read by the fake embedder."""
    documents = [document(text, f"{i}.txt") for i, text in enumerate(texts, start=1)]
    return askdoc.Library(documents, FakeEmbedder())


# Files of few tests that take half a minute together.
LONG = {
    f"test_{name}" for name in ("exact_any", "milvus_chat", "nothing_lost", "space", "training")
}
# Files whose tests share more than each file's do, and what they share.
SHARED = dict.fromkeys(["test_cli_spread.py", "test_spread.py"], "Ray cluster")
SHARED |= dict.fromkeys(["test_layers.py", "test_messages.py", "test_names.py"], "source code")


@cache
def source() -> dict[Path, ast.Module]:
    """The code of every module, parsed."""
    found = {path: ast.parse(path.read_bytes()) for path in sorted(SRC.rglob("*.py"))}
    gc.freeze()  # a quarter of a million nodes
    return found


@cache
def nodes(code: ast.AST) -> tuple[ast.AST, ...]:
    """All nodes of a module, walked once for all tests."""
    return tuple(ast.walk(code))


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """`make fast` does not import the files whose tests are all slow, nor what they import."""
    if config.option.markexpr == "not slow" and collection_path.suffix == ".py":
        text = collection_path.read_text("utf-8")
        return bool(re.search(r"^pytestmark = \[?pytest\.mark\.slow", text, re.MULTILINE)) or None
    return None


def pytest_configure(config: pytest.Config) -> None:
    if config.option.markexpr == "not slow":
        settings.load_profile("fast")


def pytest_collection_finish() -> None:
    gc.freeze()  # the garbage collector need not look at libraries and tests again and again


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish() -> None:
    gc.collect()  # reports what the last tests left; the process ends without looking again
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, so that processes end about together: those of few
    long tests, then those that have most slow tests."""
    slow = Counter(item.path for item in items if item.get_closest_marker("slow"))
    # stable: a file's tests keep their order
    items.sort(key=lambda item: (item.path.stem not in LONG, -slow[item.path]))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """The tests of a file share servers and browsers, so they run in one process; so do those of
    the Ray cluster and of the source code, although they are in several files."""
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return SHARED.get(file.removeprefix("tests/"), file)

        def _pending_of(self, workload: dict[str, dict[str, bool]]) -> int:
            """Called after every message of a worker: count only its last files. A worker runs its
            files in order, so those before a complete one are complete."""
            pending = 0
            for tests in reversed(workload.values()):
                if all(tests.values()):
                    break
                pending += sum(not done for done in tests.values())
            return pending

    return ByFile(config, log)


@pytest.fixture(scope="session", autouse=True)
def _machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is measured of models is kept for this run alone, and no test waits for the disk: none
    can see what a power failure leaves."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process, not in one for each, which takes time: for tests of what is
    read. Those of damaged and hostile files do without."""

    def run(
        module: str, package: str, data: bytes, given: Any = None, seconds: int | None = None
    ) -> dict[str, Any]:
        reader = importlib.import_module(f"askdoc.load.{module}")
        found = child._read(partial(reader.extract, **(given or {})), data)
        answer: dict[str, Any] = json.loads(json.dumps(found))
        if "error" in answer:
            raise Refusal(answer["error"])
        return answer

    for module in "confined", "pictures", "scans":
        monkeypatch.setattr(f"askdoc.load.{module}.run", run)


@pytest.fixture(scope="session")
def article() -> Path:
    return ARTICLE


@pytest.fixture(scope="session")
def library() -> askdoc.Library:
    """The article, read by the real model."""
    return askdoc.open(CORPUS)


# --- what is no document: a function that makes it in a folder, and what the error must say


def _file(name: str, data: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return make


def _png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    pixels = zlib.compress(bytes(range(256)) * 40)
    header = struct.pack(">IIBBBBB", 255, 40, 8, 0, 0, 0, 0)
    parts = chunk(b"IHDR", header), chunk(b"IDAT", pixels), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _zip() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(ARTICLE, "article.txt")
    return data.getvalue()


def _pdf() -> bytes:
    stream = zlib.compress(ARTICLE.read_bytes())
    return (
        b"%%PDF-1.5\n%%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Length %d /Filter /FlateDecode >>\n"
        b"stream\n%s\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%%%EOF\n"
    ) % (len(stream), stream)


def _missing(folder: Path) -> Path:
    return folder / "missing.txt"


def _no_home(_: Path) -> Path:
    return Path("~nobody.here/a.txt")


def _huge(folder: Path) -> Path:
    path = folder / "huge.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)  # sparse: it takes no room on the disk
    return path


def _pictures(folder: Path) -> Path:
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / ".hidden.txt").write_text("Nobody looks here.")
    return folder


def _lost_link(folder: Path) -> Path:
    (folder / "link.txt").symlink_to(folder / "gone.txt")
    return folder / "link.txt"


def _circle(folder: Path) -> Path:
    (folder / "circle.txt").symlink_to(folder / "circle.txt")
    return folder / "circle.txt"


def _pipe(folder: Path) -> Path:
    os.mkfifo(folder / "pipe.txt")
    return folder / "pipe.txt"


def _device(folder: Path) -> Path:
    (folder / "zero.txt").symlink_to("/dev/zero")
    return folder / "zero.txt"


def _folder_named_txt(folder: Path) -> Path:
    (folder / "folder.txt").mkdir()
    return folder / "folder.txt"


def _forbidden(folder: Path) -> Path:
    path = folder / "forbidden.txt"
    path.write_text("You may not read this.")
    path.chmod(0)
    return path


_NOT_TEXT = "{path}: not a text file (it looks like "
_NO_TEXT = "{path}: it contains no text; choose a file with text"
_NO_FILE_IN_IT = (
    "{path}: nothing to read (it contains no file that askdoc reads); "
    "name a file or folder with text"
)
BAD_INPUTS: dict[str, tuple[Callable[[Path], Path], str]] = {
    "no such file": (_missing, "{path}: no such file or folder; check the spelling"),
    "no such home": (_no_home, "{path}: no such file or folder; check the spelling"),
    "empty": (_file("empty.txt", b""), _NO_TEXT),
    "blank": (_file("blank.txt", b" \t\r\n\n\xc2\xa0\n"), _NO_TEXT),
    "only a byte order mark": (_file("mark.txt", b"\xef\xbb\xbf"), _NO_TEXT),
    "folder without text": (_pictures, _NO_FILE_IN_IT),
    "folder named like a text": (_folder_named_txt, _NO_FILE_IN_IT),
    "picture": (_file("png.txt", _png()), _NOT_TEXT),
    "program": (_file("elf.txt", Path(sys.executable).read_bytes()[:20_000]), _NOT_TEXT),
    "zip": (_file("zip.txt", _zip()), _NOT_TEXT),
    "gzip": (_file("gzip.md", gzip.compress(ARTICLE.read_bytes())), _NOT_TEXT),
    "pdf": (_file("pdf.txt", _pdf()), _NOT_TEXT),
    "zeros": (_file("zeros.txt", bytes(1000)), _NOT_TEXT),
    "wrong kind": (
        _file("drawing.dwg", b"a,b"),
        "{path}: askdoc does not read .dwg files; save it as .txt, .html or .pdf",
    ),
    "too large": (_huge, "{path}: 50 MB is over the limit of 50 MB per file; split it"),
    "lost link": (_lost_link, "{path}: cannot be read (no such file or directory); check the path"),
    "circle of links": (_circle, "{path}: cannot be read (too many levels of symbolic links)"),
    "pipe": (_pipe, "{path}: not a regular file; name a file or folder with text"),
    "endless device": (_device, "{path}: not a regular file; name a file or folder with text"),
    "forbidden": (_forbidden, "{path}: cannot be read (permission denied); check its permissions"),
}


@pytest.fixture(params=BAD_INPUTS)
def bad_input(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str]:
    """Each input that is no document -> (its path, what the error must say)."""
    if request.param == "forbidden" and os.geteuid() == 0:
        pytest.skip("root may read every file")
    make, message = BAD_INPUTS[request.param]
    path = make(tmp_path)
    return path, message.format(path=path)

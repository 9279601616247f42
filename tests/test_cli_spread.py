"""`askdoc index --ray`, as a person runs it: it says and saves what it does without."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import typer
from commands import ASKDOC, run
from conftest import CORPUS, QUESTION, ROOT
from saved import QUESTIONS, write_articles
from spreading import TwoNodes
from test_cli import assert_one_clear_line

import askdoc
from askdoc import show
from askdoc.cli.common import app
from askdoc.library.filling import BATCH_CHARS

FILES = ROOT / "tests" / "golden" / "files"
FILES_OF_A_BATCH = 16


@pytest.mark.parametrize(
    ("given", "paths", "ray"),
    [
        ("papers", ["papers"], None),
        ("papers --ray", ["papers"], ""),
        ("--ray papers", ["papers"], ""),
        ("--ray auto papers", ["papers"], "auto"),
        ("--ray ray://host:10001 a b", ["a", "b"], "ray://host:10001"),
        ("a --ray 10.0.0.5:6379 b", ["a", "b"], "10.0.0.5:6379"),
        ("a --ray=10.0.0.5:6379", ["a"], "10.0.0.5:6379"),
        ("--ray C:/texts", ["C:/texts"], ""),
    ],
)
def test_address_may_be_left_out(given: str, paths: list[str], ray: str | None) -> None:
    command: Any = typer.main.get_command(app)
    arguments = [*given.split(), "--index", "x"]
    parsed = command.commands["index"].make_context("index", arguments).params
    assert (parsed["paths"], parsed["ray"]) == (paths, ray)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Files of which each is a batch of its own and takes a while."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(FILES_OF_A_BATCH):
        text = "\n\n".join(f"The cat met dog {i} of {number}." for i in range(200))
        (folder / f"a{number:02}.txt").write_text(text.ljust(BATCH_CHARS, "\n"))
    return folder


def replies(index: Path, *questions: str) -> list[str]:
    library = askdoc.open(index=index)
    return [show.as_json(library.ask(question)) for question in questions]


def documents(index: Path) -> int:
    """How many are saved."""
    manifest = index / "manifest.json"
    if not manifest.exists():
        return 0
    return int(json.loads(manifest.read_text())["current"]["counts"]["documents"])


class IndexingProcess:
    """The command in a process group of its own, as a shell begins it; stderr is a terminal."""

    def __init__(self, *arguments: str | Path) -> None:
        self._main, end = pty.openpty()
        self.process = subprocess.Popen(
            [*ASKDOC, *map(str, arguments)],
            stdout=subprocess.PIPE,
            stderr=end,
            text=True,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
            cwd=ROOT,
            process_group=0,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        os.close(end)
        self._parts: list[bytes] = []
        # All the time: writing to a terminal that nobody reads would wait.
        self._reading = threading.Thread(target=self._read)
        self._reading.start()

    def _read(self) -> None:
        with suppress(OSError):  # closed at the other end
            while part := os.read(self._main, 4096):
                self._parts.append(part)

    def __enter__(self) -> IndexingProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate(timeout=60)
        self._reading.join(60)
        os.close(self._main)

    def wait_until_saved(self, index: Path, more_than: int) -> None:
        while documents(index) <= more_than:
            assert self.process.poll() is None, self.shown()
            time.sleep(0.02)

    def shown(self) -> str:
        """All that it writes to the terminal until it ends."""
        self._reading.join(120)
        assert not self._reading.is_alive()
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", b"".join(self._parts).decode())


# Before the tests that kill workers: after them, Ray often takes a minute for such a connection.
@pytest.mark.slow
def test_cluster_from_outside(nodes: TwoNodes, tmp_path: Path) -> None:
    write_articles(tmp_path / "texts", 5)
    index = tmp_path / "x.askdoc"
    done = run("index", tmp_path / "texts", "--index", index, "--ray", nodes.client)
    assert (done.returncode, done.stderr) == (0, "")
    assert "5 added, 0 changed, 0 removed, 0 unchanged, 0 left out" in done.stdout


@pytest.mark.slow
def test_every_kind_of_file_as_without_ray(nodes: TwoNodes, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    shutil.copytree(FILES, texts)
    shutil.copy(CORPUS / "us-britain-russia-syria.txt", texts)
    shutil.copy(FILES / "pandoc.docx", texts / "copy.docx")
    (texts / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    (texts / "empty.txt").write_bytes(b"")
    index = tmp_path / "x.askdoc"
    done = run("index", texts, "--index", index)
    expected = replies(index, QUESTION, "What is he?")
    shutil.rmtree(index)
    spread = run("index", texts, "--index", index, "--ray", nodes.address)
    assert (spread.returncode, spread.stdout, spread.stderr) == (0, done.stdout, done.stderr)
    assert "left out: 2 files of 18" in spread.stderr
    assert replies(index, QUESTION, "What is he?") == expected


@pytest.mark.slow
def test_it_resumes_after_it_is_stopped_or_killed(
    nodes: TwoNodes, texts: Path, tmp_path: Path
) -> None:
    index = tmp_path / "x.askdoc"
    command = ("index", texts, "--index", index, "--ray", nodes.address)
    with IndexingProcess(*command) as stopped:
        stopped.wait_until_saved(index, 0)
        os.killpg(stopped.process.pid, signal.SIGINT)
        shown = stopped.shown().strip()
        assert shown.endswith("askdoc: stopped; finished work is saved, run it again to continue")
        assert stopped.process.communicate(timeout=60)[0] == ""
        assert stopped.process.returncode == 130
    first = documents(index)
    assert 0 < first < FILES_OF_A_BATCH

    with IndexingProcess(*command) as killed:
        killed.wait_until_saved(index, first)
    there = documents(index)
    assert first < there < FILES_OF_A_BATCH

    nodes.restore()  # until the workers of the one that was killed have ended
    with IndexingProcess(*command) as running:
        running.wait_until_saved(index, there)
        os.kill(nodes.workers()[0], signal.SIGKILL)
        shown = running.shown()
        out, _ = running.process.communicate(timeout=120)
    left = FILES_OF_A_BATCH - there
    assert len(out.splitlines()) == left + 1
    assert f"{left} added, 0 changed, 0 removed, {there} unchanged, 0 left out" in out
    # A worker that ends is not told, only how far it is.
    assert len(set(re.findall(r"Reading .*? (\d+)%", shown))) > 1, shown
    assert re.sub(r"Reading [^\r\n]*", "", shown).split() == []

    plain = tmp_path / "plain.askdoc"
    assert run("index", texts, "--index", plain).returncode == 0
    assert replies(index, *QUESTIONS[:3]) == replies(plain, *QUESTIONS[:3])


@pytest.mark.slow
@pytest.mark.parametrize("left", ["nothing", "the address of a cluster that is gone"])
def test_cluster_is_started_here_and_leaves_nothing(left: str, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    write_articles(texts, 3)
    folder = Path(tempfile.mkdtemp(prefix="ray"))  # its sockets need a short path
    try:
        if left != "nothing":
            (folder / "ray").mkdir()
            (folder / "ray" / "ray_current_cluster").write_text("127.0.0.1:1")
        index = tmp_path / "x.askdoc"
        done = run("index", texts, "--index", index, "--ray", RAY_TMPDIR=str(folder))
        assert done.stderr == ""
        assert done.stdout.endswith("3 added, 0 changed, 0 removed, 0 unchanged, 0 left out\n")
        for _ in range(100):
            if not _processes(str(folder)):
                break
            time.sleep(0.1)
        assert _processes(str(folder)) == []
    finally:
        shutil.rmtree(folder)


def _processes(word: str) -> list[str]:
    """The command lines that hold a word."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:  # ended meanwhile
            continue
        if word in line:
            found.append(line)
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("address", "message"),
    [
        # :100: is not to become a picture
        ("127.0.0.1:100", "Ray at 127.0.0.1:100: no answer (connection refused); start it"),
        ("ray://127.0.0.1:1", "Ray at ray://127.0.0.1:1: no answer (connection refused)"),
        ("ray://nowhere", "Ray at ray://nowhere: no such cluster; write the address as"),
    ],
)
def test_cluster_that_is_not_there(tmp_path: Path, address: str, message: str) -> None:
    done = run("index", CORPUS, "--index", tmp_path / "x.askdoc", "--ray", address)
    assert_one_clear_line(done, message)


@pytest.mark.slow
def test_missing_package_is_one_line(tmp_path: Path) -> None:
    """In a process that can import everything but Ray."""
    code = "import sys; sys.modules['ray'] = None; from askdoc.cli import main; main()"
    arguments = ["index", str(CORPUS), "--index", str(tmp_path / "x.askdoc"), "--ray"]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60
    )
    assert_one_clear_line(done, 'run: pip install "askdoc[ray]"')

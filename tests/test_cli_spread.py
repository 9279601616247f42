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
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import CORPUS, QUESTION, ROOT
from saved import QUESTIONS, write_articles
from spreading import TwoNodes, two_nodes, workers
from test_cli import ASKDOC, assert_one_clear_line, run

from askdoc.cli.common import app

FILES = ROOT / "tests" / "golden" / "files"


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


@pytest.fixture(scope="module")
def started() -> Iterator[TwoNodes]:
    with two_nodes() as nodes:
        yield nodes


@pytest.fixture
def address(started: TwoNodes) -> str:
    started.mend()
    return started.address


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Small articles, and some large enough that each is a batch of its own."""
    write_articles(tmp_path / "texts", 10)
    for number in range(6):
        text = "\n\n".join(f"The cat met dog {i} of {number}." for i in range(1_200))
        (tmp_path / "texts" / f"long{number}.txt").write_text(text)
    return tmp_path / "texts"


def replies(index: Path) -> list[str]:
    return [run("ask", question, "--index", index, "--json").stdout for question in QUESTIONS[:3]]


def documents(index: Path) -> int:
    """How many are saved."""
    manifest = index / "manifest.json"
    if not manifest.exists():
        return 0
    return int(json.loads(manifest.read_text())["current"]["counts"]["documents"])


@contextmanager
def begun(*arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """The command in a process group of its own, as a shell begins it; ended with this."""
    process = subprocess.Popen(
        [*ASKDOC, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        process_group=0,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until_something_is_saved(process: subprocess.Popen[str], index: Path) -> None:
    while documents(index) == 0:
        assert process.poll() is None
        time.sleep(0.02)


@pytest.mark.slow
def test_every_kind_of_file_as_without_ray(address: str, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    shutil.copytree(FILES, texts)
    shutil.copy(CORPUS / "us-britain-russia-syria.txt", texts)
    shutil.copy(FILES / "pandoc.docx", texts / "copy.docx")
    (texts / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    (texts / "empty.txt").write_bytes(b"")
    index = tmp_path / "x.askdoc"
    done = run("index", texts, "--index", index)
    expected = [run("ask", q, "--index", index, "--json").stdout for q in (QUESTION, "What is he?")]
    shutil.rmtree(index)
    spread = run("index", texts, "--index", index, "--ray", address)
    assert (spread.returncode, spread.stdout, spread.stderr) == (0, done.stdout, done.stderr)
    assert "left out: 2 files of 18" in spread.stderr
    assert [
        run("ask", q, "--index", index, "--json").stdout for q in (QUESTION, "What is he?")
    ] == expected


@pytest.mark.slow
def test_driver_is_killed_and_goes_on(address: str, texts: Path, tmp_path: Path) -> None:
    plain, index = tmp_path / "plain.askdoc", tmp_path / "x.askdoc"
    with begun("index", texts, "--index", index, "--ray", address) as process:
        wait_until_something_is_saved(process, index)
    there = documents(index)
    assert 0 < there < 16
    done = run("index", texts, "--index", index, "--ray", address)
    assert done.stderr == ""
    assert f"{16 - there} added, 0 changed, 0 removed, {there} unchanged" in done.stdout
    assert run("index", texts, "--index", plain).returncode == 0
    assert replies(index) == replies(plain)


@pytest.mark.slow
def test_ctrl_c_keeps_what_is_finished(address: str, texts: Path, tmp_path: Path) -> None:
    index = tmp_path / "x.askdoc"
    with begun("index", texts, "--index", index, "--ray", address) as process:
        wait_until_something_is_saved(process, index)
        os.killpg(process.pid, signal.SIGINT)
        out, errors = process.communicate(timeout=60)
    assert errors == "askdoc: stopped; what is finished is saved, run it again to go on\n"
    assert out == ""
    assert process.returncode == 130
    assert 0 < documents(index) < 16


@pytest.mark.slow
def test_killed_worker_is_not_told(address: str, texts: Path, tmp_path: Path) -> None:
    index = tmp_path / "x.askdoc"
    with begun("index", texts, "--index", index, "--ray", address) as process:
        wait_until_something_is_saved(process, index)
        os.kill(workers()[0], signal.SIGKILL)
        out, errors = process.communicate(timeout=120)
    assert errors == ""
    assert len(out.splitlines()) == 17
    assert "16 added, 0 changed, 0 removed, 0 unchanged, 0 left out" in out


@pytest.mark.slow
def test_cluster_from_outside(started: TwoNodes, tmp_path: Path) -> None:
    write_articles(tmp_path / "texts", 5)
    index = tmp_path / "x.askdoc"
    done = run("index", tmp_path / "texts", "--index", index, "--ray", started.client)
    assert (done.returncode, done.stderr) == (0, "")
    assert "5 added, 0 changed, 0 removed, 0 unchanged, 0 left out" in done.stdout


@pytest.mark.slow
def test_progress_bar(address: str, texts: Path, tmp_path: Path) -> None:
    main, end = pty.openpty()
    process = subprocess.Popen(
        [*ASKDOC, "index", str(texts), "--index", str(tmp_path / "x.askdoc"), "--ray", address],
        stdout=subprocess.DEVNULL,
        stderr=end,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
        cwd=ROOT,
    )
    os.close(end)
    shown = b""
    while True:
        try:
            part = os.read(main, 4096)
        except OSError:  # closed at the other end
            break
        if not part:
            break
        shown += part
    assert process.wait() == 0
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())
    assert len(set(re.findall(r"Reading .*? (\d+)%", text))) > 3, text


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
        ("127.0.0.1:1", "Ray at 127.0.0.1:1: nothing answers (connection refused); start it"),
        ("ray://127.0.0.1:1", "Ray at ray://127.0.0.1:1: nothing answers (connection refused)"),
        ("ray://nowhere", "Ray at ray://nowhere: found no such cluster; write the address as"),
    ],
)
def test_cluster_that_is_not_there(tmp_path: Path, address: str, message: str) -> None:
    done = run("index", CORPUS, "--index", tmp_path / "x.askdoc", "--ray", address)
    assert_one_clear_line(done, message)


@pytest.mark.slow
def test_missing_package_is_told_in_one_line(tmp_path: Path) -> None:
    """In a process that can import everything but Ray."""
    code = "import sys; sys.modules['ray'] = None; from askdoc.cli import main; main()"
    arguments = ["index", str(CORPUS), "--index", str(tmp_path / "x.askdoc"), "--ray"]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60
    )
    assert_one_clear_line(done, 'run: pip install "askdoc[ray]"')

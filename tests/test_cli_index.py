"""The commands that keep a library, run as a person runs them."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from commands import ASKDOC, run_here
from conftest import CORPUS, QUESTION, ROOT
from saved import write_articles
from test_cli import SENTENCE, as_one_line, assert_one_clear_line

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "corpus.askdoc"
    done = run_here("index", CORPUS, "--index", path)
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout == (
        "+ us-britain-russia-syria.txt\n"
        f"{path}: 1 added, 0 changed, 0 removed, 0 unchanged, 0 left out\n"
    )
    return path


@pytest.mark.parametrize("how", [["--index", "{}"], ["{}"], [str(CORPUS), "--index", "{}"]])
def test_asking_a_saved_index(index: Path, how: list[str]) -> None:
    done = run_here("ask", QUESTION, *(part.format(index) for part in how))
    assert done.returncode == 0
    assert SENTENCE in as_one_line(done.stdout).replace("**", "")
    assert done.stdout == run_here("ask", QUESTION, CORPUS).stdout


def test_omitted_parts_are_reported(tmp_path: Path) -> None:
    texts, index = tmp_path / "texts", tmp_path / "texts" / "x.askdoc"
    write_articles(texts, 1)
    (texts / "bad.txt").write_bytes("Ünder the bridge, ünder the sea.".encode() + b"\xff")
    (texts / "picture.png").write_bytes(b"")
    done = run_here("index", texts, "--index", index)
    assert done.stderr == (
        "uncertain: bad.txt: damaged character\nskipped: 1 file of another kind (.png 1)\n"
    )
    found = run_here("doctor", texts, "--index", index)
    assert "bad.txt: uncertain: damaged character" in found.stdout
    assert "!!" not in found.stdout
    again = run_here("index", texts, "--index", index, "--with-omitted")
    assert again.returncode == 2
    assert "built without --with-omitted; run: " in again.stderr
    done = run_here("index", texts, "--index", index, "--with-omitted", "--rebuild")
    assert done.returncode == 0
    assert run_here("index", texts, "--index", index).stdout.endswith("2 unchanged, 0 left out\n")


def test_changes_are_reported(tmp_path: Path) -> None:
    texts, index = tmp_path / "texts", tmp_path / "x.askdoc"
    write_articles(texts, 3)
    assert run_here("index", texts, "--index", index).returncode == 0
    (texts / "a0.txt").write_text("A new beginning.")
    (texts / "a1.txt").unlink()
    (texts / "b.txt").write_text("An addition.")
    (texts / "bad.txt").write_bytes(bytes(200))
    (texts / "empty.pdf").write_bytes(b"")
    done = run_here("index", texts, "--index", index)
    assert done.returncode == 0
    assert done.stdout == (
        "+ b.txt\n~ a0.txt\n- a1.txt\n"
        f"{index}: 1 added, 1 changed, 1 removed, 1 unchanged, 2 left out\n"
    )
    assert done.stderr.count("left out:") == 3  # a line for each, and how many of all
    assert f"{texts / 'bad.txt'}: not a text file" in done.stderr
    assert done.stderr.endswith("left out: 2 files of 5\n")


def test_asking_in_one_document(tmp_path: Path) -> None:
    write_articles(tmp_path, 4)
    done = run_here("ask", "Where is the cat?", tmp_path, "--document", "a2.txt", "--json")
    reply = json.loads(done.stdout)
    assert {answer["document"]["name"] for answer in reply["answers"]} == {"a2.txt"}
    done = run_here("ask", "Where is the cat?", tmp_path, "--document", "a9.txt")
    assert_one_clear_line(done, "no document 'a9.txt' in the library; it contains a")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ask", "Who?"], "no path given; name a file, a folder or a saved index"),
        (["ask", "Who?", "--index", "none"], "none: no saved index; run: askdoc index PATH"),
        (["doctor", "--index", "none"], "none: no saved index; run: askdoc index PATH"),
        (["reembed", "--index", "none", "--rollback"], "none: no saved index; run: askdoc index"),
        (["ask", "Who?", "--index", "src"], "src: found a folder of other things"),
        (["index", "corpus", "--index", "src"], "src: found a folder of other things"),
        (["index", "corpus", "--index", "src", "--rebuild"], "which is not part of an index"),
        (["index", "corpus", "--index", "LICENSE"], "an index is a folder"),
        (["verify", "none.json", "corpus"], "none.json: cannot be read"),
    ],
)
def test_errors_are_one_line(arguments: list[str], message: str) -> None:
    assert_one_clear_line(run_here(*arguments), message)


def test_damaged_index_is_repaired_by_the_command_shown(index: Path, tmp_path: Path) -> None:
    copy = tmp_path / "x.askdoc"
    copy.mkdir()
    for path in index.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    next(copy.glob("*.sqlite")).write_bytes(b"SQLite format 3\0")
    done = run_here("ask", QUESTION, "--index", copy)
    assert_one_clear_line(done, "is damaged: found sha256")
    found = re.search(r"run: askdoc (index PATH\.\.\. .*)\n", done.stderr)
    assert found
    examined = run_here("doctor", "--index", copy)
    assert examined.returncode == 1
    assert f"   askdoc {found[1]}" in examined.stdout
    assert run_here(*found[1].replace("PATH...", str(CORPUS)).split()).returncode == 0
    assert run_here("doctor", CORPUS, "--index", copy).returncode == 0
    assert (
        run_here("ask", QUESTION, "--index", copy).stdout == run_here("ask", QUESTION, index).stdout
    )


def test_doctor_finds_nothing(index: Path) -> None:
    done = run_here("doctor", CORPUS, "--index", index)
    assert done.returncode == 0
    assert "!!" not in done.stdout
    for part in (
        "1 documents, 15 passages",
        "SHA-256 checksum of every file is correct",
        "model askdoc-MiniLM-L6-v1 is available",
    ):
        assert part in done.stdout


def test_verify(tmp_path: Path) -> None:
    (tmp_path / "answer.json").write_text(run_here("ask", QUESTION, CORPUS, "--json").stdout)
    done = run_here("verify", tmp_path / "answer.json", CORPUS)
    assert done.returncode == 0
    assert "ok us-britain-russia-syria.txt, from character 661: unchanged" in done.stdout
    text = (CORPUS / "us-britain-russia-syria.txt").read_text().replace("magnet", "friend")
    (tmp_path / "us-britain-russia-syria.txt").write_text(text)
    done = run_here("verify", tmp_path / "answer.json", tmp_path / "us-britain-russia-syria.txt")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[0].startswith("!! us-britain-russia-syria.txt: no longer says so: “")
    assert lines[1].startswith("ok us-britain-russia-syria.txt, from character ")
    assert ": the file has changed, but still says so" in lines[1]


def test_reembed_and_rollback(tmp_path: Path) -> None:
    """With the default model as a folder, whose name is another but whose weights are the same."""
    from askdoc.embed import as_sentence_transformer

    model, index = tmp_path / "model", tmp_path / "x.askdoc"
    as_sentence_transformer().save(str(model))
    write_articles(tmp_path / "texts", 2)
    assert run_here("index", tmp_path / "texts", "--index", index).returncode == 0
    before = run_here("ask", "Where is the cat?", index).stdout
    done = run_here("reembed", "--index", index, "--model", model)
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        f"{index}: switched from askdoc-MiniLM-L6-v1 to {model}; --rollback returns\n"
    )
    # torch and ONNX Runtime round the same weights otherwise
    again = run_here("ask", "Where is the cat?", index).stdout
    assert re.sub(r"0\.\d\d", "", again) == re.sub(r"0\.\d\d", "", before)
    assert run_here("reembed", "--index", index, "--rollback").stdout == (
        f"{index}: returned to askdoc-MiniLM-L6-v1\n"
    )
    assert run_here("ask", "Where is the cat?", index).stdout == before


def test_progress_bar_with_the_time_that_is_left(tmp_path: Path) -> None:
    write_articles(tmp_path / "texts", 40)
    main, end = pty.openpty()
    process = subprocess.Popen(
        [*ASKDOC, "index", str(tmp_path / "texts"), "--index", str(tmp_path / "x.askdoc")],
        stdout=subprocess.PIPE,
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
    assert re.search(r"Reading .*\d+% +-?\d+:\d+:\d+", text), text


def test_indexing_resumes_after_ctrl_c(tmp_path: Path) -> None:
    texts, index = tmp_path / "texts", tmp_path / "x.askdoc"
    for number in range(5):  # each a batch of its own
        write_articles(texts / str(number), 1)
        text = "\n\n".join(f"The cat met dog {i} of {number}." for i in range(4_000))
        (texts / str(number) / "a0.txt").write_text(text)
    process = subprocess.Popen(
        [*ASKDOC, "index", str(texts), "--index", str(index)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        # IndexingProcess in the background, it would not hear of Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    manifest = index / "manifest.json"
    while not manifest.exists() or not json.loads(manifest.read_text())["current"]["segments"]:
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 130
    assert errors == "askdoc: stopped; finished work is saved, run it again to continue\n"
    there = json.loads(manifest.read_text())["current"]["counts"]["documents"]
    assert 0 < there < 5
    assert run_here("ask", "dog", index, "--top-k", "1").returncode == 0

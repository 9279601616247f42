"""Whatever happens to a process that indexes: killed, a full disk, another writer."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from conftest import FakeEmbedder
from saved import article, everything, opened, write_articles

import askdoc
from askdoc.store import folder as index_folder

HERE = Path(__file__).parent

pytestmark = pytest.mark.slow


def start(
    texts: Path, index: Path, seconds: float = 0.0, user: str = "", **options: object
) -> subprocess.Popen[str]:
    """Indexing in its own process."""
    process = subprocess.Popen(
        [sys.executable, str(HERE / "indexing.py"), str(texts), str(index), str(seconds), user],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )
    assert process.stdout
    # subtle: a buffered read could take the next line, too, and `communicate` would not see it;
    # the line may come in parts
    line = b""
    while part := os.read(process.stdout.fileno(), 1):
        line += part
        if part == b"\n":
            break
    assert line == b"started\n"
    return process


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    output, errors = process.communicate(timeout=120)
    return process.returncode, (output + errors).strip()


def fresh(texts: Path) -> dict[str, object]:
    made = askdoc.Library((), FakeEmbedder())
    made.update(texts)
    return everything(made)


def wait_for_documents(index: Path) -> None:
    """Until some are saved."""
    manifest = index / "manifest.json"
    while True:
        if manifest.exists() and json.loads(manifest.read_text())["current"]["segments"]:
            return
        time.sleep(0.01)


# --- killed


def test_killed_at_any_moment_nothing_is_lost(tmp_path: Path) -> None:
    """40 times: begin, kill -9 somewhere; what is there opens, and each document in it is whole."""
    texts, index = tmp_path / "texts", tmp_path / "x.askdoc"
    write_articles(texts, 150)
    chance = random.Random(4)
    # somewhere between the beginning and some documents later, however fast the machine is
    process, started = start(texts, tmp_path / "first.askdoc", 0.01), time.monotonic()
    wait_for_documents(tmp_path / "first.askdoc")
    span = 2 * (time.monotonic() - started)
    process.kill()
    process.wait()
    kills = finished = 0
    held: list[int] = []
    while kills < 40:
        process = start(texts, index, 0.01)
        time.sleep(chance.uniform(0.0, span))
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert process.stdout
        if "added" in process.stdout.read():
            finished += 1
            # everything is there: change half of the texts, take some away, add others
            for number in chance.sample(range(150), 75):
                (texts / f"a{number}.txt").write_text(article(number, chance.randrange(5)))
            for path in chance.sample(sorted(texts.iterdir()), 20):
                path.unlink()
            held = []
        else:
            kills += 1
        if index.exists() and (index / "manifest.json").exists():
            library = opened(index)
            for document in library.documents:
                assert library.ask("cat", 1, documents=[document.name])
            held.append(len(library.documents))
    assert len(set(held)) > 2 or finished > 0  # it went on, it did not begin anew each time
    code, output = finish(start(texts, index))
    assert (code, output[:5]) == (0, "added"), output
    assert everything(opened(index)) == fresh(texts)
    left = {path.suffix for path in index.iterdir()}
    assert left <= {".json", ".sqlite", ".npy", ""}


def test_next_run_resumes(tmp_path: Path) -> None:
    texts, index = tmp_path / "texts", tmp_path / "x.askdoc"
    write_articles(texts, 60)
    process = start(texts, index, 0.2)
    wait_for_documents(index)
    process.kill()
    process.wait()
    there = len(opened(index).documents)
    assert 0 < there < 60
    code, output = finish(start(texts, index))
    assert (code, output) == (0, f"added {60 - there}, unchanged {there}")


def test_ctrl_c_keeps_what_is_finished(tmp_path: Path) -> None:
    texts, index = tmp_path / "texts", tmp_path / "x.askdoc"
    write_articles(texts, 60)
    process = start(texts, index, 0.2)
    wait_for_documents(index)
    process.send_signal(signal.SIGINT)
    finish(process)
    assert 0 < len(opened(index).documents) < 60
    assert not list(index.glob("*.tmp"))
    assert not (index / "writer.json").exists()


# --- the disk


def test_full_disk(tmp_path: Path) -> None:
    """A disk of 300 KB, where mounting is allowed; else files that may not grow past that."""
    texts, disk = tmp_path / "texts", tmp_path / "disk"
    write_articles(texts, 20)
    disk.mkdir()
    index = disk / "x.askdoc"
    mounted = (
        sys.platform == "linux"
        and os.geteuid() == 0
        and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=400k", "none", str(disk)],
            check=False,
            capture_output=True,
        ).returncode
        == 0
    )

    def limit() -> None:
        if not mounted:
            import resource

            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    try:
        assert finish(start(texts, index, preexec_fn=limit)) == (0, "added 20, unchanged 0")
        before = everything(opened(index))
        write_articles(texts, 400)
        code, output = finish(start(texts, index, preexec_fn=limit))
        reason = "no space left on device" if mounted else "file too large"
        assert code == 2
        assert output == (
            f"IndexWriteError: {index}: cannot be written ({reason}); finished work is saved; "
            "free some space or choose another folder, and run it again"
        )
        assert not list(index.glob("*.tmp"))
        library = opened(index)
        assert len(library.documents) >= 20
        assert {d.name for d in library.documents} >= {f"a{i}.txt" for i in range(20)}
        shutil.rmtree(texts)
        write_articles(texts, 20)
        assert finish(start(texts, index, preexec_fn=limit))[0] == 0
        assert everything(opened(index)) == before
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_folder_that_may_not_be_written() -> None:
    """It can be asked; bringing it up to date is refused, unless there is nothing to do."""
    with tempfile.TemporaryDirectory() as name:
        texts, index = Path(name, "texts"), Path(name, "x.askdoc")
        write_articles(texts, 3)
        opened(index).update(texts)
        Path(name).chmod(0o755)
        index.chmod(0o555)
        try:
            assert finish(start(texts, index, user="nobody")) == (0, "added 0, unchanged 3")
            write_articles(texts, 4)
            code, output = finish(start(texts, index, user="nobody"))
            assert code == 2
            assert output.startswith(f"IndexWriteError: {index}: cannot be written (permission den")
        finally:
            index.chmod(0o755)
        assert len(opened(index).documents) == 3


# --- two writers


def test_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    texts, index = tmp_path / "texts", tmp_path / "x.askdoc"
    write_articles(texts, 40)
    processes = [start(texts, index, 0.02) for _ in range(3)]
    done = [finish(process) for process in processes]
    assert sorted(done) == [
        (0, "added 0, unchanged 40"),
        (0, "added 0, unchanged 40"),
        (0, "added 40, unchanged 0"),
    ]
    assert everything(opened(index)) == fresh(texts)


def test_index_opens_at_any_moment_while_another_process_writes(tmp_path: Path) -> None:
    """Files are deleted between the reading of the manifest and theirs; then it is read again."""
    texts, index = tmp_path / "texts", tmp_path / "x.askdoc"
    write_articles(texts, 100)
    process = start(texts, index)
    wait_for_documents(index)
    opens = 0
    while process.poll() is None:
        library = opened(index)
        assert list(library.ask("cat", 1))
        opens += 1
    finish(process)
    assert opens > 3


def test_second_writer_learns_who_has_the_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts, index = tmp_path / "texts", tmp_path / "x.askdoc"
    write_articles(texts, 40)
    monkeypatch.setattr(index_folder, "LOCK_SECONDS", 0.2)
    process = start(texts, index, 1.0)
    try:
        writer = index / "writer.json"
        while not (writer.exists() and writer.read_text()):  # it is there before it is written
            time.sleep(0.01)
        since = json.loads(writer.read_text())["since"]
        with pytest.raises(askdoc.IndexLocked) as error:
            opened(index).add([askdoc.Document("b.txt", "The cat slept.", "b")])
        assert str(error.value) == (
            f"{index}: process {process.pid} on {os.uname().nodename} has been writing it since "
            f"{since}; wait until it is done, or stop it"
        )
    finally:
        process.kill()
        process.wait()
    opened(index).add([askdoc.Document("b.txt", "The cat slept.", "b")])  # the lock died with it
    assert "b.txt" in {document.name for document in opened(index).documents}

"""The command line, run as a person runs it."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import BAD_INPUTS, CORPUS, QUESTION, ROOT

import askdoc

pytestmark = pytest.mark.slow

ASKDOC = [sys.executable, "-m", "askdoc"]
SENTENCE = (
    '"But the other part of the equation is Assad (President of Syria) and how you resolve the '
    'fact that he is a magnet for foreign fighters to come to the region," he said.'
)


def run(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*ASKDOC, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **environment},
        cwd=ROOT,
        timeout=300,
    )


def assert_one_clear_line(done: subprocess.CompletedProcess[str], message: str) -> None:
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("askdoc: ")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def as_one_line(text: str) -> str:
    return " ".join(text.split())


# --- answers


def test_ask_prints_passages_with_the_sentence_between_asterisks() -> None:
    done = run("ask", QUESTION, CORPUS)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert re.findall(r"^(\d)  us-britain-russia-syria\.txt", done.stdout, re.MULTILINE) == [*"123"]
    assert len(re.findall(r"\*\*", done.stdout)) == 6
    assert f"**{SENTENCE}**" in as_one_line(done.stdout)


def test_top_k() -> None:
    done = run("ask", QUESTION, CORPUS, "--top-k", "1")
    assert done.stdout.startswith("1  ")
    assert "\n2  " not in done.stdout


def test_json_is_the_reply() -> None:
    done = run("ask", QUESTION, CORPUS, "--json", "--top-k", "2")
    assert done.returncode == 0
    assert done.stdout.count("\n") == 1
    found = json.loads(done.stdout)
    assert found["question"] == QUESTION
    assert len(found["answers"]) == 2
    text = (CORPUS / found["answers"][0]["document"]["name"]).read_text("utf-8")
    for answer in found["answers"]:
        assert text[answer["start"] : answer["end"]] == answer["text"]
        sentence = answer["sentence"]
        assert text[sentence["start"] : sentence["end"]] == sentence["text"]


def test_several_paths_are_asked_together(tmp_path: Path, article: Path) -> None:
    (tmp_path / "cats.md").write_text("# Cats\n\nA cat sleeps for sixteen hours a day.\n")
    done = run("ask", "How long does a cat sleep?", article, tmp_path, "--top-k", "1")
    assert "**A cat sleeps for sixteen hours a day.**" in done.stdout
    assert done.stdout.startswith("1  cats.md")


def test_terminal_without_colours_marks_the_sentence_too(article: Path) -> None:
    # A terminal that asks for no colours: the mark must not vanish with them.
    master, slave = pty.openpty()
    environment = {**os.environ, "NO_COLOR": "1", "TERM": "xterm-256color", "COLUMNS": "80"}
    command = [*ASKDOC, "ask", QUESTION, str(article), "--top-k", "1"]
    with subprocess.Popen(command, stdout=slave, stderr=subprocess.DEVNULL, env=environment) as ask:
        os.close(slave)
        shown = b""
        try:
            while part := os.read(master, 10_000):
                shown += part
        except OSError:  # how Linux says that the other side has closed
            pass
        os.close(master)
        assert ask.wait(300) == 0
    assert shown.count(b"**") == 2


def test_output_that_is_not_utf8_does_not_trace(article: Path) -> None:
    for option in [], ["--json"]:
        done = run("ask", QUESTION, article, *option, PYTHONIOENCODING="ascii")
        assert done.returncode == 0
        assert "magnet for foreign fighters" in as_one_line(done.stdout)
        assert done.stderr == ""


def test_reader_that_leaves_early_is_no_error(article: Path) -> None:
    command = shlex.join([*ASKDOC, "ask", QUESTION, str(article)]) + " | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=300)
    assert done.stdout.startswith("1  us-britain-russia-syria.txt")
    assert done.stderr == ""


# --- hostile and broken files


def test_hostile_document_is_shown_harmlessly(tmp_path: Path) -> None:
    (tmp_path / "\x1b[31m[bold]x.txt").write_text(
        "The cat\x1b]0;owned\a slept\x1b[2J on <b>the</b> [red]mat[/red] \u202eyad lla."
    )
    done = run("ask", "Where did the cat sleep?", tmp_path, FORCE_COLOR="")
    assert done.returncode == 0
    shown = as_one_line(done.stdout)
    assert "**The cat␛]0;owned␇ slept␛[2J on <b>the</b> [red]mat[/red] \ufffdyad lla.**" in shown
    assert "␛[31m[bold]x.txt" in shown
    assert not set(done.stdout) & set("\x1b\a\u202e")


def test_hostile_name_in_an_error_is_shown_harmlessly(tmp_path: Path) -> None:
    done = run("ask", "Anything?", tmp_path / "\x1b[31m\n[bold]x.txt")
    assert_one_clear_line(done, "␛[31m [bold]x.txt: no such file or folder")
    assert "\x1b" not in done.stderr


def test_bad_file_in_a_folder_is_reported_and_the_rest_answers(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("The cat slept on the mat.")
    make, message = BAD_INPUTS["picture"]
    bad = make(tmp_path)
    done = run("ask", "Where did the cat sleep?", tmp_path)
    assert done.returncode == 0
    assert "**The cat slept on the mat.**" in done.stdout
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("left out: " + message.format(path=bad))


# --- what cannot be done


def test_bad_input_is_one_clear_line(bad_input: tuple[Path, str]) -> None:
    path, message = bad_input
    assert_one_clear_line(run("ask", QUESTION, path), message)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "the question is empty; ask something like"),
        (" \x1b\t ", "the question is empty; ask something like"),
        ("why? " * 20_000, "the question has 100,000 characters, at most 1,000 are read"),
    ],
    ids=["empty", "control characters", "100,000 characters"],
)
def test_bad_question_is_one_clear_line(question: str, message: str) -> None:
    assert_one_clear_line(run("ask", question, CORPUS), message)


@pytest.mark.parametrize("top_k", ["0", "-1"])
def test_bad_top_k_is_one_clear_line(top_k: str) -> None:
    done = run("ask", QUESTION, CORPUS, "--top-k", top_k)
    assert_one_clear_line(done, f"top_k is {top_k}; it must be a whole number, 1 or more")


def test_unknown_model_is_one_clear_line() -> None:
    done = run("ask", QUESTION, CORPUS, "--model", "nobody/no-such-model")
    assert_one_clear_line(done, "model 'nobody/no-such-model' cannot be loaded")


def test_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    import socket

    (tmp_path / "a.txt").write_text("The cat slept.")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("chat", tmp_path, "--port", str(port))
    assert_one_clear_line(done, "the chat cannot start")


@pytest.mark.parametrize("arguments", [["ask"], ["ask", "Why?"], ["sing"], ["ask", "--top-k", "x"]])
def test_misuse_shows_usage_and_no_trace(arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert "Usage: " in done.stderr
    assert "Traceback" not in done.stderr


# --- help


@pytest.mark.parametrize("command", ["ask", "chat"])
def test_help_shows_examples(command: str) -> None:
    done = run(command, "--help", COLUMNS="100")
    assert done.returncode == 0
    assert "Examples:" in done.stdout
    assert f"askdoc {command} " in done.stdout.split("Examples:")[1]


def test_help_names_the_commands() -> None:
    done = run("--help")
    assert "Ask an article a question" in done.stdout
    assert {"ask", "chat"} <= set(done.stdout.split())


def test_version() -> None:
    assert run("--version").stdout == f"askdoc {askdoc.__version__}\n"

"""askdoc among other programs of a shell: pipes, patterns, formats, links, completion."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import ASKDOC, run_here
from conftest import CORPUS, QUESTION

pytestmark = pytest.mark.slow

NAME = "us-britain-russia-syria.txt"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("r")
    for name, text in {
        "reports/a.txt": "Ana Silva signed the contract in Lisbon.",
        "reports/b.md": "# B\n\nBruno Reis signed the contract in Porto.",
        "letters/c.txt": "Carla Dias signed the contract in Braga.",
    }.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


# --- standard input


def test_article_from_a_pipe() -> None:
    done = run_here("ask", "Who met Ana?", "-", "--json", given="Zoë met Ana in Évora.".encode())
    assert done.returncode == 0, done.stderr
    (found,) = json.loads(done.stdout)["answers"]
    assert found["document"]["name"] == "standard input"
    assert found["sentence"]["text"] == "Zoë met Ana in Évora."


def test_piped_page_is_read_as_what_it_is() -> None:
    page = b"<!doctype html><html><body><article><p>Ana &amp; Rui signed it in Faro.</p></article>"
    done = run_here("ask", "Who signed it?", "-", "--json", given=page)
    assert json.loads(done.stdout)["answers"][0]["text"] == "Ana & Rui signed it in Faro."


def test_pipe_and_files(reports: Path) -> None:
    given = b"Dora Melo signed the contract in Beja."
    done = run_here("ask", "Who signed in Beja?", reports, "-", "--json", given=given)
    assert json.loads(done.stdout)["answers"][0]["document"]["name"] == "standard input"


def test_pipe_in_a_language_that_the_model_does_not_know() -> None:
    given = "Die Mühle brannte am Sonntag ab. Niemand weiß, wer die Lampe stehen ließ.".encode()
    done = run_here("ask", "Wann brannte die Mühle ab?", "-", given=given)
    assert "Die Mühle brannte am Sonntag ab." in done.stdout
    assert "not in English (German 1)" in done.stderr


@pytest.mark.parametrize(
    ("given", "options", "said"),
    [
        (b"", [], "standard input: it contains no text"),
        (b"\x89PNG\r\n\x1a\n" + bytes(400), [], "standard input: not a text file"),
        (b"A text.", ["--index", "x.askdoc"], "standard input (-) cannot be indexed"),
        (b"Who?", ["--questions", "-"], "both the questions and an article are standard input (-)"),
    ],
)
def test_pipe_that_cannot_be_used(given: bytes, options: list[str], said: str) -> None:
    done = run_here(
        "ask", *([] if "--questions" in options else ["Who?"]), "-", *options, given=given
    )
    assert done.returncode == 2
    assert done.stderr.startswith(f"askdoc: {said}")
    assert done.stderr.count("\n") == 1


# --- several questions


def test_questions_of_a_file_as_json_lines(tmp_path: Path, reports: Path) -> None:
    file = tmp_path / "q.txt"
    file.write_text("Who signed in Lisbon?\n\n  Who signed in Braga?\n")
    done = run_here("ask", "--questions", file, reports, "--top-k", "1")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["question"] for row in rows] == ["Who signed in Lisbon?", "Who signed in Braga?"]
    names = [row["answers"][0]["document"]["name"] for row in rows]
    assert names == ["reports/a.txt", "letters/c.txt"]
    piped = run_here("ask", "--questions", "-", reports, "--top-k", "1", given=file.read_bytes())
    assert piped.stdout == done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Who?\n???\n", "line 2: the question is empty"),
        ("\n", "contains no question; write one per line"),
        (f"{'a ' * 600}\n", "line 1: the question has 1,200 characters"),
    ],
)
def test_bad_file_of_questions(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "q.txt"
    file.write_text(text)
    done = run_here("ask", "--questions", file, CORPUS)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


# --- formats


def test_each_format_says_the_same(reports: Path) -> None:
    asked = ["ask", "Who signed in Porto?", reports, "--top-k", "1"]
    out = {
        form: run_here(*asked, "--format", form).stdout
        for form in "text json jsonl csv markdown ris annotations".split()
    }
    sentence = "Bruno Reis signed the contract in Porto."
    reply = json.loads(out["json"])
    assert reply["answers"][0]["sentence"]["text"] == sentence
    assert out["json"] == out["jsonl"] == run_here(*asked, "--json").stdout
    (row,) = csv.DictReader(io.StringIO(out["csv"]))
    assert (row["sentence"], row["document"]) == (sentence, "reports/b.md")
    assert f"**{sentence}**" in out["text"]
    assert f"**{sentence}**" in out["markdown"]
    assert f"“{sentence}”" in out["ris"]
    assert json.loads(out["annotations"])["items"][0]["target"]["source"] == "reports/b.md"


def test_two_formats_at_once() -> None:
    done = run_here("ask", "Who?", CORPUS, "--json", "--format", "csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--json contradicts --format csv" in done.stderr


def test_json_of_several_questions_is_one_list(reports: Path) -> None:
    given = b"Who signed in Porto?\nWho signed in Braga?\n"
    done = run_here("ask", "--questions", "-", reports, "--format", "json", given=given)
    assert len(json.loads(done.stdout)) == 2


# --- patterns of documents


@pytest.mark.parametrize("pattern", ["reports/*", "*/a.txt", "reports/[ab].*", "reports/a.txt"])
def test_documents_that_meet_a_pattern(reports: Path, pattern: str) -> None:
    done = run_here("ask", "Who signed?", reports, "--document", pattern, "--json", "--top-k", "9")
    names = {answer["document"]["name"] for answer in json.loads(done.stdout)["answers"]}
    assert names == ({"reports/a.txt"} if "a.txt" in pattern else {"reports/a.txt", "reports/b.md"})


def test_pattern_may_mean_the_path_as_it_is_given(reports: Path) -> None:
    folder = reports / "reports"
    done = run_here("ask", "Who signed?", folder, "--document", f"{folder}/*.md", "--json")
    names = {answer["document"]["name"] for answer in json.loads(done.stdout)["answers"]}
    assert names == {"b.md"}


def test_pattern_that_nothing_meets(reports: Path) -> None:
    done = run_here("ask", "Who signed?", reports, "--document", "*.pdf")
    assert done.returncode == 2
    assert "no document matches '*.pdf'; the library contains letters/c.txt" in done.stderr


# --- links


def test_place_is_a_link_only_on_a_terminal() -> None:
    pid, master = pty.fork()
    if not pid:
        os.environ.update(TERM="xterm-256color", COLUMNS="200")
        os.execv(ASKDOC[0], [*ASKDOC, "ask", QUESTION, str(CORPUS), "--top-k", "1"])
    shown = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.waitpid(pid, 0)
    os.close(master)
    assert b"\x1b]8;" in shown
    assert (CORPUS / NAME).as_uri().encode() in shown
    assert "\x1b" not in run_here("ask", QUESTION, CORPUS, "--top-k", "1").stdout


# --- completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_of_each_shell(shell: str) -> None:
    name = shutil.which("askdoc", path=str(Path(sys.executable).parent))
    assert name
    script = subprocess.run(
        [name],
        env={**os.environ, "_ASKDOC_COMPLETE": f"source_{shell}"},
        capture_output=True,
        text=True,
    ).stdout
    assert "askdoc" in script
    assert f"complete_{shell}" in script


def test_bash_completes_commands_options_and_values() -> None:
    folder = str(Path(sys.executable).parent)
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}

    def completed(*words: str) -> list[str]:
        code = (
            'eval "$(_ASKDOC_COMPLETE=source_bash askdoc)"; '
            f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; "
            "_askdoc_completion askdoc; printf '%s\\n' \"${COMPREPLY[@]}\""
        )
        done = subprocess.run(
            ["bash", "-c", code], env=environment, capture_output=True, text=True, timeout=120
        )
        return done.stdout.split()

    assert "check" in completed("askdoc", "ch")
    assert "--document" in completed("askdoc", "ask", "--doc")
    assert completed("askdoc", "ask", "--format", "m") == ["markdown"]

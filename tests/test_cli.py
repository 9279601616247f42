"""The command line, run as a person runs it."""

from __future__ import annotations

import json
import os
import pty
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from commands import ASKDOC, run, run_here
from conftest import BAD_INPUTS, CORPUS, QUESTION

import askdoc

pytestmark = pytest.mark.slow

SENTENCE = (
    '"But the other part of the equation is Assad (President of Syria) and how you resolve the '
    'fact that he is a magnet for foreign fighters to come to the region," he said.'
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
    done = run_here("ask", QUESTION, CORPUS)
    assert done.returncode == 0
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    assert re.findall(r"^(\d)  .*us-britain-russia-syria\.txt", done.stdout, re.MULTILINE) == [
        *"123"
    ]
    assert len(re.findall(r"\*\*", done.stdout)) == 6
    assert f"**{SENTENCE}**" in as_one_line(done.stdout)


def test_top_k() -> None:
    done = run_here("ask", QUESTION, CORPUS, "--top-k", "1")
    assert done.stdout.startswith("1  ")
    assert "\n2  " not in done.stdout


def test_json_is_the_reply() -> None:
    done = run_here("ask", QUESTION, CORPUS, "--json", "--top-k", "2")
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
    done = run_here("ask", "How long does a cat sleep?", article, tmp_path, "--top-k", "1")
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
    assert done.stdout.startswith("1  Kerry · us-britain-russia-syria.txt")
    assert done.stderr == ""


# --- why, whether, and what was asked before


def test_explain_prints_the_signals_and_the_matched_words() -> None:
    done = run_here("ask", QUESTION, CORPUS, "--explain", "--top-k", "1")
    lines = done.stdout.splitlines()
    number = r"-?\d\.\d\d"
    for name in "passage", "sentence":
        signals = rf"   {name}: cosine {number}, BM25 share {number}, word match {number}"
        assert len([line for line in lines if re.fullmatch(signals, line)]) == 1
    (matched,) = [line for line in lines if "matched words of the question" in line]
    assert re.search(rf"Kerry {number}, say {number}, Assad {number}$", matched)
    assert "cosine" not in run_here("ask", QUESTION, CORPUS).stdout


def test_refusal_comes_before_the_closest_passages() -> None:
    done = run_here("ask", "Who won the football world cup in 2014?", CORPUS)
    assert done.returncode == 0
    reason, said, passages = done.stdout.split("\n", 2)
    assert re.fullmatch(r"The article never mentions .*“2014”\.", reason)
    assert said == "The article does not seem to say. Closest passages:"
    assert passages.startswith("\n1  ")
    assert "does not seem to say" not in run_here("ask", QUESTION, CORPUS).stdout


def test_history_completes_a_follow_up() -> None:
    done = run_here("ask", "And about the migrant crisis?", CORPUS, "--history", QUESTION)
    assert done.stdout.startswith("Searched: What did Kerry say about the migrant crisis?\n\n1  ")
    first = as_one_line(done.stdout.split("\n2  ")[0])
    assert '**Kerry said the "root cause" of the current migrant crisis' in first
    # repeated, oldest first
    found = run_here("ask", "When will he leave?", CORPUS, "--json", "--history", "Who is Hammond?",
                "--history", QUESTION)  # fmt: skip
    assert json.loads(found.stdout)["searched"] == "When will Kerry leave?"


def test_json_says_why_and_whether() -> None:
    found = json.loads(run_here("ask", "Who painted the Mona Lisa?", CORPUS, "--json").stdout)
    assert found["answered"] is False
    assert found["searched"] == found["question"]
    first = found["answers"][0]
    assert 0 <= first["confidence"] < 0.2
    assert list(first["why"]["matched"]) == ["painted", "Mona", "Lisa"]


def test_quoted_and_excluded_words() -> None:
    done = run_here("ask", 'Who named the "root cause" -Berlin?', CORPUS)
    assert '**Kerry said the "root cause"' in as_one_line(done.stdout)
    assert "\n2  " not in done.stdout  # one passage alone holds them
    nothing = run_here("ask", "Who? -Kerry -Hammond -US -Syria -IANS -admin -Berlin", CORPUS)
    assert nothing.returncode == 0


# --- golden questions

PETS = "A warm day.\n\nThe dog chased the cat. Nobody minded.\n\nThe bird sang.\n"
ROWS = [
    {"document": "pets.txt", "question": "Who chased the cat?", "answers": [[13, 20]]},
    # what the passage says, but the place is another's
    {"document": "pets.txt", "question": "Who chased the cat?", "answers": [[53, 61]]},
]


def golden(folder: Path, *rows: object) -> tuple[Path, Path]:
    """-> the golden file, the document."""
    (folder / "pets.txt").write_text(PETS)
    (folder / "golden.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return folder / "golden.jsonl", folder / "pets.txt"


def test_evaluate_prints_a_table(tmp_path: Path) -> None:
    done = run("evaluate", *golden(tmp_path, *ROWS), COLUMNS="120")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split() for line in done.stdout.splitlines() if line.strip()]
    assert lines[0] == "questions hit@1 hit@3 MRR r@500 r@1000 sent@1 sentF1".split()
    of_all = next(line for line in lines if line[0] == "all")
    assert of_all[:3] == ["all", "2", "0.500"]
    assert of_all[-1] == "0.500"
    # One window holds the whole document, and it marks no sentence.
    textbook = next(line for line in lines if line[:2] == ["all,", "textbook"])
    assert textbook[2:] == "2 1.000 1.000 1.000 1.000 1.000 - -".split()


def test_evaluate_prints_json(tmp_path: Path) -> None:
    done = run_here("evaluate", *golden(tmp_path, *ROWS), "--json")
    found = json.loads(done.stdout)
    assert done.stdout.count("\n") == 1
    assert (found["total"]["questions"], found["total"]["hit_at_1"]) == (2, 0.5)
    assert found["documents"] == {"pets.txt": found["total"]}
    assert found["textbook"]["sent_at_1"] is None


def test_evaluate_fails_below_the_least(tmp_path: Path) -> None:
    files = golden(tmp_path, *ROWS)
    below = run_here("evaluate", *files, "--min-hit-at-1", "0.6")
    assert below.returncode == 1
    assert below.stderr == "askdoc: hit@1 is 0.500, below 0.6\n"
    assert "questions" in below.stdout  # the table all the same
    assert run_here("evaluate", *files, "--min-hit-at-1", "0.5").returncode == 0


def test_evaluate_reads_squad_without_a_document(tmp_path: Path) -> None:
    answer = {"text": "The dog", "answer_start": 13}
    qas = [{"question": "Who chased the cat?", "answers": [answer]}]
    path = tmp_path / "squad.json"
    paragraphs = [{"context": PETS, "qas": qas}]
    path.write_text(json.dumps({"data": [{"title": "Pets", "paragraphs": paragraphs}]}))
    done = run_here("evaluate", path, "--json")
    assert json.loads(done.stdout)["documents"]["1 Pets"]["hit_at_1"] == 1


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"document": "pets.txt"}, "golden.jsonl, row 2: not a golden question; write {"),
        ({**ROWS[0], "document": "[x].txt"}, "row 2: no document '[x].txt'; name one of pets.txt"),
        ({**ROWS[0], "answers": [[0, 9999]]}, "row 2: answers [[0, 9999]] are not spans of pets"),
    ],
)
def test_bad_golden_row_is_one_clear_line(tmp_path: Path, row: object, message: str) -> None:
    assert_one_clear_line(run_here("evaluate", *golden(tmp_path, ROWS[0], row)), message)


def test_golden_file_that_cannot_be_read_is_one_clear_line(tmp_path: Path) -> None:
    path, pets = golden(tmp_path)
    assert_one_clear_line(run_here("evaluate", path, pets), "contains no golden question")
    assert_one_clear_line(
        run_here("evaluate", tmp_path / "no.jsonl", pets), "no such file or directory"
    )
    golden(tmp_path, *ROWS)
    assert run_here("evaluate", path).returncode == 2  # questions of documents, and no document


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
    done = run_here("ask", "Anything?", tmp_path / "\x1b[31m\n[bold]x.txt")
    assert_one_clear_line(done, "␛[31m [bold]x.txt: no such file or folder")
    assert "\x1b" not in done.stderr


def test_bad_file_in_a_folder_is_reported_and_the_rest_answers(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("The cat slept on the mat.")
    make, message = BAD_INPUTS["picture"]
    bad = make(tmp_path)
    done = run_here("ask", "Where did the cat sleep?", tmp_path)
    assert done.returncode == 0
    assert "**The cat slept on the mat.**" in done.stdout
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("left out: " + message.format(path=bad))


# --- what cannot be done


def test_bad_input_is_one_clear_line(bad_input: tuple[Path, str]) -> None:
    path, message = bad_input
    assert_one_clear_line(run_here("ask", QUESTION, path), message)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("", "the question is empty; ask something like"),
        (" \x1b\t ", "the question is empty; ask something like"),
        ("why? " * 20_000, "the question has 100,000 characters, the limit is 1,000"),
    ],
    ids=["empty", "control characters", "100,000 characters"],
)
def test_bad_question_is_one_clear_line(question: str, message: str) -> None:
    assert_one_clear_line(run_here("ask", question, CORPUS), message)


def test_bad_question_is_reported_before_a_model_is_looked_for() -> None:
    for question, top_k, message in (
        (" ", "3", "the question is empty"),
        ("why? " * 300, "3", "the question has 1,500 characters"),
        ("why?", "0", "top_k is 0"),
    ):
        done = run_here(
            "ask", question, CORPUS, "--top-k", top_k, "--model", "nobody/no-such-model"
        )
        assert_one_clear_line(done, message)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ('Who? -cause -root "root cause"', 'no passage can contain "root cause" and not -'),
        (" -Berlin", "the question only excludes words"),
    ],
)
def test_question_of_impossible_demands_is_one_clear_line(question: str, message: str) -> None:
    assert_one_clear_line(run_here("ask", question, CORPUS), message)


@pytest.mark.parametrize("top_k", ["0", "-1"])
def test_bad_top_k_is_one_clear_line(top_k: str) -> None:
    done = run_here("ask", QUESTION, CORPUS, "--top-k", top_k)
    assert_one_clear_line(done, f"top_k is {top_k}; it must be a whole number, 1 or more")


def test_unknown_model_is_one_clear_line() -> None:
    done = run_here("ask", QUESTION, CORPUS, "--model", "nobody/no-such-model")
    assert_one_clear_line(done, "model 'nobody/no-such-model' cannot be loaded")


def test_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    import socket

    (tmp_path / "a.txt").write_text("The cat slept.")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("chat", tmp_path, "--port", str(port))
    assert_one_clear_line(done, "the chat cannot start")


def test_ask_without_a_question_is_one_clear_line() -> None:
    assert_one_clear_line(run_here("ask"), "no question given; write one, for example: askdoc ask")


def test_a_file_before_the_question_is_explained(tmp_path: Path) -> None:
    (tmp_path / "cat.txt").write_text("The cat slept on the mat.")
    swapped = run_here("ask", tmp_path / "cat.txt", "Where did the cat sleep?")
    assert_one_clear_line(
        swapped, "cat.txt: a file where the question should be; write the question"
    )
    long = run_here("ask", "Where " * 100, tmp_path / "dog.txt")
    assert_one_clear_line(long, "dog.txt: no such file or folder; check the spelling")


def test_a_web_address_is_not_opened() -> None:
    done = run_here("ask", "Who paid?", "https://example.org/news.html")
    assert_one_clear_line(done, "news.html: askdoc opens no web addresses; save the page as a file")


# --- help


@pytest.mark.parametrize("command", ["ask", "chat", "evaluate"])
def test_help_shows_examples(command: str) -> None:
    done = run(command, "--help", COLUMNS="100")
    assert done.returncode == 0
    assert "Examples:" in done.stdout
    assert f"askdoc {command} " in done.stdout.split("Examples:")[1]


def test_help_shows_words_in_square_brackets() -> None:
    assert "[brackets] may change them" in " ".join(run_here("check", "--help").stdout.split())


def test_help_names_the_commands() -> None:
    done = run_here("--help")
    assert "Ask an article a question" in done.stdout
    assert {"ask", "chat", "evaluate"} <= set(done.stdout.split())


def test_version() -> None:
    assert run_here("--version").stdout == f"askdoc {askdoc.__version__}\n"

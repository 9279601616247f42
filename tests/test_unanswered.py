"""Refused questions are kept without who asked, put together by what they ask for, and measured."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from conftest import CORPUS, FakeEmbedder
from typer.testing import CliRunner

import askdoc
from askdoc import unanswered
from askdoc.cli import app
from askdoc.errors import UnansweredError

TEXT = "Kerry went to Berlin. The cat slept."


def library() -> askdoc.Library:
    return askdoc.Library([askdoc.Document("a.txt", TEXT, "a")], FakeEmbedder())


def refused(question: str) -> askdoc.Reply:
    reply = library().ask(question)
    return askdoc.Reply(reply.question, reply.searched, "not", reply.answers)


def row(question: str, *missing: str) -> dict[str, object]:
    return {"question": question, "missing": list(missing), "document": "a.txt", "passage": TEXT}


def test_a_refused_question_becomes_a_row(tmp_path: Path) -> None:
    path = tmp_path / "gaps.jsonl"
    before = datetime.now(UTC).date()
    for _ in range(2):
        unanswered.write(path, refused("Who fed the bird?"))
    first, second = unanswered.read(path)
    assert first == second
    assert sorted(first) == sorted("question date document passage score missing askdoc".split())
    assert first["question"] == "Who fed the bird?"
    assert first["missing"] == ["fed", "bird"]
    assert (first["document"], first["askdoc"]) == ("a.txt", askdoc.__version__)
    assert before <= date.fromisoformat(str(first["date"])) <= before + timedelta(1)


@pytest.mark.parametrize("state", ["answered", "perhaps"])
def test_other_questions_are_not_saved(tmp_path: Path, state: str) -> None:
    reply = refused("Who fed the bird?")
    said = askdoc.Reply(reply.question, reply.searched, state, reply.answers)  # type: ignore[arg-type]
    unanswered.write(tmp_path / "gaps.jsonl", said)
    assert not (tmp_path / "gaps.jsonl").exists()


def test_a_reply_without_passages_is_saved(tmp_path: Path) -> None:
    unanswered.write(tmp_path / "a", askdoc.Reply("Who?", "Who?", "not", ()))
    (kept,) = unanswered.read(tmp_path / "a")
    assert (kept["document"], kept["score"], kept["missing"]) == ("", 0.0, [])


def test_what_asks_for_the_same_is_put_together() -> None:
    rows = [
        row("Where is the cat?"),
        row("Who has the apple?", "apple", "has"),
        row("Has he an apple?", "apple"),
        row("Who has the apple?", "apple"),
    ]
    first, second = unanswered.gaps(rows, FakeEmbedder())
    assert (first.question, first.count, first.others) == (
        "Who has the apple?",
        3,
        ("Has he an apple?",),
    )
    assert first.missing == ("apple", "has")
    assert (second.question, second.count, second.missing) == ("Where is the cat?", 1, ())


def test_golden_refusals_are_measured(tmp_path: Path) -> None:
    golden = tmp_path / "golden.jsonl"
    found = unanswered.gaps(
        [row("Who fed the bird?"), row("Who?") | {"document": ""}], FakeEmbedder()
    )
    unanswered.write_golden(golden, found)
    (line,) = golden.read_text().splitlines()
    assert json.loads(line) == {"document": "a.txt", "question": "Who fed the bird?", "answers": []}
    result = askdoc.evaluate(library(), golden)
    reply = library().ask("Who fed the bird?")
    assert (result.total.questions, result.refusals) == (0, 1)
    assert result.refused == float(reply.state == "not")
    with pytest.raises(UnansweredError, match="file exists"):
        unanswered.write_golden(golden, found)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "contains no question yet"),
        ("{}\n", "row 1: not written by --unanswered"),
        ('{"question": "Who?"}\n{"question": 3}\n', "row 2: not written by --unanswered"),
        ("[" * 100_000, "row 1: not written by --unanswered"),
    ],
)
def test_a_bad_file_is_named(tmp_path: Path, content: str, message: str) -> None:
    (tmp_path / "a").write_text(content)
    with pytest.raises(UnansweredError, match=message):
        unanswered.read(tmp_path / "a")


def test_a_file_that_cannot_be_written_is_reported_before_anything_is_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none" / "a"):
        with pytest.raises(UnansweredError, match="cannot be written"):
            unanswered.check(path)
        asked = CliRunner().invoke(app, ["ask", "Who?", "nothing", "--unanswered", str(path)])
        assert isinstance(asked.exception, UnansweredError)
    with pytest.raises(UnansweredError, match="cannot be read"):
        unanswered.read(tmp_path / "none")


@pytest.mark.slow
def test_from_a_question_to_a_golden_refusal(tmp_path: Path) -> None:
    file, golden, run = str(tmp_path / "gaps"), str(tmp_path / "golden"), CliRunner().invoke
    for question in ("Who paid the toll of the bridge?", "Who had to pay the bridge toll?"):
        run(app, ["ask", question, str(CORPUS), "--unanswered", file], catch_exceptions=False)
    run(app, ["ask", "Where will Kerry go after London?", str(CORPUS), "--unanswered", file])
    made = run(app, ["gaps", file, str(CORPUS), "--json", "--golden", golden])
    (gap,) = json.loads(made.stdout)["gaps"]
    assert (gap["count"], "toll" in gap["missing"]) == (2, True)
    measured = run(app, ["evaluate", golden, str(CORPUS), "--json"])
    assert json.loads(measured.stdout)["refused"] == 1.0
    table = run(app, ["gaps", file, str(CORPUS)])
    assert "toll" in table.stdout

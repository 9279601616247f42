"""The same questions to every document: cells, what is kept of them, and how they are written."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from commands import ASKDOC, run_here
from conftest import document, fake_library

import askdoc
from askdoc.errors import SheetError
from askdoc.sheet import Cell, SavedCells, Sheet, as_csv, as_json, as_markdown, ask_each

CONTRACTS = 150
LIBRARY = fake_library("The cat slept. It | rained.", "A dog ran.", "Nothing.")
QUESTIONS = ("Where is the cat?", "Where is the dog?")


def made(**options: object) -> Sheet:
    def ask(question: str, name: str) -> askdoc.Reply:
        return LIBRARY.ask(question, 1, documents=[name])

    return ask_each(ask, LIBRARY.documents, QUESTIONS, **options)  # type: ignore[arg-type]


def test_each_cell_is_the_answer_of_its_document() -> None:
    sheet = made()
    assert [row[0].name for row in sheet.rows] == ["1.txt", "2.txt", "3.txt"]
    for text, cells in sheet.rows:
        for question, cell in zip(QUESTIONS, cells, strict=True):
            reply = LIBRARY.ask(question, 1, documents=[text.name])
            assert cell.state == reply.state
            if cell.start is None:
                assert (cell.sentence, cell.state) == (None, "not")
            else:
                assert text.text[cell.start : cell.end] == cell.sentence
                assert cell.sentence == reply[0].sentence.text
    assert sheet.rows[0][1][0].sentence == "The cat slept."
    assert sheet.rows[2][1] == (Cell.of(LIBRARY.ask(QUESTIONS[0], 1, documents=["3.txt"])),) * 2


def test_a_cell_contains_a_complete_list() -> None:
    text = "A bird sang.\n\nThe dog needs:\n\n- a bowl\n\n- a lead\n\nThe cat slept."
    found = Cell.of(fake_library(text).ask("What does the dog need?"))
    assert found.sentence == "The dog needs:\n\n- a bowl\n\n- a lead"
    assert (found.start, found.end) == (text.index("The dog"), text.index("\n\nThe cat"))
    sheet = Sheet(("What?",), ((document(text), (found,)),))
    assert "| The dog needs: - a bowl - a lead (" in as_markdown(sheet)


def test_progress_counts_cells() -> None:
    seen: list[tuple[int, int]] = []
    made(progress=lambda done, total: seen.append((done, total)))
    assert seen == [(n, 6) for n in range(1, 7)]


def cell(**options: object) -> Cell:
    values = {"state": "answered", "sentence": "=1+1 | b", "start": 3, "end": 11}
    return Cell(**{**values, "page": "page 2", "confidence": 0.953, **options})  # type: ignore[arg-type]


SHEET = Sheet(
    ("Who?", "When?"),
    ((document("x" * 20), (cell(speaker="Ana"), Cell("not", confidence=0.01, reason="Why."))),),
)


def test_markdown() -> None:
    assert as_markdown(SHEET) == (
        "| document | Who? | When? |\n"
        "| --- | --- | --- |\n"
        "| a.txt | Ana: =1+1 \\| b (page 2, characters 3–11; very likely 0.95) | not said |\n"
    )


def test_csv_says_the_state_and_no_cell_is_a_formula() -> None:
    (row,) = csv.DictReader(io.StringIO(as_csv(SHEET)))
    assert row["document"] == "a.txt"
    assert row["Who?"] == "'=1+1 | b"
    assert row["Who? (place)"] == "page 2, characters 3–11"
    assert (row["Who? (state)"], row["Who? (confidence)"]) == ("answered", "0.95")
    assert (row["When?"], row["When? (state)"], row["When? (place)"]) == ("not said", "not", "")
    assert row["When? (confidence)"] == ""


def test_json_has_every_cell() -> None:
    found = json.loads(as_json(SHEET))
    assert found["questions"] == ["Who?", "When?"]
    (row,) = found["rows"]
    assert [one["state"] for one in row["cells"]] == ["answered", "not"]
    assert row["cells"][1]["reason"] == "Why."
    assert row["document"]["sha256"] == SHEET.rows[0][0].sha256


# --- what is kept


def test_saved_cells_are_not_asked_again(tmp_path: Path) -> None:
    file = tmp_path / "k.jsonl"
    with SavedCells(file, "m") as saved:
        first = made(known=saved.known, save=saved.save)
    assert file.read_text("utf-8").count("\n") == 6
    with SavedCells(file, "m") as saved:
        assert saved.count == 6
        again = ask_each(
            lambda _question, _name: pytest.fail("asked again"),
            LIBRARY.documents,
            QUESTIONS,
            known=saved.known,
        )
    assert again == first


def test_cell_of_another_text_question_or_model_does_not_count(tmp_path: Path) -> None:
    file, old = tmp_path / "k.jsonl", document("The cat slept.")
    with SavedCells(file, "m") as saved:
        saved.save(old, "Who?", cell())
    with SavedCells(file, "m") as saved:
        assert saved.known(old, "Who?") == cell()
        assert saved.known(document("The cat ran."), "Who?") is None
        assert saved.known(document("The cat slept.", "b.txt"), "Who?") is None
        assert saved.known(old, "Why?") is None
    with SavedCells(file, "other") as saved:
        assert saved.known(old, "Who?") is None


def test_line_that_is_cut_off_is_asked_again(tmp_path: Path) -> None:
    file = tmp_path / "k.jsonl"
    with SavedCells(file, "m") as saved:
        saved.save(LIBRARY.documents[0], "Who?", cell())
        saved.save(LIBRARY.documents[1], "Who?", cell())
    complete = file.read_bytes()
    file.write_bytes(complete[:-9])
    with SavedCells(file, "m") as saved:
        assert saved.count == 1
        saved.save(LIBRARY.documents[1], "Who?", cell())
    assert file.read_bytes() == complete


@pytest.mark.parametrize("data", [b"{}\n", b"no\n", b'{"key": "a", "cell": {"b": 1}}\n', b"[]\n"])
def test_file_that_is_none_is_left_as_it_is(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "k.jsonl"
    file.write_bytes(data)
    with pytest.raises(SheetError, match="line 1: contains no cell of a table; name another file"):
        SavedCells(file, "m")
    assert file.read_bytes() == data


def test_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="cannot be read or written"):
        SavedCells(tmp_path / "no" / "k.jsonl", "m")


# --- the command


@pytest.fixture
def contracts(tmp_path: Path) -> Path:
    folder = tmp_path / "contracts"
    folder.mkdir()
    for n in range(1, CONTRACTS + 1):
        ends = f"The contract of house {n} ends on {n % 28 + 1} May 2021."
        text = f"{ends}\n\nThe rent is {n}00 euros a month."
        (folder / f"{n:03}.txt").write_text(text)
    (tmp_path / "q.txt").write_text(
        "When does the contract end?\nHow much is the rent?\nWho is the president of France?\n"
    )
    return folder


@pytest.mark.slow
def test_table_of_many_contracts(contracts: Path) -> None:
    done = run_here("table", contracts.parent / "q.txt", contracts, "--csv")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == CONTRACTS
    for n, row in enumerate(rows, start=1):
        assert row["When does the contract end?"].endswith(f"ends on {n % 28 + 1} May 2021.")
        assert row["How much is the rent?"] == f"The rent is {n}00 euros a month."
        assert row["Who is the president of France?"] == "not said"


@pytest.mark.slow
def test_stopped_table_resumes(contracts: Path) -> None:
    saved = contracts.parent / "k.jsonl"
    command = ["table", contracts.parent / "q.txt", contracts, "--keep", saved]
    process = subprocess.Popen(
        [*ASKDOC, *map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        # whoever runs the tests in the background ignores it
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while process.poll() is None and (not saved.exists() or saved.read_bytes().count(b"\n") < 3):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out) == (130, ""), err
    assert err.splitlines()[-1] == "askdoc: stopped; the same command continues"
    cells = saved.read_bytes().count(b"\n")
    assert 3 <= cells < 3 * CONTRACTS
    again = run_here(*command)
    assert f"reusing {cells} of {3 * CONTRACTS} cells" in again.stderr
    assert saved.read_bytes().count(b"\n") == 3 * CONTRACTS
    assert again.stdout == run_here(*command[:3]).stdout


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--csv", "--json"], "use either --csv or --json"),
        (["--document", "99.txt"], "no document '99.txt' in the library"),
        (["--document", "x*"], "no document matches 'x*'"),
    ],
)
def test_what_cannot_be_asked(contracts: Path, options: list[str], said: str) -> None:
    done = run_here("table", contracts.parent / "q.txt", contracts, *options)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1

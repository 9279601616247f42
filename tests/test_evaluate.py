"""Golden questions: a library is measured by them, and the files they come from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import FakeEmbedder, document, fake_library

import askdoc
from askdoc.evaluation import Golden, read_squad

# --- questions of a library: JSONL

PETS = "A warm day.\n\nThe dog chased the cat. Nobody minded.\n\nThe bird sang."
# Passages: 0 to 11, 13 to 51, 53 to 67
CAT = {"document": "1.txt", "question": "Where is the cat?", "answers": [[29, 35]]}


def jsonl(folder: Path, *rows: dict[str, Any] | str) -> Path:
    path = folder / "golden.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_library_is_measured(tmp_path: Path) -> None:
    # The answer crosses the end of a passage: it is never wholly inside one.
    crossing = {**CAT, "answers": [[9, 13]]}
    # The bird of 1.txt comes first, for nothing else is in its passage; so rank 2.
    bird = {"document": "2.txt", "question": "Who is the bird?", "answers": [[0, 9]]}
    library = fake_library(PETS, "The bird sang in London.")
    result = askdoc.evaluate(library, jsonl(tmp_path, CAT, crossing, "", bird))
    half = 1 / 2
    assert list(result.documents.items()) == [
        ("1.txt", askdoc.Measures(2, half, half, half, half, half, half, half)),
        ("2.txt", askdoc.Measures(1, 0, 1, half, 1, 1, 0, 0)),
    ]
    assert result.total.questions == 3
    assert result.total.hit_at_1 == pytest.approx(1 / 3)
    assert result.total.r_at_500 == pytest.approx(2 / 3)
    # The textbook takes each of these documents whole, so it finds all three and marks nothing.
    assert result.textbook == askdoc.Measures(3, 1, 1, 1, 1, 1, None, None)


def test_rows_are_read_as_they_stand(tmp_path: Path) -> None:
    # Byte order mark, Windows line ends, blank lines, what JSON allows inside a string.
    odd = {**CAT, "question": "Where\u2028 is\u0085 the cat?", "note": "more keys do no harm"}
    text = "\ufeff" + json.dumps(CAT) + "\r\n\r\n" + json.dumps(odd, ensure_ascii=False) + "\r\n"
    path = tmp_path / "golden.jsonl"
    path.write_bytes(text.encode())
    assert askdoc.evaluate(fake_library(PETS), path).total.questions == 2
    assert askdoc.evaluate(fake_library(PETS), str(path)).total.hit_at_1 == 1


def test_answer_may_be_an_entire_document(tmp_path: Path) -> None:
    row = {**CAT, "answers": [[0, len(PETS)]]}
    m = askdoc.evaluate(fake_library(PETS), jsonl(tmp_path, row)).total
    assert (m.hit_at_1, m.sent_at_1) == (0, 1)


def test_as_json(tmp_path: Path) -> None:
    result = askdoc.evaluate(fake_library(PETS), jsonl(tmp_path, CAT))
    names = "questions hit_at_1 hit_at_3 mrr r_at_500 r_at_1000 sent_at_1 sent_f1".split()
    one = dict.fromkeys(names, 1)
    assert json.loads(result.as_json()) == {
        "total": one,
        "documents": {"1.txt": one},
        "textbook": {**one, "sent_at_1": None, "sent_f1": None},
        "refusals": 0,
        "refused": None,
    }


def test_progress_is_reported_after_each_question(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    askdoc.evaluate(
        fake_library(PETS),
        jsonl(tmp_path, CAT, CAT, CAT),
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen == [(1, 3), (2, 3), (3, 3)]


# --- SQuAD brings its own articles


def squad(folder: Path, content: Any) -> Path:
    path = folder / "squad.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def asked(question: str, *answers: tuple[str, int], **more: Any) -> dict[str, Any]:
    return {
        "question": question,
        "answers": [{"text": text, "answer_start": start} for text, start in answers],
        **more,
    }


def article(*paragraphs: tuple[str, list[Any]], **more: Any) -> dict[str, Any]:
    return {"paragraphs": [{"context": text, "qas": qas} for text, qas in paragraphs], **more}


ANIMALS = article(
    ("The cat slept.", [asked(" Who slept? cat? ", ("cat", 4), ("The cat", 0), ("cat", 4))]),
    ("A dog ran.", [asked("Which dog?", ("dog", 2)), asked("Which fox?", is_impossible=True)]),
    title="Animals",
)
FOOD = article(("Bread came at noon.", [asked("When was bread?", ("noon", 14))]))


def test_squad_is_read(tmp_path: Path) -> None:
    (animals, rows), (food, others) = read_squad(squad(tmp_path, {"data": [ANIMALS, FOOD]})) or []
    assert animals.text == "The cat slept.\n\nA dog ran.\n\n"
    assert (animals.name, animals.title) == ("1 Animals", "Animals")
    # Offsets count in the article: the second paragraph starts at 16.
    assert rows == [
        Golden("1 Animals", "Who slept? cat?", ((0, 7), (4, 7))),
        Golden("1 Animals", "Which dog?", ((18, 21),)),
    ]
    assert food.title == "article 2"
    assert food.text[slice(*others[0].answers[0])] == "noon"


def test_squad_is_measured_without_a_document_of_ones_own(tmp_path: Path) -> None:
    library = askdoc.Library([document("Never asked. The cat and the dog.")], FakeEmbedder())
    result = askdoc.evaluate(library, squad(tmp_path, {"data": [ANIMALS, FOOD, ANIMALS]}))
    assert result.total.questions == 5
    assert result.total.hit_at_1 == 1  # each article is asked alone
    assert list(result.documents) == ["1 Animals", "2 article 2", "3 Animals"]


def test_article_without_an_answer_is_passed_over(tmp_path: Path) -> None:
    empty = article(("Nothing.", [asked("Which fox?", is_impossible=True)]), title="Empty")
    found = read_squad(squad(tmp_path, {"data": [empty, FOOD]})) or []
    assert [document.name for document, _ in found] == ["2 article 2"]


# --- files that are not as they must be

NOT_GOLDEN = (
    'row 2: not a golden question; write {"document": "report.txt", '
    '"question": "Who paid?", "answers": [[120, 134]]}'
)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", NOT_GOLDEN),
        ("cat", NOT_GOLDEN),
        ("[]", NOT_GOLDEN),
        ("null", NOT_GOLDEN),
        ("[" * 100_000, NOT_GOLDEN),
        ('{"question": "cat?", "answers": [[0, 3]]}', NOT_GOLDEN),
        ('{"document": "1.txt", "answers": [[0, 3]]}', NOT_GOLDEN),
        ('{"document": "1.txt", "question": "cat?"}', NOT_GOLDEN),
        ({**CAT, "document": ["1.txt"]}, NOT_GOLDEN),
        ({**CAT, "question": None}, NOT_GOLDEN),
        ({**CAT, "answers": 5}, NOT_GOLDEN),
        ({**CAT, "answers": [5]}, NOT_GOLDEN),
        ({**CAT, "answers": [[1]]}, NOT_GOLDEN),
        ({**CAT, "answers": [[1, 2, 3]]}, NOT_GOLDEN),
        ({**CAT, "answers": ["12"]}, NOT_GOLDEN),
        ({**CAT, "answers": [["1", "2"]]}, NOT_GOLDEN),
        ({**CAT, "answers": [[1.0, 2.5]]}, NOT_GOLDEN),
        ({**CAT, "answers": [[0, float("inf")]]}, NOT_GOLDEN),
        ({**CAT, "document": "3.txt"}, "row 2: no document '3.txt'; name one of 1.txt"),
        ({**CAT, "answers": [[-1, 3]]}, "are not spans of 1.txt (0 to 67); give [start, end]"),
        ({**CAT, "answers": [[0, 68]]}, "are not spans of 1.txt (0 to 67); give [start, end]"),
        ({**CAT, "answers": [[5, 5]]}, "are not spans of 1.txt (0 to 67); give [start, end]"),
        ({**CAT, "answers": [[0, 3], [9, 5]]}, "are not spans of 1.txt (0 to 67)"),
        ({**CAT, "question": " "}, "row 2: the question is empty"),
        ({**CAT, "question": "x" * 1001}, "row 2: the question has 1,001 characters"),
    ],
)
def test_bad_row_is_named(tmp_path: Path, row: Any, message: str) -> None:
    path = jsonl(tmp_path, CAT, row)
    with pytest.raises(askdoc.GoldenError) as error:
        askdoc.evaluate(fake_library(PETS), path)
    assert str(error.value).startswith(f"{path}, row 2: ")
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("question", ["-cat", '"cat" -cat'])
def test_row_that_cannot_be_asked_is_named(tmp_path: Path, question: str) -> None:
    path = jsonl(tmp_path, CAT, {**CAT, "question": question})
    with pytest.raises(askdoc.GoldenError, match="row 2: "):
        askdoc.evaluate(fake_library(PETS), path)


def test_rows_are_counted_as_an_editor_counts_lines(tmp_path: Path) -> None:
    with pytest.raises(askdoc.GoldenError, match="row 4: not a golden question"):
        askdoc.evaluate(fake_library(PETS), jsonl(tmp_path, CAT, "", CAT, "{"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "contains no golden question; write one per line, as JSON"),
        (b" \n\n\t", "contains no golden question; write one per line, as JSON"),
        (b"\xff\xfe{\0", "not UTF-8 text; golden questions are JSONL or SQuAD JSON"),
        (b"[" * 100_000, "row 1: not a golden question"),
        (b'{"a": ' + b"9" * 5000 + b"}", "row 1: not a golden question"),
        (b"{}", "row 1: not a golden question"),
    ],
    ids=["empty", "blank", "not UTF-8", "deep", "long number", "no keys"],
)
def test_bad_file_is_one_clear_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "golden.jsonl"
    path.write_bytes(content)
    with pytest.raises(askdoc.GoldenError) as error:
        askdoc.evaluate(fake_library(PETS), path)
    assert str(error.value).startswith(str(path))
    assert message in str(error.value)
    assert "\n" not in str(error.value)


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(askdoc.GoldenError, match="no such file or directory"):
        askdoc.evaluate(fake_library(PETS), tmp_path / "no.jsonl")
    with pytest.raises(askdoc.GoldenError, match="is a directory"):
        askdoc.evaluate(fake_library(PETS), tmp_path)


def test_only_thumbs_down_measure_nothing(tmp_path: Path) -> None:
    down = {"document": "1.txt", "question": "Who?", "answers": [], "rejected": [[0, 3]]}
    with pytest.raises(askdoc.GoldenError) as error:
        askdoc.evaluate(fake_library(PETS), jsonl(tmp_path, down, down))
    assert "contains only rejected passages (2); add a row with answers" in str(error.value)


def test_questions_of_documents_need_documents(tmp_path: Path) -> None:
    path = jsonl(tmp_path, CAT)
    with pytest.raises(askdoc.GoldenError) as error:
        askdoc.evaluate(None, path)
    assert str(error.value) == (
        f"{path}: its questions are about documents; also name the files to ask"
    )


NO_ANSWERS = "contains no question with an answer, so there is nothing to measure"
NOT_SQUAD = "valid SQuAD"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], NO_ANSWERS),
        ([article()], NO_ANSWERS),
        ([article(("A cat.", []))], NO_ANSWERS),
        ([article(("A cat.", [asked("Which fox?", is_impossible=True)]))], NO_ANSWERS),
        (None, NOT_SQUAD),
        (5, NOT_SQUAD),
        ("text", NOT_SQUAD),
        ({"a": 1}, NOT_SQUAD),
        ([5], NOT_SQUAD),
        ([{}], NOT_SQUAD),
        ([{"paragraphs": [{"qas": []}]}], NOT_SQUAD),
        ([{"paragraphs": [{"context": "A cat."}]}], NOT_SQUAD),
        ([{"paragraphs": [{"context": 5, "qas": []}]}], NOT_SQUAD),
        ([article(("A cat.", [{"answers": [{"text": "cat", "answer_start": 2}]}]))], NOT_SQUAD),
        ([article(("A cat.", [{"question": "Which?"}]))], NOT_SQUAD),
        ([article(("A cat.", [{**asked("", ("cat", 2)), "question": 5}]))],
         NOT_SQUAD),
        ([article(("A cat.", [{"question": "Which?", "answers": [{"text": "cat"}]}]))], NOT_SQUAD),
        ([article(("A cat.", [asked("Which?", ("cat", "2"))]))], NOT_SQUAD),
        ([article(("A cat.", [asked("Which?", ("cat", 4))]))], ""),  # past the end
        ([article(("A cat.", [asked("Which?", ("cat", -1))]))], ""),
    ],
)  # fmt: skip
def test_bad_squad_is_one_clear_line(tmp_path: Path, data: Any, message: str) -> None:
    path = squad(tmp_path, {"data": data})
    with pytest.raises(askdoc.GoldenError) as error:
        askdoc.evaluate(fake_library(PETS), path)
    assert str(error.value).startswith(str(path))
    assert message in str(error.value)
    assert "\n" not in str(error.value)

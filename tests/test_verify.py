"""A saved answer is checked against the texts."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import fake_library

import askdoc
from askdoc import show

TEXT = "It was a warm day. The dog chased the cat. Nobody minded.\n\nThe bird ate the bread.\n"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "pets.txt").write_text(TEXT)
    return folder


@pytest.fixture
def answer(tmp_path: Path) -> Path:
    """What was answered from pets.txt, saved."""
    library = fake_library()
    library.add([askdoc.Document("pets.txt", TEXT, "Pets")])
    path = tmp_path / "answer.json"
    path.write_text(show.as_json(library.ask("Did the dog see the cat?", 1)))
    return path


def test_unchanged(texts: Path, answer: Path) -> None:
    (verdict,) = askdoc.verify(answer, [texts])
    assert verdict.says_so
    assert verdict.unchanged
    assert (verdict.document, verdict.start) == ("pets.txt", 0)
    assert verdict.quotation.sentence == "The dog chased the cat."


def test_renamed(texts: Path, answer: Path) -> None:
    (texts / "pets.txt").rename(texts / "z.txt")
    (texts / "pets.txt").write_text("Another text of that name.")
    (verdict,) = askdoc.verify(answer, [texts])
    assert (verdict.says_so, verdict.unchanged, verdict.document) == (True, True, "z.txt")


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\n".join(text.split()),
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: unicodedata.normalize("NFD", text),
        lambda text: unicodedata.normalize("NFD", text).replace("\n", "\r\n"),
        lambda text: text.replace("Zoë’s", "Zoë's").replace("fi", "ﬁ").replace("ninth", "ni-\nnth"),
    ],
)
def test_same_words_otherwise_written_are_the_same(
    tmp_path: Path, changed: Callable[[str], str]
) -> None:
    said = "Zoë’s dog chased the cat on the first\nand ninth of May, in São Paulo."
    library = fake_library()
    library.add([askdoc.Document("pets.txt", f"{said}\n\nIt rained.\n", "Pets")])
    (tmp_path / "answer.json").write_text(show.as_json(library.ask("Who chased the cat?", 1)))
    (tmp_path / "texts").mkdir()
    file = tmp_path / "texts" / "pets.txt"
    file.write_bytes(changed(f"It is cold. {said}\n").encode())
    (verdict,) = askdoc.verify(tmp_path / "answer.json", [file])
    assert (verdict.says_so, verdict.unchanged) == (True, False)
    file.write_bytes(changed(f"It is cold. {said}\n".replace("chased", "bit")).encode())
    assert not askdoc.verify(tmp_path / "answer.json", [file])[0].says_so


def test_moved(texts: Path, answer: Path) -> None:
    (texts / "pets.txt").write_text(f"A new beginning.\n\n{TEXT}")
    (verdict,) = askdoc.verify(answer, [texts])
    assert (verdict.says_so, verdict.unchanged, verdict.start) == (True, False, 18)


def test_sentence_still_there_in_another_passage(texts: Path, answer: Path) -> None:
    (texts / "pets.txt").write_text("It rained. The dog chased the cat.")
    (verdict,) = askdoc.verify(answer, [texts])
    assert (verdict.says_so, verdict.start) == (True, 11)


@pytest.mark.parametrize("text", ["The dog chased the bat.", "The dogs chased the cat."])
def test_no_longer_says_so(texts: Path, answer: Path, text: str) -> None:
    (texts / "pets.txt").write_text(text)
    (verdict,) = askdoc.verify(answer, [texts])
    assert not verdict.says_so
    assert verdict.document is None


def test_found_in_another_document(texts: Path, answer: Path) -> None:
    (texts / "pets.txt").write_text("Nothing of the kind.")
    (texts / "copy.md").write_text(TEXT)
    (verdict,) = askdoc.verify(answer, [texts])
    assert (verdict.says_so, verdict.document) == (True, "copy.md")


def test_unreadable_file_among_others_is_passed_over(texts: Path, answer: Path) -> None:
    (texts / "a.txt").write_bytes(bytes(100))
    (texts / "pets.txt").write_text("Changed. The dog chased the cat.")
    assert askdoc.verify(answer, [texts])[0].says_so


def test_forged_offsets_or_words(texts: Path, answer: Path) -> None:
    """The very document, and a quotation that it never held."""
    forged = json.loads(answer.read_text().replace("chased the cat", "bit the postman"))
    answer.write_text(json.dumps(forged))
    (verdict,) = askdoc.verify(answer, [texts])
    assert (verdict.says_so, verdict.unchanged) == (False, True)


def test_one_answer_and_a_list_of_answers(texts: Path, answer: Path) -> None:
    one = json.loads(answer.read_text())["answers"][0]
    answer.write_text(json.dumps(one))
    assert len(askdoc.verify(answer, [texts])) == 1
    answer.write_text(json.dumps([one, one]))
    assert len(askdoc.verify(answer, [texts])) == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "not JSON"),
        ("What?", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("3", "contains no answer"),
        ("null", "contains no answer"),
        ('{"answers": 3}', "contains no answer"),
        ('{"answers": ["x"]}', "contains no answer"),
        ('{"answers": [{}]}', "contains no answer"),
        (
            '{"document": {"name": "a", "sha256": "b"}, "text": "c", "start": ""}',
            "contains no answer",
        ),
        (
            '{"document": {"name": "a", "sha256": "b"}, "text": "", "start": 0, '
            '"sentence": {"text": ""}}',
            "contains no answer",
        ),
        (
            '{"document": {"name": "a", "sha256": "b"}, "text": "It rains.", "start": -4, '
            '"sentence": {"text": "It rains."}}',
            "contains no answer",
        ),
    ],
)
def test_file_that_holds_no_answer(texts: Path, tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "answer.json"
    path.write_text(content)
    with pytest.raises(askdoc.AnswerError) as error:
        askdoc.verify(path, [texts])
    assert str(error.value).startswith(f"{path}: {message}")


def test_no_file(texts: Path, tmp_path: Path) -> None:
    with pytest.raises(askdoc.AnswerError, match="cannot be read"):
        askdoc.verify(tmp_path / "none.json", [texts])


def test_reply_without_answers_has_nothing_to_verify(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "answer.json").write_text('{"answers": []}')
    assert askdoc.verify(tmp_path / "answer.json", [texts]) == []

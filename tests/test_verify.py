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
from askdoc.verification import Quotation, Verdict

SENTENCE = "The dog chased the cat."
TEXT = f"It was a warm day. {SENTENCE} Nobody minded.\n\nThe bird ate the bread.\n"


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


def test_verdicts_name_what_was_quoted(texts: Path, answer: Path) -> None:
    said = json.loads(answer.read_text())["answers"][0]
    quotation = Quotation("pets.txt", said["document"]["sha256"], said["text"], 0, SENTENCE)
    assert askdoc.verify(answer, [texts]) == [Verdict(quotation, True, True, "pets.txt", 0)]
    (texts / "pets.txt").write_text("Nothing of the kind.")
    assert askdoc.verify(answer, [texts]) == [Verdict(quotation, False, False)]


def test_exact_document_then_one_of_its_name_then_any(texts: Path, answer: Path) -> None:
    for name in "a.txt", "pets.txt", "z.txt":
        (texts / name).write_text(f"{SENTENCE} Copied to {name}.")
    (verdict,) = askdoc.verify(answer, [texts])
    assert (verdict.document, verdict.unchanged) == ("pets.txt", False)
    (texts / "z.txt").write_text(TEXT)
    (verdict,) = askdoc.verify(answer, [texts])
    assert (verdict.document, verdict.unchanged) == ("z.txt", True)
    (texts / "z.txt").unlink()
    (texts / "pets.txt").unlink()
    assert askdoc.verify(answer, [texts])[0].document == "a.txt"


def test_quotation_that_occurs_twice_is_found_where_it_was(texts: Path, answer: Path) -> None:
    (texts / "pets.txt").write_text(f"{SENTENCE}\n\nIt rained.\n\n{SENTENCE}\n")
    saved = json.loads(answer.read_text())["answers"][0]
    for start in 0, 37:
        answer.write_text(json.dumps(saved | {"text": SENTENCE, "start": start}))
        assert askdoc.verify(answer, [texts])[0].start == start
    # not where it was, so the first
    answer.write_text(json.dumps(saved | {"text": SENTENCE, "start": 36}))
    assert askdoc.verify(answer, [texts])[0].start == 0


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
    assert verdict == Verdict(verdict.quotation, False, True, "pets.txt")
    assert "bit the postman" in verdict.quotation.text


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
def test_file_without_an_answer(texts: Path, tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "answer.json"
    path.write_text(content)
    with pytest.raises(askdoc.AnswerError) as error:
        askdoc.verify(path, [texts])
    wanted = "give a file with the output of askdoc ask --json"
    assert str(error.value) == f"{path}: {message}; {wanted}"


def test_no_file(texts: Path, tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    with pytest.raises(askdoc.AnswerError) as error:
        askdoc.verify(path, [texts])
    reason = "no such file or directory"
    assert str(error.value) == f"{path}: cannot be read ({reason}); check the path"


def test_reply_without_answers_has_nothing_to_verify(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "answer.json").write_text('{"answers": []}')
    assert askdoc.verify(tmp_path / "answer.json", [texts]) == []

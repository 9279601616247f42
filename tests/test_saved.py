"""A saved index opens whole or not at all: whatever is damaged is told, and nothing is lost."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ARTICLE, ROOT, FakeEmbedder, passages
from saved import everything, opened, write_articles

import askdoc
from askdoc.library import opening
from askdoc.library.making import READING
from askdoc.speakers import with_speakers
from askdoc.store import folder
from askdoc.store.manifest import FORMAT, _sha256
from askdoc.words import stems

REMEDY = "askdoc index PATH... --index {} --rebuild"


class OtherModel(FakeEmbedder):
    """Vectors of the same length, of other weights."""

    name = fingerprint = "other"


class LongReader(FakeEmbedder):
    """The same weights, told to read more at once: texts are divided otherwise."""

    max_tokens = 512


@pytest.fixture(scope="module")
def intact(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two segments."""
    folder = tmp_path_factory.mktemp("intact")
    write_articles(folder / "texts", 9)
    library = opened(folder / "x.askdoc")
    library.add(folder / "texts")
    (folder / "late.txt").write_text("Kerry ate the bread in Berlin.")
    library.add(folder / "late.txt")
    index = folder / "x.askdoc"
    assert len(list(index.glob("*.sqlite"))) == len(list(index.glob("*.npy"))) == 2
    return index


@pytest.fixture
def index(intact: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(intact, tmp_path / "x.askdoc"))


def refusal(index: Path) -> str:
    """What is said when it is opened; one line that names the index."""
    with pytest.raises(askdoc.IndexMismatch) as error:
        opened(index)
    message = str(error.value)
    assert message.startswith(f"{index}: ")
    assert "\n" not in message
    return message


def test_it_opens_as_it_was(intact: Path) -> None:
    folder = intact.parent
    fresh = askdoc.Library((), FakeEmbedder())
    fresh.add([folder / "texts", folder / "late.txt"])
    assert everything(opened(intact)) == everything(fresh)


def test_nothing_in_it_is_pickled(intact: Path) -> None:
    for path in intact.iterdir():
        data = path.read_bytes()
        assert b"\x80\x04\x95" not in data
        assert data[:16] == b"SQLite format 3\0" or path.suffix != ".sqlite"


# --- files


def damaged(data: bytes, how: str) -> bytes:
    chance = random.Random(how)
    place = chance.randrange(len(data))
    if how.startswith("bit"):
        return data[:place] + bytes([data[place] ^ 1 << chance.randrange(8)]) + data[place + 1 :]
    return {
        "empty": b"",
        "cut": data[:place],
        "last byte lost": data[:-1],
        "byte added": data + b"\0",
        "zeros": bytes(len(data)),
        "other file": b"A file of something else.",
    }[how]


WAYS = [f"bit {i}" for i in range(12)]
WAYS += ["empty", "cut", "last byte lost", "byte added", "zeros", "other file"]


@pytest.mark.parametrize("ending", [".sqlite", ".npy"])
def test_damaged_file_is_reported(index: Path, ending: str) -> None:
    for path in index.glob(f"*{ending}"):
        good = path.read_bytes()
        for how in WAYS:
            path.write_bytes(damaged(good, how))
            message = refusal(index)
            assert f"{path.name} is damaged: found sha256 " in message, how
            assert ", expected " in message
            assert message.endswith(REMEDY.format(index))
        path.write_bytes(good)
    opened(index)


def test_damaged_manifest_is_reported(index: Path) -> None:
    path = index / "manifest.json"
    good = path.read_bytes()
    for how in WAYS:
        path.write_bytes(damaged(good, how))
        message = refusal(index)
        assert "manifest.json" in message, how
        assert message.endswith(REMEDY.format(index))


@pytest.mark.parametrize("ending", [".sqlite", ".npy", ".json"])
def test_missing_file_is_reported(index: Path, ending: str) -> None:
    for path in index.glob(f"*{ending}"):
        good = path.read_bytes()
        path.unlink()
        message = refusal(index)
        assert f"found no {'file ' * (ending != '.json')}{path.name}" in message
        assert message.endswith(REMEDY.format(index))
        path.write_bytes(good)
    opened(index)


@pytest.mark.parametrize("ending", [".sqlite", ".npy"])
def test_swapped_files_are_reported(index: Path, ending: str) -> None:
    one, other = sorted(index.glob(f"*{ending}"))
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)
    assert "is damaged: found sha256 " in refusal(index)


def test_folder_in_place_of_a_file_is_reported(index: Path) -> None:
    path = next(index.glob("*.npy"))
    path.unlink()
    path.mkdir()
    assert f"{path.name} cannot be read (Is a directory)" in refusal(index)


# --- the manifest, changed by somebody who also mends its checksum


def leaves(content: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(content, dict | list):
        items = content.items() if isinstance(content, dict) else enumerate(content)
        for key, value in items:
            yield from leaves(value, (*path, key))
    else:
        yield path


def change(index: Path, path: tuple[Any, ...], how: Callable[[Any], Any], *, mend: bool) -> None:
    file = index / "manifest.json"
    content = json.loads(file.read_bytes())
    inner = content
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = how(inner[path[-1]])
    if mend:
        content.pop("sha256")
        content["sha256"] = _sha256(content)
    file.write_text(json.dumps(content))


def other(value: Any) -> Any:
    """Another value of the same kind."""
    if not value:
        return {} if value is None else 1 if value == 0 else "x"
    return (
        value + 1 if isinstance(value, int) else f"{value[:-1]}{'x' if value[-1] != 'x' else 'y'}"
    )


@pytest.mark.parametrize("mend", [False, True], ids=["as it is", "with its checksum mended"])
def test_every_field_counts(intact: Path, index: Path, mend: bool) -> None:
    content = json.loads((intact / "manifest.json").read_bytes())
    fields = [path for path in leaves(content) if path != ("sha256",)]
    assert len(fields) > 15
    for path in fields:
        if mend and path == ("current", "made", "model"):
            continue  # a name only: what counts is the fingerprint
        if mend and path[-1] == "codes_sha256":
            continue  # a small segment has no codes
        shutil.copy(intact / "manifest.json", index / "manifest.json")
        change(index, path, other, mend=mend)
        assert "found " in refusal(index), path


@pytest.mark.parametrize("path", [("current",), ("current", "made"), ("current", "segments")])
def test_manifest_with_other_fields_is_reported(index: Path, path: tuple[str, ...]) -> None:
    change(index, path, lambda _: {"so": "what"}, mend=True)
    assert "manifest.json was changed by hand" in refusal(index)


@pytest.mark.parametrize("version", [0, 1, 2, 3, 4, FORMAT + 1, str(FORMAT), None])
def test_another_format_is_reported(index: Path, version: object) -> None:
    change(index, ("format",), lambda _: version, mend=True)
    message = refusal(index)
    assert f"found format {version}, expected {FORMAT}" in message
    assert message.endswith(REMEDY.format(index))


# --- made by another model, or otherwise


def test_another_model_of_the_same_dimension_is_reported(index: Path) -> None:
    with pytest.raises(askdoc.IndexMismatch) as error:
        opened(index, OtherModel())
    assert str(error.value) == (
        f"{index}: built with another model: found fake (fake…), expected other (other…); "
        f"omit --model, or run: askdoc reembed --index {index} --model other"
    )


def test_other_settings_are_reported(index: Path) -> None:
    with pytest.raises(askdoc.IndexMismatch) as error:
        opened(index, LongReader())
    assert "'max_tokens': 256" in str(error.value)
    assert "'max_tokens': 512" in str(error.value)
    assert str(error.value).endswith(REMEDY.format(index))


# --- what is no index


def test_folder_of_other_things_is_never_taken_for_an_index(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("Four years of work.")
    assert "found a folder of other things" in refusal(tmp_path)
    with pytest.raises(askdoc.IndexMismatch, match="which is not part of an index"):
        askdoc.store.discard(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "Four years of work."


def test_folder_of_texts_with_a_manifest_of_its_own_is_read(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text('{"name": "A web page"}')
    assert askdoc.store.is_index(tmp_path)  # nothing else is in it: one that is damaged
    (tmp_path / "thesis.txt").write_text("Four years of work.")
    assert not askdoc.store.is_index(tmp_path)


@pytest.mark.parametrize("content", ["[]", "3", "null", '"x"', "", "[" * 100_000])
def test_manifest_that_is_no_object_is_reported(index: Path, content: str) -> None:
    (index / "manifest.json").write_text(content)
    assert "in manifest.json, or a damaged one" in refusal(index)


def test_rebuilding_with_a_model_that_cannot_be_had_deletes_nothing(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: str) -> None:
        raise askdoc.ModelError("no such model")

    monkeypatch.setattr(opening, "load_embedder", gone)
    (index.parent / "a.txt").write_text("The cat slept.")
    with pytest.raises(askdoc.ModelError):
        askdoc.open(index.parent, index=index, model="none", rebuild=True)
    opened(index)


def test_file_is_no_index(tmp_path: Path) -> None:
    path = tmp_path / "x.askdoc"
    path.write_text("A file.")
    assert "an index is a folder" in refusal(path)


def test_rebuilding_repairs_a_damaged_index(index: Path) -> None:
    before, documents = everything(opened(index)), opened(index).documents
    (index / "manifest.json").write_text("{}")
    refusal(index)
    askdoc.store.discard(index)
    library = opened(index)
    library.add(documents)
    assert everything(opened(index)) == before


def test_index_of_an_older_format_is_rebuilt(index: Path) -> None:
    change(index, ("format",), lambda _: 2, mend=True)
    (index / f"{0:024x}.faiss").write_bytes(b"vectors as they once were")
    assert refusal(index).endswith(REMEDY.format(index))
    askdoc.store.discard(index)
    assert folder.names(index) == []


# --- names


@pytest.mark.parametrize("name", ["with space", "uml?ut%20#1", "日本語", "'quote\""])
def test_index_in_a_folder_of_any_name(tmp_path: Path, name: str) -> None:
    library = opened(tmp_path / name / "x.askdoc")
    library.add([askdoc.Document("a.txt", "The cat slept.", "a")])
    assert opened(tmp_path / name / "x.askdoc").ask("cat")[0].text == "The cat slept."


# --- when askdoc itself changes

# What becomes of the article in corpus/, by the number that saved indexes are told by.
BECOMES = {
    1: "5c98bc30f3ad54a0",
    2: "4bc34526f2c36679",
    3: "8729edb9b1758619",
    4: "8729edb9b1758619",  # boxes are kept, too
    5: "8729edb9b1758619",  # words by their language
    6: "8729edb9b1758619",  # dates are kept, too
    7: "8729edb9b1758619",  # headings are kept, too, and speakers of more languages
    8: "8729edb9b1758619",  # ruled tables, captions and numbered lines of PDFs; slides of .ppt
    9: "8729edb9b1758619",  # more transcripts; labels are with what is said
    10: "8729edb9b1758619",  # .pptx, .xlsx, .rtf and OpenDocument by their own content
    11: "8729edb9b1758619",  # ligatures, signs and spaces of PDFs without characters
    12: "8729edb9b1758619",  # .doc and .xls by their own content
    13: "8729edb9b1758619",  # numbers, styles and hidden text of .doc; check boxes of forms
}


def test_promises_name_the_numbers_of_today() -> None:
    page = (ROOT / "docs" / "promises.md").read_text(encoding="utf-8")
    assert f"| the format of its files | {FORMAT} |" in page
    assert f"| how texts are read and split | {READING} |" in page


def test_reading_otherwise_has_another_number() -> None:
    """Else an index made before would go on, half of it read in one way and half in another."""
    text = ARTICLE.read_text(encoding="utf-8")
    found = [
        [
            (
                p.start,
                p.end,
                p.heading,
                [(s.start, s.end, s.speaker, s.searched) for s in p.sentences],
            ),
            stems(p.text),
        ]
        for p in with_speakers(passages(text))
    ]
    digest = hashlib.sha256(repr(found).encode()).hexdigest()[:16]
    assert BECOMES.get(READING) == digest, "raise READING in library/making.py and note it here"

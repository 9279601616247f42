"""A library is brought up to date, in memory and saved: what changed is read, what is gone goes."""

from __future__ import annotations

import random
import shutil
import sqlite3
import zlib
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from conftest import FakeEmbedder
from hypothesis import given, settings
from hypothesis import strategies as st
from milvus import Server
from saved import article, everything, opened, write_articles

import askdoc
from askdoc.store import local, open_index, open_store
from askdoc.types import Progress, Vectors


class CountingEmbedder(FakeEmbedder):
    """Counts the texts that it is given."""

    def __init__(self) -> None:
        self.embedded = 0

    def embed_texts(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.embedded += len(texts)
        return super().embed_texts(texts, progress)


@pytest.fixture(params=["in memory", "saved", pytest.param("in Milvus", marks=pytest.mark.slow)])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> askdoc.Library:
    if request.param == "saved":
        return opened(tmp_path / "x.askdoc", CountingEmbedder())
    if request.param == "in Milvus":
        return opened(request.getfixturevalue("milvus").address(), CountingEmbedder())
    return askdoc.Library((), CountingEmbedder())


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    write_articles(tmp_path / "texts", 4)
    return tmp_path / "texts"


def fresh(folder: Path) -> dict[str, object]:
    made = askdoc.Library((), FakeEmbedder())
    made.update(folder)
    return everything(made)


def embedded_by(library: askdoc.Library, act: Callable[[], object]) -> int:
    """How many texts are embedded by it."""
    embedder = library.embedder
    assert isinstance(embedder, CountingEmbedder)
    before = embedder.embedded
    act()
    return embedder.embedded - before


# --- update


def test_changes_are_returned(library: askdoc.Library, texts: Path) -> None:
    assert library.update(texts).added == ("a0.txt", "a1.txt", "a2.txt", "a3.txt")
    (texts / "a0.txt").unlink()
    (texts / "a1.txt").write_text(article(1, version=2))
    (texts / "b.txt").write_text("The bird met Assad.")
    (texts / "bad.txt").write_bytes(bytes(100))
    changes = library.update(texts)
    assert changes.added == ("b.txt",)
    assert changes.changed == ("a1.txt",)
    assert changes.removed == ("a0.txt",)
    assert changes.unchanged == ("a2.txt", "a3.txt")
    (left_out,) = changes.left_out
    assert str(left_out).startswith(f"{texts / 'bad.txt'}: not a text file")
    assert library.changes is changes
    (texts / "bad.txt").unlink()
    assert everything(library) == fresh(texts)


def test_unchanged_files_cost_nothing(library: askdoc.Library, texts: Path) -> None:
    library.update(texts)
    for path in texts.iterdir():
        path.touch()  # by content, not by time
    assert embedded_by(library, lambda: library.update(texts)) == 0
    assert library.changes == askdoc.Changes(unchanged=("a0.txt", "a1.txt", "a2.txt", "a3.txt"))


def test_update_without_changes_writes_nothing(tmp_path: Path, texts: Path) -> None:
    opened(tmp_path / "x.askdoc").update(texts)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "x.askdoc").iterdir()}
    opened(tmp_path / "x.askdoc").update(texts)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "x.askdoc").iterdir()} == before


def test_same_text_under_two_names_is_embedded_once(library: askdoc.Library, texts: Path) -> None:
    alone = askdoc.Library((), CountingEmbedder())
    once = embedded_by(alone, lambda: alone.update(texts))
    shutil.copy(texts / "a0.txt", texts / "copy.txt")
    assert embedded_by(library, lambda: library.update(texts)) == once
    shutil.copy(texts / "a0.txt", texts / "later.txt")
    assert embedded_by(library, lambda: library.update(texts)) == 0
    assert len(library.documents) == 6
    assert everything(library) == fresh(texts)


def test_renamed_file_is_not_embedded_again(library: askdoc.Library, texts: Path) -> None:
    library.update(texts)
    (texts / "a2.txt").rename(texts / "z.txt")
    assert embedded_by(library, lambda: library.update(texts)) == 0
    assert library.changes.added == ("z.txt",)
    assert library.changes.removed == ("a2.txt",)
    assert everything(library) == fresh(texts)


def test_file_that_can_be_read_no_more_is_removed(library: askdoc.Library, texts: Path) -> None:
    library.update(texts)
    (texts / "a3.txt").write_bytes(bytes(500))
    changes = library.update(texts)
    assert changes.removed == ("a3.txt",)
    assert len(changes.left_out) == 1
    assert [d.name for d in library.documents] == ["a0.txt", "a1.txt", "a2.txt"]


def test_folder_with_nothing_to_read_changes_nothing(library: askdoc.Library, texts: Path) -> None:
    library.update(texts)
    before = everything(library)
    for path in texts.iterdir():
        path.write_bytes(b"")
    with pytest.raises(askdoc.LoadError, match="nothing to read"):
        library.update(texts)
    for path in texts.iterdir():
        path.unlink()
    with pytest.raises(askdoc.LoadError, match="nothing to read"):
        library.update(texts)
    with pytest.raises(askdoc.LoadError, match="no such file"):
        library.update(texts / "gone")
    assert everything(library) == before


def test_progress_counts_bytes_to_the_end(library: askdoc.Library, texts: Path) -> None:
    seen: list[tuple[int, int]] = []
    library.update(texts, progress=lambda done, total: seen.append((done, total)))
    size = sum(path.stat().st_size for path in texts.iterdir())
    assert {total for _, total in seen} == {size}
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1] == (size, size)
    assert len({done for done, _ in seen}) > 4


# --- add and remove


def test_add_keeps_what_is_there(library: askdoc.Library, texts: Path) -> None:
    library.add(texts / "a0.txt")
    assert library.add([texts / "a1.txt"]).added == ("a1.txt",)
    assert library.add(texts / "a1.txt").unchanged == ("a1.txt",)
    (texts / "a1.txt").write_text("Kerry ate bread.")
    assert library.add(texts / "a1.txt").changed == ("a1.txt",)
    assert [d.name for d in library.documents] == ["a0.txt", "a1.txt"]
    assert library.ask("bread")[0].text == "Kerry ate bread."


def test_add_documents_made_of_text(library: askdoc.Library, texts: Path) -> None:
    note = askdoc.Document("note.txt", "The cat slept.", "Note")
    assert library.add([note, texts / "a0.txt"]).added == ("note.txt", "a0.txt")
    assert library.add([askdoc.Document("note.txt", "The cat ran.", "N")]).changed == ("note.txt",)
    assert library.ask("cat", documents=["note.txt"])[0].text == "The cat ran."


def test_add_what_cannot_be_read(library: askdoc.Library, texts: Path) -> None:
    library.add(texts)
    before = everything(library)
    (texts / "bad.txt").write_bytes(bytes(100))
    with pytest.raises(askdoc.LoadError, match=r"bad\.txt: not a text file"):
        library.add(texts / "bad.txt")
    assert len(library.add(texts).left_out) == 1
    assert everything(library) == before


def test_remove(library: askdoc.Library, texts: Path) -> None:
    library.update(texts)
    assert library.remove("a1.txt") == askdoc.Changes(removed=("a1.txt",))
    (texts / "a1.txt").unlink()
    assert everything(library) == fresh(texts)
    library.remove(["a0.txt", "a2.txt"])
    assert [d.name for d in library.documents] == ["a3.txt"]
    library.remove(["a3.txt"])
    assert list(library.ask("Where is the cat?")) == []


def test_remove_what_is_not_there_removes_nothing(library: askdoc.Library, texts: Path) -> None:
    library.update(texts)
    with pytest.raises(askdoc.DocumentError) as error:
        library.remove(["a1.txt", "a1.text"])
    assert str(error.value) == "no document 'a1.text' in the library; it contains a1.txt, " + (
        "a3.txt, a2.txt"
    )
    assert len(library.documents) == 4


def texts_of(index: Path) -> set[str]:
    """The compressed texts in the files of an index."""
    found = set()
    for path in index.glob("*.sqlite"):
        with closing(sqlite3.connect(path)) as database:
            rows = database.execute("SELECT text FROM documents").fetchall()
        found |= {zlib.decompress(text).decode() for (text,) in rows}
    return found


@pytest.mark.slow
def test_removal_reclaims_space_and_leaves_no_trace(tmp_path: Path) -> None:
    folder, index = tmp_path / "texts", tmp_path / "x.askdoc"
    write_articles(folder, 120)
    (folder / "secret.txt").write_text("Zwirbelmann hid the bread under a Quittenbaum.")
    library = opened(index)
    library.update(folder)
    before = sum(path.stat().st_size for path in index.iterdir())
    assert any(b"zwirbelmann" in path.read_bytes() for path in index.iterdir())
    assert texts_of(index) > {"Zwirbelmann hid the bread under a Quittenbaum."}
    library.remove("secret.txt")
    for path in index.iterdir():
        data = path.read_bytes()
        for trace in (b"wirbelmann", b"uittenbaum", b"secret"):
            assert trace not in data, path.name
    assert not any("Zwirbelmann" in text for text in texts_of(index))
    library.remove([f"a{i}.txt" for i in range(116)])
    after = sum(path.stat().st_size for path in index.iterdir())
    assert after < before / 3  # 4 of 121 documents are left
    assert not {f"a{i}.txt" for i in range(116)} & {d.name for d in opened(index).documents}


# --- whatever happened, it equals a library made at once


EDITS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 3)), max_size=12)


@pytest.mark.slow
@pytest.mark.parametrize("most_passages", [local.MAX_PASSAGES, 9], ids=["folder", "small segments"])
@given(EDITS, st.data())
@settings(max_examples=30)
def test_history_leaves_no_mark(
    tmp_path_factory: pytest.TempPathFactory,
    most_passages: int,
    edits: list[tuple[int, int]],
    data: st.DataObject,
) -> None:
    folder = tmp_path_factory.mktemp("history")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local, "MAX_PASSAGES", most_passages)
        follow(folder / "x.askdoc", folder / "texts", edits, data)


@pytest.mark.slow
@given(EDITS, st.data())
@settings(max_examples=12)  # each takes half a second
def test_history_in_milvus_leaves_no_mark(
    tmp_path_factory: pytest.TempPathFactory,
    milvus: Server,
    edits: list[tuple[int, int]],
    data: st.DataObject,
) -> None:
    follow(milvus.address(), tmp_path_factory.mktemp("history") / "texts", edits, data)


def follow(
    index: str | Path, texts: Path, edits: list[tuple[int, int]], data: st.DataObject
) -> None:
    """Files come, change and go; after each the library is opened anew."""
    write_articles(texts, 3)
    opened(index).update(texts)
    for number, version in edits:
        path = texts / f"a{number}.txt"
        if version == 3 and path.exists() and len(list(texts.iterdir())) > 1:
            path.unlink()
        else:
            path.write_text(article(number % 5, version))  # some are alike
        if data.draw(st.booleans()):
            opened(index).update(texts)
    library = opened(index)
    library.update(texts)
    assert everything(library) == fresh(texts)
    assert everything(opened(index)) == fresh(texts)


@pytest.mark.slow
def test_many_additions_leave_few_segments(tmp_path: Path) -> None:
    write_articles(tmp_path / "texts", 60)
    library = opened(tmp_path / "x.askdoc")
    order = sorted((tmp_path / "texts").iterdir())
    random.Random(1).shuffle(order)
    for path in order:
        library.add(path)
    assert len(list((tmp_path / "x.askdoc").glob("*.sqlite"))) <= 7  # about log2(60)
    assert everything(library) == fresh(tmp_path / "texts")


# --- in which documents


def test_asking_within_documents(library: askdoc.Library, texts: Path) -> None:
    library.update(texts)
    for names in (["a2.txt"], ["a0.txt", "a3.txt"]):
        answers = library.ask("Where is the cat?", 50, documents=names)
        assert {answer.document.name for answer in answers} == set(names)
    alone = askdoc.Library((), FakeEmbedder())
    alone.add(texts / "a2.txt")
    some = library.ask("Who said the dog had gone?", 50, documents=["a2.txt"])
    assert {a.start for a in some} == {a.start for a in alone.ask("Who said the dog had gone?", 50)}


@pytest.mark.parametrize(
    ("documents", "message"),
    [
        (["a5.txt"], r"no document 'a5\.txt' in the library; it contains a"),
        (["a1.txt", "b"], "no document 'b' in the library; it contains "),
        ("a1.txt", "documents is a string; pass a list of names"),
    ],
)
def test_asking_within_documents_that_are_not_there(
    library: askdoc.Library, texts: Path, documents: list[str], message: str
) -> None:
    library.update(texts)
    with pytest.raises(askdoc.DocumentError, match=message):
        library.ask("cat", documents=documents)


def test_two_stores_of_one_folder_see_each_others_changes_when_they_write(tmp_path: Path) -> None:
    one, two = opened(tmp_path / "x.askdoc"), opened(tmp_path / "x.askdoc")
    one.add([askdoc.Document("1.txt", "The cat slept.", "1")])
    two.add([askdoc.Document("2.txt", "The dog slept.", "2")])
    assert [d.name for d in two.documents] == ["1.txt", "2.txt"]
    assert [d.name for d in one.documents] == ["1.txt"]  # as it was when it was last written
    assert one.ask("cat")[0].text == "The cat slept."  # from files that are gone by now
    one.remove("1.txt")
    assert [d.name for d in opened(tmp_path / "x.askdoc").documents] == ["2.txt"]


def test_same_text_is_found_whatever_its_name(place: str | Path) -> None:
    library = opened(place)
    library.add([askdoc.Document("1.txt", "The cat slept.", "1")])
    store = open_store(open_index(place))
    entry = store.same_text(askdoc.Document("9.txt", "The cat slept.", "9"))
    assert entry is not None
    assert entry.document.name == "1.txt"
    assert store.same_text(askdoc.Document("1.txt", "The cat slept!", "1")) is None
    assert store.same_text(askdoc.Document("1.txt", "The cat slept.", "1", (0,))) is None

"""Many segments and documents: what an action reads and keeps in memory does not grow with them."""

from __future__ import annotations

import gc
import itertools
import resource
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import FakeEmbedder, document
from saved import article, everything, opened, write_articles

import askdoc
from askdoc.doctor import examination, examine
from askdoc.store import LocalStore, local, saved
from askdoc.store.segment import Segment
from askdoc.store.snapshot import Snapshot

COUNT = 20


@pytest.fixture(autouse=True)
def small_segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each document has a segment of its own, too large to be merged."""
    monkeypatch.setattr(local, "MAX_PASSAGES", 1)


@pytest.fixture
def index(tmp_path: Path) -> Path:
    write_articles(tmp_path / "texts", COUNT)
    opened(tmp_path / "x.askdoc").add(tmp_path / "texts")
    assert len(list((tmp_path / "x.askdoc").glob("*.sqlite"))) == COUNT
    return tmp_path / "x.askdoc"


def store_of(library: askdoc.Library) -> LocalStore:
    assert isinstance(library._store, LocalStore)
    return library._store


class Unlisted(dict[str, str]):
    """Names that can be looked up but not listed."""

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("all names were listed")

    def items(self) -> Any:
        return iter(self)


class Counted(list[str]):
    """Counts how often it is read."""

    reads = 0

    def __iter__(self) -> Iterator[str]:
        self.reads += 1
        return super().__iter__()


# --- names


def test_a_change_lists_no_names_of_other_segments(index: Path) -> None:
    library = opened(index)
    for segment in store_of(library)._snapshot.segments[:-1]:
        segment.hashes = Unlisted(segment.hashes)
    (last,) = store_of(library)._snapshot.segments[-1].hashes
    store = store_of(library)
    assert [one.document[0] for one in store.stored({last})] == [last]
    store.remove({last})
    store.add_stored([])
    assert store.counts.documents == COUNT - 1


def test_names_to_search_are_read_once_not_for_each_segment(index: Path) -> None:
    library = opened(index)
    names = Counted(f"a{number}.txt" for number in (3, 11, 7))
    asked = library.embedder.read_question("the cat met the dog")
    question = askdoc.types.Question("?", asked.vector, ())
    found, _ = store_of(library).search(question, 50, names)
    assert {candidate.document.name for candidate in found} == set(names)
    names.reads = 0
    store_of(library).search(question, 50, names)
    assert names.reads == 1


# --- texts


@pytest.fixture
def without_all_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    """No code may keep all texts in memory."""

    def refuse(_: Snapshot) -> None:
        raise AssertionError("all texts were read at once")

    monkeypatch.setattr(Snapshot, "documents", property(refuse))


@pytest.mark.usefixtures("without_all_texts")
def test_a_document_is_read_alone(index: Path) -> None:
    library = opened(index)
    found = library.document("a7.txt")
    assert (found.name, found.text) == ("a7.txt", article(7))
    with pytest.raises(askdoc.DocumentError, match=r"a70\.txt"):
        library.document("a70.txt")


@pytest.mark.usefixtures("without_all_texts")
def test_a_question_about_a_document_reads_it_alone(index: Path) -> None:
    texts = "Bread\n\nBy Ann Hammond\n\nThe cat ate the bread.", "Apple\n\nThe dog ate the apple."
    opened(index).add([document(text, f"{i}.txt") for i, text in enumerate(texts)])
    found = opened(index).ask("Who is the author?", documents=["0.txt"])
    assert [answer.sentence.text for answer in found] == ["By Ann Hammond"]


@pytest.mark.usefixtures("without_all_texts")
def test_doctor_reads_one_text_after_the_other(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examination, "load_embedder", lambda _: FakeEmbedder())
    opened(index).add([document(article(number), f"{number}.txt") for number in (3, 2)])
    wrong = [finding.text for finding in examine(index) if not finding.fine]
    assert wrong == ["the same text: 2.txt, a2.txt", "the same text: 3.txt, a3.txt"]


# --- memory


def test_a_change_keeps_one_rewritten_segment_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A document of each segment is removed, so that each is rewritten."""
    monkeypatch.setattr(local, "MAX_PASSAGES", 12)
    library = opened(tmp_path / "x.askdoc")
    library.add([document(article(number), f"a{number}.txt") for number in range(COUNT)])
    segments = store_of(library)._snapshot.segments
    assert len(segments) > 3
    before = everything(library)["documents"]
    gone = [next(iter(segment.hashes)) for segment in segments]
    alive: weakref.WeakSet[Segment] = weakref.WeakSet()
    most = 0
    build = Segment.build

    def built(documents: Any) -> Segment:
        nonlocal most
        gc.collect()
        made = build(documents)
        alive.add(made)
        most = max(most, len(alive))
        return made

    monkeypatch.setattr(Segment, "build", built)
    library.remove(gone)
    assert most == 1
    left = [one for one in before if one.name not in gone]  # type: ignore[attr-defined]
    assert list(library.documents) == left == list(opened(tmp_path / "x.askdoc").documents)


def test_rewritten_segments_are_deleted_if_the_change_fails(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second of two segments to be rewritten cannot be written."""
    monkeypatch.setattr(local, "MAX_PASSAGES", 12)
    library = opened(index.with_name("y.askdoc"))
    library.add([document(article(number), f"a{number}.txt") for number in range(8)])
    segments = store_of(library)._snapshot.segments
    before, files = everything(library), {path.name for path in library_files(library)}
    left = [1]
    write = saved.SavedIndex._write_segment

    def fails_then(self: saved.SavedIndex, segment: Segment) -> Any:
        if not left:
            raise OSError(28, "No space left on device")
        left.pop()
        return write(self, segment)

    monkeypatch.setattr(saved.SavedIndex, "_write_segment", fails_then)
    with pytest.raises(askdoc.IndexWriteError, match="no space left on device"):
        library.remove([next(iter(segment.hashes)) for segment in segments])
    assert left == []
    assert {path.name for path in library_files(library)} == files
    assert everything(library) == before == everything(opened(index.with_name("y.askdoc")))


def library_files(library: askdoc.Library) -> list[Path]:
    folder = store_of(library)._saved
    assert folder
    return [path for path in folder.path.iterdir() if path.suffix in (".sqlite", ".npy", ".codes")]


# --- open files


@contextmanager
def open_files(more: int) -> Iterator[None]:
    """So many more files can be opened than now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    gc.collect()  # closes files
    taken = {int(path.name) for path in Path("/dev/fd").iterdir()}
    free = (number for number in itertools.count() if number not in taken)
    resource.setrlimit(resource.RLIMIT_NOFILE, (next(itertools.islice(free, more, None)), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_more_segments_than_open_files_are_allowed(index: Path) -> None:
    expected = everything(opened(index))
    with open_files(COUNT // 2):
        assert everything(opened(index)) == expected


def test_system_that_allows_too_few_open_files_is_reported(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved, "allow_open_files", lambda _: None)
    with open_files(COUNT // 2), pytest.raises(askdoc.IndexMismatch) as error:
        opened(index)
    assert str(error.value) == (
        f"{index}: this system allows too few open files; run: ulimit -n {4 * COUNT + 512}"
    )
    assert len(opened(index).documents) == COUNT

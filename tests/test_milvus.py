"""An index in Milvus: answers are those of a folder, whatever was written and by whom."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from conftest import CORPUS, FakeEmbedder
from milvus import Server, indexing
from saved import QUESTIONS, article, everything, opened, write_articles
from test_store import embedded, entry
from test_threads import PASSAGES, edition

import askdoc
from askdoc import show
from askdoc.doctor import examine
from askdoc.embed import embed_question
from askdoc.library import Library
from askdoc.library.making import make_entries
from askdoc.store import LocalStore, MilvusStore
from askdoc.store.milvus import rows
from askdoc.store.stored import stored
from askdoc.types import Question

pytestmark = pytest.mark.slow


def json_of(library: Library) -> list[str]:
    return [show.as_json(library.ask(question, 50)) for question in QUESTIONS]


def two(tmp_path: Path, milvus: Server) -> tuple[Library, Library]:
    """A library in a folder, and one in Milvus, of the fake embedder."""
    return opened(tmp_path / "x.askdoc"), Library((), FakeEmbedder(), store=milvus.store())


def documents(numbers: range, version: int = 0) -> list[askdoc.Document]:
    return [askdoc.Document(f"a{n}.txt", article(n, version), f"A {n}") for n in numbers]


def test_replies_are_those_of_a_folder_byte_for_byte(tmp_path: Path, milvus: Server) -> None:
    folder, engine = two(tmp_path, milvus)
    odd = askdoc.Document(
        "naïve 'quoted\"\n.txt", "Öl und Café: cat's\tdog_x 犬 \ud800.", "☃", (0, 4)
    )
    for library in folder, engine:
        library.add(documents(range(20)))
        library.add([odd, askdoc.Document("empty.txt", "", "nothing")])
    assert json_of(engine) == json_of(folder)
    assert everything(engine) == everything(folder)
    for library in folder, engine:
        library.add(documents(range(5), version=1))
    assert json_of(engine) == json_of(folder)
    for library in folder, engine:
        library.remove(["a7.txt", odd.name])
    assert json_of(engine) == json_of(folder)
    names = ["a3.txt", "a4.txt"]
    for question in QUESTIONS:
        one, other = (lib.ask(question, documents=names) for lib in (folder, engine))
        assert show.as_json(one) == show.as_json(other)
    assert everything(engine) == everything(folder)


def test_filters_narrow_before_the_search(milvus: Server) -> None:
    library = Library((), FakeEmbedder(), store=milvus.store())
    library.add([askdoc.Document(f"{1000 + n}.txt", article(n), f"A {n}") for n in range(60)])
    library.add([askdoc.Document("2021-05.txt", "Ana Prates mended the clock.", "Clock")])
    reply = library.ask("Who told of the ferry? after:2021 before:2022")  # far from the best
    assert {answer.document.name for answer in reply} == {"2021-05.txt"}
    assert {d.name: d.date for d in library.documents}["2021-05.txt"] == "2021-05"


def test_replies_with_the_real_model(tmp_path: Path, milvus: Server) -> None:
    address = milvus.address()
    folder, engine = (
        askdoc.open(CORPUS, index=index) for index in (tmp_path / "x.askdoc", address)
    )
    again = askdoc.open(address)
    for question in ("What did Kerry say about Assad?", '"root cause" -Berlin', "Who went where?"):
        expected = show.as_json(folder.ask(question, 10))
        assert show.as_json(engine.ask(question, 10)) == expected
        assert show.as_json(again.ask(question, 10)) == expected


def test_the_commands_accept_an_address_and_print_no_secret(tmp_path: Path, milvus: Server) -> None:
    address = milvus.address()
    secret = address.replace("//", "//user:hush-9f2c@")
    folder = tmp_path / "x.askdoc"
    question = "What did Kerry say about Assad?"
    expected = show.as_json(askdoc.open(CORPUS, index=folder).ask(question))

    def run(*words: object) -> str:
        command = [sys.executable, "-m", "askdoc", *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert "hush" not in done.stdout + done.stderr
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert f"{address}: 1 added" in run("index", CORPUS, "--index", secret)
    assert run("ask", question, secret, "--json").strip() == expected
    assert run("ask", question, "--index", secret, "--json").strip() == expected
    assert "every document is complete" in run("doctor", CORPUS, "--index", secret)
    assert "hit@1" in run("evaluate", "tests/golden/questions.jsonl", "--index", secret)
    printed = run("copy", "--from", secret, "--to", tmp_path / "y.askdoc")
    assert f"the same as in {address}" in printed
    assert run("ask", question, tmp_path / "y.askdoc", "--json").strip() == expected
    assert "0 added, 0 changed" in run("index", CORPUS, "--index", secret)
    assert "1 added" in run("index", CORPUS, "--index", secret, "--rebuild")


def test_candidates_are_those_of_a_folder_whatever_was_written_first(milvus: Server) -> None:
    """Words are weighed as in the first passages; here those are far shorter than most."""
    random = np.random.default_rng(1)
    vectors = random.normal(size=(12, 8)).astype("f4")
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    words = [f"w{i}" for i in range(8)] + ["z"] * 20
    folder, engine = LocalStore(), milvus.store()
    for number in range(32):
        lengths = random.choice([1, 2] if number == 0 else [2, 5, 20, 60], 25)
        owner = askdoc.Document(f"{number}.txt", "x" * 25, "A")
        held = [" ".join(random.choice(words, length)) for length in lengths]
        chosen = vectors[random.integers(12, size=25)]
        made = entry(owner, *map(embedded, chosen, held))
        folder.add([made])
        engine.add([made])
    for vector in vectors:
        asked = Question("?", vector, tuple(random.choice(words[:8], 3, replace=False)))
        expected, there = (store.search(asked, 50)[0] for store in (folder, engine))
        assert [c.passage for c in there] == [c.passage for c in expected]


# --- many writers, many readers


def test_three_processes_index_one_folder_and_one_is_killed(tmp_path: Path, milvus: Server) -> None:
    write_articles(tmp_path / "texts", 40)
    address = milvus.address()
    store = milvus.store(address)
    processes = [indexing(tmp_path / "texts", address, seconds) for seconds in (0.5, 0.2, 0.2)]
    seen: set[str] = set()
    killed_at = 0
    while any(process.poll() is None for process in processes):
        names = {document.name for document in store.documents}
        assert seen <= names  # what has been seen stays
        if len(names) > 10 and not killed_at:
            processes[0].kill()
            killed_at = len(names)
        new = sorted(names - seen)  # whole as soon as it is seen
        assert [one.document[0] for one in store.stored(new)] == new
        seen = names
    printed = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [-9, 0, 0], printed
    assert 10 < killed_at < 40

    folder = opened(tmp_path / "x.askdoc")
    folder.update(tmp_path / "texts")
    both = opened(address)
    assert everything(both) == everything(folder)
    assert json_of(both) == json_of(folder)
    assert store.counts == folder._store.counts
    assert store.rows_there() == store.counts.passages
    added = [int(out.split("added ")[1].split(",")[0]) for out, _ in printed[1:]]
    assert sum(added) < 2 * 40  # what one has done, the others leave alone


def test_what_a_killed_writer_left_is_never_seen_and_deleted_in_the_end(
    milvus: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It had written passages of one new document, and of a new edition of another."""
    store = milvus.store()
    library = Library((), FakeEmbedder(), store=store)
    library.add(documents(range(4)))
    before, passages = everything(library), store.rows_there()
    for document in *documents(range(1), version=1), *documents(range(7, 8)):
        half = stored(make_entries([document], library.embedder, None)[0])
        index = store.index
        store._intend([rows.key(document.name)])
        store._write(index.passages, list(rows.passage_rows(half, index.weights, 9.0))[:1])
    assert everything(library)["documents"] == before["documents"]
    assert store.rows_there() == passages + 2
    wrong = [finding for finding in examine(store.index.where) if not finding.fine]
    assert "left by a writer that was killed: 2 documents, not visible yet" in wrong[0].text
    assert wrong[0].fix == f"askdoc index PATH... --index {store.index.where}"

    with store.writing():  # it may still be at it
        assert store.rows_there() == passages + 2
    monkeypatch.setattr("askdoc.store.milvus.store.ABANDONED", -5)
    with store.writing():
        assert store.rows_there() == passages
    assert everything(library) == before
    assert store.unfinished() == []


def test_two_processes_ask_and_write_one_index(milvus: Server, tmp_path: Path) -> None:
    """Each client is a process of its own; what one does the other sees at once."""
    address = milvus.address()
    mine = opened(address)
    mine.add(documents(range(3)))
    write_articles(tmp_path / "texts", 6)
    out, err = indexing(tmp_path / "texts", address, 0).communicate(timeout=60)
    assert "added 3, unchanged 3" in out, err
    assert len(mine.documents) == 6
    (tmp_path / "texts" / "a0.txt").unlink()
    out, err = indexing(tmp_path / "texts", address, 0).communicate(timeout=60)
    assert [document.name for document in mine.documents] == [f"a{n}.txt" for n in range(1, 6)]
    mine.remove([f"a{n}.txt" for n in range(1, 6)])
    out, err = indexing(tmp_path / "texts", address, 0).communicate(timeout=60)
    assert "added 5" in out, err


def test_readers_see_complete_documents_while_they_are_replaced(milvus: Server) -> None:
    """Each passage of an edition says its number; a mixture, or a part of one, would show."""
    library = Library((), FakeEmbedder(), store=milvus.store())
    reader = Library((), FakeEmbedder(), store=MilvusStore(library._store.index))  # type: ignore[attr-defined]
    library.add([edition("a.txt", 0), edition("b.txt", 0)])
    wrong: list[str] = []
    done = threading.Event()

    def read() -> None:
        question = embed_question("Where is the cat?", FakeEmbedder())
        while not done.is_set():
            try:
                found, _ = reader._store.search(question, 100)
            except Exception as error:
                wrong.append(repr(error))
                return
            for name in "a.txt", "b.txt":
                texts = [c.passage.text for c in found if c.passage.document.name == name]
                editions = {text.split(":")[0] for text in texts}
                if len(texts) not in (0, PASSAGES) or len(editions) > 1:
                    wrong.append(f"{len(texts)} passages of {editions}")

    readers = [threading.Thread(target=read) for _ in range(3)]
    for thread in readers:
        thread.start()
    for number in range(1, 20):
        library.add([edition("a.txt", number), edition("b.txt", number)])
    done.set()
    for thread in readers:
        thread.join()
    assert wrong == []
    assert library.ask("Where is the cat?", 1)[0].text.startswith("Edition 19")

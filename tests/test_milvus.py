"""An index in Milvus: answers are those of a folder, whatever was written and by whom."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import CORPUS, FakeEmbedder
from milvus import Server
from saved import QUESTIONS, article, everything, opened

import askdoc
from askdoc import show
from askdoc.library import Library

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

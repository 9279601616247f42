"""Saved indexes for tests, made and opened with the fake embedder."""

from __future__ import annotations

from pathlib import Path

from fakes import FakeEmbedder

from askdoc.library import Library, build_settings
from askdoc.store import open_index, open_store
from askdoc.types import Embedder, Reply

QUESTIONS = [
    "Where is the cat?",
    "Who met Kerry in London?",
    "bread and apple",
    "What did Hammond say about Russia?",
    "dog or bird",
    '"in Berlin" Assad',
]


def opened(index: str | Path, embedder: Embedder | None = None) -> Library:
    """The library of a saved index, which is made when something is added."""
    saved = open_index(index)
    saved.expect(build_settings(embedder or FakeEmbedder()))
    return Library((), embedder or FakeEmbedder(), store=open_store(saved))


def everything(library: Library) -> dict[str, object]:
    """All that can be seen of a library: equal for equal libraries."""
    answers: dict[str, Reply] = {question: library.ask(question, 50) for question in QUESTIONS}
    return {"documents": library.documents, "repr": repr(library), **answers}


def article(number: int, version: int = 0) -> str:
    """A text of a few paragraphs, none like another's."""
    people = "Kerry Hammond Assad".split()
    places = "London Berlin Russia Syria".split()
    things = "cat dog bird apple bread".split()
    who, where = people[number % 3], places[number % 4]
    what, other = things[number % 5], things[(number + version + 1) % 5]
    return (
        f"Report {number}.{version}\n\n"
        f'{who} went to {where} on day {number}. "The {what} met the {other}," he said in {where}.'
        f"\n\nNobody in {places[(number + 1) % 4]} saw the {other}. Item {number * 7 + version} "
        f"was lost.\n\n{people[(number + version) % 3]} said the {what} had gone to "
        f"{places[(number + 2) % 4]}."
    )


def write_articles(folder: Path, count: int) -> None:
    """So many files, a0.txt to a<count - 1>.txt."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"a{number}.txt").write_text(article(number), encoding="utf-8")

"""Measure the answers to golden questions.

A golden file is JSONL with one question per line. Its answers are character spans of the document;
finding any one of them counts:

    {"document": "report.txt", "question": "Who paid?", "answers": [[120, 134]]}

`"answers": []` means that the documents do not answer the question and it should be refused. A file
in SQuAD format contains its articles; each is asked alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean

from askdoc.errors import GoldenError
from askdoc.evaluation.golden import Golden, read_jsonl, read_squad
from askdoc.evaluation.measures import DEPTH, Measures, Retrieved, measure
from askdoc.evaluation.textbook import Textbook, textbook_windows
from askdoc.library import Library
from askdoc.messages import tr
from askdoc.types import Document, Embedder

__all__ = [
    "Evaluation",
    "Golden",
    "Measures",
    "Retrieved",
    "Textbook",
    "evaluate",
    "golden_rows",
    "measure",
    "read_squad",
    "run",
    "textbook_windows",
]

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Measures over all questions, per document, and of the textbook method.

    refusals: the number of questions that should be refused, `"answers": []`
    refused: the share of them that is
    """

    total: Measures
    documents: Mapping[str, Measures]
    textbook: Measures
    refusals: int = 0
    refused: float | None = None

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def evaluate(
    library: Library | None, golden: str | Path, *, progress: Progress | None = None
) -> Evaluation:
    """Ask the golden questions of a file and measure the answers.

    library: the library to ask. A SQuAD file contains its articles, and only the models of the
    library are used; None uses the default model.
    progress: called as progress(done, total) after each question

    Raises `GoldenError` if the file is not valid; the message names the row.
    """
    path = Path(golden)
    squad = read_squad(path)
    if squad is not None:
        total = sum(len(rows) for _, rows in squad)
        return run(_one_by_one(squad, library or Library()), total, progress)
    if library is None:
        raise GoldenError(
            tr("{path}: its questions are about documents; also name the files to ask", path=path)
        )
    rows = golden_rows(library, path)
    return run([(library, rows)], len(rows), progress)


def golden_rows(library: Library, golden: str | Path) -> list[Golden]:
    """The golden questions of a JSONL file about the documents of a library, refusals included.

    Raises `GoldenError` if the file is not valid; the message names the row.
    """
    return read_jsonl(Path(golden), {document.name: document for document in library.documents})


def _one_by_one(
    squad: Iterable[tuple[Document, list[Golden]]], like: Library
) -> Iterator[tuple[Library, list[Golden]]]:
    """Each article in a library of its own, with the same models."""
    for document, rows in squad:
        yield Library([document], like.embedder, reranker=like.reranker), rows


def run(
    parts: Iterable[tuple[Library, list[Golden]]],
    total: int = 0,
    progress: Progress | None = None,
    textbook_embedder: Embedder | None = None,
) -> Evaluation:
    """Ask each library its own golden questions.

    total: the number of questions, for `progress`
    textbook_embedder: the model of the textbook method, None for the model of the library
    """
    asked: list[tuple[Golden, list[Retrieved]]] = []
    refused: list[bool] = []
    by_textbook: list[tuple[Golden, list[Retrieved]]] = []
    for library, rows in parts:
        textbook = Textbook(library.documents, textbook_embedder or library.embedder)
        for row in rows:
            reply = library.ask(row.question, DEPTH)
            if progress:
                progress(len(asked) + len(refused) + 1, total)
            if not row.answers:
                refused.append(reply.state == "not")
                continue
            spans = [
                Retrieved(
                    *(a.document.name, a.start, a.end, (a.sentence.start, a.sentence.end)),
                    tuple((s.start, s.end) for s in a.sentences),
                )
                for a in reply
            ]
            asked.append((row, spans))
            by_textbook.append((row, textbook.ask(row.question)))
    names = dict.fromkeys(row.document for row, _ in asked)
    return Evaluation(
        measure(asked),
        {name: measure([pair for pair in asked if pair[0].document == name]) for name in names},
        measure(by_textbook),
        len(refused),
        fmean(refused) if refused else None,
    )

"""`Library`: documents you can ask. The only place where the steps meet.

Indexing: load -> split -> embed -> store. Asking: embed -> store -> rank.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from askdoc.embed import embed_passages, embed_question, load_embedder
from askdoc.errors import LoadError, QuestionError
from askdoc.followup import complete
from askdoc.load import load_all
from askdoc.rank import rank
from askdoc.rerank import Reranker
from askdoc.speakers import asked_speaker, with_speakers
from askdoc.split import split
from askdoc.store import LocalStore
from askdoc.types import Document, Embedder, Progress, Reply, Store
from askdoc.words import Operators, operators, stems

# Longer than anything a person asks, and still read whole by the smallest models.
MAX_QUESTION = 1_000

# Of each kind, by vector and by BM25. Candidates are ranked again, so more are fetched than shown.
MIN_CANDIDATES = 50

# So many of the best answers are given to a reranker: the right one is almost always among them.
RERANKED = 20

# From this confidence of its best passage on, a question counts as answered. Chosen on xquad-en,
# where the confidence was fitted: .98 of its questions stay, .01 of as many foreign ones do.
ANSWERED = 0.2


@dataclass(frozen=True)
class Added:
    """What came of adding files."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    left_out: tuple[LoadError, ...]


class Library:
    """Documents, embedded and ready to be asked.

    Usually made with `askdoc.open`. `skipped` holds an error for each file
    that was met in a folder and could not be read.
    """

    def __init__(
        self,
        documents: Sequence[Document] = (),
        embedder: Embedder | None = None,
        *,
        reranker: Reranker | None = None,
        skipped: Sequence[LoadError] = (),
        progress: Progress | None = None,
    ) -> None:
        self.skipped = tuple(skipped)
        self.reranker = reranker
        self.embedder = embedder or load_embedder()
        self._store: Store = LocalStore()
        self._add(documents, progress)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that can be asked, in order."""
        return self._store.documents

    def add(
        self, paths: str | Path | Sequence[str | Path], progress: Progress | None = None
    ) -> Added:
        """Add files; those that cannot be read are left out and said."""
        documents, left_out = [], []
        for path in [paths] if isinstance(paths, str | Path) else paths:
            try:
                found, errors = load_all([path])
            except LoadError as error:
                left_out.append(error)
                continue
            documents += found
            left_out += errors
        self._add(documents, progress)
        return Added(tuple(d.name for d in documents), (), tuple(left_out))

    def remove(self, names: Sequence[str]) -> None:
        """Forget documents."""
        kept = [document for document in self.documents if document.name not in names]
        self._store = LocalStore()
        self._add(kept, None)

    def ask(
        self,
        question: str,
        top_k: int = 3,
        *,
        history: Sequence[str] = (),
        documents: Sequence[str] | None = None,
    ) -> Reply:
        """The passages that best answer a question, best first.

        question: in words, at most 1,000 characters; words in quotation marks must
        occur in a passage, a -word must not
        top_k: how many answers at most, 1 or more; fewer if there are fewer passages
        history: earlier questions, oldest first, from which a follow-up such as
        "And about Russia?" is completed

        Raises `QuestionError` if the question is empty, too long or contradicts
        itself, or top_k is below 1.
        """
        asked = check_question(question, top_k)
        if isinstance(history, str):
            raise QuestionError("history is a text; it must be a list of earlier questions")
        searched = complete(asked, [_one_line(earlier) for earlier in history])
        text, demands = _operators(searched)
        narrow = demands or documents is not None
        limit = len(self._store.passages) if narrow else max(MIN_CANDIDATES, 2 * top_k)
        embedded = replace(
            embed_question(text, self.embedder),
            speaker=frozenset(stems(asked_speaker(text) or "")),
        )
        candidates, statistics = self._store.search(embedded, max(1, limit))
        if documents is not None:
            candidates = [c for c in candidates if c.passage.document.name in documents]
        allowed = [c for c in candidates if demands.allow(c.passage.text)]
        if met := bool(allowed):
            candidates = allowed
        else:  # no passage holds the quoted words: the closest ones are shown as such
            candidates = [c for c in candidates if demands.without_phrases().allow(c.passage.text)]
        depth = max(top_k, RERANKED) if self.reranker else top_k
        answers = rank(embedded, candidates, statistics, depth)
        answered = met and bool(answers) and answers[0].confidence >= ANSWERED
        if self.reranker:
            answers = self.reranker.rerank(text, answers)
        return Reply(asked, searched, answered, answers[:top_k])

    def _add(self, documents: Sequence[Document], progress: Progress | None) -> None:
        embedder = self.embedder
        passages = [
            passage
            for document in documents
            for passage in with_speakers(
                split(document, embedder.count_tokens, embedder.max_tokens)
            )
        ]
        self._store.add(documents, passages, embed_passages(passages, embedder, progress))

    def __repr__(self) -> str:
        n, m = len(self.documents), len(self._store.passages)
        return f"<Library of {n} document{'s' * (n != 1)}, {m} passage{'s' * (m != 1)}>"


def open(
    paths: str | Path | Sequence[str | Path],
    *,
    model: str | Path | None = None,
    reranker: str | Path | None = None,
    progress: Progress | None = None,
) -> Library:
    """A library of a file, a folder or several of either.

    model: any sentence-transformers model, by name or path; None for the default
    reranker: any CrossEncoder, by name or path, to order the best answers anew
    progress: called as progress(done, total) while texts are embedded

    Nothing is written. Raises `LoadError` if nothing can be read, `ModelError`
    if the model cannot be had.
    """
    several = [paths] if isinstance(paths, str | Path) else paths
    documents, skipped = load_all(several)
    return Library(
        documents,
        load_embedder(model),
        reranker=Reranker(reranker) if reranker else None,
        skipped=skipped,
        progress=progress,
    )


def check_question(question: str, top_k: int = 1) -> str:
    """The question on one line; raises `QuestionError` if it or `top_k` cannot be used."""
    if len(question) > MAX_QUESTION:
        raise QuestionError(
            f"the question has {len(question):,} characters, at most {MAX_QUESTION:,} are read; "
            "shorten it"
        )
    if not any(c.isalnum() for c in question):
        raise QuestionError("the question is empty; ask something like 'Who said what about whom?'")
    if isinstance(top_k, bool) or not isinstance(top_k, int) or top_k < 1:
        raise QuestionError(f"top_k is {top_k!r}; it must be a whole number, 1 or more")
    asked = _one_line(question)
    _operators(asked)
    return asked


def _one_line(text: str) -> str:
    """The text without control characters, its blank space single."""
    visible = (" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text[:MAX_QUESTION])
    return " ".join("".join(visible).split())


def _operators(question: str) -> tuple[str, Operators]:
    """What to search and what to demand of passages; raises `QuestionError` for the impossible."""
    text, demands = operators(question)
    for phrase in demands.phrases:
        if not demands.without_phrases().allow(phrase):
            raise QuestionError(
                f'no passage can hold "{phrase}" and not -{" -".join(demands.excluded)}; '
                "leave one of them out"
            )
    if not text:
        raise QuestionError("the question only says what to leave out; ask for something, too")
    return text, demands

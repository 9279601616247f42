"""`Library`: documents you can ask. The only place where the steps meet.

Indexing: load -> split -> embed -> store. Asking: embed -> store -> rank.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from askdoc.embed import load_embedder
from askdoc.errors import LoadError, QuestionError
from askdoc.load import load_all
from askdoc.rank import rank
from askdoc.split import split
from askdoc.store import LocalStore
from askdoc.types import Document, Embedder, Progress, Reply, Store

# Longer than anything a person asks, and still read whole by the smallest models.
MAX_QUESTION = 1_000

# Candidates are ranked again, so more are fetched than shown.
MIN_CANDIDATES = 50


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
        skipped: Sequence[LoadError] = (),
        progress: Progress | None = None,
    ) -> None:
        self.skipped = tuple(skipped)
        self._embedder = embedder or load_embedder()
        self._store: Store = LocalStore()
        self._add(documents, progress)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that can be asked, in order."""
        return self._store.documents

    def ask(self, question: str, top_k: int = 3) -> Reply:
        """The passages that best answer a question, best first.

        question: in words, at most 1,000 characters
        top_k: how many answers at most, 1 or more; fewer if there are fewer passages

        Raises `QuestionError` if the question is empty or too long, or top_k below 1.
        """
        question = _clean(question)
        if not isinstance(top_k, int) or top_k < 1:
            raise QuestionError(f"top_k is {top_k!r}; it must be a whole number, 1 or more")
        vector = self._embedder.embed_questions([question])[0]
        candidates = self._store.search(vector, max(MIN_CANDIDATES, 2 * top_k))
        return Reply(question, rank(candidates, top_k))

    def _add(self, documents: Sequence[Document], progress: Progress | None) -> None:
        embedder = self._embedder
        passages = [
            passage
            for document in documents
            for passage in split(document, embedder.count_tokens, embedder.max_tokens)
        ]
        texts = [passage.text for passage in passages]
        sentences = [sentence.text for passage in passages for sentence in passage.sentences]
        # A passage of one sentence, and a text that occurs twice, is embedded once.
        row = {text: i for i, text in enumerate(dict.fromkeys([*texts, *sentences]))}
        vectors = embedder.embed_texts(list(row), progress)
        self._store.add(
            documents,
            passages,
            vectors[[row[text] for text in texts]],
            vectors[[row[text] for text in sentences]],
        )

    def __repr__(self) -> str:
        n, m = len(self.documents), len(self._store.passages)
        return f"<Library of {n} document{'s' * (n != 1)}, {m} passage{'s' * (m != 1)}>"


def open(
    paths: str | Path | Sequence[str | Path],
    *,
    model: str | Path | None = None,
    progress: Progress | None = None,
) -> Library:
    """A library of a file, a folder or several of either.

    model: any sentence-transformers model, by name or path; None for the default
    progress: called as progress(done, total) while texts are embedded

    Nothing is written. Raises `LoadError` if nothing can be read, `ModelError`
    if the model cannot be had.
    """
    several = [paths] if isinstance(paths, str | Path) else paths
    documents, skipped = load_all(several)
    return Library(documents, load_embedder(model), skipped=skipped, progress=progress)


def _clean(question: str) -> str:
    """One line without control characters; raises `QuestionError` if that is no question."""
    if len(question) > MAX_QUESTION:
        raise QuestionError(
            f"the question has {len(question):,} characters, at most {MAX_QUESTION:,} are read; "
            "shorten it"
        )
    visible = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in question)
    cleaned = " ".join(visible.split())
    if not cleaned:
        raise QuestionError("the question is empty; ask something like 'Who said what about whom?'")
    return cleaned

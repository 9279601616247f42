"""`Library`: documents you can ask. The only place where the steps meet.

Indexing: load -> split -> embed -> store. Asking: embed -> store -> rank. What only
indexing needs is imported then, because that takes a tenth of the time of a first answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from askdoc.cores import in_turn
from askdoc.embed import load_embedder
from askdoc.errors import QuestionError
from askdoc.filters import Filters, in_question
from askdoc.library.asking import check_documents, check_question
from askdoc.library.changes import Changes
from askdoc.library.conversation import Conversation, continued_filters
from askdoc.library.narrowing import narrow
from askdoc.library.search import Search
from askdoc.messages import tr
from askdoc.rerank import Reranker
from askdoc.store import LocalStore
from askdoc.types import Calibration, Counts, Document, Embedder, Progress, Reply, Store

if TYPE_CHECKING:
    from askdoc.library.filling import Fill


class Library:
    """Documents, embedded and ready to be asked. Usually created with `askdoc.open`.

    changes: what the last `open`, `add` or `remove` did; `changes.left_out` has an error for each
    file in a folder that could not be read
    files: where each document was read from, by name; unknown if an index is opened without paths
    with_omitted: whether the omitted parts of files that are added, such as running heads, are
    searched
    """

    def __init__(
        self,
        documents: Sequence[Document] = (),
        embedder: Embedder | None = None,
        *,
        store: Store | None = None,
        reranker: Reranker | None = None,
        progress: Progress | None = None,
        with_omitted: bool = False,
    ) -> None:
        self.reranker = reranker
        self.with_omitted = with_omitted
        self.embedder = embedder or load_embedder()
        self.changes = Changes()
        self.files: dict[str, Path] = {}
        self._store: Store = store or LocalStore()
        if documents:
            self.add(documents, progress=progress)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that can be asked, by name."""
        return self._store.documents

    def document(self, name: str) -> Document:
        """The document of this name. Raises `DocumentError` if there is none."""
        check_documents([name], self._store.hashes)
        return self._store.document(name)

    @property
    def counts(self) -> Counts:
        """The numbers of documents, passages and sentences."""
        return self._store.counts

    @property
    def calibration(self) -> Calibration:
        """The calibration of its confidence; see `askdoc calibrate`."""
        return self._store.calibration

    def ask(
        self,
        question: str,
        top_k: int = 3,
        *,
        history: Sequence[str | Reply] = (),
        documents: Sequence[str] | None = None,
        filters: Filters | None = None,
    ) -> Reply:
        """The passages that best answer a question, best first.

        question: in words, at most 1,000 characters; words in quotation marks must occur in a
        passage, a -word must not; `after:2015-09 before:2016 in:reports/ type:pdf` restrict the
        documents
        top_k: the maximum number of answers, 1 or more; there may be fewer passages
        history: earlier questions, or the replies to them, oldest first, from which a follow-up
        such as "And about Russia?" is completed, choosing the completion that is most likely to
        have an answer
        documents: names of the documents to search, None for all
        filters: search only the documents that match; filters in the question take precedence,
        and those of the question that a follow-up continues

        Raises `QuestionError` if the question is empty, too long or contradicts
        itself, or top_k is below 1; `DocumentError` if a document does not exist.
        """
        asked = check_question(question, top_k)
        if isinstance(history, str):
            raise QuestionError(tr("history is a text; it must be a list of earlier questions"))
        if documents is not None:
            check_documents(documents, self._store.hashes)
        text, own = in_question(asked)
        stated = own.over(continued_filters(text, history))
        wanted = stated.over(filters or Filters())
        dates = self._store.dates if wanted else {}
        narrowed = narrow(wanted, documents, dates, self.files)
        search = Search(self._store, self.embedder, self.reranker, top_k, narrowed.documents)

        def answer() -> Reply:
            reply = Conversation(search).reply(text, history)
            return narrowed.report(reply, asked, wanted, continued=stated != own)

        # Calls to other machines mostly wait.
        return in_turn(answer) if self._store.alone else answer()

    def add(
        self,
        sources: str | Path | Sequence[str | Path | Document],
        *,
        progress: Progress | None = None,
    ) -> Changes:
        """Add files, folders or documents; each replaces the document of its name.

        progress: called as progress(done, total), in bytes of files or characters
        Raises `LoadError` if nothing can be read, or if a file that you named cannot be read.
        """
        from askdoc.library.making import make_entries
        from askdoc.library.update import update

        several = [sources] if isinstance(sources, str | Path) else sources
        made = [source for source in several if isinstance(source, Document)]
        paths = [source for source in several if not isinstance(source, Document)]
        changes = Changes()
        if made:
            before = self._store.hashes
            entries = make_entries(made, self.embedder, self._store, progress)
            self._store.add(entries)
            changes = Changes(
                added=tuple(d.name for d in made if d.name not in before),
                changed=tuple(d.name for d in made if d.name in before),
                languages=Counter(entry.document.language for entry in entries),
            )
        if paths:
            more = update(
                *(self._store, self._here, paths, progress),
                mirror=False,
                with_omitted=self.with_omitted,
            )
            changes = replace(
                more,
                added=(*changes.added, *more.added),
                changed=(*changes.changed, *more.changed),
                languages=Counter(changes.languages) + Counter(more.languages),
            )
        self.changes = changes
        for one in made:
            self.files.pop(one.name, None)
        self.files.update(changes.files)
        return changes

    def remove(self, names: str | Collection[str]) -> Changes:
        """Remove documents by name, with everything that is stored about them.

        Raises `DocumentError`, and removes nothing, if one of them does not exist.
        """
        several = [names] if isinstance(names, str) else list(names)
        with self._store.writing():
            check_documents(several, self._store.hashes)
            self._store.remove(several)
        for name in several:
            self.files.pop(name, None)
        self.changes = Changes(removed=tuple(several))
        return self.changes

    def update(
        self,
        paths: str | Path | Sequence[str | Path],
        *,
        progress: Progress | None = None,
        ray: str | bool = False,
    ) -> Changes:
        """Make the library contain exactly the documents of these files and folders.

        ray: the address of a Ray cluster whose machines read the files, True for this machine's

        Files with unchanged content are not read again. Raises `LoadError` like `open`.
        """
        from askdoc.library.spread import Spread
        from askdoc.library.update import update

        several = [paths] if isinstance(paths, str | Path) else paths
        fill = Spread(ray, self.embedder).fill if ray else self._here
        self.changes = update(
            self._store, fill, several, progress, mirror=True, with_omitted=self.with_omitted
        )
        self.files = dict(self.changes.files)
        return self.changes

    @property
    def _here(self) -> Fill:
        """The function that reads files into the library in this process."""
        from askdoc.library.filling import fill_here

        return partial(fill_here, self.embedder)

    def __repr__(self) -> str:
        n, m = self._store.counts.documents, self._store.counts.passages
        return f"<Library of {n} document{'s' * (n != 1)}, {m} passage{'s' * (m != 1)}>"

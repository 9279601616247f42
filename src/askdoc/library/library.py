"""`Library`: documents you can ask. The only place where the steps meet.

Indexing: load -> split -> embed -> store. Asking: embed -> store -> rank.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from askdoc.confidence import state
from askdoc.cores import in_turn
from askdoc.embed import embed_question, load_embedder
from askdoc.errors import QuestionError
from askdoc.followup import complete
from askdoc.library.asking import check_documents, check_question, demands, one_line
from askdoc.library.filling import Fill, fill_here
from askdoc.library.making import make_entries
from askdoc.library.spread import Spread
from askdoc.library.update import Changes, update
from askdoc.rank import rank
from askdoc.rerank import Reranker
from askdoc.speakers import asked_speaker
from askdoc.store import LocalStore
from askdoc.types import (
    Candidate,
    Document,
    Embedder,
    Progress,
    Question,
    Reply,
    Statistics,
    Store,
)
from askdoc.words import Operators, stems

# More are ranked than shown. Of 1,030 questions, each to all articles of its set at once, every one
# has the same first answer with 24 as with 200.
MIN_CANDIDATES = 24

# So many of the best answers are given to a reranker: the right one is almost always among them.
RERANKED = 20


class Library:
    """Documents, embedded and ready to be asked. Usually made with `askdoc.open`.

    changes: what the last `open`, `add` or `remove` did, `changes.left_out` being an
    error for each file that was met in a folder and could not be read
    """

    def __init__(
        self,
        documents: Sequence[Document] = (),
        embedder: Embedder | None = None,
        *,
        store: Store | None = None,
        reranker: Reranker | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.reranker = reranker
        self.embedder = embedder or load_embedder()
        self.changes = Changes()
        self._store: Store = store or LocalStore()
        if documents:
            self.add(documents, progress=progress)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents that can be asked, by name."""
        return self._store.documents

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
        documents: names of the documents to look in, None for all

        Raises `QuestionError` if the question is empty, too long or contradicts
        itself, or top_k is below 1; `DocumentError` if a document is not there.
        """
        asked = check_question(question, top_k)
        if isinstance(history, str):
            raise QuestionError("history is a text; it must be a list of earlier questions")
        if documents is not None:
            check_documents(documents, self._store.hashes)
        searched = complete(asked, [one_line(earlier) for earlier in history])
        answer = partial(self._answer, asked, searched, top_k, documents)
        # Who asks other machines mostly waits for them.
        return in_turn(answer) if self._store.alone else answer()

    def _answer(
        self, asked: str, searched: str, top_k: int, documents: Sequence[str] | None
    ) -> Reply:
        text, demanded = demands(searched)
        embedded = replace(
            embed_question(text, self.embedder),
            speaker=frozenset(stems(asked_speaker(text) or "")),
        )
        depth = max(top_k, RERANKED) if self.reranker else top_k
        met = True
        candidates, statistics = self._search(embedded, depth, documents, demanded)
        if not candidates:  # no passage holds the quoted words: the closest ones are shown as such
            met = False
            without = demanded.without_phrases()
            candidates, statistics = self._search(embedded, depth, documents, without)
        answers = rank(embedded, candidates, statistics, depth)
        if self.reranker:
            answers = self.reranker.rerank(text, answers)
        said = state(answers[0].confidence) if met and answers else "not"
        return Reply(asked, searched, said, answers[:top_k])

    def _search(
        self,
        question: Question,
        depth: int,
        documents: Sequence[str] | None,
        demanded: Operators,
    ) -> tuple[list[Candidate], Statistics]:
        """Candidates that meet the demands, of enough texts for `depth` answers if there are."""
        holding = {stem for phrase in demanded.phrases for stem in stems(phrase.lower())}
        limit = max(MIN_CANDIDATES, 2 * depth)
        while True:
            found, statistics = self._store.search(question, limit, documents, holding)
            allowed = [c for c in found if not demanded or demanded.allow(c.text)]
            texts = {candidate.text for candidate in allowed}
            if len(texts) >= depth or len(found) < limit or limit >= statistics.passages:
                return allowed, statistics
            limit *= 10

    def add(
        self,
        sources: str | Path | Sequence[str | Path | Document],
        *,
        progress: Progress | None = None,
    ) -> Changes:
        """Add files, folders or documents; each replaces the document of its name.

        progress: called as progress(done, total), in bytes of files or characters
        Raises `LoadError` if nothing can be read or a file that is named cannot be.
        """
        several = [sources] if isinstance(sources, str | Path) else sources
        made = [source for source in several if isinstance(source, Document)]
        paths = [source for source in several if not isinstance(source, Document)]
        changes = Changes()
        if made:
            before = self._store.hashes
            changes = Changes(
                added=tuple(d.name for d in made if d.name not in before),
                changed=tuple(d.name for d in made if d.name in before),
            )
            self._store.add(make_entries(made, self.embedder, self._store, progress))
        if paths:
            more = update(self._store, self._here, paths, progress, mirror=False)
            changes = replace(
                more,
                added=(*changes.added, *more.added),
                changed=(*changes.changed, *more.changed),
            )
        self.changes = changes
        return changes

    def remove(self, names: str | Collection[str]) -> Changes:
        """Remove documents by name, and everything that is kept of them.

        Raises `DocumentError`, and removes nothing, if one of them is not there.
        """
        several = [names] if isinstance(names, str) else list(names)
        with self._store.writing():
            check_documents(several, self._store.hashes)
            self._store.remove(several)
        self.changes = Changes(removed=tuple(several))
        return self.changes

    def update(
        self,
        paths: str | Path | Sequence[str | Path],
        *,
        progress: Progress | None = None,
        ray: str | bool = False,
    ) -> Changes:
        """Make the library hold what these files and folders hold, and nothing else.

        ray: the address of a Ray cluster whose machines read the files, True for this machine's
        Unchanged files, by content, cost nothing. Raises `LoadError` as `open` does.
        """
        several = [paths] if isinstance(paths, str | Path) else paths
        fill = Spread(ray, self.embedder).fill if ray else self._here
        self.changes = update(self._store, fill, several, progress, mirror=True)
        return self.changes

    @property
    def _here(self) -> Fill:
        """How files come into it in this process."""
        return partial(fill_here, self.embedder)

    def __repr__(self) -> str:
        n, m = self._store.counts.documents, self._store.counts.passages
        return f"<Library of {n} document{'s' * (n != 1)}, {m} passage{'s' * (m != 1)}>"

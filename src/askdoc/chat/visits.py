"""What one visitor has: their conversation, their own documents; gone when the visit ends."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from askdoc.errors import AskdocError, IndexUnavailable, LoadError
from askdoc.library import Library
from askdoc.load import find
from askdoc.types import Document, Reply, State

# How a document is named among the shared ones and a visitor's own: ("own", "report.pdf").
Key = tuple[str, str]

# From the least to the most that is said of a question.
_STATES: tuple[State, ...] = "not", "perhaps", "answered"

# How often idle visits are ended, seconds; how many are kept at most, the idlest ending first.
SWEEP = 60.0
MOST_VISITS = 10_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a visitor may bring.

    files: documents a visitor may have; megabytes: a file's size
    characters: all a visitor's text together, some 80 MB of memory a million
    seconds: how long one file may be read
    minutes: how long a visit without a question lasts; visitors: how many may have documents
    away: how long it lasts, in minutes, when its page is gone: a connection may come back
    """

    files: int = 20
    megabytes: int = 20
    characters: int = 1_000_000
    seconds: int = 300
    minutes: int = 60
    visitors: int = 50
    away: float = 10


@dataclass(slots=True)
class Visit:
    """One visitor's conversation and documents."""

    own: Library | None = None
    chosen: list[Key] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)  # of each reply: who does not say
    mine: set[int] = field(default_factory=set)  # the replies about documents of their own
    votes: dict[tuple[int, int], str] = field(default_factory=dict)
    shown: tuple[int, int] | None = None  # the reply and the answer in the reading pane
    opened: Key | None = None  # the document there before an answer is shown
    offered: dict[str, list[str]] = field(default_factory=dict)  # starters of own documents
    touched: float = field(default_factory=time.monotonic)
    left: bool = False
    ended: bool = False
    writing: threading.Lock = field(default_factory=threading.Lock)


class Visits:
    """All visits, each under the key of its browser tab, the idlest first.

    A visit and its documents are in one process: where several serve one index, whatever divides
    the visitors among them must keep each at one, as Gradio needs it, too.
    """

    def __init__(self, library: Library, limits: Limits) -> None:
        self.library = library
        self.limits = limits
        self._visits: dict[str, Visit] = {}
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._shared: tuple[Document, ...] = ()

    def __len__(self) -> int:
        return len(self._visits)

    def of(self, tab: str | None) -> Visit:
        """The visit of a tab, a new one if there is none."""
        if not tab:
            return Visit()
        with self._lock:
            visit = self._visits.pop(tab, None) or Visit()
            visit.touched, visit.left = time.monotonic(), False
            self._visits[tab] = visit
            if len(self._visits) > MOST_VISITS:
                self._forget(next(iter(self._visits)))
            self._sweep_later()
        return visit

    def leave(self, tab: str | None) -> None:
        """Nothing is heard of a page: closed, asleep or without a connection. It ends later."""
        with self._lock:
            if visit := self._visits.get(tab or ""):
                visit.touched, visit.left = time.monotonic(), True

    def end(self, tab: str | None) -> None:
        """Forget all of a visit: its documents exist nowhere else."""
        with self._lock:
            self._forget(tab or "")

    def _forget(self, tab: str) -> None:
        if visit := self._visits.pop(tab, None):
            visit.ended = True  # what is still being read for it is stopped

    def _sweep_later(self) -> None:
        """A timer runs as long as there are visits, so that they end although nobody comes."""
        if self._timer is None and self._visits:
            self._timer = threading.Timer(SWEEP, self._sweep)
            self._timer.daemon = True
            self._timer.start()

    def _sweep(self) -> None:
        with self._lock:
            now, self._timer = time.monotonic(), None
            for tab, visit in list(self._visits.items()):
                limits = self.limits
                kept = min(limits.away, limits.minutes) if visit.left else limits.minutes
                if now - visit.touched > 60 * kept and not visit.writing.locked():
                    self._forget(tab)
            self._sweep_later()

    def documents(self, visit: Visit) -> dict[Key, Document]:
        """What a visitor can ask: what is shared, and their own."""
        own = visit.own.documents if visit.own else ()
        return {
            **{("shared", document.name): document for document in self.shared()},
            **{("own", document.name): document for document in own},
        }

    def asked(self, visit: Visit) -> dict[Key, Document]:
        """The documents that are asked now."""
        documents = self.documents(visit)
        return {key: documents[key] for key in visit.chosen or documents if key in documents}

    def shared(self) -> tuple[Document, ...]:
        """What all visitors can ask; can be read on while the engine that keeps it is away."""
        with suppress(IndexUnavailable):
            self._shared = self.library.documents
        return self._shared

    def several(self, visit: Visit) -> bool:
        """Could the visitor ask more than one document, when last all were listed?"""
        own = len(visit.own.documents) if visit.own else 0
        return len(self._shared or self.shared()) + own > 1

    def ask(self, visit: Visit, question: str, top_k: int = 3) -> Reply:
        """The reply from the documents that the visitor chose; from all without a choice.

        Two libraries are asked apart and their answers ordered by confidence, which
        means the same in both.
        """
        replies = []
        for where, library in ("shared", self.library), ("own", visit.own):
            names = [name for place, name in visit.chosen if place == where]
            if library is not None and (names or not visit.chosen):
                replies.append(
                    library.ask(question, top_k, history=visit.replies, documents=names or None)
                )
        if len(replies) == 1:
            return replies[0]
        merged = sorted(
            (answer for reply in replies for answer in reply), key=lambda a: -a.confidence
        )
        # what is searched and why it is not answered are said of the one that answers best
        best = max(replies, key=lambda reply: _STATES.index(reply.state))
        return replace(best, answers=tuple(merged[:top_k]))

    def bring(
        self,
        visit: Visit,
        files: Sequence[tuple[Path, str]],
        progress: Callable[[float, str], None],
    ) -> tuple[list[Key], list[str]]:
        """Read files (where each lies, how it is called) -> (documents read, what went wrong).

        progress: called as progress(share done, in words)
        """
        limits, keys, errors = self.limits, [], []
        with visit.writing:
            own = visit.own
            if own is None:
                with_own = sum(other.own is not None for other in list(self._visits.values()))
                if with_own >= limits.visitors:
                    return [], ["Too many visitors are reading documents now; try again later."]
                own = visit.own = Library((), self.library.embedder, reranker=self.library.reranker)
            for number, (path, name) in enumerate(files):
                if len(own.documents) >= limits.files:
                    left = len(files) - number
                    errors.append(
                        f"{left} file{'s' * (left > 1)} left out: {limits.files} documents "
                        "are the most; forget some to make room."
                    )
                    break
                try:
                    keys += self._add(own, path, name, _Watch(self, visit, progress, number, files))
                except AskdocError as error:
                    errors.append(str(error).replace(str(path), name))
                except Exception:  # whatever a file does to its reader, the visit goes on
                    errors.append(f"{name}: cannot be read; save it anew or as plain text")
            visit.touched = time.monotonic()
            if visit.own is not own:  # forgotten while they were read
                keys = []
            elif not own.documents:  # makes room for other visitors
                visit.own = None
        return keys, errors

    def _add(self, library: Library, path: Path, name: str, watch: _Watch) -> list[Key]:
        size = path.stat().st_size
        if size > self.limits.megabytes * 1_000_000:
            raise LoadError(
                f"{name}: {size / 1e6:.0f} MB is over the limit of {self.limits.megabytes} MB "
                "a file; divide it"
            )
        room = self.limits.characters - sum(len(d.text) for d in library.documents)
        with tempfile.TemporaryDirectory(prefix="askdoc-") as folder:
            named = Path(folder) / _file_name(name, {d.name for d in library.documents})
            shutil.copyfile(path, named)
            try:
                document = find([named]).files[0].load()
            except AskdocError as error:
                raise LoadError(str(error).replace(str(named), name)) from None
        if len(document.text) > room:
            raise LoadError(
                f"{name}: too long; {self.limits.characters:,} characters are the most for one "
                "visit; bring a part of it"
            )
        library.add([document], progress=watch)
        return [("own", document.name)]


class _Watch:
    """Follows a file being read: says how long it will take, stops what takes too much."""

    def __init__(
        self,
        visits: Visits,
        visit: Visit,
        progress: Callable[[float, str], None],
        number: int,
        files: Sequence[tuple[Path, str]],
    ) -> None:
        self.limits, self.visit = visits.limits, visit
        self.tell, self.number, self.files = progress, number, files
        self.start = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        name = self.files[self.number][1]
        spent = time.monotonic() - self.start
        if spent > self.limits.seconds or self.visit.ended:
            raise LoadError(f"{name}: takes too long to read; bring a part of it")
        left = spent / max(1, done) * (total - done)
        about = f", about {left:.0f} s left" if done else ""
        files = f"File {self.number + 1} of {len(self.files)}: " if len(self.files) > 1 else ""
        share = (self.number + done / max(1, total)) / len(self.files)
        self.tell(share, f"{files}reading{about}")


def _file_name(name: str, taken: set[str]) -> str:
    """A name as it was given, as far as a file can have it, told from those taken by a number."""
    base = name.replace("/", "∕").replace("\0", "")
    suffix = Path(base).suffix[:20]
    stem = base.removesuffix(suffix).encode("utf-8", "replace")[:180].decode("utf-8", "ignore")
    number, free = 1, f"{stem or 'document'}{suffix}"
    while free in taken:
        number += 1
        free = f"{stem} ({number}){suffix}"
    return free

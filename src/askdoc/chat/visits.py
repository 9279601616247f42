"""One visitor's conversation and own documents, which are deleted when the visit ends."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from askdoc.errors import IndexUnavailable, QuestionError
from askdoc.library import Library
from askdoc.messages import tr
from askdoc.reasons import of_all
from askdoc.types import Document, Reply, State

if TYPE_CHECKING:
    from askdoc.chat.offers import Offer
    from askdoc.chat.uploads import Upload

# Identifies a document among the shared ones and a visitor's own: ("own", "report.pdf").
Key = tuple[str, str]

# From the weakest to the strongest state of a reply.
_STATES: tuple[State, ...] = "not", "perhaps", "answered"

# Seconds between sweeps of idle visits; and the most visits, of which the idlest end first.
SWEEP_SECONDS = 60.0
MAX_VISITS = 10_000

# Seconds in which a deletion can be undone; the next sweep makes it permanent.
UNDO_SECONDS = 60.0

# Seconds for which a page may repeat a call whose reply was lost.
RETRY_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on what a visitor can upload.

    files: the most documents of a visitor; megabytes: the size of a file
    characters: of all documents of a visitor; a million takes about 80 MB of memory
    seconds: how long reading one file may take
    minutes: how long a visit without a question lasts
    visitors: how many can have documents at the same time
    away: how many minutes a visit lasts after its page is closed, because it may be reopened
    """

    files: int = 20
    megabytes: int = 20
    characters: int = 1_000_000
    seconds: int = 300
    minutes: int = 60
    visitors: int = 50
    away: float = 10


@dataclass(slots=True)
class Turn:
    """A question with its reply.

    number: its number in the page, unique within a visit
    refusal: the message if nothing answers; own: whether it is about own documents
    """

    number: int
    reply: Reply
    refusal: str = ""
    own: bool = False
    votes: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Undo:
    """How to undo the last action, until the time `until`."""

    restore: Callable[[], None]
    commit: Callable[[], None]
    until: float


@dataclass(slots=True)
class Visit:
    """One visitor's conversation and documents.

    name: unique, so that a page notices that its visit has ended
    """

    name: str = field(default_factory=lambda: secrets.token_hex(8))
    own: Library | None = None
    removed: set[str] = field(default_factory=set)  # own documents whose removal can be undone
    deselected: set[Key] = field(default_factory=set)
    turns: list[Turn] = field(default_factory=list)
    pins: list[tuple[Turn, int]] = field(default_factory=list)  # pinned answers, by rank
    asked: int = 0  # number of questions answered so far, which is the number of the next turn
    shown: tuple[Turn, int] | None = None  # the turn and the answer in the reading pane
    opened: Key | None = None  # the document shown before any answer
    uploads: list[Upload] = field(default_factory=list)
    news: bool = False  # whether a document was read that the page does not show yet
    offered: dict[str, list[Offer]] = field(default_factory=dict)  # starters of own documents
    suggested: tuple[str, str] | None = None  # digest of the selection, its suggested questions
    originals: dict[str, bytes] = field(default_factory=dict)  # files of own documents with pages
    undo: Undo | None = None
    replies: dict[str, dict[str, Any]] = field(default_factory=dict)  # the last ones, by call id
    last_active: float = field(default_factory=time.monotonic)
    left: bool = False
    ended: bool = False
    asking: threading.Lock = field(default_factory=threading.Lock)
    writing: threading.Lock = field(default_factory=threading.Lock)

    @property
    def documents(self) -> tuple[Document, ...]:
        """The visitor's own documents."""
        own = self.own.documents if self.own else ()
        return tuple(document for document in own if document.name not in self.removed)

    def turn(self, number: object) -> Turn | None:
        """The turn of this number, in the conversation or pinned from an earlier one."""
        known = [*self.turns, *(turn for turn, _ in self.pins)]
        return next((turn for turn in known if turn.number == number), None)

    def commit(self) -> None:
        """Make deletions permanent."""
        undo, self.undo = self.undo, None
        if undo:
            undo.commit()


class Visits:
    """All visits, by the secret of the browser tab, the idlest first.

    A visit and its documents are in one process. If several processes serve one index, the load
    balancer needs sticky sessions, which Gradio needs as well.
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

    def get(self, tab: str, active: bool = True) -> Visit:
        """The visit of a tab, a new one if there is none.

        active: whether the visitor does something; polling does not extend a visit
        """
        with self._lock:
            visit = self._visits.get(tab)
            if visit is None or active:
                visit = self._visits.pop(tab, None) or Visit()
                visit.last_active = time.monotonic()
                self._visits[tab] = visit
            visit.left = False
            if len(self._visits) > MAX_VISITS:
                self._forget(self._idlest())
            self._sweep_later()
        return visit

    def _idlest(self) -> str:
        """The visit that ends if there are too many: an empty one, if any."""
        empty = (tab for tab, visit in self._visits.items() if not (visit.turns or visit.own))
        return next(empty, next(iter(self._visits)))

    def leave(self, tab: str) -> None:
        """Note that its page was closed or is reloading. The visit ends later."""
        with self._lock:
            if visit := self._visits.get(tab):
                visit.last_active, visit.left = time.monotonic(), True

    def end(self, tab: str) -> None:
        """End a visit, and delete its documents."""
        with self._lock:
            self._forget(tab)

    def with_own(self) -> int:
        """How many visitors have documents of their own."""
        return sum(visit.own is not None for visit in list(self._visits.values()))

    def _forget(self, tab: str) -> None:
        if visit := self._visits.pop(tab, None):
            visit.ended = True  # stops reading its files

    def _sweep_later(self) -> None:
        """Run a timer while there are visits, so that they end even without requests."""
        if self._timer is None and self._visits:
            self._timer = threading.Timer(SWEEP_SECONDS, self._sweep)
            self._timer.daemon = True
            self._timer.start()

    def _sweep(self) -> None:
        expired = []
        with self._lock:
            now, self._timer = time.monotonic(), None
            for tab, visit in list(self._visits.items()):
                limits = self.limits
                minutes = min(limits.away, limits.minutes) if visit.left else limits.minutes
                if now - visit.last_active > 60 * minutes and not visit.writing.locked():
                    self._forget(tab)
                elif visit.undo and now > visit.undo.until:
                    expired.append(visit)
                if now - visit.last_active > RETRY_SECONDS:
                    visit.replies.clear()
            self._sweep_later()
        for visit in expired:
            visit.commit()

    def documents(self, visit: Visit) -> dict[Key, Document]:
        """The documents that a visitor can ask: the shared ones and their own."""
        return {
            **{("shared", document.name): document for document in self.shared()},
            **{("own", document.name): document for document in visit.documents},
        }

    def asked(self, visit: Visit) -> dict[Key, Document]:
        """The selected documents."""
        documents = self.documents(visit)
        return {key: found for key, found in documents.items() if key not in visit.deselected}

    def shared(self) -> tuple[Document, ...]:
        """The shared documents, which remain readable while the engine is unavailable."""
        with suppress(IndexUnavailable):
            self._shared = self.library.documents
        return self._shared

    def ask(self, visit: Visit, question: str, top_k: int = 3) -> Reply:
        """The reply from the selected documents.

        The shared and the own library are asked separately, and their answers are sorted by
        confidence, which is comparable. Raises `QuestionError` if no document is selected.
        """
        replies, history = [], [turn.reply for turn in visit.turns]
        documents = self.documents(visit)
        chosen = [key for key in documents if key not in visit.deselected]
        if documents and not chosen:
            raise QuestionError(tr("no document is asked; tick one under Sources"))
        for where, library in ("shared", self.library), ("own", visit.own):
            if library is None:
                continue
            names = [name for place, name in chosen if place == where]
            whole = len(names) == len(library.documents)
            if names or (where == "shared" and not documents):
                only = None if whole else names
                replies.append(library.ask(question, top_k, history=history, documents=only))
        if len(replies) == 1:
            return replies[0]
        narrowed = ". ".join(dict.fromkeys(r.narrowed for r in replies if r.narrowed))
        # answers that satisfy the operators and filters come before those that ignore them
        replies = [r for r in replies if r.answers and not r.unmet] or replies
        merged = sorted(
            (answer for reply in replies for answer in reply), key=lambda a: -a.confidence
        )
        # the library with the best answer says what was searched
        best = max(replies, key=lambda reply: _STATES.index(reply.state))
        why = None if best.answered else of_all(replies)
        missing = best.missing if why else ()
        return replace(
            best, answers=tuple(merged[:top_k]), narrowed=narrowed, reason=why, missing=missing
        )

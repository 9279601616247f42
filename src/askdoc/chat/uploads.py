"""Uploads: files and pasted text become documents that only this visitor can ask."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Literal

from askdoc.chat.originals import Originals
from askdoc.chat.scheduling import RoundRobin
from askdoc.chat.visits import Key, Visit, Visits
from askdoc.errors import AskdocError, LoadError
from askdoc.library import Library
from askdoc.load import find
from askdoc.messages import speaking, spoken, tr, trn
from askdoc.types import Document

_numbers = count(1)

# How many files of one visitor may wait to be read; others are refused.
MAX_WAITING = 100


@dataclass(slots=True)
class Upload:
    """A file that becomes a document.

    path: the file, until it is read; share: how much of it is read, 0..1
    said: the message: the remaining time, or what went wrong; language: its language
    """

    name: str
    path: Path
    state: Literal["waiting", "reading", "read", "failed", "cancelled"] = "waiting"
    share: float = 0.0
    said: str = ""
    number: int = field(default_factory=lambda: next(_numbers))
    start: float = field(default_factory=time.monotonic)
    language: str = field(default_factory=spoken)

    @property
    def pending(self) -> bool:
        return self.state in ("waiting", "reading")


class Uploads:
    """Reads one file after the other, taking turns between visitors. Each can be cancelled."""

    def __init__(self, visits: Visits, originals: Originals) -> None:
        self.visits, self.originals = visits, originals
        self._waiting: RoundRobin[tuple[Visit, Upload]] = RoundRobin()
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None

    def add(self, visit: Visit, path: Path, name: str) -> Upload:
        """Queue a file. It is deleted when reading ends, even with an error."""
        upload = Upload(name, path)
        if sum(one.pending for one in visit.uploads) >= MAX_WAITING:
            said = tr(
                "{name}: {n} files are already waiting; add it later", name=name, n=MAX_WAITING
            )
            self._end(upload, "failed", said)
        visit.uploads.append(upload)
        with self._lock:
            if upload.pending:
                self._waiting.push((str(id(visit)),), (visit, upload))
            if self._worker is None and len(self._waiting):
                self._worker = threading.Thread(target=self._work, daemon=True)
                self._worker.start()
        return upload

    def cancel(self, visit: Visit, number: object) -> None:
        """Stop reading a file, or remove the message about one that could not be read."""
        for upload in visit.uploads:
            if upload.number == number:
                if upload.state == "waiting":
                    self._end(upload, "cancelled")
                upload.state = "cancelled"
        visit.uploads = [one for one in visit.uploads if one.state != "cancelled"]

    def _work(self) -> None:
        while True:
            with self._lock:
                if not len(self._waiting):
                    self._worker = None
                    return
                visit, upload = self._waiting.pop()
            if upload.state == "waiting" and not visit.ended:
                self._read(visit, upload)
            else:
                self._end(upload, "cancelled")

    def _read(self, visit: Visit, upload: Upload) -> None:
        upload.state, upload.start = "reading", time.monotonic()
        with speaking(upload.language), visit.writing:
            try:
                key = self._add(visit, upload)
            except AskdocError as error:
                self._end(upload, "failed", str(error).replace(str(upload.path), upload.name))
            except Exception:  # a file must not end the visit
                said = tr(
                    "{name}: cannot be read; save it again or as plain text", name=upload.name
                )
                self._end(upload, "failed", said)
            else:
                self._arrived(visit, upload, key)
            if visit.own and not visit.own.documents:  # makes room for other visitors
                visit.own = None
            visit.last_active = time.monotonic()

    def _arrived(self, visit: Visit, upload: Upload, key: Key) -> None:
        if upload.state == "cancelled" and visit.own:  # cancelled after it was added
            visit.own.remove(key[1])
            visit.originals.pop(key[1], None)
        else:
            visit.deselected.discard(key)
            if not visit.news:  # the first new document is shown
                visit.opened, visit.shown, visit.news = key, None, True
        self._end(upload, "read")

    def _end(
        self, upload: Upload, state: Literal["read", "failed", "cancelled"], said: str = ""
    ) -> None:
        with suppress(OSError):
            upload.path.unlink(missing_ok=True)
        if upload.state != "cancelled":
            upload.state, upload.said = state, said

    def _add(self, visit: Visit, upload: Upload) -> Key:
        own, limits, name = self._own(visit), self.visits.limits, upload.name
        if len(visit.documents) >= limits.files:
            raise LoadError(
                tr(
                    "{name}: left out; the limit is {n} documents, remove one to make room",
                    name=name,
                    n=limits.files,
                )
            )
        size = upload.path.stat().st_size
        if size > limits.megabytes * 1_000_000:
            raise LoadError(
                tr(
                    "{name}: {size} MB is over the limit of {limit} MB per file; split it",
                    name=name,
                    size=f"{size / 1e6:.0f}",
                    limit=limits.megabytes,
                )
            )
        document = _loaded(upload, {d.name for d in own.documents})
        for other in visit.documents:
            if other.sha256 == document.sha256:
                raise LoadError(tr("{name}: already here, as {other}", name=name, other=other.name))
        room = limits.characters - sum(len(d.text) for d in visit.documents)
        if len(document.text) > room:
            raise LoadError(
                tr(
                    "{name}: too long; the limit is {n} characters for one visit; add a part of it",
                    name=name,
                    n=f"{limits.characters:,}",
                )
            )
        own.add([document], progress=lambda done, total: self._watch(visit, upload, done, total))
        self.originals.store(visit, document, upload.path)
        return "own", document.name

    def _own(self, visit: Visit) -> Library:
        if visit.own is None:
            if self.visits.with_own() >= self.visits.limits.visitors:
                raise LoadError(tr("too many visitors are reading documents now; try again later"))
            library = self.visits.library
            visit.own = Library((), library.embedder, reranker=library.reranker)
        return visit.own

    def _watch(self, visit: Visit, upload: Upload, done: int, total: int) -> None:
        """Estimates how long reading takes, and stops files that take too long."""
        spent = time.monotonic() - upload.start
        if upload.state == "cancelled" or visit.ended:
            raise LoadError(tr("{name}: cancelled", name=upload.name))
        if spent > self.visits.limits.seconds:
            raise LoadError(
                tr("{name}: takes too long to read; add a part of it", name=upload.name)
            )
        upload.share = done / max(1, total)
        if done:
            left = round(spent / done * (total - done))
            upload.said = trn("about {n} s left", "about {n} s left", left)


def _loaded(upload: Upload, taken: set[str]) -> Document:
    with tempfile.TemporaryDirectory(prefix="askdoc-") as folder:
        named = Path(folder) / file_name(upload.name, taken)
        shutil.copyfile(upload.path, named)
        try:
            return find([named]).files[0].load()
        except AskdocError as error:
            raise LoadError(str(error).replace(str(named), upload.name)) from None


def file_name(name: str, taken: set[str]) -> str:
    """The given name as a valid file name, with a number if it is taken."""
    base = name.replace("/", "∕").replace("\0", "")
    suffix = Path(base).suffix[:20]
    stem = base.removesuffix(suffix).encode("utf-8", "replace")[:180].decode("utf-8", "ignore")
    number, free = 1, f"{stem or 'document'}{suffix}"
    while free in taken:
        number += 1
        free = f"{stem} ({number}){suffix}"
    return free

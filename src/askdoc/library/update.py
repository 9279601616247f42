"""A library is brought up to what files and folders hold, at no cost for what is unchanged."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from askdoc.errors import LoadError
from askdoc.load import File, find, nothing_to_read
from askdoc.types import Document, Entry, Progress, Store

# Documents are embedded and saved in batches of about so many characters: a few seconds' work,
# which is all that an interruption can lose.
BATCH_CHARS = 30_000

# Of the work for a file, about so much is reading it; the rest is embedding.
_READING = 0.1

# Documents -> all that is kept of them; progress is called as they are embedded.
Read = Callable[[Sequence[Document], Progress], list[Entry]]


@dataclass(frozen=True, slots=True)
class Changes:
    """What an update did, as names of documents; left_out: an error for each file not read."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    left_out: tuple[LoadError, ...] = ()


@dataclass
class _Plan:
    """What is to be done: files to be read, names that are as they were, errors so far.

    by_others: files to be read that another process has added first
    """

    to_read: list[File] = field(default_factory=list)
    by_others: list[File] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_out: list[LoadError] = field(default_factory=list)


def update(
    store: Store,
    read: Read,
    paths: Sequence[str | Path],
    progress: Progress | None = None,
    *,
    mirror: bool,
) -> Changes:
    """Read what is new or changed, by content.

    progress: called as progress(done, total) in bytes of files
    mirror: remove what the paths do not hold; else what is there stays

    What has been read is kept if it is interrupted. Raises `LoadError` if a path does
    not exist, a file that is named itself cannot be read, or nothing can.
    """
    files, unlisted = find(paths)
    hashes = {file: _sha256(file) for file in files}
    plan = _plan(hashes, store)
    stale = mirror and not store.hashes.keys() <= set(plan.unchanged)
    if not plan.to_read and not stale:  # nothing to write, so nothing to wait for
        return _changes(plan, [], (), unlisted, paths)
    with store.writing():
        plan = _plan(hashes, store)  # another process may have done the work meanwhile
        before = set(store.hashes)
        present = set(plan.unchanged)
        written: set[str] = set()
        for entries in _entries(plan, read, store, hashes, progress):
            store.add(entries)
            written |= {entry.document.name for entry in entries}
        done = [file.name for file in plan.to_read if file.name in written]
        plan.unchanged += [file.name for file in plan.by_others]
        present |= set(plan.unchanged)
        changes = _changes(plan, done, before, unlisted, paths)
        found = {file.name for file in files}
        gone = {name for name in before if name not in present and name not in done}
        gone = gone if mirror else gone & found  # a file that can be read no more
        store.remove(gone)
        return replace(changes, removed=tuple(sorted(gone)))


def _sha256(file: File) -> str | LoadError:
    try:
        return file.sha256()
    except LoadError as error:
        if file.named:
            raise
        return error


def _plan(hashes: dict[File, str | LoadError], store: Store) -> _Plan:
    plan, present = _Plan(), store.hashes
    for file, found in hashes.items():
        if isinstance(found, LoadError):
            plan.left_out.append(found)
        elif present.get(file.name) == found:
            plan.unchanged.append(file.name)
        else:
            plan.to_read.append(file)
    return plan


def _changes(
    plan: _Plan,
    done: Sequence[str],
    before: Iterable[str],
    unlisted: Sequence[LoadError],
    paths: Sequence[str | Path],
) -> Changes:
    left_out = (*unlisted, *plan.left_out)
    if not done and not plan.unchanged:
        raise nothing_to_read(paths, left_out)
    known = set(before)
    return Changes(
        added=tuple(name for name in done if name not in known),
        changed=tuple(name for name in done if name in known),
        unchanged=tuple(plan.unchanged),
        left_out=left_out,
    )


def _entries(
    plan: _Plan,
    read: Read,
    store: Store,
    hashes: Mapping[File, str | LoadError],
    progress: Progress | None,
) -> Iterator[list[Entry]]:
    """The files to be read, in batches; those that cannot be read are left out.

    Where others write, too, each goes through the files in an order of its own and leaves out
    what another has added since.
    """
    files = plan.to_read if store.alone else random.sample(plan.to_read, len(plan.to_read))
    total = sum(file.size for file in plan.to_read)
    finished = loaded = 0

    def report(done: float) -> None:
        if progress:
            progress(min(total, round(done)), total)

    def embedded(part: int, whole: int) -> None:
        read_so_far = finished + (loaded - finished) * _READING
        report(read_so_far + (loaded - finished) * (1 - _READING) * part / max(1, whole))

    batch: list[Document] = []
    present = store.hashes
    for file in files:
        if not batch and not store.alone:
            present = store.hashes
        try:
            if present.get(file.name) == hashes[file]:
                plan.by_others.append(file)
            else:
                batch.append(file.load())
        except LoadError as error:
            if file.named:
                raise
            plan.left_out.append(error)
        loaded += file.size
        report(finished + (loaded - finished) * _READING)
        if sum(len(document.text) for document in batch) >= BATCH_CHARS:
            yield read(batch, embedded)
            batch, finished = [], loaded
    if batch:
        yield read(batch, embedded)
    report(total)

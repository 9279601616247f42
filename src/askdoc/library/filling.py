"""Read files into a store in this process; `spread.py` does it on several machines."""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from askdoc.errors import LoadError
from askdoc.library.making import make_entries
from askdoc.load import File, reporting
from askdoc.types import Document, Embedder, Omitted, Progress, Store

# Documents are embedded and saved in batches of about this many characters. An interruption loses
# at most one batch, a few seconds of work.
BATCH_CHARS = 30_000
# The share of reading in the work for a file; the rest is embedding.
_READING = 0.1


class Filled(NamedTuple):
    """A file that is in the store now, or an `error` that says why it is not.

    omitted: the parts of the file that are not in the text of its document
    language: the language of that text
    by_others: another process has added the file before
    """

    file: File
    error: LoadError | None = None
    omitted: tuple[Omitted, ...] = ()
    language: str = ""
    by_others: bool = False


# Reads files into a store, each once and in any order; progress is counted in bytes of files.
Fill: TypeAlias = Callable[[Store, Sequence[File], Progress | None], Generator[Filled]]


def fill_here(
    embedder: Embedder, store: Store, files: Sequence[File], progress: Progress | None
) -> Generator[Filled]:
    """Read files into a store in batches, in this process. A `Fill`.

    If other processes also write, each reads the files in its own random order and skips what
    another has added.
    """
    files = files if store.alone else random.sample(files, len(files))
    present = store.hashes
    total = sum(file.size for file in files)
    finished = loaded = 0

    def report(done: float) -> None:
        if progress:
            progress(min(total, round(done)), total)

    def embedded(part: int, whole: int) -> None:
        read_so_far = finished + (loaded - finished) * _READING
        report(read_so_far + (loaded - finished) * (1 - _READING) * part / max(1, whole))

    def add(batch: dict[File, Document]) -> Iterator[Filled]:
        entries = make_entries(list(batch.values()), embedder, store, embedded)
        store.add(entries)
        for file, entry in zip(batch, entries, strict=True):
            yield Filled(file, None, entry.document.omitted, entry.document.language)

    def reading(share: float) -> None:
        report(finished + (loaded - finished + file.size * share) * _READING)

    batch: dict[File, Document] = {}
    for file in files:
        if not batch and not store.alone:
            present = store.hashes
        try:
            if not store.alone and present.get(file.name) == file.sha256():
                yield Filled(file, by_others=True)
            else:
                with reporting(reading):
                    batch[file] = file.load()
        except LoadError as error:
            yield Filled(file, error)
        loaded += file.size
        report(finished + (loaded - finished) * _READING)
        if sum(len(document.text) for document in batch.values()) >= BATCH_CHARS:
            yield from add(batch)
            batch, finished = {}, loaded
    if batch:
        yield from add(batch)
    report(total)

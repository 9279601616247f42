"""Files are read and come into a store, here; `spread.py` does it on several machines."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from typing import TypeAlias

from askdoc.errors import LoadError
from askdoc.library.making import make_entries
from askdoc.load import File
from askdoc.types import Document, Embedder, Progress, Store

# Documents are embedded and saved in batches of about so many characters: a few seconds' work,
# which is all that an interruption can lose.
BATCH_CHARS = 30_000

# Of the work for a file, about so much is reading it; the rest is embedding.
_READING = 0.1

# A file that is in the store now, or is not, for this reason.
Filled: TypeAlias = tuple[File, LoadError | None]

# Files come into a store, each of them once and in any order; progress is called in bytes of files.
Fill: TypeAlias = Callable[[Store, Sequence[File], Progress | None], Generator[Filled]]


def fill_here(
    embedder: Embedder, store: Store, files: Sequence[File], progress: Progress | None
) -> Generator[Filled]:
    """Files come into a store in batches, in their order: a `Fill` of this process."""
    total = sum(file.size for file in files)
    finished = loaded = 0

    def report(done: float) -> None:
        if progress:
            progress(min(total, round(done)), total)

    def embedded(part: int, whole: int) -> None:
        read_so_far = finished + (loaded - finished) * _READING
        report(read_so_far + (loaded - finished) * (1 - _READING) * part / max(1, whole))

    def add(batch: dict[File, Document]) -> Iterator[Filled]:
        store.add(make_entries(list(batch.values()), embedder, store, embedded))
        for file in batch:
            yield file, None

    batch: dict[File, Document] = {}
    for file in files:
        try:
            batch[file] = file.load()
        except LoadError as error:
            yield file, error
        loaded += file.size
        report(finished + (loaded - finished) * _READING)
        if sum(len(document.text) for document in batch.values()) >= BATCH_CHARS:
            yield from add(batch)
            batch, finished = {}, loaded
    if batch:
        yield from add(batch)
    report(total)

"""Copy an index between folders and Milvus, without a model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from askdoc.errors import IndexMismatch, IndexWriteError
from askdoc.messages import tr
from askdoc.store import (
    LocalStore,
    MilvusStore,
    Stored,
    fingerprint,
    no_index,
    open_index,
    open_store,
    shown,
)
from askdoc.types import Counts, Progress

# Passages per batch, in whole documents: about 10 MB.
BATCH = 1_000


def copy(source: str | Path, target: str | Path, *, progress: Progress | None = None) -> Counts:
    """Copy an index exactly -> its counts.

    progress: called as progress(done, total), in documents

    If you stop it, the next run continues. Each document is read back from the target and compared
    by its fingerprint, and at the end all are counted. Raises `LoadError` if there is no index to
    copy, `IndexMismatch` if the target contains anything else, `IndexWriteError` if the copy
    differs.
    """
    old, new = open_index(source), open_index(target)
    here, there = shown(source), shown(target)
    if old.settings is None:
        raise no_index(source)
    new.expect(old.settings)
    before, after = open_store(old), open_store(new)
    hashes = before.hashes
    if foreign := sorted(after.hashes.keys() - hashes.keys()):
        raise IndexMismatch(
            tr(
                "{there}: found {foreign}, which is not in {here}; choose another place",
                there=there,
                foreign=foreign[0],
                here=here,
            )
        )
    done = 0
    with after.writing():
        for batch in _batches(before):
            _copy(batch, after, there)
            done += len(batch)
            if progress:
                progress(done, len(hashes))
    if after.counts != before.counts:
        raise IndexWriteError(
            tr(
                "{there}: found {found}, expected {expected}; another process is "
                "writing one of the two; wait for it, then run this again",
                there=there,
                found=after.counts,
                expected=before.counts,
            )
        )
    return after.counts


def _copy(batch: list[Stored], target: LocalStore | MilvusStore, where: str) -> None:
    expected = {document.document[0]: fingerprint(document) for document in batch}

    def missing() -> set[str]:
        found = {one.document[0]: fingerprint(one) for one in target.stored(expected.keys())}
        return {name for name in expected if found.get(name) != expected[name]}

    if left := missing():
        target.add_stored([document for document in batch if document.document[0] in left])
        if left := missing():
            raise IndexWriteError(
                tr(
                    "{where}: {name} differs from the original; run this again",
                    where=where,
                    name=min(left),
                )
            )


def _batches(store: LocalStore | MilvusStore) -> Iterator[list[Stored]]:
    batch: list[Stored] = []
    for document in store.stored(store.hashes.keys()):
        batch.append(document)
        if sum(len(one.passages) for one in batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch

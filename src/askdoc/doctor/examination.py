"""Examine a saved index: its files or rows, its model, its documents, and the machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from askdoc.doctor import documents, machine
from askdoc.doctor.finding import Finding, problem
from askdoc.embed import load_embedder
from askdoc.embed.loading import carried_model
from askdoc.errors import AskdocError
from askdoc.library import build_settings
from askdoc.messages import tr, trn
from askdoc.store import (
    LocalStore,
    MilvusStore,
    SavedIndex,
    no_index,
    open_index,
    open_store,
    shown,
)
from askdoc.types import Counts


def examine(index: str | Path, paths: Sequence[str | Path] = ()) -> Iterator[Finding]:
    """Check a saved index; with paths, also whether it contains their files.

    Raises `LoadError` if there is no index.
    """
    try:
        saved = open_index(index)
        made = saved.settings
    except AskdocError as error:
        yield problem(error)
        return
    index = shown(index)
    if made is None:
        raise no_index(index)
    try:
        if isinstance(saved, SavedIndex):
            yield from _folder(saved)
        else:
            yield from _milvus(MilvusStore(saved))
        store = open_store(saved)
    except AskdocError as error:
        yield problem(error)
        return
    every = documents.listed(store)
    try:
        carried_model(made.model, whole=True)
        embedder = load_embedder(made.model)
        saved.expect(build_settings(embedder, bool(made.settings.get("with_omitted"))))
        yield Finding(
            True,
            tr("model {name} is available and is the one that built the index", name=embedder.name),
        )
        if isinstance(store, LocalStore):
            yield from documents.truncated(store, embedder, index)
        yield from documents.languages(every, embedder, index)
    except AskdocError as error:
        yield problem(error)
    yield from documents.words(every)
    yield from documents.duplicates(every, index)
    yield from documents.omitted(every)
    if paths:
        yield from documents.out_of_date(store, paths, index)
    if isinstance(saved, SavedIndex) and saved.generation:
        yield machine.memory(store.counts.passages, saved.generation.dimension)
    yield from machine.threads()


def _folder(saved: SavedIndex) -> Iterator[Finding]:
    """Checks for an index in a folder."""
    assert saved.generation
    assert saved.manifest
    yield _size(saved.generation.counts)
    kept = saved.manifest.previous
    if kept:
        yield Finding(
            True,
            tr(
                "{model} remains available: askdoc reembed --rollback returns to it",
                model=kept.made.model,
            ),
        )
    saved.prove()
    LocalStore(saved)
    yield Finding(True, tr("the SHA-256 checksum of every file is correct"))


def _milvus(store: MilvusStore) -> Iterator[Finding]:
    """Checks for an index in Milvus."""
    where = store.index.where
    yield Finding(True, tr("Milvus {version} answers", version=store.index.engine.version))
    yield _size(store.counts)
    again = f"askdoc index PATH... --index {where}"
    left = store.unfinished()
    if left:
        yield Finding(
            False,
            trn(
                "being written, or left by a writer that was killed: {n} document, not visible yet",
                "being written, or left by a writer that was killed: {n} documents, not visible "
                "yet",
                len(left),
            ),
            again,
        )
    expected, found = store.counts.passages, store.rows_there()
    if found < expected or (found > expected and not left):
        yield Finding(
            False,
            tr("found {found} passages, expected {expected}", found=found, expected=expected),
            f"{again} --rebuild",
        )
    elif not left:
        yield Finding(True, tr("every document is complete, and nothing else is left"))


def _size(counts: Counts) -> Finding:
    return Finding(
        True,
        tr(
            "{documents} documents, {passages} passages",
            documents=counts.documents,
            passages=counts.passages,
        ),
    )

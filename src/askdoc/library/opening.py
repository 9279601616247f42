"""`open`: a library of files and folders, or of a saved index."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from askdoc.embed import load_embedder
from askdoc.errors import IndexMismatch, LoadError
from askdoc.library.library import Library
from askdoc.library.making import made_by
from askdoc.load import find
from askdoc.rerank import Reranker
from askdoc.store import (
    MilvusIndex,
    SavedIndex,
    discard,
    is_index,
    open_index,
    open_store,
    shown,
)
from askdoc.types import Embedder, Progress, Store


def open(
    paths: str | Path | Sequence[str | Path] = (),
    *,
    index: str | Path | None = None,
    model: str | Path | None = None,
    reranker: str | Path | None = None,
    progress: Progress | None = None,
    rebuild: bool = False,
    ray: str | bool = False,
    with_omitted: bool = False,
) -> Library:
    """A library of a file, a folder or several of either, or a saved index.

    index: a saved index, its folder or its address in Milvus, as
    "milvus+http://host:19530/news". With paths it is brought up to what they hold,
    what is unchanged costing nothing; without, it is opened as it is. Made if it is not there.
    model: any sentence-transformers model, by name or path; None for the index's, or the default
    reranker: any CrossEncoder, by name or path, to order the best answers anew
    progress: called as progress(done, total), in bytes of files, while they are read
    rebuild: make the index anew, whatever is there and whichever model made it
    ray: the address of a Ray cluster whose machines read the files, as Ray takes it; True for
    the cluster of this machine, which is started if need be
    with_omitted: read files with what is left out of their texts, such as running heads, at the
    end; an index that was made so goes on so

    Without index nothing is written. Raises `LoadError` if nothing can be read, `ModelError`
    if the model cannot be had, `IndexMismatch` if the index is damaged or was made otherwise,
    `IndexLocked` or `IndexWriteError` if it is to be changed and cannot be, `IndexUnavailable`
    if Milvus does not answer, `ClusterError` if the cluster cannot be had.
    """
    several = [paths] if isinstance(paths, str | Path) else list(paths)
    if index is None and len(several) == 1 and is_index(several[0]):
        index, several = several[0], []
    for path in several:
        if is_index(path):
            raise LoadError(f"{shown(path)}: an index, and no text; name it as the index, --index")
    if index is None and not several:
        raise LoadError("no path given; name a file or folder with text, or a saved index")
    if several:
        find(several)  # before seconds go into the model
    second = Reranker(reranker) if reranker else None
    store = None
    if index is None:
        embedder = load_embedder(model)
    elif rebuild and several:
        embedder = load_embedder(model)  # had before anything is deleted
        discard(index)
        store = _store(open_index(index), embedder, with_omitted)
    else:
        saved = open_index(index)
        there = saved.made
        if there is None and not several:
            where = shown(index)
            raise LoadError(f"{where}: no saved index; run: askdoc index PATH... --index {where}")
        embedder = load_embedder(model or (there.model if there else None))
        if there and with_omitted and not there.settings.get("with_omitted"):
            again = f"{saved.rebuild()} --with-omitted"
            raise IndexMismatch(f"{shown(index)}: made without --with-omitted; run: {again}")
        with_omitted = bool(there and there.settings.get("with_omitted")) or with_omitted
        store = _store(saved, embedder, with_omitted)
    library = Library((), embedder, store=store, reranker=second, with_omitted=with_omitted)
    if several:
        library.update(several, progress=progress, ray=ray)
    return library


def _store(index: SavedIndex | MilvusIndex, embedder: Embedder, with_omitted: bool) -> Store:
    index.expect(made_by(embedder, with_omitted))
    return open_store(index)

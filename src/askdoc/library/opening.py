"""`open`: open files and folders, or a saved index, as a library."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from askdoc.embed import load_embedder
from askdoc.errors import IndexMismatch, LoadError
from askdoc.library.library import Library
from askdoc.library.making import build_settings
from askdoc.messages import tr
from askdoc.rerank import Reranker
from askdoc.store import (
    SavedIndex,
    discard,
    is_index,
    no_index,
    open_index,
    open_store,
    shown,
)
from askdoc.types import Embedder, Progress, Store

if TYPE_CHECKING:
    from askdoc.store import MilvusIndex


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
    """Open files, folders or a saved index as a library you can ask.

    paths: a file, a folder, or several of either; or a saved index
    index: a saved index: its folder, or its address in Milvus such as
    "milvus+http://host:19530/news". With paths, the index is updated to contain exactly their
    files; unchanged files are not read again. It is created if it does not exist. Without paths, it
    is opened as it is.
    model: any sentence-transformers model, by name or path; None for the model of the index, or
    the default
    reranker: any CrossEncoder, by name or path, that reorders the best answers
    progress: called as progress(done, total), in bytes of files, while they are read
    rebuild: build the index again from scratch
    ray: the address of a Ray cluster that reads the files; True for the cluster of this machine,
    which is started if necessary
    with_omitted: append to each text what is usually left out of it, such as running heads; an
    index that was built this way stays this way

    Without index nothing is written. Raises `LoadError` if nothing can be read, `ModelError` if
    the model cannot be loaded, `IndexMismatch` if the index is damaged or was built with another
    model or version, `IndexLocked` or `IndexWriteError` if it cannot be changed,
    `IndexUnavailable` if Milvus does not answer, `ClusterError` if the cluster cannot be used.
    """
    several = [paths] if isinstance(paths, str | Path) else list(paths)
    if index is None and len(several) == 1 and is_index(several[0]):
        index, several = several[0], []
    for path in several:
        if is_index(path):
            raise LoadError(
                tr(
                    "{path}: this is a saved index, not a text; pass it as --index",
                    path=shown(path),
                )
            )
    if index is None and not several:
        raise LoadError(tr("no path given; name a file, a folder or a saved index"))
    if several:
        from askdoc.load import check_paths

        check_paths(several)  # before the model is loaded, which takes seconds
    second = Reranker(reranker) if reranker else None
    store = None
    if index is None:
        embedder = load_embedder(model)
    elif rebuild and several:
        embedder = load_embedder(model)  # loaded before anything is deleted
        discard(index)
        store = _store(open_index(index), embedder, with_omitted)
    else:
        saved = open_index(index)
        there = saved.settings
        if there is None and not several:
            raise no_index(index)
        embedder = load_embedder(model or (there.model if there else None))
        if there and with_omitted and not there.settings.get("with_omitted"):
            again = f"{saved.rebuild()} --with-omitted"
            raise IndexMismatch(
                tr(
                    "{index}: built without --with-omitted; run: {again}",
                    index=shown(index),
                    again=again,
                )
            )
        with_omitted = bool(there and there.settings.get("with_omitted")) or with_omitted
        store = _store(saved, embedder, with_omitted)
    library = Library((), embedder, store=store, reranker=second, with_omitted=with_omitted)
    if several:
        library.update(several, progress=progress, ray=ray)
    return library


def _store(index: SavedIndex | MilvusIndex, embedder: Embedder, with_omitted: bool) -> Store:
    index.expect(build_settings(embedder, with_omitted))
    return open_store(index)

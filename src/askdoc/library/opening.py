"""`open`: a library of files and folders, or of a saved index."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from askdoc.embed import load_embedder
from askdoc.errors import LoadError
from askdoc.library.library import Library
from askdoc.library.making import made_by
from askdoc.load import find
from askdoc.rerank import Reranker
from askdoc.store import LocalStore, SavedIndex, discard, is_index
from askdoc.types import Progress


def open(
    paths: str | Path | Sequence[str | Path] = (),
    *,
    index: str | Path | None = None,
    model: str | Path | None = None,
    reranker: str | Path | None = None,
    progress: Progress | None = None,
    rebuild: bool = False,
    ray: str | bool = False,
) -> Library:
    """A library of a file, a folder or several of either, or a saved index.

    index: the folder of a saved index. With paths it is brought up to what they hold,
    what is unchanged costing nothing; without, it is opened as it is. Made if it is not there.
    model: any sentence-transformers model, by name or path; None for the index's, or the default
    reranker: any CrossEncoder, by name or path, to order the best answers anew
    progress: called as progress(done, total), in bytes of files, while they are read
    rebuild: make the index anew, whatever is there and whichever model made it

    ray: the address of a Ray cluster whose machines read the files, as Ray takes it; True for
    the cluster of this machine, which is started if need be

    Without index nothing is written. Raises `LoadError` if nothing can be read, `ModelError`
    if the model cannot be had, `IndexMismatch` if the index is damaged or was made otherwise,
    `IndexLocked` or `IndexWriteError` if it is to be changed and cannot be, `ClusterError` if
    the cluster cannot be had.
    """
    several = [paths] if isinstance(paths, str | Path) else list(paths)
    if index is None and len(several) == 1 and is_index(Path(several[0])):
        index, several = several[0], []
    if index is None and not several:
        raise LoadError("no path given; name a file or folder with text, or a saved index")
    if several:
        find(several)  # before seconds go into the model
    second = Reranker(reranker) if reranker else None
    store = None
    if index is None:
        embedder = load_embedder(model)
    else:
        path = Path(os.path.expanduser(index))  # noqa: PTH111 - Path's own raises on ~nobody
        if rebuild and several:
            embedder = load_embedder(model)  # had before anything is deleted
            discard(path)
            saved = SavedIndex(path)
        else:
            saved = SavedIndex(path)
            there = saved.generation
            if there is None and not several:
                raise LoadError(
                    f"{index}: no saved index; run: askdoc index PATH... --index {index}"
                )
            embedder = load_embedder(model or (there.made.model if there else None))
        saved.expect(made_by(embedder))
        store = LocalStore(saved)
    library = Library((), embedder, store=store, reranker=second)
    if several:
        library.update(several, progress=progress, ray=ray)
    return library

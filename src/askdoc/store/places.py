"""Choose between a folder and Milvus; no other module needs to know which one is used."""

from __future__ import annotations

import os
from pathlib import Path

from askdoc.errors import IndexMismatch, LoadError
from askdoc.messages import tr
from askdoc.store import milvus
from askdoc.store.layout import discard_folder, is_folder
from askdoc.store.local import LocalStore
from askdoc.store.milvus.address import is_address, parse, shown
from askdoc.store.saved import SavedIndex


def is_index(path: str | Path) -> bool:
    """Whether it is the address of an index in Milvus, or the folder of a saved index."""
    return is_address(path) or is_folder(Path(path))


def open_index(index: str | Path) -> SavedIndex | milvus.MilvusIndex:
    """A saved index, or a new one.

    index: its folder, or its address, as `milvus+http://host:19530/news`
    Raises `IndexMismatch` if it is damaged or not an index, `IndexUnavailable` if Milvus does not
    answer.
    """
    if is_address(index):
        return milvus.MilvusIndex(parse(str(index)))
    return SavedIndex(folder_of(index))


def no_index(index: str | Path) -> LoadError:
    """The error for a path or address without a saved index."""
    return LoadError(
        tr("{index}: no saved index; run: askdoc index PATH... --index {index}", index=shown(index))
    )


def open_store(index: SavedIndex | milvus.MilvusIndex) -> LocalStore | milvus.MilvusStore:
    """The store of a saved index."""
    return LocalStore(index) if isinstance(index, SavedIndex) else milvus.MilvusStore(index)


def discard(index: str | Path) -> None:
    """Delete a saved index, perhaps a damaged one, so that it can be rebuilt.

    Raises `IndexMismatch`, and deletes nothing, if anything else is there.
    """
    if is_address(index):
        milvus.MilvusIndex(parse(str(index))).discard()
    else:
        discard_folder(folder_of(index))


def folder_of(index: str | Path) -> Path:
    """The path of an index; raises `IndexMismatch` for one in Milvus, which has none."""
    if is_address(index):
        where = shown(index)
        raise IndexMismatch(
            tr(
                "{where}: only an index in a folder can do this; run: askdoc copy --from "
                "{where} --to DIR",
                where=where,
            )
        )
    return Path(os.path.expanduser(index))  # noqa: PTH111 - Path's own raises on ~nobody

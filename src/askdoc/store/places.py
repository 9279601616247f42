"""Where an index lasts: a folder, or Milvus. Nobody else asks which of the two it is."""

from __future__ import annotations

import os
from pathlib import Path

from askdoc.errors import IndexMismatch
from askdoc.store.local import LocalStore
from askdoc.store.milvus import MilvusIndex, MilvusStore, is_address, parse, shown
from askdoc.store.saved import SavedIndex, discard_folder, is_folder


def is_index(path: str | Path) -> bool:
    """Is this the address of an index in Milvus, or the folder of a saved one, be it damaged?"""
    return is_address(path) or is_folder(Path(path))


def open_index(index: str | Path) -> SavedIndex | MilvusIndex:
    """A saved index, or one to be made.

    index: its folder, or its address, as `milvus+http://host:19530/news`
    Raises `IndexMismatch` if what is there is no index or damaged, `IndexUnavailable` if
    Milvus does not answer.
    """
    if is_address(index):
        return MilvusIndex(parse(str(index)))
    return SavedIndex(folder_of(index))


def open_store(index: SavedIndex | MilvusIndex) -> LocalStore | MilvusStore:
    """What is in a saved index, to be searched and added to."""
    return LocalStore(index) if isinstance(index, SavedIndex) else MilvusStore(index)


def discard(index: str | Path) -> None:
    """Delete a saved index, be it damaged, so that it can be made anew.

    Raises `IndexMismatch`, and deletes nothing, if anything else is there.
    """
    if is_address(index):
        MilvusIndex(parse(str(index))).discard()
    else:
        discard_folder(folder_of(index))


def folder_of(index: str | Path) -> Path:
    """The path of an index; raises `IndexMismatch` for one in Milvus, which is no folder."""
    if is_address(index):
        where = shown(index)
        raise IndexMismatch(
            f"{where}: only an index in a folder can do this; run: askdoc copy --from {where} "
            "--to DIR"
        )
    return Path(os.path.expanduser(index))  # noqa: PTH111 - Path's own raises on ~nobody

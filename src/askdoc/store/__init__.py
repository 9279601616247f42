"""Stores of passages and their vectors: in memory, in a folder, or in Milvus."""

from askdoc.store.local import LocalStore
from askdoc.store.manifest import BuildSettings
from askdoc.store.milvus import MilvusIndex, MilvusStore, shown
from askdoc.store.places import discard, folder_of, is_index, no_index, open_index, open_store
from askdoc.store.saved import EXACT_UP_TO, SavedIndex
from askdoc.store.stored import Stored, fingerprint

__all__ = [
    "EXACT_UP_TO",
    "BuildSettings",
    "LocalStore",
    "MilvusIndex",
    "MilvusStore",
    "SavedIndex",
    "Stored",
    "discard",
    "fingerprint",
    "folder_of",
    "is_index",
    "no_index",
    "open_index",
    "open_store",
    "shown",
]

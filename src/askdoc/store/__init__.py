"""Where passages and their vectors live and are searched."""

from askdoc.store.local import LocalStore
from askdoc.store.manifest import Made
from askdoc.store.milvus import MilvusIndex, MilvusStore, shown
from askdoc.store.places import discard, folder_of, is_index, open_index, open_store
from askdoc.store.saved import EXACT_UP_TO, SavedIndex
from askdoc.store.stored import Stored, fingerprint

__all__ = [
    "EXACT_UP_TO",
    "LocalStore",
    "Made",
    "MilvusIndex",
    "MilvusStore",
    "SavedIndex",
    "Stored",
    "discard",
    "fingerprint",
    "folder_of",
    "is_index",
    "open_index",
    "open_store",
    "shown",
]

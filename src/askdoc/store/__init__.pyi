from .local import LocalStore
from .manifest import BuildSettings
from .milvus import MilvusIndex, MilvusStore, shown
from .places import discard, folder_of, is_index, no_index, open_index, open_store
from .saved import EXACT_UP_TO, SavedIndex
from .stored import Stored, fingerprint

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

"""Where passages and their vectors live and are searched."""

from askdoc.store.local import LocalStore
from askdoc.store.manifest import Made
from askdoc.store.saved import SavedIndex, discard, is_index

__all__ = ["LocalStore", "Made", "SavedIndex", "discard", "is_index"]

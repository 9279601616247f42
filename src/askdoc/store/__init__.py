"""Where passages and their vectors live and are searched."""

from askdoc.store.local import LocalStore
from askdoc.store.manifest import Made
from askdoc.store.saved import EXACT_UP_TO, SavedIndex, discard, is_index

__all__ = ["EXACT_UP_TO", "LocalStore", "Made", "SavedIndex", "discard", "is_index"]

"""Where passages and their vectors live and are searched."""

from askdoc.store.local import LocalStore

__all__ = ["LocalStore"]

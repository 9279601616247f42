"""The library of documents, the only package where the steps meet."""

from askdoc.library.asking import check_question
from askdoc.library.changes import Changes
from askdoc.library.library import Library
from askdoc.library.making import build_settings
from askdoc.library.opening import open

__all__ = ["Changes", "Library", "build_settings", "check_question", "open"]

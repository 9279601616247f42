"""The library of documents, the only package where the steps meet."""

from askdoc.library.asking import check_question
from askdoc.library.filling import BATCH_CHARS
from askdoc.library.library import Library
from askdoc.library.making import build_settings
from askdoc.library.opening import open
from askdoc.library.update import Changes

__all__ = ["BATCH_CHARS", "Changes", "Library", "build_settings", "check_question", "open"]

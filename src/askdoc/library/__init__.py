"""Documents you can ask; the only place where the steps meet."""

from askdoc.library.asking import check_question
from askdoc.library.library import Library
from askdoc.library.opening import open
from askdoc.library.update import Changes

__all__ = ["Changes", "Library", "check_question", "open"]

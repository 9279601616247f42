"""Documents you can ask; the only place where the steps meet."""

from askdoc.library.asking import check_question
from askdoc.library.library import Library
from askdoc.library.opening import made_by, open
from askdoc.library.update import BATCH_CHARS, Changes

__all__ = ["BATCH_CHARS", "Changes", "Library", "check_question", "made_by", "open"]

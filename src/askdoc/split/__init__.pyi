from .passages import split
from .sentences import sentence_spans
from .size import MAX_CHARS

__all__ = ["MAX_CHARS", "sentence_spans", "split"]

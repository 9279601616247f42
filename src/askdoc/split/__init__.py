"""A document becomes passages and sentences: spans, never strings found again."""

from askdoc.split.passages import MAX_CHARS, split
from askdoc.split.sentences import sentence_spans

__all__ = ["MAX_CHARS", "sentence_spans", "split"]

"""A document becomes passages and sentences: spans, never strings found again."""

from askdoc.split.passages import split
from askdoc.split.sentences import sentence_spans

__all__ = ["sentence_spans", "split"]

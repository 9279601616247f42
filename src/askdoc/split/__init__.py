"""Split a document into passages and sentences, as spans of its text."""

from askdoc.split.passages import MAX_CHARS, split
from askdoc.split.sentences import sentence_spans

__all__ = ["MAX_CHARS", "sentence_spans", "split"]

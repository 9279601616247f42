"""Embed texts as unit vectors, and passages with everything that ranking needs."""

from askdoc.embed.choice import load_embedder
from askdoc.embed.loading import BASE_MODEL, DEFAULT_MODEL, load_model
from askdoc.embed.model import as_sentence_transformer
from askdoc.embed.reading import CONTEXT_CHARS, WINDOW_CHARS, embed_passages, embed_question

__all__ = [
    "BASE_MODEL",
    "CONTEXT_CHARS",
    "DEFAULT_MODEL",
    "WINDOW_CHARS",
    "as_sentence_transformer",
    "embed_passages",
    "embed_question",
    "load_embedder",
    "load_model",
]

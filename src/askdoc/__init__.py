"""Ask an article a question; get the passages that answer it, the place exact."""

from askdoc.embed import load_embedder
from askdoc.errors import AskdocError, LoadError, ModelError, QuestionError
from askdoc.library import Library, open
from askdoc.types import Answer, Document, Embedder, Passage, Reply, Sentence, Store

__version__ = "0.1.0"

__all__ = [
    "Answer",
    "AskdocError",
    "Document",
    "Embedder",
    "Library",
    "LoadError",
    "ModelError",
    "Passage",
    "QuestionError",
    "Reply",
    "Sentence",
    "Store",
    "load_embedder",
    "open",
]

"""An embedder that can be read; it needs no pytest, so that processes start fast with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from askdoc.types import Progress, Reading, Vectors

WORDS = "kerry hammond assad russia syria london berlin cat dog bird apple bread".split()


class FakeEmbedder:
    """How often each of WORDS occurs, made unit length; a last column is 1 where none does.

    "cat"         -> 1 for cat
    "Cat and dog" -> .7071 for cat, .7071 for dog
    "a stone"     -> 1 in the last column

    A token is a word; its vector is 1 for itself, all 0 if it is none of WORDS.
    """

    name = fingerprint = "fake"
    max_tokens = 256
    pools_tokens = True

    def read_texts(self, texts: Sequence[str]) -> Iterator[Reading]:
        return map(self.read_question, texts)

    def read_question(self, question: str) -> Reading:
        places = [match.span() for match in re.finditer(r"\w+", question)]
        tokens = np.zeros((len(places), len(WORDS) + 1), np.float32)
        for row, (start, end) in zip(tokens, places, strict=True):
            word = question[start:end].lower()
            row[:-1] = [word == known for known in WORDS]
        spans = np.array(places, np.int64).reshape(-1, 2)
        return Reading(self.embed_texts([question])[0], spans, tokens, tokens)

    def embed_texts(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        rows = np.zeros((len(texts), len(WORDS) + 1), np.float32)
        for row, text in zip(rows, texts, strict=True):
            found = re.findall(r"\w+", text.lower())
            row[:-1] = [found.count(word) for word in WORDS]
            row[-1] = not row[:-1].any()
            row /= np.linalg.norm(row)
        if progress:
            progress(len(texts), len(texts))
        return rows

    def count_tokens(self, text: str) -> int:
        return len(text.split()) + 2

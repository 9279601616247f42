"""Test once whether a model gives the same vectors without torch as with it."""

from __future__ import annotations

import hashlib

import numpy as np

from askdoc.cache import cached, folder, keep
from askdoc.embed.folder import Model
from askdoc.types import Embedder, Reading, Vectors

# The least cosine of vectors that count as equal; for words, the mean over a text.
LEAST_COSINE = 0.995
# The least cosine for the longest text that a model reads. It repeats itself, so it differs more
# than any passage; wrong positions give far less.
_LEAST_OF_LONGEST = 0.99

_PASSAGE = (
    "The agreement, signed in London on 3 March 1998 by 42 states, was never put into effect. "
    '"We had no choice," the minister said; her party had lost the election two weeks before. '
    "Łódź, Zürich and 東京 did not take part."
)
_QUESTIONS = "Why was the agreement never put into effect?", "Who signed?", "zürich"


def agree(light: Embedder, full: Embedder) -> bool:
    """Whether vectors, tokens and limits equal those of another embedder of the same model."""
    if (light.max_tokens, light.pools_tokens) != (full.max_tokens, full.pools_tokens):
        return False
    # A text that is longer than the model reads tests every position.
    longest = _PASSAGE * (1 + light.max_tokens // 50)
    texts = [_PASSAGE, longest]
    if [light.count_tokens(text) for text in texts] != [full.count_tokens(text) for text in texts]:
        return False
    for text, least in ((_PASSAGE, LEAST_COSINE), (longest, _LEAST_OF_LONGEST)):
        (ours,), (theirs,) = light.read_texts([text]), full.read_texts([text])
        if not _same(ours, theirs, least):
            return False
    return all(
        _same(light.read_question(text), full.read_question(text), LEAST_COSINE)
        for text in _QUESTIONS
    )


def _same(ours: Reading, theirs: Reading, least: float) -> bool:
    if ours.spans.tolist() != theirs.spans.tolist() or ours.vector.shape != theirs.vector.shape:
        return False
    words = _cosines(ours.tokens, theirs.tokens)
    whole = _cosines(ours.vector[None], theirs.vector[None])
    # subtle: NaN is not above the least, either
    return bool(whole[0] >= least and (not len(words) or words.mean() >= least))


def _cosines(some: Vectors, others: Vectors) -> Vectors:
    lengths = np.linalg.norm(some, axis=1) * np.linalg.norm(others, axis=1)
    found: Vectors = (some * others).sum(axis=1) / lengths
    return found


class Memory:
    """The result of the test of a model, in a file of the user's cache directory.

    It applies to the same files, and the same versions of askdoc and ONNX Runtime. If nothing can
    be saved, nothing is known.
    """

    def __init__(self, model: Model, fingerprint: str) -> None:
        from importlib.metadata import version  # takes 10 ms, and the default model is not tested

        versions = version("askdoc"), version("onnxruntime")
        key = "\0".join([fingerprint, model.settings(), *versions])
        self._path = folder("models") / hashlib.sha256(key.encode()).hexdigest()

    def known(self) -> bool | None:
        """Whether the vectors are equal; None if never tested."""
        return {b"agrees\n": True, b"differs\n": False}.get(cached(self._path) or b"")

    def keep(self, agrees: bool) -> None:
        keep(self._path, b"agrees\n" if agrees else b"differs\n")

"""A model without torch: ONNX Runtime and a tokenizer. The default loads in .06 s.

It reads the weights that sentence-transformers reads, in 8-bit integers (`bert.py`). Beside
float32, the default's vectors of passages, questions and words have cosines of about .998.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

import numpy as np

from askdoc.cores import threads
from askdoc.embed.bert import Levels
from askdoc.embed.families import distances, embed_tokens
from askdoc.embed.folder import Model
from askdoc.embed.model import LEAST_POOLED, POOLED
from askdoc.embed.onnx import FUSED, model, node, tensor, value
from askdoc.embed.prepared import graph_of
from askdoc.types import Progress, Reading, Vectors

# How many texts are embedded in advance: enough to keep all cores busy, with little memory.
_AHEAD = 64
# The tokens of this many passages are cached, because passages are counted before they are
# embedded.
_CACHE_SIZE = 1024
# Up to this many multiplications, BLAS uses only the calling thread.
_ALONE = 200_000


class LightEmbedder:
    """An `Embedder` of a model that sentence-transformers saved; each core embeds another text.

    fingerprint: that of the weights, so an index built with it also opens with
    sentence-transformers and vice versa: the vectors differ too little to change answers.

    Raises ImportError if ONNX Runtime or tokenizers is not installed.
    """

    def __init__(self, name: str, model: Model, fingerprint: str, levels: Levels) -> None:
        from tokenizers import Tokenizer

        self.name = name
        self.fingerprint = fingerprint
        self.max_tokens = model.max_tokens
        self._model = model
        self._session = open_graph(graph_of(model, levels, fingerprint))
        self._apart = distances(model.weights, self.max_tokens) if model.shape.apart else None
        self._tokenizer = Tokenizer.from_file(str(model.tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._encode = lru_cache(_CACHE_SIZE)(self._tokenizer.encode)
        self.pools_tokens = self._pools_tokens()

    def embed_texts(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        rows = np.empty((len(texts), self._dim), np.float32)
        for i, reading in enumerate(self.read_texts(texts)):
            rows[i] = reading.vector
            if progress and (i % _AHEAD == _AHEAD - 1 or i == len(texts) - 1):
                progress(i + 1, len(texts))
        return rows

    def read_texts(self, texts: Sequence[str]) -> Iterator[Reading]:
        prompt = self._model.text_prompt
        reading = (threads("embed").submit(self._read, text, prompt) for text in texts)
        ahead = deque(islice(reading, _AHEAD))
        while ahead:
            found = ahead.popleft().result()
            ahead.extend(islice(reading, 1))
            yield found

    def read_question(self, question: str) -> Reading:
        return self._read(question, self._model.question_prompt)

    def count_tokens(self, text: str) -> int:
        return len(self._encode(self._model.text_prompt + text).ids)

    def _read(self, text: str, prompt: str) -> Reading:
        tokens, spans = self._tokens(prompt + text)
        vector = self._pool(tokens, prompt)
        places = np.array(spans, np.int64).reshape(-1, 2)
        if len(vector) != tokens.shape[1]:  # word vectors of another length cannot be compared
            none = np.empty((0, len(vector)), np.float32)
            return Reading(vector, places[:0], none, none)
        inside = (places[:, 1] > places[:, 0]) & (places[:, 0] >= len(prompt))
        rows = words = tokens[inside]
        if self._model.projection is not None:
            words = _projected(rows, self._model.projection)
        return Reading(vector, places[inside] - len(prompt), rows, words)

    def _tokens(self, text: str) -> tuple[Vectors, list[tuple[int, int]]]:
        """-> (n, dim), the vectors of a text's tokens, including special ones; and their places"""
        found = self._encode(text)
        ids, spans = found.ids, found.offsets
        if len(ids) > self.max_tokens:  # keep the end-of-text token
            ids = [*ids[: self.max_tokens - 1], ids[-1]]
            spans = [*spans[: self.max_tokens - 1], (0, 0)]
        numbers = np.array(ids, np.int64)
        given = {"tokens": embed_tokens(self._model.weights, numbers, self._model.shape.padding)}
        if self._apart is not None:
            given["apart"] = self._apart[None, :, : len(ids), : len(ids)]
        return self._session.run(None, given)[0][0], spans

    def _pool(self, tokens: Vectors, prompt: str) -> Vectors:
        """The unit vector of the whole text."""
        if (
            prompt and not self._model.with_prompt
        ):  # without the prompt and the first token; the last one ends the text
            tokens = tokens[len(self._encode(prompt).ids) - 1 :]
        vector: Vectors = tokens[0] if self._model.first else tokens.mean(axis=0)
        for layer in self._model.layers:
            vector = layer(vector) if layer else vector / np.linalg.norm(vector)
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit

    def _pools_tokens(self) -> bool:
        """As `SentenceTransformerEmbedder` measures it, where that is not clear beforehand."""
        if self._model.first or any(self._model.layers):
            return False
        prompt = self._model.text_prompt
        if self._model.with_prompt or not prompt:
            return True
        tokens, _ = self._tokens(prompt + POOLED)
        mean = tokens.mean(axis=0)
        return bool(mean @ self._pool(tokens, prompt) > LEAST_POOLED * np.linalg.norm(mean))

    @property
    def _dim(self) -> int:
        for layer in reversed(self._model.layers):
            if layer:
                return len(layer.matrix)
        return len(self._model.weights["embeddings.LayerNorm.bias"])

    def __repr__(self) -> str:
        return f"<Embedder {self.name}, at most {self.max_tokens} tokens>"


def _projected(rows: Vectors, projection: Vectors) -> Vectors:
    """(n, dim), (word_dim, dim) -> (n, word_dim)"""
    # subtle: for more rows at once, BLAS would wake other threads, which then spin: with several
    # users, questions would take twice the CPU time
    few = max(1, _ALONE // projection.size)
    parts = [rows[i : i + few] @ projection.T for i in range(0, max(1, len(rows)), few)]
    return np.concatenate(parts)


def open_graph(graph: bytes) -> Any:
    """Open an ONNX file."""
    # Without the variable, the import would look up a host on the network.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread per text, and no spinning threads, which would take cores from other programs.
    options.intra_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The graph has fused operators already; further optimizations make it slower.
    levels = onnxruntime.GraphOptimizationLevel
    options.graph_optimization_level = levels.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def exact_levels() -> Levels | None:
    """The type that this processor multiplies correctly, the faster first; None if neither."""
    return next((levels for levels in (np.int8, np.uint8) if _are_exact(levels)), None)


def _are_exact(levels: Levels) -> bool:
    """Whether products of the largest 8-bit integers are correct.

    subtle: x86 processors without VNNI add two products with int8 in 16 bits, which
    overflow without a word.
    """
    n = 64
    zero = np.array(0 if levels is np.int8 else 128, levels)
    tensors = [
        tensor("matrix", np.full((n, n), 127 + int(zero), levels)),
        tensor("zero", zero),
        tensor("none", np.array(0, np.uint8)),
        tensor("one", np.array(1, np.float32)),
        tensor("scales", np.ones(n, np.float32)),
        tensor("levels", np.full((1, n, n), 255, np.uint8)),
    ]
    nodes = [
        node("MatMulIntegerToFloat", "levels matrix one scales none zero", "product", FUSED),
        node("Add", "product given", "sum"),
    ]
    graph = model(nodes, tensors, [value("given", (1,))], value("sum", (1, n, n)))
    given = {"given": np.zeros(1, np.float32)}
    return bool((open_graph(graph).run(None, given)[0] == 255 * 127 * n).all())

"""The default model without torch: ONNX Runtime and a tokenizer, ready in a quarter of a second.

It reads the weights that sentence-transformers reads, in 8-bit integers (`bert.py`). Beside
float32, vectors of passages, questions and words have cosines of about .998.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from askdoc.cores import threads
from askdoc.embed.bert import bert_graph, embed_tokens, read_weights
from askdoc.embed.onnx import FUSED, model, node, tensor, value
from askdoc.types import Progress, Reading, Vectors

MAX_TOKENS = 256
# Texts that are read ahead of who takes them: so that no core waits, and little memory.
_AHEAD = 64
# Passages are counted, then read; so many are cut into tokens only once.
_KEPT = 1024


class LightEmbedder:
    """An `Embedder` of all-MiniLM-L6-v2; each core reads a text of its own.

    Its fingerprint is that of the weights, so a saved index that was made with it opens with
    sentence-transformers and the other way round: the vectors differ less than any
    two answers that matter.

    Raises ImportError if ONNX Runtime or tokenizers is not there.
    """

    max_tokens = MAX_TOKENS
    pools_tokens = True

    def __init__(self, name: str, folder: Path, fingerprint: str) -> None:
        from tokenizers import Tokenizer

        self.name = name
        self.fingerprint = fingerprint
        self._weights = read_weights(folder / "model.safetensors")
        self._session = open_graph(bert_graph(self._weights))
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._cut = lru_cache(_KEPT)(self._tokenizer.encode)

    def embed_texts(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        rows = np.empty((len(texts), self._weights_dim), np.float32)
        for i, reading in enumerate(self.read_texts(texts)):
            rows[i] = reading.vector
            if progress and (i % _AHEAD == _AHEAD - 1 or i == len(texts) - 1):
                progress(i + 1, len(texts))
        return rows

    def read_texts(self, texts: Sequence[str]) -> Iterator[Reading]:
        reading = (threads("embed").submit(self.read_question, text) for text in texts)
        ahead = deque(islice(reading, _AHEAD))
        while ahead:
            found = ahead.popleft().result()
            ahead.extend(islice(reading, 1))
            yield found

    def read_question(self, question: str) -> Reading:
        found = self._cut(question)
        ids, spans = found.ids, found.offsets
        if len(ids) > MAX_TOKENS:  # the last token says that the text ends
            ids, spans = [*ids[: MAX_TOKENS - 1], ids[-1]], [*spans[: MAX_TOKENS - 1], (0, 0)]
        given = {"tokens": embed_tokens(self._weights, np.array(ids, np.int64))}
        tokens: Vectors = self._session.run(None, given)[0][0]
        mean = tokens.mean(axis=0)
        places = np.array(spans, np.int64).reshape(-1, 2)
        inside = places[:, 1] > places[:, 0]
        return Reading(mean / np.linalg.norm(mean), places[inside], tokens[inside])

    def count_tokens(self, text: str) -> int:
        return len(self._cut(text).ids)

    @property
    def _weights_dim(self) -> int:
        return int(self._weights["embeddings.word_embeddings.weight"].shape[1])

    def __repr__(self) -> str:
        return f"<Embedder {self.name}, at most {self.max_tokens} tokens>"


def open_graph(graph: bytes) -> Any:
    """An ONNX file, open to be run."""
    # Imported before the variable is set, it would look up a host on the network.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # One thread a text, and no thread that waits by spinning: other programs want the cores, too.
    options.intra_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The graph is made of fused operators already; what would still be changed makes it slower.
    levels = onnxruntime.GraphOptimizationLevel
    options.graph_optimization_level = levels.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


def products_are_exact() -> bool:
    """Does this processor multiply the largest 8-bit integers right?

    subtle: x86 processors without VNNI add two products of 8-bit integers in 16 bits, which
    overflow without a word.
    """
    n = 64
    matrix = np.full((n, n), 127, np.int8)
    tensors = [tensor("matrix", matrix), tensor("one", np.array(1, np.float32))]
    tensors += [tensor("scales", np.ones(n, np.float32))]
    tensors += [tensor("levels", np.full((1, n, n), 255, np.uint8))]
    nodes = [
        node("MatMulIntegerToFloat", "levels matrix one scales", "product", FUSED),
        node("Add", "product given", "sum"),
    ]
    graph = model(nodes, tensors, [value("given", (1,))], value("sum", (1, n, n)))
    given = {"given": np.zeros(1, np.float32)}
    return bool((open_graph(graph).run(None, given)[0] == 255 * 127 * n).all())

"""A sentence-transformers model: embeds texts as unit rows, `(n, dim) float32`.

It is loaded when it is created, not when this module is imported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np

from askdoc.embed.loading import DEFAULT_MODEL, PROJECTION, WORDS, carried_model, load_model
from askdoc.embed.weights import read_weights
from askdoc.types import Progress, Reading, Vectors

# Large enough to keep a GPU busy, small enough that progress moves and memory stays low.
BATCH_SIZE = 32

# A text to test whether a model uses mean pooling, and the least cosine of its vector and the mean.
POOLED, LEAST_POOLED = "A model that pools its tokens gives their mean.", 0.999


class SentenceTransformerEmbedder:
    """An `Embedder` around one `SentenceTransformer`.

    fingerprint: of the weights if it is known beforehand, else it is made from them
    """

    def __init__(self, name: str, model: Any, fingerprint: str = "") -> None:
        self.name = name
        self._known_fingerprint = fingerprint
        self._model = model
        # subtle: in a batch, vectors depend a little on the other texts. Without batches a CPU is
        # as fast, because nothing is padded, and equal texts always have equal vectors
        self._batch = 1 if self._model.device.type == "cpu" else BATCH_SIZE
        self.max_tokens: int = self._model.get_max_seq_length() or 512
        # The prompt of encode_document, which counts towards the tokens that the model reads.
        self._text_prompt = self._prompt("document", "passage", "corpus")
        self._question_prompt = self._prompt("query")
        self.pools_tokens = self._pools_tokens()

    @cached_property
    def fingerprint(self) -> str:
        return self._known_fingerprint or self._of_weights()

    def embed_texts(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        # Longest first: a batch is padded to its longest text, and too little memory fails early.
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        dim = self._model.get_embedding_dimension() or 0
        rows = np.empty((len(texts), dim), np.float32)
        for at in range(0, len(order), self._batch):
            batch = order[at : at + self._batch]
            # subtle: encode_query and encode_document add the prompts of models that were trained
            # with different ones for questions and texts; for all others they equal encode.
            encoded = self._model.encode_document(
                [texts[i] for i in batch], batch_size=self._batch, show_progress_bar=False
            )
            rows[batch] = unit_rows(encoded)
            if progress:
                progress(at + len(batch), len(order))
        return rows

    def read_texts(self, texts: Sequence[str]) -> Iterator[Reading]:
        for at in range(0, len(texts), self._batch):
            batch = list(texts[at : at + self._batch])
            outputs = self._model.encode_document(
                batch, batch_size=self._batch, show_progress_bar=False, output_value=None
            )
            for text, output in zip(batch, outputs, strict=True):
                yield self._reading(text, self._text_prompt, output)

    def read_question(self, question: str) -> Reading:
        output = self._model.encode_query([question], show_progress_bar=False, output_value=None)
        return self._reading(question, self._question_prompt, output[0])

    def _of_weights(self) -> str:
        """The SHA-256 checksum of all weights and prompts."""
        import torch

        found = hashlib.sha256(f"{self._text_prompt}\0{self._question_prompt}".encode())
        for name, weights in sorted(self._model.state_dict().items()):
            found.update(name.encode())
            data = weights.detach().cpu().contiguous().flatten().view(torch.uint8)
            found.update(data.numpy())
        return found.hexdigest()

    def _reading(self, text: str, prompt: str, output: Any) -> Reading:
        vector = unit_rows(_floats(output["sentence_embedding"])[None])[0]
        if "token_embeddings" not in output:  # a model of static word vectors has no context
            none = np.empty((0, len(vector)), np.float32)
            return Reading(vector, np.empty((0, 2), np.int64), none, none)
        tokens = _floats(output["token_embeddings"])
        if tokens.shape[1] != len(vector):  # word vectors of another length cannot be compared
            tokens = np.empty((0, len(vector)), np.float32)
        # subtle: the model sees prompt + text, so the places of tokens are those in both
        spans = self._model.tokenizer(
            prompt + text,
            truncation=True,
            max_length=self.max_tokens,
            return_offsets_mapping=True,
        )["offset_mapping"]
        places = np.array(spans[: len(tokens)], np.int64).reshape(-1, 2)
        inside = (places[:, 0] >= len(prompt)) & (places[:, 1] > places[:, 0])
        rows = words = tokens[: len(places)][inside]
        if WORDS in output:
            words = _floats(output[WORDS])[: len(places)][inside]
        return Reading(vector, places[inside] - len(prompt), rows, words)

    def _pools_tokens(self) -> bool:
        """Whether the vector of a text is the mean of its token vectors, tested on a text."""
        output = self._model.encode_document([POOLED], show_progress_bar=False, output_value=None)[
            0
        ]
        tokens = output.get("token_embeddings")
        if tokens is None or tokens.shape[1] != len(output["sentence_embedding"]):
            return False
        rows = np.stack([_floats(tokens).mean(axis=0), _floats(output["sentence_embedding"])])
        mean, vector = unit_rows(rows)
        return bool(mean @ vector > LEAST_POOLED)

    def _prompt(self, *roles: str) -> str:
        """The prompt of the model for the first of these roles that it knows."""
        prompts = self._model.prompts
        known = [role for role in (*roles, self._model.default_prompt_name) if role in prompts]
        return prompts[known[0]] or "" if known else ""

    def count_tokens(self, text: str) -> int:
        text = self._text_prompt + text
        return len(self._model.tokenizer(text, truncation=False, verbose=False)["input_ids"])

    def __repr__(self) -> str:
        return f"<Embedder {self.name}, at most {self.max_tokens} tokens>"


def as_sentence_transformer(name: str = DEFAULT_MODEL) -> Any:
    """A model from a package as a `SentenceTransformer`, which can be saved like any other.

    Its text embeddings are those of askdoc. The projection of words is an additional module with
    the output `WORDS`, which you can ignore. Raises `ModelError` if the model cannot be loaded.
    """
    import torch
    from sentence_transformers.base.modules import Dense

    model = carried_model(name)
    if model is None:
        return load_model("SentenceTransformer", name)
    found = load_model("SentenceTransformer", model.folder)
    if model.changes:
        read = read_weights(model.changes)
        changes = {name: torch.from_numpy(rows.copy()) for name, rows in read.items()}
        projection = changes.pop(PROJECTION)
        found[0].auto_model.load_state_dict(changes, strict=False)
        word_dim, dim = projection.shape
        layer = Dense(
            dim,
            word_dim,
            bias=False,
            activation_function=torch.nn.Identity(),
            init_weight=projection,
            module_input_name="token_embeddings",
            module_output_name=WORDS,
        )
        # Before pooling, because the last module defines the length of text vectors.
        found.insert(1, layer)
    return found


def _floats(tensor: Any) -> Vectors:
    """As float32, because numpy lacks bfloat16."""
    found: Vectors = tensor.float().numpy()
    return found


def unit_rows(rows: object) -> Vectors:
    """Rows divided by their lengths; a row of zeros stays as it is."""
    matrix = np.asarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return (matrix / np.where(lengths > 0, lengths, 1)).astype(np.float32)

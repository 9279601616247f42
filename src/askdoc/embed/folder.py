"""The folder of a sentence-transformers model, read without torch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from askdoc.embed.families import Shape, UnsupportedError, common_names, own_names, shape_of
from askdoc.embed.loading import PROJECTION, WORDS
from askdoc.embed.weights import Floats, Lazy, Stored, Weights, read_stored

# The number of tokens that a model reads if no file says so.
_MAX = 512


@dataclass(frozen=True, slots=True)
class Dense:
    """A layer after pooling: vector x matrix + bias, optionally followed by tanh."""

    matrix: Floats
    bias: Floats | None
    tanh: bool

    def __call__(self, vector: Floats) -> Floats:
        found: Floats = self.matrix @ vector
        if self.bias is not None:
            found = found + self.bias
        return np.tanh(found) if self.tanh else found


@dataclass(frozen=True, slots=True)
class Model:
    """Everything that is needed to run a model.

    weights: the encoder's, under BERT's names
    first: whether the vector of a text is that of its first token, rather than the mean of all
    with_prompt: whether the mean includes the tokens of the prompt
    layers: the layers after pooling; None stands for normalization
    projection: (word_dim, dim), projects tokens to word vectors; None if there is none
    stored: all weights as in the files, under torch's names
    """

    folder: Path
    shape: Shape
    weights: Lazy
    tokenizer: Path
    max_tokens: int
    first: bool
    with_prompt: bool
    layers: tuple[Dense | None, ...]
    text_prompt: str
    question_prompt: str
    stored: Mapping[str, Stored]
    projection: Floats | None = None

    def changed(self, changes: Mapping[str, Stored]) -> Model:
        """A copy with some weights replaced, and the projection of words."""
        changes = dict(changes)
        projection = changes.pop(PROJECTION).floats()
        weights = Lazy({**self.weights.stored, **changes})
        return replace(self, weights=weights, projection=projection)

    def fingerprint(self) -> str:
        """The fingerprint, equal to that of `SentenceTransformerEmbedder` with torch's weights."""
        found = hashlib.sha256(f"{self.text_prompt}\0{self.question_prompt}".encode())
        for name, stored in sorted(self.stored.items()):
            found.update(name.encode())
            found.update(stored.data.data)
        return found.hexdigest()

    def settings(self) -> str:
        """The SHA-256 checksum of the other files that vectors depend on."""
        found = hashlib.sha256()
        for path in sorted(self.folder.rglob("*.json")):
            found.update(hashlib.sha256(path.read_bytes()).digest())
        return found.hexdigest()


def read_model(folder: Path) -> Model:
    """A model that sentence-transformers saved in a folder.

    Raises `UnsupportedError` if only sentence-transformers can run it, and OSError, ValueError,
    KeyError or TypeError if a file is missing or invalid.
    """
    modules = [_Module.read(folder, number, about) for number, about in _modules(folder)]
    transformer, *others = modules
    # Before pooling, and for words only: written by `as_sentence_transformer`.
    words = [others.pop(0)] if others and others[0].kind == "Dense" else []
    if transformer.kind != "Transformer" or not others or others[0].kind != "Pooling":
        raise UnsupportedError(f"modules {[module.kind for module in modules]}")
    pooling, *rest = others
    config = _json(transformer.place / "config.json")
    shape = shape_of(config)
    own = own_names(config["model_type"], read_stored(transformer.place / "model.safetensors"))
    weights = common_names(config["model_type"], shape, own)
    stored = {f"0.model.{name}": tensor for name, tensor in own.items()}
    for module in (*words, *rest):
        stored |= module.stored()
    first, with_prompt = _pooling(pooling.place)
    text_prompt, question_prompt = _prompts(folder)
    return Model(
        folder,
        shape,
        weights,
        transformer.place / "tokenizer.json",
        _max_tokens(transformer.place, weights, shape),
        first,
        with_prompt,
        _layers(rest),
        text_prompt,
        question_prompt,
        stored,
        _dense(words[0].place, ("token_embeddings", WORDS)).matrix if words else None,
    )


@dataclass(frozen=True, slots=True)
class _Module:
    """A module of sentence-transformers, and its folder. number: its place in the order"""

    number: int
    kind: str
    place: Path

    @staticmethod
    def read(folder: Path, number: int, about: Mapping[str, str]) -> _Module:
        library, _, kind = about["type"].rpartition(".")
        if not library.startswith("sentence_transformers."):
            raise UnsupportedError(about["type"])
        return _Module(number, kind, folder / about["path"])

    def stored(self) -> dict[str, Stored]:
        """Its weights, if any, under torch's names."""
        path = self.place / "model.safetensors"
        found = read_stored(path) if self.kind == "Dense" else {}
        return {f"{self.number}.{name}": tensor for name, tensor in found.items()}


def _modules(folder: Path) -> list[tuple[int, Mapping[str, str]]]:
    return list(enumerate(_json(folder / "modules.json")))


def _layers(modules: Sequence[_Module]) -> tuple[Dense | None, ...]:
    """The layers after pooling."""
    layers: list[Dense | None] = []
    for module in modules:
        if module.kind not in ("Dense", "Normalize"):
            raise UnsupportedError(module.kind)
        text = "sentence_embedding", "sentence_embedding"
        layers.append(_dense(module.place, text) if module.kind == "Dense" else None)
    while layers and layers[-1] is None:  # every vector is normalized anyway
        layers.pop()
    return tuple(layers)


def _pooling(place: Path) -> tuple[bool, bool]:
    """-> (whether it is the vector of the first token rather than the mean, whether it includes the
    tokens of the prompt)"""
    config = _json(place / "config.json")
    modes = config.get("pooling_mode") or [
        name.removeprefix("pooling_mode_").removesuffix("_token").removesuffix("_tokens")
        for name, wanted in config.items()
        if name.startswith("pooling_mode_") and wanted
    ]
    modes = [modes] if isinstance(modes, str) else modes
    if modes not in (["mean"], ["cls"]):
        raise UnsupportedError(f"pooling {modes}")
    return modes == ["cls"], config.get("include_prompt", True)


def _dense(place: Path, sides: tuple[str, str]) -> Dense:
    """A layer. sides: the expected names of its input and output."""
    config = _json(place / "config.json")
    known = {"in_features", "out_features", "bias", "activation_function"}
    known |= {"module_input_name", "module_output_name"}
    names = [config.get(f"module_{side}_name") for side in ("input", "output")]
    found = names[0] or sides[0], names[1] or names[0] or sides[0]
    activation = config["activation_function"].split(".")[-1]
    plain = set(config) <= known and found == sides
    if not plain or activation not in ("Tanh", "Identity"):
        raise UnsupportedError(f"a layer {config}")
    stored = read_stored(place / "model.safetensors")
    bias = stored["linear.bias"].floats() if config["bias"] else None
    return Dense(stored["linear.weight"].floats(), bias, activation == "Tanh")


def _prompts(folder: Path) -> tuple[str, str]:
    """The prompts that `encode_document` and `encode_query` add.

    Both roles are always known to sentence-transformers, if only with an empty prompt, so it never
    uses the prompt of another role, nor the default one.
    """
    path = folder / "config_sentence_transformers.json"
    config = _json(path) if path.exists() else {}
    if config.get("model_type", "SentenceTransformer") != "SentenceTransformer":
        raise UnsupportedError(config["model_type"])
    prompts = config.get("prompts") or {}
    return prompts.get("document") or "", prompts.get("query") or ""


def _max_tokens(place: Path, weights: Weights, shape: Shape) -> int:
    rows = len(weights["embeddings.position_embeddings.weight"])
    most = _configured_tokens(place, rows)
    if most + (0 if shape.padding is None else shape.padding + 1) > rows:
        raise UnsupportedError(f"{most} tokens, {rows} places")
    return most


def _configured_tokens(place: Path, rows: int) -> int:
    config = _json(place / "sentence_bert_config.json")
    plain = {"max_seq_length", "transformer_task", "modality_config", "module_output_name"}
    if set(config) - plain - {"do_lower_case"} or config.get("do_lower_case"):
        raise UnsupportedError(f"settings {sorted(config)}")
    if config.get("max_seq_length"):
        return int(config["max_seq_length"])
    path = place / "tokenizer_config.json"
    configured = _json(path).get("model_max_length") if path.exists() else None
    return min(int(configured or _MAX), rows)


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))

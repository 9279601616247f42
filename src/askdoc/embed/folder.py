"""The folder of a sentence-transformers model, read without torch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from askdoc.embed.families import Shape, UnsupportedError, common_names, own_names, shape_of
from askdoc.embed.weights import Floats, Stored, Weights, read_stored

# What a longer text is cut to where nothing says how much a model reads.
_MOST = 512


@dataclass(frozen=True, slots=True)
class Dense:
    """A layer behind the pooling: vector x matrix + bias, tanh of it or not."""

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
    """All that it takes to run a model.

    weights: the encoder's, under BERT's names
    first: is a text's vector that of its first token? Else it is the mean of all
    with_prompt: are the tokens of the prompt among them?
    layers: what the vector then goes through; None stands for "make it of length 1"
    stored: all weights as they lie in the files, under torch's names
    """

    folder: Path
    shape: Shape
    weights: Weights
    tokenizer: Path
    max_tokens: int
    first: bool
    with_prompt: bool
    layers: tuple[Dense | None, ...]
    text_prompt: str
    question_prompt: str
    stored: Mapping[str, Stored]

    def fingerprint(self) -> str:
        """The same that `SentenceTransformerEmbedder` makes of torch's weights."""
        found = hashlib.sha256(f"{self.text_prompt}\0{self.question_prompt}".encode())
        for name, stored in sorted(self.stored.items()):
            found.update(name.encode())
            found.update(stored.data.data)
        return found.hexdigest()

    def settings(self) -> str:
        """sha256 of the files beside the weights, which vectors depend on as well."""
        found = hashlib.sha256()
        for path in sorted(self.folder.rglob("*.json")):
            found.update(hashlib.sha256(path.read_bytes()).digest())
        return found.hexdigest()


def read_model(folder: Path) -> Model:
    """A model that sentence-transformers saved in a folder.

    Raises `UnsupportedError` if it is one that only sentence-transformers can run, and OSError,
    ValueError, KeyError or TypeError if a file is missing or not as it should be.
    """
    modules = _json(folder / "modules.json")
    kinds = [module["type"].split(".")[-1] for module in modules]
    places = [folder / module["path"] for module in modules]
    of_library = all(module["type"].startswith("sentence_transformers.") for module in modules)
    if kinds[:2] != ["Transformer", "Pooling"] or not of_library:
        raise UnsupportedError(f"modules {kinds}")
    config = _json(places[0] / "config.json")
    shape = shape_of(config)
    own = own_names(config["model_type"], read_stored(places[0] / "model.safetensors"))
    weights = common_names(config["model_type"], shape, own)
    stored = {f"0.model.{name}": tensor for name, tensor in own.items()}
    layers: list[Dense | None] = []
    for number, (kind, place) in enumerate(zip(kinds, places, strict=True)):
        if kind == "Dense":
            layers.append(_dense(place))
            found = read_stored(place / "model.safetensors")
            stored |= {f"{number}.{name}": tensor for name, tensor in found.items()}
        elif kind == "Normalize":
            layers.append(None)
        elif number > 1:
            raise UnsupportedError(kind)
    while layers and layers[-1] is None:  # every vector is made of length 1 in the end
        layers.pop()
    first, with_prompt = _pooling(places[1])
    text_prompt, question_prompt = _prompts(folder)
    rows = len(weights["embeddings.position_embeddings.weight"])
    max_tokens = _max_tokens(places[0], rows)
    if max_tokens + (0 if shape.padding is None else shape.padding + 1) > rows:
        raise UnsupportedError(f"{max_tokens} tokens, {rows} places")
    return Model(
        folder,
        shape,
        weights,
        places[0] / "tokenizer.json",
        max_tokens,
        first,
        with_prompt,
        tuple(layers),
        text_prompt,
        question_prompt,
        stored,
    )


def _pooling(place: Path) -> tuple[bool, bool]:
    """-> is it the first token's vector rather than the mean, are the prompt's tokens in it?"""
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


def _dense(place: Path) -> Dense:
    config = _json(place / "config.json")
    known = {"in_features", "out_features", "bias", "activation_function"}
    known |= {"module_input_name", "module_output_name"}
    names = {config.get(f"module_{side}_name") for side in ("input", "output")}
    activation = config["activation_function"].split(".")[-1]
    plain = set(config) <= known and names <= {None, "sentence_embedding"}
    if not plain or activation not in ("Tanh", "Identity"):
        raise UnsupportedError(f"a layer {config}")
    stored = read_stored(place / "model.safetensors")
    bias = stored["linear.bias"].floats() if config["bias"] else None
    return Dense(stored["linear.weight"].floats(), bias, activation == "Tanh")


def _prompts(folder: Path) -> tuple[str, str]:
    """What `encode_document` and `encode_query` put before a text.

    Both roles are always known to sentence-transformers, if only with an empty prompt, so it never
    uses the prompt of another role, nor the default one.
    """
    path = folder / "config_sentence_transformers.json"
    config = _json(path) if path.exists() else {}
    if config.get("model_type", "SentenceTransformer") != "SentenceTransformer":
        raise UnsupportedError(config["model_type"])
    prompts = config.get("prompts") or {}
    return prompts.get("document") or "", prompts.get("query") or ""


def _max_tokens(place: Path, rows: int) -> int:
    config = _json(place / "sentence_bert_config.json")
    plain = {"max_seq_length", "transformer_task", "modality_config", "module_output_name"}
    if set(config) - plain - {"do_lower_case"} or config.get("do_lower_case"):
        raise UnsupportedError(f"settings {sorted(config)}")
    if config.get("max_seq_length"):
        return int(config["max_seq_length"])
    path = place / "tokenizer_config.json"
    told = _json(path).get("model_max_length") if path.exists() else None
    return min(int(told or _MOST), rows)


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))

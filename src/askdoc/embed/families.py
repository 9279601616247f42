"""Map the weights of encoder families to the names of BERT, whose architecture they share.

BERT, RoBERTa (also XLM-RoBERTa and CamemBERT), MPNet and DistilBERT differ in the names of their
weights and in the first position number; MPNet adds relative position biases to attention.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from askdoc.embed.weights import Floats, Lazy, Stored

# Relative positions: 16 buckets of distance to either side, the last from 128 tokens on.
_KINDS, _FARTHEST = 32, 128
APART = "encoder.relative_attention_bias.weight"
_KIND_OF_TEXT = "embeddings.token_type_embeddings.weight"

# The names of a family's weights, and BERT's.
_MPNET = {
    ".attention.attn.q.": ".attention.self.query.",
    ".attention.attn.k.": ".attention.self.key.",
    ".attention.attn.v.": ".attention.self.value.",
    ".attention.attn.o.": ".attention.output.dense.",
    ".attention.LayerNorm.": ".attention.output.LayerNorm.",
}
_DISTILBERT = {
    "transformer.layer.": "encoder.layer.",
    ".attention.q_lin.": ".attention.self.query.",
    ".attention.k_lin.": ".attention.self.key.",
    ".attention.v_lin.": ".attention.self.value.",
    ".attention.out_lin.": ".attention.output.dense.",
    ".sa_layer_norm.": ".attention.output.LayerNorm.",
    ".ffn.lin1.": ".intermediate.dense.",
    ".ffn.lin2.": ".output.dense.",
    ".output_layer_norm.": ".output.LayerNorm.",
}
# model_type in config.json -> an optional prefix of the names of its weights, and these names
_FAMILIES: dict[str, tuple[str, dict[str, str]]] = {
    "bert": ("bert.", {}),
    "roberta": ("roberta.", {}),
    "xlm-roberta": ("roberta.", {}),
    "camembert": ("roberta.", {}),
    "mpnet": ("mpnet.", _MPNET),
    "distilbert": ("distilbert.", _DISTILBERT),
}
_LAYER = [
    f"{part}.{kind}"
    for part in (
        "attention.self.query",
        "attention.self.key",
        "attention.self.value",
        "attention.output.dense",
        "attention.output.LayerNorm",
        "intermediate.dense",
        "output.dense",
        "output.LayerNorm",
    )
    for kind in ("weight", "bias")
]
_BEFORE = [
    "embeddings.word_embeddings.weight",
    "embeddings.position_embeddings.weight",
    "embeddings.LayerNorm.weight",
    "embeddings.LayerNorm.bias",
]


class UnsupportedError(Exception):
    """The model can only be run by sentence-transformers."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The parameters of an encoder that its weights do not show.

    padding: the id of the padding token; positions are then counted from the next number. None if
    the first position is 0
    apart: whether attention has relative position biases
    """

    layers: int
    heads: int
    epsilon: float
    padding: int | None = None
    apart: bool = False


def shape_of(config: Mapping[str, Any]) -> Shape:
    """The shape from a config.json. Raises `UnsupportedError` or KeyError."""
    kind = config["model_type"]
    distilled = kind == "distilbert"
    wrong = (
        kind not in _FAMILIES
        or config.get("activation" if distilled else "hidden_act", "gelu") != "gelu"
        or config.get("position_embedding_type", "absolute") != "absolute"
        or any(config.get(name) for name in ("auto_map", "is_decoder", "add_cross_attention"))
    )
    if wrong:
        raise UnsupportedError(f"a {kind} of this kind")
    if distilled:
        return Shape(config["n_layers"], config["n_heads"], 1e-12)
    padding = {"bert": None, "mpnet": 1}.get(kind, config.get("pad_token_id", 1))
    return Shape(
        config["num_hidden_layers"],
        config["num_attention_heads"],
        config["layer_norm_eps"],
        padding,
        kind == "mpnet",
    )


def own_names(kind: str, stored: Mapping[str, Stored]) -> dict[str, Stored]:
    """The weights of an encoder, under their names in torch.

    Other weights, such as the head that predicts masked words, are left out.
    """
    before, _ = _FAMILIES[kind]
    found = {name.removeprefix(before): tensor for name, tensor in stored.items()}
    parts = "embeddings.", "encoder.", "transformer.", "pooler."
    return {name: tensor for name, tensor in found.items() if name.startswith(parts)}


def common_names(kind: str, shape: Shape, stored: Mapping[str, Stored]) -> Lazy:
    """An encoder's weights under BERT's names, without the unused pooler.

    Raises `UnsupportedError` if they are not exactly those that the graph is made of.
    """
    _, names = _FAMILIES[kind]
    found = {}
    for name, tensor in stored.items():
        for old, new in names.items():
            name = name.replace(old, new)
        if not name.startswith("pooler."):
            found[name] = tensor
    layers = [f"encoder.layer.{i}.{part}" for i in range(shape.layers) for part in _LAYER]
    needed = {*_BEFORE, *layers} | ({APART} if shape.apart else set())
    if set(found) - {_KIND_OF_TEXT} != needed:
        raise UnsupportedError("weights are missing, or unknown")
    return Lazy(found)


def embed_tokens(
    weights: Mapping[str, Floats], ids: NDArray[np.int64], padding: int | None = None
) -> Floats:
    """(n,) token ids -> (1, n, dim): the sum of token, position and type embeddings.

    padding: as in `Shape`
    """
    places = weights["embeddings.position_embeddings.weight"]
    if padding is None:
        places = places[: len(ids)]
    else:
        counted = ids != padding
        places = places[np.cumsum(counted) * counted + padding]
    rows = weights["embeddings.word_embeddings.weight"][ids] + places
    kinds = weights.get(_KIND_OF_TEXT)
    if kinds is not None:
        rows += kinds[0]
    return rows[None]


def distances(weights: Mapping[str, Floats], length: int) -> Floats:
    """(heads, length, length): the relative position bias of MPNet."""
    apart = np.arange(length, dtype=np.int64)
    apart = apart[None, :] - apart[:, None]  # positive: to a later token
    half, near = _KINDS // 2, _KINDS // 4
    away = np.abs(apart)
    steps = np.log(np.maximum(away, 1).astype(np.float32) / near) / np.log(_FARTHEST / near)
    far = np.minimum(near + (steps * (half - near)).astype(np.int64), half - 1)
    kind = np.where(away < near, away, far) + half * (apart > 0)
    found: Floats = np.ascontiguousarray(weights[APART][kind].transpose(2, 0, 1))
    return found

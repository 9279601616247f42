"""An encoder as a graph for ONNX Runtime, its matrix products in 8-bit integers.

It is created from the published weights when a model is loaded, which takes about a tenth of a
second for all-MiniLM-L6-v2; that of the default model is cached (`prepared.py`). A weight matrix is
quantized with a scale per column. Activations are quantized while the model runs: with a scale per
token in the wide layers, where a few large values would leave the others little range, and with a
scale per text elsewhere. With a scale per text everywhere, cosines with float32 are .994 instead of
.998 (all-MiniLM-L6-v2). Texts are embedded one at a time, so vectors do not depend on other texts,
and nothing is padded.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from askdoc.embed.families import Shape
from askdoc.embed.onnx import FUSED, model, node, tensor, value
from askdoc.embed.weights import Weights

# The minimum of GELU, at -0.75.
GELU_LEAST = -0.17

# The type of quantized weights. uint8 adds 128 to each level; processors without instructions for
# int8 multiply it correctly (`light.exact_levels`), a third slower.
Levels = type[np.int8] | type[np.uint8]


def bert_graph(weights: Weights, shape: Shape, levels: Levels) -> bytes:
    """The ONNX file: `tokens` (1, n, dim), of `embed_tokens` -> (1, n, dim), in their context.

    weights: under BERT's names
    A second input if `shape.apart`: `apart` (1, heads, n, n), of `distances`.
    """
    graph = _Graph(weights, shape.epsilon, levels)
    graph.norm("tokens", "embeddings", "x0")
    for i in range(shape.layers):
        layer = f"encoder.layer.{i}."
        projections = [f"{layer}attention.self.{part}" for part in ("query", "key", "value")]
        graph.product(f"x{i}", projections, f"qkv{i}")
        graph.add("Split", f"qkv{i}", f"q{i} k{i} v{i}", axis=2, num_outputs=3)
        attended = f"q{i} k{i} v{i}" + " - - apart" * shape.apart
        graph.add("MultiHeadAttention", attended, f"attention{i}", FUSED, num_heads=shape.heads)
        graph.product(f"attention{i}", [f"{layer}attention.output.dense"], f"projected{i}")
        graph.add("Add", f"projected{i} x{i}", f"sum{i}")
        graph.norm(f"sum{i}", f"{layer}attention.output", f"y{i}")
        graph.by_token(f"y{i}", f"{layer}intermediate.dense", f"intermediate{i}")
        graph.add("Gelu", f"intermediate{i}", f"activation{i}", FUSED)
        graph.by_token(f"activation{i}", f"{layer}output.dense", f"dense{i}", least=GELU_LEAST)
        graph.add("Add", f"dense{i} y{i}", f"output{i}")
        graph.norm(f"output{i}", f"{layer}output", f"x{i + 1}")
    size = (1, "n", weights["embeddings.word_embeddings.weight"].shape[1])
    inputs = [value("tokens", size)]
    if shape.apart:
        inputs.append(value("apart", (1, shape.heads, "n", "n")))
    return model(graph.nodes, graph.tensors, inputs, value(f"x{shape.layers}", size))


class _Graph:
    """Nodes and tensors, and the groups of nodes that form a layer."""

    def __init__(self, weights: Weights, epsilon: float, levels: Levels) -> None:
        self._weights = weights
        self._epsilon = epsilon
        self._levels = levels
        # The zero point, if it is an input; int8 needs none.
        self._zero = "zero" if levels is np.uint8 else "-"
        self.nodes: list[bytes] = []
        self.tensors: list[bytes] = []
        self._keep("one", np.array(1, np.float32))
        self._keep("zero", np.array(128, np.uint8))  # the zero point
        self._keep("zeros", np.array([128], np.uint8))
        self._keep("most", np.array(127, np.float32))
        self._keep("all", np.array(255, np.float32))
        self._keep("tokens_apart", np.array([0, 2]))
        self._keep("column", np.array([1, -1, 1]))

    def add(self, operator: str, inputs: str, outputs: str, domain: str = "", **how: float) -> None:
        self.nodes.append(node(operator, inputs, outputs, domain, **how))

    def norm(self, data: str, part: str, result: str) -> None:
        """Each token's values with mean 0 and variance 1, then stretched and shifted."""
        self._keep(f"{result}_gain", self._weights[f"{part}.LayerNorm.weight"])
        self._keep(f"{result}_shift", self._weights[f"{part}.LayerNorm.bias"])
        names = f"{data} {result}_gain {result}_shift"
        self.add("LayerNormalization", names, result, epsilon=self._epsilon)

    def product(self, data: str, parts: list[str], result: str) -> None:
        """data x matrix + bias, data rounded with one scale. Several matrices are one, wider."""
        names = self._matrix(result, parts)
        self.add(
            "DynamicQuantizeMatMul", f"{data} {names} {self._zero} {result}_bias", result, FUSED
        )

    def by_token(self, data: str, part: str, result: str, least: float | None = None) -> None:
        """data x matrix + bias, each token's row of data rounded with a scale of its own.

        least: what data never goes below; its range is then shifted to begin at 0, so that
        all 256 levels are used, and the bias takes the shift back
        """
        names = self._matrix(result, [part], least or 0)
        zero, zeros = "zero", f"{result}_zeros"
        if least is None:
            size, shifted = f"{result}_size", data
            self.add("Abs", data, size)
        else:
            size = shifted = f"{result}_shifted"
            self._keep(f"{result}_least", np.array(-least, np.float32))
            self.add("Add", f"{data} {result}_least", shifted)
            zero = zeros = "-"
        self.add("ReduceMax", f"{size} tokens_apart", f"{result}_most", keepdims=0)
        self.add("Div", f"{result}_most {'most' if least is None else 'all'}", f"{result}_steps")
        if least is None:
            self.add("Shape", f"{result}_steps", f"{result}_count")
            self.add("Expand", f"zeros {result}_count", zeros)
        self.add("QuantizeLinear", f"{shifted} {result}_steps {zeros}", f"{result}_levels", axis=1)
        self.add(
            "MatMulIntegerToFloat",
            f"{result}_levels {names.replace(' ', ' one ', 1)} {zero} {self._zero}",
            f"{result}_raw",
            FUSED,
        )
        self.add("Reshape", f"{result}_steps column", f"{result}_column")
        self.add("Mul", f"{result}_raw {result}_column", f"{result}_even")
        self.add("Add", f"{result}_even {result}_bias", result)

    def _matrix(self, name: str, parts: list[str], least: float = 0.0) -> str:
        """Store the quantized matrix of these parts, its scales and bias -> "levels scales"."""
        # A row for each column of the matrix, as in memory; transposed when it is small.
        columns = np.concatenate([self._weights[f"{part}.weight"] for part in parts])
        bias = np.concatenate([self._weights[f"{part}.bias"] for part in parts])
        largest = np.maximum(columns.max(axis=1), -columns.min(axis=1))
        scales = np.maximum(largest / 127, np.finfo(np.float32).tiny)
        columns /= scales[:, None]
        levels = np.rint(columns, out=columns)
        if least:
            bias = bias + least * scales * levels.sum(axis=1)
        if self._levels is np.uint8:
            levels += 128
        self._keep(f"{name}_matrix", levels.astype(self._levels).T)
        self._keep(f"{name}_scales", scales)
        self._keep(f"{name}_bias", bias.astype(np.float32))
        return f"{name}_matrix {name}_scales"

    def _keep(self, name: str, values: NDArray[Any]) -> None:
        self.tensors.append(tensor(name, values))

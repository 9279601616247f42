"""The graph of the default model, cached, because making it takes as long as loading all the rest.

Quantization rounds each value by itself, and adds only whole numbers, so a graph has the same bytes
on every machine. Its checksum is known beforehand, and is checked whenever it is read.
"""

from __future__ import annotations

import hashlib

from askdoc.cache import cached, folder, keep, keep_newest
from askdoc.embed.bert import Levels, bert_graph
from askdoc.embed.folder import Model
from askdoc.embed.loading import CHANGES_SHA256

# (the fingerprint of a model, the type of its quantized weights) -> the SHA-256 checksum of its
# graph
GRAPHS = {
    (CHANGES_SHA256, "int8"): "392c1f369b7fb92a129c39bcc224b0eeb1788b418d0266929921c3782225e9af",
    (CHANGES_SHA256, "uint8"): "4a091170fc82971ca6a23263d498f8d75ee186f0e2bb67f7a84e060d84fececb",
}
# How many are cached, of 11 MB each: other versions of askdoc may have others.
_MAX = 4


def graph_of(model: Model, levels: Levels, fingerprint: str) -> bytes:
    """The graph of a model, from the user's cache directory if it is known."""
    expected = GRAPHS.get((fingerprint, levels.__name__))
    place = folder("models") / f"{expected}.onnx"
    if expected and (found := cached(place)) and _sha256(found) == expected:
        return found
    graph = bert_graph(model.weights, model.shape, levels)
    if expected and _sha256(graph) == expected:
        keep(place, graph)
        keep_newest(place.parent.glob("*.onnx*"), _MAX)
    return graph


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

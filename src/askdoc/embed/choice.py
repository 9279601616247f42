"""Which way a model is run: without torch if that gives the same answers, else with it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from askdoc.embed.bert import Levels
from askdoc.embed.folder import Model, read_model
from askdoc.embed.light import LightEmbedder, exact_levels
from askdoc.embed.loading import DEFAULT_MODEL, carried_model, load_model, local_folder
from askdoc.embed.model import SentenceTransformerEmbedder, as_sentence_transformer
from askdoc.embed.probe import Memory, agree
from askdoc.embed.weights import read_weights
from askdoc.types import Embedder

# There on a machine with a GPU that torch could use: NVIDIA's, the same inside WSL, AMD's.
GPUS = "/dev/nvidia0", "/dev/dxg", "/dev/kfd"
# Names for models that askdoc's messages speak of. This one reads 50 languages (Apache-2.0).
SHORT_NAMES = {"multilingual": "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2"}


def load_embedder(model: str | Path | None = None) -> Embedder:
    """The embedder for a model: None for the default, else any sentence-transformers model.

    model: a name on the Hugging Face hub, the path of a folder, or "multilingual".

    Where there is no GPU and ONNX Runtime can be imported, the default and the model that it was
    trained from run on it, and so does any other model of which that gives the same vectors; this
    is measured when it is first loaded, and remembered. Else it runs with sentence-transformers:
    the weights are the same.
    Raises `ModelError` if it cannot be had or the default's weights are damaged.
    """
    # Idle OpenMP threads, FAISS's here, that spin would take the cores from others.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    levels = _levels()
    name = DEFAULT_MODEL if model is None else SHORT_NAMES.get(str(model), str(model))
    carried = carried_model(name)
    if carried is None:
        return _other(name, levels)
    if levels:
        with suppress(ImportError):
            read = read_model(carried.folder)
            if carried.changes:
                read = read.changed(read_weights(carried.changes))
            return LightEmbedder(name, read, carried.fingerprint, levels)
    return SentenceTransformerEmbedder(name, as_sentence_transformer(name), carried.fingerprint)


def _levels() -> Levels | None:
    """What the light way computes with here, None if it cannot be gone."""
    if not any(map(os.path.exists, GPUS)):
        with suppress(ImportError):
            return exact_levels()
    return None


def _other(name: str, levels: Levels | None) -> Embedder:
    """Another model, its fingerprint the same whichever way it is run."""
    model = _read(name)
    if model is None:
        return SentenceTransformerEmbedder(name, load_model("SentenceTransformer", name))
    fingerprint = model.fingerprint()
    light, memory = None, Memory(model, fingerprint)
    agrees = memory.known()
    if levels and agrees is not False:
        with suppress(Exception):  # of what kind, depends on where a model is not as expected
            light = LightEmbedder(name, model, fingerprint, levels)
    if light and agrees:
        return light
    full = SentenceTransformerEmbedder(name, load_model("SentenceTransformer", name), fingerprint)
    if light is None:
        return full
    agrees = agree(light, full)
    memory.keep(agrees)
    return light if agrees else full


def _read(name: str) -> Model | None:
    """The model, if it is here and the light way knows its kind."""
    with suppress(Exception):  # whatever is wrong, sentence-transformers says it better
        folder = local_folder(name)
        return read_model(folder) if folder else None
    return None

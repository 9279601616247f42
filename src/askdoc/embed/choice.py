"""Choose how to run a model: without torch if that gives the same answers, else with it."""

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
from askdoc.embed.weights import read_stored
from askdoc.types import Embedder

# Devices of GPUs that torch could use: NVIDIA's, the same inside WSL, AMD's.
GPUS = "/dev/nvidia0", "/dev/dxg", "/dev/kfd"
# Short names of models in askdoc's messages. This one reads 50 languages (Apache-2.0).
SHORT_NAMES = {"multilingual": "sentence-transformers/paraphrase-multilingual-MiniLM-L12-v2"}


def load_embedder(model: str | Path | None = None) -> Embedder:
    """The embedder for a model: None for the default, else any sentence-transformers model.

    model: a name on the Hugging Face hub, the path of a folder, or "multilingual".

    Without a GPU, and if ONNX Runtime is installed, the default and its base model run on it, and
    so does any other model for which that gives the same vectors; this is measured when the model
    is first loaded, and cached. Otherwise the model runs with sentence-transformers, with the same
    weights. Raises `ModelError` if it cannot be loaded, or if the default's weights are damaged.
    """
    # Otherwise idle OpenMP threads, such as those of FAISS, would spin and occupy cores.
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
                read = read.changed(read_stored(carried.changes))
            return LightEmbedder(name, read, carried.fingerprint, levels)
    return SentenceTransformerEmbedder(name, as_sentence_transformer(name), carried.fingerprint)


def _levels() -> Levels | None:
    """The type of weights to run without torch, None to use torch, as on a machine with a GPU."""
    if not any(map(os.path.exists, GPUS)):
        with suppress(ImportError):
            return exact_levels()
    return None


def _other(name: str, levels: Levels | None) -> Embedder:
    """Another model, with the same fingerprint with and without torch."""
    model = _read(name)
    if model is None:
        return SentenceTransformerEmbedder(name, load_model("SentenceTransformer", name))
    fingerprint = model.fingerprint()
    light, memory = None, Memory(model, fingerprint)
    agrees = memory.known()
    if levels and agrees is not False:
        with suppress(Exception):  # the type depends on how the model differs
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
    """The model, if it is on this machine and can be run without torch."""
    with suppress(Exception):  # sentence-transformers explains the problem better
        folder = local_folder(name)
        return read_model(folder) if folder else None
    return None

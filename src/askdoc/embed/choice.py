"""Which way a model is run: without torch if that gives the same answers, else with it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from askdoc.embed.bert import Levels
from askdoc.embed.folder import Model, read_model
from askdoc.embed.light import LightEmbedder, exact_levels
from askdoc.embed.loading import DEFAULT_MODEL, WEIGHTS_SHA256, default_folder, local_folder
from askdoc.embed.model import SentenceTransformerEmbedder
from askdoc.embed.probe import Memory, agree
from askdoc.types import Embedder

# There on a machine with a GPU that torch could use: NVIDIA's, the same inside WSL, AMD's.
GPUS = "/dev/nvidia0", "/dev/dxg", "/dev/kfd"


def load_embedder(model: str | Path | None = None) -> Embedder:
    """The embedder for a model: None for the default, else any sentence-transformers model.

    model: a name on the Hugging Face hub or the path of a folder.

    Where there is no GPU and ONNX Runtime can be imported, the default runs on it, and so does any
    other model of which that gives the same vectors; this is measured when it is first loaded, and
    remembered. Else it runs with sentence-transformers: the weights are the same.
    Raises `ModelError` if it cannot be had or the default's weights are damaged.
    """
    # Idle OpenMP threads, FAISS's here, that spin would take the cores from others.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    levels = _levels()
    if model is not None and str(model) != DEFAULT_MODEL:
        return _other(str(model), model, levels)
    folder = default_folder()
    if levels:
        with suppress(ImportError):
            return LightEmbedder(DEFAULT_MODEL, read_model(folder), WEIGHTS_SHA256, levels)
    return SentenceTransformerEmbedder(DEFAULT_MODEL, folder, WEIGHTS_SHA256)


def _levels() -> Levels | None:
    """What the light way computes with here, None if it cannot be gone."""
    if not any(map(os.path.exists, GPUS)):
        with suppress(ImportError):
            return exact_levels()
    return None


def _other(name: str, source: str | Path, levels: Levels | None) -> Embedder:
    """Another model, its fingerprint the same whichever way it is run."""
    model = _read(source)
    if model is None:
        return SentenceTransformerEmbedder(name, source)
    fingerprint = model.fingerprint()
    light, memory = None, Memory(model, fingerprint)
    agrees = memory.known()
    if levels and agrees is not False:
        with suppress(Exception):  # of what kind, depends on where a model is not as expected
            light = LightEmbedder(name, model, fingerprint, levels)
    if light and agrees:
        return light
    full = SentenceTransformerEmbedder(name, source, fingerprint)
    if light is None:
        return full
    agrees = agree(light, full)
    memory.keep(agrees)
    return light if agrees else full


def _read(source: str | Path) -> Model | None:
    """The model, if it is here and the light way knows its kind."""
    with suppress(Exception):  # whatever is wrong, sentence-transformers says it better
        folder = local_folder(source)
        return read_model(folder) if folder else None
    return None

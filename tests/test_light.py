"""The default model without torch gives what sentence-transformers gives."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from conftest import ARTICLE, CORPUS, QUESTION

import askdoc
from askdoc.embed import choice
from askdoc.embed.bert import Levels
from askdoc.embed.folder import read_model
from askdoc.embed.light import LightEmbedder, _projected, exact_levels
from askdoc.embed.loading import DEFAULT_MODEL, base_folder
from askdoc.embed.model import SentenceTransformerEmbedder, as_sentence_transformer
from askdoc.embed.onnx import node, tensor
from askdoc.types import Passage

pytestmark = pytest.mark.slow

# 8-bit integers beside float32. Over texts of four question sets the means are .998 for passages,
# questions and words, the worst .996, .997 and .992; questions of one word go down to .99.
TEXT_COSINE, WORD_COSINE, MEAN_WORD_COSINE = 0.99, 0.98, 0.997

STRANGE = [
    "",
    " ",
    "Łódź and Zürich, ÅNGSTRÖM; café cafe\u0301",
    "外務大臣 said so. 한국어",
    "emoji 👩‍👩‍👧 and \x00 control \u200b\ufeff characters \ufffd",
    "don't well-known U.S. 3.14 a_b @you #tag https://example.org/?q=1",
    "supercalifragilisticexpialidocious" * 4,
    "x" * 150,
    "[CLS] [MASK] [SEP] are words too",
    "İstanbul ǅ ﬁne ß",
    "a\r\nb\tc\n\n\nd",
    "word " * 400,
]


@pytest.fixture(scope="module")
def light() -> askdoc.Embedder:
    return askdoc.load_embedder()


@pytest.fixture(scope="module")
def full() -> askdoc.Embedder:
    return SentenceTransformerEmbedder(DEFAULT_MODEL, as_sentence_transformer())


@pytest.fixture(scope="module")
def passages(light: askdoc.Embedder) -> list[Passage]:
    library = askdoc.Library((), light)
    library.add(CORPUS)
    entries = map(library._store.same_text, library.documents)
    return [passage for entry in entries if entry for passage in entry.passages]


def test_the_light_way_is_chosen_for_the_default_model() -> None:
    assert isinstance(askdoc.load_embedder(), LightEmbedder)
    assert isinstance(askdoc.load_embedder("all-MiniLM-L6-v2"), LightEmbedder)


@contextmanager
def without_onnxruntime(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "onnxruntime", None)  # its import raises ImportError
        yield


def test_sentence_transformers_serves_where_the_light_way_cannot(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with without_onnxruntime(monkeypatch):
        assert isinstance(askdoc.load_embedder(), SentenceTransformerEmbedder)
    with monkeypatch.context() as patch:
        patch.setattr(choice, "exact_levels", lambda: None)
        assert isinstance(askdoc.load_embedder(), SentenceTransformerEmbedder)
    (tmp_path / "gpu").touch()
    monkeypatch.setattr(choice, "GPUS", (str(tmp_path / "gpu"),))
    assert isinstance(askdoc.load_embedder(), SentenceTransformerEmbedder)


def test_an_index_of_one_way_opens_with_the_other(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    index = tmp_path / "a.askdoc"
    saved = askdoc.open(CORPUS, index=index).ask(QUESTION)
    with without_onnxruntime(monkeypatch):
        opened = askdoc.open(index=index)
        assert isinstance(opened.embedder, SentenceTransformerEmbedder)
        reply = opened.ask(QUESTION)
    assert [a.text for a in reply] == [a.text for a in saved]
    assert reply[0].score == pytest.approx(saved[0].score, abs=0.01)


def test_torch_is_not_imported_to_answer() -> None:
    code = (
        "import sys, askdoc; askdoc.open(sys.argv[1]).ask('Who?');"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code, ARTICLE], capture_output=True, check=True)
    assert done.stdout == b"[]\n"


def test_the_default_opens_as_an_ordinary_sentence_transformers_folder(
    full: askdoc.Embedder, tmp_path: Path
) -> None:
    from sentence_transformers import SentenceTransformer

    as_sentence_transformer().save(str(tmp_path))
    opened = SentenceTransformer(str(tmp_path), local_files_only=True, device="cpu")
    assert opened.get_embedding_dimension() == 384
    expected = full.read_question(QUESTION)
    assert opened.encode(QUESTION) == pytest.approx(expected.vector, abs=1e-6)
    features = opened.encode([QUESTION], output_value=None)[0]
    assert features["word_embeddings"].shape[1] == 96
    again = SentenceTransformerEmbedder("saved", opened)
    assert again.read_question(QUESTION).words == pytest.approx(expected.words, abs=1e-5)
    # and such a folder is read without torch, its projection too
    read = askdoc.load_embedder(tmp_path)
    assert isinstance(read, LightEmbedder)
    assert read.fingerprint == again.fingerprint
    assert read.read_question(QUESTION).words.shape[1] == 96


def test_vectors_of_passages_and_questions_are_equal(
    light: askdoc.Embedder, full: askdoc.Embedder, passages: list[Passage]
) -> None:
    texts = [passage.text for passage in passages]
    texts += [passage.sentences[0].text for passage in passages]
    cosines = (light.embed_texts(texts) * full.embed_texts(texts)).sum(axis=1)
    assert cosines.min() > TEXT_COSINE
    for question in (QUESTION, "Who?", "When did the talks in London take place?"):
        cosine = light.read_question(question).vector @ full.read_question(question).vector
        assert cosine > TEXT_COSINE


def test_tokens_and_their_vectors_are_equal(
    light: askdoc.Embedder, full: askdoc.Embedder, passages: list[Passage]
) -> None:
    texts = [passage.text for passage in passages]
    for ours, theirs in zip(light.read_texts(texts), full.read_texts(texts), strict=True):
        assert ours.spans.tolist() == theirs.spans.tolist()
        lengths = np.linalg.norm(ours.tokens, axis=1) * np.linalg.norm(theirs.tokens, axis=1)
        cosines = (ours.tokens * theirs.tokens).sum(axis=1) / lengths
        assert cosines.min() > WORD_COSINE
        assert cosines.mean() > MEAN_WORD_COSINE


@pytest.mark.parametrize("text", STRANGE)
def test_unusual_texts_are_split_the_same_way(
    light: askdoc.Embedder, full: askdoc.Embedder, text: str
) -> None:
    assert light.count_tokens(text) == full.count_tokens(text)
    ours, theirs = light.read_question(text), full.read_question(text)
    assert ours.spans.tolist() == theirs.spans.tolist()
    assert ours.tokens.shape == theirs.tokens.shape
    assert ours.vector @ theirs.vector > 0.98  # little text, or none, is read less alike


def test_a_text_has_one_vector_whatever_is_read_with_it(light: askdoc.Embedder) -> None:
    texts = ["The cat slept.", "A dog barked at the postman, who ran. " * 12, "Bread."]
    together = light.embed_texts(texts * 30)
    for i, text in enumerate(texts * 30):
        assert np.array_equal(together[i], light.embed_texts([text])[0])


@pytest.mark.parametrize("levels", [np.int8, np.uint8])
def test_both_kinds_of_levels_give_the_same(levels: Levels) -> None:
    if levels is np.int8 and exact_levels() is not np.int8:
        pytest.skip("this processor cannot multiply int8 right")
    other = LightEmbedder("all-MiniLM-L6-v2", read_model(base_folder()), "same", levels)
    exact = LightEmbedder("all-MiniLM-L6-v2", read_model(base_folder()), "same", np.uint8)
    assert np.array_equal(other.embed_texts([QUESTION]), exact.embed_texts([QUESTION]))


# --- the file format, by hand


def test_a_node_is_the_bytes_that_the_format_says() -> None:
    # field 1, 2 bytes "ab"; field 2 "c"; field 4 "Add"; field 5, an attribute; field 7, empty
    attribute = b"\x0a\x04axis\x18\x96\x01\xa0\x01\x02"  # name, 150 as 96 01, kind 2
    assert node("Add", "ab -", "c", axis=150) == (
        b"\x0a\x02ab\x0a\x00\x12\x01c\x22\x03Add"
        + b"\x2a"
        + bytes([len(attribute)])
        + attribute
        + b"\x3a\x00"
    )


def test_a_tensor_is_the_bytes_that_the_format_says() -> None:
    values = np.array([[1, -1]], np.int8)
    assert tensor("w", values) == b"\x08\x01\x08\x02\x10\x03\x42\x01w\x4a\x02\x01\xff"


@pytest.mark.parametrize("count", [0, 1, 4, 9])
def test_words_are_projected_a_few_at_a_time(count: int) -> None:
    chance = np.random.default_rng(count)
    rows = chance.normal(size=(count, 384)).astype(np.float32)
    projection = chance.normal(size=(128, 384)).astype(np.float32)
    found = _projected(rows, projection)
    assert found.shape == (count, 128)
    assert found == pytest.approx(rows @ projection.T, abs=1e-3)

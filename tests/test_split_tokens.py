"""With the real tokenizer, no passage is longer than the model reads: nothing is lost unseen."""

from __future__ import annotations

import base64
import random
from pathlib import Path

import pytest
from conftest import document
from hypothesis import given, settings
from hypothesis import strategies as st

import askdoc
from askdoc.split import split

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def embedder() -> askdoc.Embedder:
    return askdoc.load_embedder()


def assert_readable(text: str, embedder: askdoc.Embedder) -> None:
    found = split(document(text), embedder.count_tokens, embedder.max_tokens, max_chars=10_000)
    assert all(embedder.count_tokens(passage.text) <= embedder.max_tokens for passage in found)
    joined = "".join(sentence.text for passage in found for sentence in passage.sentences)
    assert "".join(joined.split()) == "".join(text.split())


def test_tokens_are_counted_as_the_model_sees_them(embedder: askdoc.Embedder) -> None:
    assert embedder.max_tokens == 256
    # [CLS] the cat slept . [SEP]
    assert embedder.count_tokens("The cat slept.") == 6
    assert embedder.count_tokens("") == 2
    assert embedder.count_tokens("cat " * 1000) == 1002


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The council met and talked of it, and " * 300, id="endless sentence"),
        pytest.param("The cat slept. " * 500, id="short sentences"),
        pytest.param("外務大臣はロンドンでの会談について説明しました" * 60, id="Japanese"),
        pytest.param("双方在伦敦举行了会谈。" * 200, id="Chinese"),
        pytest.param("😀👩‍👩‍👧🇬🇧" * 400, id="emoji"),
        pytest.param("x" * 5_000, id="one letter"),
        pytest.param("Donaudampfschifffahrtsgesellschaft" * 150, id="no space"),
        pytest.param(base64.b64encode(random.Random(1).randbytes(4_000)).decode(), id="base64"),
        pytest.param("31415926535897932384626433832795" * 150, id="digits"),
        pytest.param("-" * 3_000, id="dashes"),
        pytest.param("e\u0301\u0302" * 2_000, id="accents"),
    ],
)
def test_no_passage_is_longer_than_the_model_reads(text: str, embedder: askdoc.Embedder) -> None:
    assert_readable(text, embedder)


def test_article_is_read_completely(article: Path, embedder: askdoc.Embedder) -> None:
    assert_readable(article.read_text("utf-8"), embedder)


@settings(max_examples=40)
@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=8), st.integers(1, 60))
def test_no_passage_of_any_text_is(
    embedder: askdoc.Embedder, pieces: list[str], times: int
) -> None:
    assert_readable(" ".join(pieces) * times, embedder)

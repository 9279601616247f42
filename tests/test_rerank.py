"""The optional second look, by a CrossEncoder of 2 layers made here."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import run_here
from conftest import CORPUS, FakeEmbedder, document

import askdoc
from askdoc.confidence import state
from askdoc.rerank import Reranker

pytestmark = pytest.mark.slow

WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] where is the cat dog bird slept ran sang ? .".split()
TEXTS = [f"The {animal} {did}." for animal in ("cat", "dog", "bird") for did in ("slept", "ran")]
QUESTION = "Where is the cat?"


def cross_encoder(folder: Path, labels: int) -> Path:
    """A CrossEncoder that gives so many numbers, its weights drawn once, saved in the folder."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    (folder / "vocab.txt").write_text("\n".join(WORDS))
    torch.manual_seed(labels)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=64,
        initializer_range=0.5,  # large, so that no two numbers are near each other
        num_labels=labels,
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cross_encoder(tmp_path_factory.mktemp("one"), labels=1)


@pytest.fixture(scope="module")
def two_labels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cross_encoder(tmp_path_factory.mktemp("two"), labels=2)


def by_hand(
    model: Path, question: str, texts: list[str], library: askdoc.Library | None = None
) -> dict[str, float]:
    """-> text: the mean of its score and the model's number, 0..1; best first."""
    from sentence_transformers import CrossEncoder
    from torch.nn import Sigmoid

    encoder = CrossEncoder(str(model), device="cpu")
    asked = (library or fake_library(None)).ask(question, top_k=6)
    before = {answer.text: answer.score for answer in asked}
    pairs = [(question, text) for text in texts]
    numbers = encoder.predict(pairs, activation_fn=Sigmoid()).tolist()
    scores = {t: (before[t] + number) / 2 for t, number in zip(texts, numbers, strict=True)}
    return dict(sorted(scores.items(), key=lambda pair: -pair[1]))


def fake_library(model: Path | None) -> askdoc.Library:
    documents = [document("\n\n".join(TEXTS))]
    return askdoc.Library(documents, FakeEmbedder(), reranker=Reranker(model) if model else None)


def test_answers_are_in_the_order_of_both_opinions(model: Path) -> None:
    expected = by_hand(model, QUESTION, TEXTS)
    reply = fake_library(model).ask(QUESTION, top_k=6)
    assert [answer.text for answer in reply] == list(expected)
    assert [answer.score for answer in reply] == pytest.approx(list(expected.values()), abs=1e-4)
    before = fake_library(None).ask(QUESTION, top_k=6)
    assert [answer.text for answer in before] != list(expected)  # else nothing would be shown


def test_all_else_stays_as_it_was(model: Path) -> None:
    before = {answer.text: answer for answer in fake_library(None).ask(QUESTION, top_k=6)}
    reply = fake_library(model).ask(QUESTION, top_k=6)
    for answer in reply:
        same = before[answer.text]
        assert (answer.start, answer.sentence, answer.why) == (
            same.start,
            same.sentence,
            same.why,
        )


def test_confidence_and_state_are_of_both_opinions(model: Path) -> None:
    before = {answer.text: answer for answer in fake_library(None).ask(QUESTION, top_k=6)}
    reply = fake_library(model).ask(QUESTION, top_k=6)
    for answer in reply:
        same = before[answer.text]
        number = 2 * answer.score - same.score
        assert answer.confidence == pytest.approx((same.confidence + number) / 2, abs=1e-6)
    assert reply.state == state(reply[0].confidence)


def test_best_of_all_is_found_though_few_are_shown(model: Path) -> None:
    best = next(iter(by_hand(model, QUESTION, TEXTS)))
    assert [answer.text for answer in fake_library(model).ask(QUESTION, top_k=1)] == [best]


def test_nothing_is_reranked_to_nothing(model: Path) -> None:
    assert Reranker(model).rerank(QUESTION, []) == ()
    assert list(askdoc.Library([], FakeEmbedder(), reranker=Reranker(model)).ask("cat?")) == []


def test_open_takes_a_reranker(model: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n\n".join(TEXTS))
    reply = askdoc.open(tmp_path, reranker=model).ask(QUESTION, top_k=6)
    expected = by_hand(model, QUESTION, TEXTS, askdoc.open(tmp_path))
    assert [answer.text for answer in reply] == list(expected)


def test_squad_is_measured_with_the_reranker(model: Path, tmp_path: Path) -> None:
    # The answer is the passage that the reranker, and nothing else, puts first.
    best, *_ = by_hand(model, "dog?", TEXTS)
    context = "\n\n".join(TEXTS)
    assert fake_library(None).ask("dog?")[0].text != best
    answer = f'{{"text": "{best}", "answer_start": {context.index(best)}}}'
    row = f'{{"question": "dog?", "answers": [{answer}]}}'
    escaped = context.replace("\n", "\\n")
    path = tmp_path / "squad.json"
    path.write_text(f'{{"data": [{{"paragraphs": [{{"context": "{escaped}", "qas": [{row}]}}]}}]}}')
    assert askdoc.evaluate(fake_library(model), path).total.hit_at_1 == 1
    assert askdoc.evaluate(fake_library(None), path).total.hit_at_1 == 0


# --- models that cannot be had


def test_model_of_two_labels_is_refused(two_labels: Path) -> None:
    with pytest.raises(askdoc.ModelError) as error:
        Reranker(two_labels)
    assert str(error.value) == (
        f"reranker {str(two_labels)!r} returns 2 scores per passage; "
        "choose a CrossEncoder that returns one"
    )


@pytest.mark.parametrize("name", ["nobody/no-such-model", "a b", "x" * 300])
def test_missing_model_is_one_line(name: str) -> None:
    with pytest.raises(askdoc.ModelError) as error:
        Reranker(name)
    assert f"model {name!r} cannot be loaded as a CrossEncoder" in str(error.value)
    assert "\n" not in str(error.value)


def test_folder_without_a_model_is_reported(tmp_path: Path) -> None:
    with pytest.raises(askdoc.ModelError) as error:
        Reranker(tmp_path)
    assert str(error.value) == (
        f"{tmp_path}: no model in this folder; name one that sentence-transformers saved"
    )


# --- the command line


def test_command_line_reranks(model: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n\n".join(TEXTS))
    done = run_here("ask", QUESTION, tmp_path, "--top-k", "6", "--reranker", model)
    assert (done.returncode, done.stderr) == (0, "")
    expected = by_hand(model, QUESTION, TEXTS, askdoc.open(tmp_path))
    places = [done.stdout.index(text) for text in expected]
    assert places == sorted(places)


def test_command_line_reports_a_reranker_that_cannot_be_had(two_labels: Path) -> None:
    for name, message in (
        (str(two_labels), "returns 2 scores per passage"),
        ("nobody/no-such-model", "model 'nobody/no-such-model' cannot be loaded as a CrossEncoder"),
    ):
        done = run_here("ask", QUESTION, CORPUS, "--reranker", name)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("askdoc: ")
        assert done.stderr.count("\n") == 1
        assert message in done.stderr

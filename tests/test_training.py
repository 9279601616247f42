"""Training learns under the product's score, goes on where it stopped, writes what it changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from conftest import ARTICLE

from askdoc import features
from askdoc.embed import embed_question
from askdoc.embed.loading import BASE_MODEL, base_folder
from askdoc.embed.model import SentenceTransformerEmbedder, as_sentence_transformer
from askdoc.embed.weights import read_weights
from askdoc.library.making import make_entries
from askdoc.types import Candidate, Document, Statistics
from askdoc.words import stems

pytestmark = pytest.mark.slow

TRAINING = Path(__file__).parent.parent / "training"
QUESTIONS = {
    "Who draws foreign fighters?": "But the other part of the equation is Assad",
    "Where will he go next?": "He will leave for Berlin on Sunday",
    "Which city had the talks?": "London",
}


def squad(folder: Path) -> Path:
    """The article of corpus/ with questions, as a set in SQuAD format."""
    text = ARTICLE.read_text("utf-8", errors="replace")
    qas = [
        {"question": q, "answers": [{"text": a, "answer_start": text.index(a)}]}
        for q, a in QUESTIONS.items()
    ]
    folder.mkdir()
    content = {"data": [{"title": "Kerry", "paragraphs": [{"context": text, "qas": qas}]}]}
    (folder / "set.json").write_text(json.dumps(content), "utf-8")
    return folder


def test_score_is_that_of_the_product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(TRAINING)
    import torch
    from examples import batches, statistics_of
    from tokenizers import Tokenizer
    from train import encoder, principal_components

    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    (batch,) = batches(squad(tmp_path / "data"), tokenizer)
    model = encoder().eval()
    # as training begins; a random projection would enlarge what rounding changes
    principal_components(model, [batch])
    with torch.no_grad():
        scores = model(batch, batch.questions)

    embedder = SentenceTransformerEmbedder("base", as_sentence_transformer(BASE_MODEL))
    text = ARTICLE.read_text("utf-8", errors="replace") + "\n\n"
    (entry,) = make_entries([Document("", text, "")], embedder, None)
    weight = model.words.weight.detach().numpy()
    candidates = [
        Candidate(
            entry.document,
            *(p.start, p.end, False),  # training knows no headings
            replace(kept, word_vectors=unit(kept.word_vectors @ weight.T)),
            partial(tuple, p.sentences),
        )
        for p, kept in zip(entry.passages, entry.embedded, strict=True)
    ]
    statistics: Statistics = statistics_of(entry.passages)
    speakers = (s.speaker.full_name for p in entry.passages for s in p.sentences if s.speaker)
    left_out = {"say"}.union(*map(stems, speakers))  # training knows no speakers
    compared = 0
    for number, asked in enumerate(batch.questions):
        question = embed_question(asked.text, embedder)
        if left_out.intersection(question.words):
            continue
        compared += 1
        question = replace(question, word_vectors=unit(question.word_vectors @ weight.T))
        measured = features.measure(question, candidates, statistics)
        # to within rounding
        assert scores.passages[number].numpy() == pytest.approx(measured.scores, abs=0.015)
        ours = scores.passages[number].numpy() - measured.scores
        assert np.median(np.abs(ours)) < 3e-3
    assert compared > 1


def unit(rows: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def test_a_run_continues_and_writes_what_it_changed(tmp_path: Path) -> None:
    data, out = squad(tmp_path / "data"), tmp_path / "out"

    def train(epochs: int) -> str:
        done = subprocess.run(
            [sys.executable, TRAINING / "train.py", data, out, "--epochs", str(epochs)],
            capture_output=True,
            encoding="utf-8",
            env={**os.environ, "HF_HUB_OFFLINE": "1"},
            timeout=600,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "goes on" not in train(2)
    changes = out / "changes.safetensors"
    first = read_weights(changes)
    assert "continuing from step 2" in train(3)
    second = read_weights(changes)
    assert first.keys() == second.keys()
    assert first["words.weight"].shape == (96, 384)
    lower = [name for name in first if name.startswith(("embeddings", "encoder.layer.0."))]
    assert lower == []
    assert any((first[name] != second[name]).any() for name in first)
    assert changes.stat().st_size < 24_000_000


def test_another_folder_of_sets_does_not_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(TRAINING)
    from train import Training

    data, out = squad(tmp_path / "data"), tmp_path / "out"
    out.mkdir()
    Training(data, out, 1).save()
    (data / "set.json").write_text((data / "set.json").read_text("utf-8") + "\n", "utf-8")
    with pytest.raises(SystemExit, match="contains a run on other data; choose another folder"):
        Training(data, out, 1)


def test_a_folder_without_sets_is_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, TRAINING / "train.py", tmp_path, tmp_path / "out"],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == (
        f"{tmp_path}: found no .json file; give a folder of files in SQuAD format"
    )

"""Measure the cost and quality of other models, without torch and with it.

    python bench/models.py FOLDER MODEL...

FOLDER: question sets in the format of bench/data.py, some or all of them. MODEL: the folder of a
sentence-transformers model, or its name if it is on this machine. It prints, for each model without
torch and with it, the milliseconds to embed a question and the seconds to embed passages, measured
in turn; then hit@1, hit@3, r@500 and sent@1 of each set, each article asked alone. The last line
has the ratios, and the lowest cosine between the vectors computed in the two ways.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

import numpy as np
from data import SETS, Article, articles
from timing import REPEATS, in_turn

from askdoc.embed import as_sentence_transformer, load_embedder
from askdoc.embed.light import LightEmbedder
from askdoc.embed.model import SentenceTransformerEmbedder
from askdoc.evaluation import run
from askdoc.library import Library
from askdoc.types import Embedder

# What is embedded for the times: enough to take seconds in either way.
_PASSAGES, _QUESTIONS, _CHARS = 40, 50, 850


def main(folder: Path, names: list[str]) -> None:
    sets = {name: articles(folder, name) for name in SETS if (folder / f"{name}.json").exists()}
    every = [article for found in sets.values() for article in found]
    texts = [article.document.text[:_CHARS] for article in every][:_PASSAGES]
    questions = [row.question for article in every for row in article.golden][:_QUESTIONS]
    for name in names:
        light = load_embedder(name)
        full = SentenceTransformerEmbedder(name, as_sentence_transformer(name))
        if not isinstance(light, LightEmbedder):
            print(f"{name}: not without torch")
        times = _times(light, full, texts, questions)
        least = _least_cosine(light, full, texts, questions)
        for embedder, (asking, reading) in zip((light, full), times, strict=True):
            print(f"{type(embedder).__name__:28}{asking:7.1f} ms {reading:6.2f} s")
        for set_, found in sets.items():
            print(_quality(light, set_, found), flush=True)
        (a, b), (c, d) = times
        print(f"{name}: question {c / a:.1f}, passages {d / b:.1f} times as fast; {least:.4f}")


def _times(
    light: Embedder, full: Embedder, texts: list[str], questions: list[str]
) -> list[tuple[float, float]]:
    """-> for each embedder: milliseconds per question, seconds for all texts"""
    asking = in_turn(questions, light.read_question, full.read_question)
    reading: tuple[list[float], list[float]] = ([], [])
    for _ in range(REPEATS):
        for embedder, seconds in zip((light, full), reading, strict=True):
            start = time.perf_counter()
            list(embedder.read_texts(texts))
            seconds.append(time.perf_counter() - start)
    return [
        (statistics.median(a) * 1000, statistics.median(b))
        for a, b in zip(asking, reading, strict=True)
    ]


def _least_cosine(light: Embedder, full: Embedder, texts: list[str], questions: list[str]) -> float:
    pairs = [(light.embed_texts(texts), full.embed_texts(texts))]
    for question in questions:
        pairs.append((light.read_question(question).vector, full.read_question(question).vector))
    return min(float(np.min((ours * theirs).sum(axis=-1))) for ours, theirs in pairs)


def _quality(embedder: Embedder, name: str, found: list[Article]) -> str:
    total = run((Library([a.document], embedder), a.golden) for a in found).total
    return (
        f"{name:12} {total.hit_at_1:.3f} {total.hit_at_3:.3f} {total.r_at_500:.3f} "
        f"{total.sent_at_1:.3f}"
    )


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])

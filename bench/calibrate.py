"""Fit the weights of ranking and confidence, and report how well confidence is calibrated.

    python bench/calibrate.py TRAIN FOLDER

TRAIN: the question sets that the default model was trained on; the fit uses only the documents that
training holds out. Each question is asked of its document (answerable), of its document without the
passages that answer it (near), and of the previous document (foreign), in documents as long as a
news article and about four times as long. It prints, to be copied into the code,

    the weights of the three signals, for passages and for sentences (softmax regression: which
    passage of a document answers, and which sentence of that passage?)
    the weights of confidence (logistic regression: does the first passage answer?), with the
    contribution of each feature: how much the loss rises without it

and the quality of confidence on the sets of FOLDER, which are not used in the fit.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from data import SETS, Article, articles
from numpy.typing import NDArray
from quality import auroc, is_other

from askdoc import features, rank
from askdoc.confidence import ANSWERED, PERHAPS, terms
from askdoc.embed import embed_question, load_embedder
from askdoc.library import Library
from askdoc.library.making import make_entries
from askdoc.marking import traits
from askdoc.speakers import asked_speaker
from askdoc.types import Candidate, Document, Embedder, Evidence, Question, Statistics
from askdoc.words import stems

sys.path.insert(0, str(Path(__file__).parent.parent / "training"))
from examples import SEVERAL_ON_ONE_THING, TextQuestion, documents, holds, read, touches

# In characters: about a news article, and a long one.
SIZES = 3_500, 14_000
# The maximum number of questions per document.
QUESTIONS = 60

Row = NDArray[np.float64]


@dataclass
class Group:
    """The n candidates for one question: (n, features), and which of them are right."""

    values: Row
    right: NDArray[np.bool_]


@dataclass
class Examples:
    """The data of the fits."""

    passages: list[Group] = field(default_factory=list)
    sentences: list[Group] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)


def main(train: Path, folder: Path) -> None:
    embedder = load_embedder()
    examples = collect(train, embedder)
    signals = "COSINE_WEIGHT, BM25_WEIGHT, MATCH_WEIGHT"
    weights = softmax_regression(examples.passages)
    print(f"passages ({len(examples.passages)} questions): {signals} = {shown(weights)}")
    weights = softmax_regression(examples.sentences)
    print(f"sentences ({len(examples.sentences)} questions): {signals}, traits = {shown(weights)}")
    fit_confidence(examples)
    print("\nConfidence with the current weights:")
    print("set          AUROC: foreign  near  right  ECE")
    for name in SETS:
        report(name, articles(folder, name), embedder)


def collect(train: Path, embedder: Embedder) -> Examples:
    found = Examples()
    chosen = random.Random(0)
    before: list[Question] = []
    for source, held_out, group in documents(train):
        if not held_out:
            continue
        for part in (part for size in SIZES for part in pieces(group, size)):
            text, questions = read(part)
            candidates = passages_of(text, embedder)
            asked = chosen.sample(questions, min(QUESTIONS, len(questions)))
            embedded = [embedded_question(question.text, embedder) for question in asked]
            for question, one in zip(embedded, asked, strict=True):
                ask(found, question, one, candidates, near=source not in SEVERAL_ON_ONE_THING)
            for question in chosen.sample(before, min(len(before), len(asked))):
                note(found, "foreign", question, candidates, ())
            before = embedded or before
    return found


def pieces(group: Sequence[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    """Split a document into parts of whole paragraphs, of about `size` characters."""
    part: list[dict[str, Any]] = []
    length = 0
    for paragraph in (p for article in group for p in article["paragraphs"]):
        part.append({"paragraphs": [paragraph]})
        length += len(paragraph["context"])
        if length >= size:
            yield part
            part, length = [], 0
    if part:
        yield part


def passages_of(text: str, embedder: Embedder) -> list[Candidate]:
    (entry,) = make_entries([Document("document", text, "")], embedder, None)
    return [
        Candidate(entry.document, p.start, p.end, p.heading, kept, partial(tuple, p.sentences))
        for p, kept in zip(entry.passages, entry.embedded, strict=True)
    ]


def embedded_question(text: str, embedder: Embedder) -> Question:
    speaker = frozenset(stems(asked_speaker(text) or ""))
    return replace(embed_question(text, embedder), speaker=speaker)


def ask(
    found: Examples,
    question: Question,
    asked: TextQuestion,
    candidates: Sequence[Candidate],
    near: bool,
) -> None:
    """Add a question to the examples; with `near`, also without the passages that answer it."""
    note(found, "answerable", question, candidates, asked.answers)
    measured = features.measure(question, candidates, statistics_of(candidates))
    best = [measured.sentences.signals(int(i)) for i in measured.best]
    whole = [measured.passages.signals(i) for i in range(len(candidates))]
    values = [
        [(getattr(a, n) + getattr(b, n)) / 2 for n in SIGNALS]
        for a, b in zip(whole, best, strict=True)
    ]
    right = [holds(c.start, c.end, asked.answers) for c in candidates]
    if any(right) and not all(right):
        found.passages.append(Group(np.array(values), np.array(right)))
    for i, candidate in enumerate(candidates):
        if right[i]:
            sentences = candidate.sentences()
            answering = [touches(s.start, s.end, asked.answers) for s in sentences]
            if any(answering) and not all(answering):
                first = int(measured.first[i])
                rows = [
                    [
                        *(getattr(measured.sentences.signals(first + k), n) for n in SIGNALS),
                        *traits(question.text, sentence.text),
                    ]
                    for k, sentence in enumerate(sentences)
                ]
                found.sentences.append(Group(np.array(rows, float), np.array(answering)))
            break
    if near:
        left = [c for c in candidates if not touches(c.start, c.end, asked.answers)]
        if len(left) > 2:
            note(found, "near", question, left, ())


SIGNALS = "cosine", "bm25", "match"


def note(
    found: Examples,
    kind: str,
    question: Question,
    candidates: Sequence[Candidate],
    answers: Sequence[tuple[int, int]] | frozenset[tuple[int, int]],
) -> None:
    first = rank.rank(question, candidates, statistics_of(candidates), 1)[0]
    found.evidence.append(first.why.evidence)
    found.right.append(any(first.start <= a and b <= first.end for a, b in answers))
    found.kinds.append(kind)


def statistics_of(candidates: Sequence[Candidate]) -> Statistics:
    words = [word for c in candidates for word in c.embedded.words]
    sentences = sum(len(c.embedded.sentence_vectors) for c in candidates)
    holding = Counter(word for c in candidates for word in set(c.embedded.words))
    n = len(candidates)
    return Statistics(n, len(words) / n, len(words) / max(1, sentences), holding)


def softmax_regression(groups: Sequence[Group], ridge: float = 1.0) -> Row:
    """The weights that maximize the likelihood of the right candidates (Newton's method)."""
    k = groups[0].values.shape[1]
    weights = np.full(k, 3.0)
    for _ in range(25):
        gradient, hessian = -ridge * weights, ridge * np.eye(k)
        for group in groups:
            logits = group.values @ weights
            p = np.exp(logits - logits.max())
            p /= p.sum()
            q = np.where(group.right, p, 0)
            q /= max(q.sum(), 1e-12)
            gradient += group.values.T @ (q - p)
            mean = p @ group.values
            hessian += (group.values * p[:, None]).T @ group.values - np.outer(mean, mean)
        weights = weights + np.linalg.solve(hessian, gradient)
    return weights


def fit_confidence(examples: Examples) -> None:
    names = list(terms(examples.evidence[0]))
    x = np.array([list(terms(evidence).values()) for evidence in examples.evidence])
    right = np.array(examples.right, float)
    whole, loss = logistic_regression(x, right)
    print(f"\nconfidence: {dict(Counter(examples.kinds))}, {right.mean():.3f} right")
    print(f"{'':14}weight  loss without it (with all: {loss:.4f})  AUROC near without it")
    p = predicted(x, whole)
    for i, name in enumerate(names):
        less = np.delete(x, i, axis=1)
        weights, without = logistic_regression(less, right)
        apart = auroc_of(examples.kinds, predicted(less, weights), "near")
        print(f"{name:14}{whole[i]:6.2f}  {without - loss:+.4f}  {apart:.3f}")
    print(f"OFFSET {whole[-1]:.2f}")
    print(
        "AUROC "
        + ", ".join(f"{k} {auroc_of(examples.kinds, p, k):.3f}" for k in ("foreign", "near"))
    )
    for least in (PERHAPS, ANSWERED):
        shares = {
            kind: np.mean(p[np.array(examples.kinds) == kind] >= least)
            for kind in ("answerable", "near", "foreign")
        }
        print(f"at least {least}: " + ", ".join(f"{k} {v:.3f}" for k, v in shares.items()))


def logistic_regression(x: Row, right: Row, ridge: float = 1.0) -> tuple[Row, float]:
    """The weights, followed by the offset, and the mean loss (Newton's method)."""
    design = np.concatenate([x, np.ones((len(x), 1))], axis=1)
    penalty = ridge * np.diag([*np.ones(x.shape[1]), 0.0])
    weights = np.zeros(design.shape[1])
    for _ in range(40):
        p = 1 / (1 + np.exp(-design @ weights))
        hessian = design.T @ (design * (p * (1 - p))[:, None]) + penalty
        weights += np.linalg.solve(hessian, design.T @ (right - p) - penalty @ weights)
    p = np.clip(predicted(x, weights), 1e-9, 1 - 1e-9)
    return weights, float(-np.mean(right * np.log(p) + (1 - right) * np.log(1 - p)))


def predicted(x: Row, weights: Row) -> Row:
    p: Row = 1 / (1 + np.exp(-(x @ weights[:-1] + weights[-1])))
    return p


def auroc_of(kinds: Sequence[str], p: Row, kind: str) -> float:
    of = np.array(kinds)
    return auroc(p[of == "answerable"], p[of == kind])


def report(name: str, found: Sequence[Article], embedder: Embedder) -> None:
    own, right, foreign, near = [], [], [], []
    for i, article in enumerate(found):
        library = Library([article.document], embedder)
        for row in article.golden:
            first = library.ask(row.question, 1)[0]
            own.append(first.confidence)
            right.append(any(first.start <= a and b <= first.end for a, b in row.answers))
        other = found[(i + 1) % len(found)]
        if is_other(other, article):
            foreign += [library.ask(row.question, 1)[0].confidence for row in other.golden]
        near += [library.ask(text, 1)[0].confidence for text in article.unanswerable]
    mine, strange, close, true = (np.array(v, float) for v in (own, foreign, near, right))
    p = np.concatenate([mine, strange])
    error = calibration_error(p, np.concatenate([true, np.zeros_like(strange)]))
    apart = auroc(p[: len(true)][true == 1], p[: len(true)][true == 0])
    print(f"{name:14}{auroc(mine, strange):12.3f}{auroc(mine, close):7.3f}{apart:7.3f}{error:6.3f}")


def calibration_error(p: Row, right: Row) -> float:
    """Expected calibration error: |mean confidence - share right| over ten equal bins of [0, 1]."""
    bins = np.minimum((p * 10).astype(int), 9)
    total = 0.0
    for b in range(10):
        inside = bins == b
        if inside.any():
            total += inside.mean() * abs(p[inside].mean() - right[inside].mean())
    return float(total)


def shown(weights: Row) -> str:
    return ", ".join(f"{weight:.2f}" for weight in weights)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]))

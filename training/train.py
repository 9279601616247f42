"""The default model from its base, all-MiniLM-L6-v2: question sets in, weights out.

    python training/train.py DATA OUT [--epochs 3]

DATA: a folder of question sets in SQuAD format. OUT gets a checkpoint every few minutes, from
which the same command goes on, and at the end `changes.safetensors`, what differs from the base.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import pickle
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from examples import Batch, batches
from safetensors.torch import save_file
from score import Encoder, Scores
from tokenizers import Tokenizer
from transformers import BertModel
from transformers.utils import logging

from askdoc.embed.loading import PROJECTION, base_folder

SEED = 0
# Below these, texts are read as the base reads them: less to ship, and less to forget.
FROZEN_LAYERS = 2
WORD_DIM = 96
RATE, WORDS_RATE, WARM_UP = 4e-5, 5e-4, 40
# What logits are at first beside scores; it is learned.
SCALE = 30.0
# A sentence counts beside its passage.
SENTENCES = 0.7
# A question without a word in common with its answer counts up to this many times as much.
OWN_WORDS = 2.0
# Continuous prose, of which there is least, is read so often in an epoch.
REPEATED = {"wiki": 2}
# So far weights go from the base to where training leads. What lies between does better on texts
# unlike those of training (Wortsman and others, "Robust fine-tuning of zero-shot models", 2022).
# Of .7, .85 and 1 it is the least that is within a standard error of the best on what is held out.
OF_THE_WAY = 0.85
CHECKPOINT_SECONDS = 240.0


@dataclass
class Measures:
    """Sums over questions: of the loss, of right first passages and sentences."""

    questions: int = 0
    sums: dict[str, float] = field(default_factory=dict)

    def add(self, n: int, **values: float) -> None:
        self.questions += n
        for name, value in values.items():
            self.sums[name] = self.sums.get(name, 0.0) + value

    def __str__(self) -> str:
        means = (f"{name} {value / self.questions:.3f}" for name, value in self.sums.items())
        return f"{self.questions} questions, " + ", ".join(means)


class Training:
    """The model, how far it is, and what it learns from."""

    def __init__(self, data: Path, out: Path, epochs: float) -> None:
        torch.manual_seed(SEED)
        self.out = out
        self.data = digest(data)
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        found = prepared(data, out / f"batches-{self.data[:12]}.pickle")
        self.held_out = [batch for batch in found if batch.held_out]
        self.order = _order([batch for batch in found if not batch.held_out], epochs)
        self.encoder = encoder().to(self.device)
        self.scale = torch.nn.Parameter(torch.tensor(math.log(SCALE), device=self.device))
        bert = [p for p in self.encoder.bert.parameters() if p.requires_grad]
        groups = [
            {"params": bert, "rate": RATE},
            {"params": [*self.encoder.words.parameters(), self.scale], "rate": WORDS_RATE},
        ]
        self.optimizer = torch.optim.AdamW(groups, lr=RATE, weight_decay=0.01)
        self.step = 0
        self.seconds = 0.0
        self.resume()
        if self.step == 0:
            principal_components(self.encoder, self.order[:8])

    @property
    def checkpoint(self) -> Path:
        return self.out / "checkpoint.pt"

    def resume(self) -> None:
        if self.checkpoint.exists():
            state = torch.load(self.checkpoint, map_location=self.device)
            if state["data"] != self.data:
                raise SystemExit(f"{self.out}: holds a run on other data; choose another folder")
            self.encoder.load_state_dict(state["encoder"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.scale.data = state["scale"]
            self.step, self.seconds = state["step"], state["seconds"]
            print(f"goes on from step {self.step}", flush=True)

    def save(self) -> None:
        state = {
            "encoder": self.encoder.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "scale": self.scale.data,
            "data": self.data,
            "step": self.step,
            "seconds": self.seconds,
        }
        partial = self.checkpoint.with_suffix(".tmp")
        torch.save(state, partial)
        partial.replace(self.checkpoint)

    def run(self) -> None:
        last = begun = time.monotonic()
        before = self.seconds
        measures = Measures()
        while self.step < len(self.order):
            n, sums = self.learn(self.order[self.step])
            measures.add(n, **sums)
            self.step += 1
            now = time.monotonic()
            self.seconds = before + now - begun
            if self.step % 10 == 0:
                left = self.seconds / self.step * (len(self.order) - self.step)
                print(
                    f"step {self.step} of {len(self.order)}, {left / 60:.0f} minutes left: "
                    f"{measures}, scale {self.scale.exp():.1f}",
                    flush=True,
                )
                measures = Measures()
            if now - last > CHECKPOINT_SECONDS:
                self.save()
                last = now
        self.save()

    def learn(self, batch: Batch) -> Any:
        """One step -> what `Measures.add` takes. subtle: the rate hangs on the step alone, so a
        run that was stopped ends as one that was not."""
        share = min(1.0, (self.step + 1) / WARM_UP) * (1 - self.step / len(self.order))
        for group in self.optimizer.param_groups:
            group["lr"] = group["rate"] * share
        loss, (n, sums) = self.loss(batch)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.encoder.parameters(), 1.0)
        self.optimizer.step()
        return n, sums

    def loss(self, batch: Batch) -> tuple[Any, tuple[int, dict[str, float]]]:
        questions = batch.questions
        scores: Scores = self.encoder(batch, questions)
        right, parts, others = (
            torch.tensor(rows, device=self.device)
            for rows in (
                [q.passages.tolist() for q in questions],
                [q.sentences.tolist() for q in questions],
                [q.others.tolist() for q in questions],
            )
        )
        shared = [float(q.sentence_bm25[q.sentences].max()) for q in questions]
        weights = torch.tensor(shared, device=self.device)
        weights = OWN_WORDS - (OWN_WORDS - 1) * weights.clamp(0, 1)
        of = torch.from_numpy(batch.sentence_passages).to(self.device)
        scale = self.scale.exp()
        whole = _cross_entropy(scores.passages * scale, right, others)
        part = _cross_entropy(scores.sentences * scale, parts, others[:, of])
        loss = ((whole + SENTENCES * part) * weights).sum() / weights.sum()
        first = scores.passages.masked_fill(others, -9).argmax(1, keepdim=True)
        strongest = scores.sentences.masked_fill(others[:, of], -9).argmax(1, keepdim=True)
        sums = {
            "loss": float(loss.detach()) * len(questions),
            "passage": float(right.gather(1, first).sum()),
            "sentence": float(parts.gather(1, strongest).sum()),
        }
        return loss, (len(questions), sums)

    @torch.no_grad()
    def measure(self) -> None:
        """Print how good it is on what is held out, by the source of the questions and by whether
        they share a word with the sentence that answers."""
        found: dict[str, Measures] = {}
        for batch in self.held_out:
            own = [question for question in batch.questions if question.shares_no_word]
            for name, questions in ((batch.source, batch.questions), ("own words", own)):
                if questions:
                    part = Batch(**{**vars(batch), "questions": questions})
                    n, sums = self.loss(part)[1]
                    found.setdefault(name, Measures()).add(n, **sums)
        for name, measures in sorted(found.items()):
            print(f"held out, {name}: {measures}", flush=True)

    def changes(self) -> dict[str, torch.Tensor]:
        """What differs from the base, in 16 bits, and the projection of words."""
        found = {PROJECTION: self.encoder.words.weight.data.cpu()}
        tuned = self.encoder.bert.state_dict()
        for name, base in base_model().state_dict().items():
            if not torch.equal(tuned[name].cpu(), base):
                found[name] = base + OF_THE_WAY * (tuned[name].cpu() - base)
        return {name: tensor.half().contiguous() for name, tensor in found.items()}


def digest(data: Path) -> str:
    """sha256 of the question sets of a folder."""
    found = hashlib.sha256()
    for path in sorted(data.glob("*.json")):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


def prepared(data: Path, path: Path) -> list[Batch]:
    """All batches; read again from the path the second time."""
    if path.exists():
        found: list[Batch] = pickle.loads(path.read_bytes())
        return found
    print("dividing the documents: a few minutes", flush=True)
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    found = list(batches(data, tokenizer))
    path.write_bytes(pickle.dumps(found))
    return found


def _order(found: Sequence[Batch], epochs: float) -> list[Batch]:
    """All steps: each epoch in an order of its own."""
    shuffled = random.Random(SEED)
    steps: list[Batch] = []
    for _ in range(math.ceil(epochs)):
        epoch = [batch for batch in found for _ in range(REPEATED.get(batch.source, 1))]
        shuffled.shuffle(epoch)
        steps += epoch
    return steps[: round(len(steps) * epochs / math.ceil(epochs))]


def base_model() -> Any:
    # that the pooler is left out is meant
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    return BertModel.from_pretrained(
        str(base_folder()),
        add_pooling_layer=False,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )


def encoder() -> Encoder:
    bert = base_model()
    frozen = [bert.embeddings, *bert.encoder.layer[:FROZEN_LAYERS]]
    for part in frozen:
        part.requires_grad_(False)
    return Encoder(bert, WORD_DIM)


@torch.no_grad()
def principal_components(model: Encoder, some: Sequence[Batch]) -> None:
    """Begin the projection with the directions in which words differ most."""
    rows = torch.cat([F.normalize(model.read(b.windows, 2).flatten(0, 1), dim=-1) for b in some])
    directions = torch.linalg.eigh(rows.T @ rows).eigenvectors
    model.words.weight.copy_(directions[:, -WORD_DIM:].T)


def _cross_entropy(logits: Any, right: Any, others: Any) -> Any:
    """(questions,): -ln of the share of probability that falls on what is right."""
    logits = logits.masked_fill(others & ~right, float("-inf"))
    chosen = logits.masked_fill(~right, float("-inf"))
    return logits.logsumexp(1) - chosen.logsumexp(1)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=float, default=3.0, help="how often all is read")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    training = Training(given.data, given.out, given.epochs)
    try:
        if training.step == 0:
            print("measuring the base on what is held out", flush=True)
            training.measure()
        training.run()
        training.measure()
    except KeyboardInterrupt:
        training.save()
        raise SystemExit("stopped; the same command goes on from here") from None
    save_file(training.changes(), given.out / "changes.safetensors")
    print(f"{given.out / 'changes.safetensors'}: done")


if __name__ == "__main__":
    main()

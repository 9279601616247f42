"""Train the default model from its base, all-MiniLM-L6-v2.

    python training/train.py DATA OUT [--epochs 3]

DATA: a folder of question sets in SQuAD format. A checkpoint is saved in OUT every few minutes,
from which the same command continues; at the end, the weights that differ from the base are saved
in `changes.safetensors`.
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
# The embeddings and this many layers stay as in the base, which saves space and limits forgetting.
FROZEN_LAYERS = 2
WORD_DIM = 96
RATE, WORDS_RATE, WARM_UP = 4e-5, 5e-4, 40
# The initial ratio of logits to scores (inverse temperature); it is learned.
SCALE = 30.0
# The weight of the loss of sentences; that of passages has weight 1.
SENTENCES = 0.7
# The maximum weight of questions that share no word with their answers.
OWN_WORDS = 2.0
# How often a source is repeated in an epoch: continuous prose is the rarest.
REPEATED = {"wiki": 2}
# The saved weights are interpolated between the base (0) and the trained weights (1), which
# generalizes better to texts unlike the training data (Wortsman and others, "Robust fine-tuning of
# zero-shot models", 2022). Of .7, .85 and 1, this is the lowest that is within a standard error of
# the best on held-out documents.
INTERPOLATION = 0.85
CHECKPOINT_SECONDS = 240.0


@dataclass
class Measures:
    """Sums over questions: the loss, and how many passages and sentences ranked first are right."""

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
    """The state of training: the model, the optimizer, the data and the current step."""

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
                raise SystemExit(f"{self.out}: contains a run on other data; choose another folder")
            self.encoder.load_state_dict(state["encoder"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.scale.data = state["scale"]
            self.step, self.seconds = state["step"], state["seconds"]
            print(f"continuing from step {self.step}", flush=True)

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
        last = start = time.monotonic()
        before = self.seconds
        measures = Measures()
        while self.step < len(self.order):
            n, sums = self.learn(self.order[self.step])
            measures.add(n, **sums)
            self.step += 1
            now = time.monotonic()
            self.seconds = before + now - start
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
        """Run one step -> the arguments of `Measures.add`. subtle: the learning rate depends on the
        step alone, so an interrupted run ends like one that was not interrupted."""
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
        """Print the measures on held-out documents, by source, and for questions in own words."""
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
        """The weights that differ from the base, in 16 bits, and the projection of words."""
        found = {PROJECTION: self.encoder.words.weight.data.cpu()}
        tuned = self.encoder.bert.state_dict()
        for name, base in base_model().state_dict().items():
            if not torch.equal(tuned[name].cpu(), base):
                found[name] = base + INTERPOLATION * (tuned[name].cpu() - base)
        return {name: tensor.half().contiguous() for name, tensor in found.items()}


def digest(data: Path) -> str:
    """The SHA-256 of the question sets in a folder."""
    found = hashlib.sha256()
    for path in sorted(data.glob("*.json")):
        found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()


def prepared(data: Path, path: Path) -> list[Batch]:
    """All batches, cached in a file."""
    if path.exists():
        found: list[Batch] = pickle.loads(path.read_bytes())
        return found
    print("preparing the batches: a few minutes", flush=True)
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    found = list(batches(data, tokenizer))
    path.write_bytes(pickle.dumps(found))
    return found


def _order(found: Sequence[Batch], epochs: float) -> list[Batch]:
    """The batches of all steps, shuffled anew in each epoch."""
    shuffled = random.Random(SEED)
    steps: list[Batch] = []
    for _ in range(math.ceil(epochs)):
        epoch = [batch for batch in found for _ in range(REPEATED.get(batch.source, 1))]
        shuffled.shuffle(epoch)
        steps += epoch
    return steps[: round(len(steps) * epochs / math.ceil(epochs))]


def base_model() -> Any:
    # transformers would warn that the pooler is missing
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
def principal_components(model: Encoder, sample: Sequence[Batch]) -> None:
    """Initialize the projection with the principal components of tokens."""
    windows = (model.read(batch.windows, 2).flatten(0, 1) for batch in sample)
    rows = torch.cat([F.normalize(tokens, dim=-1) for tokens in windows])
    directions = torch.linalg.eigh(rows.T @ rows).eigenvectors
    model.words.weight.copy_(directions[:, -WORD_DIM:].T)


def _cross_entropy(logits: Any, right: Any, others: Any) -> Any:
    """(questions,): the negative log of the probability of the right texts, ignoring `others`."""
    logits = logits.masked_fill(others & ~right, float("-inf"))
    chosen = logits.masked_fill(~right, float("-inf"))
    return logits.logsumexp(1) - chosen.logsumexp(1)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=float, default=3.0, help="number of epochs (3)")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    training = Training(given.data, given.out, given.epochs)
    try:
        if training.step == 0:
            print("measuring the base on held-out documents", flush=True)
            training.measure()
        training.run()
        training.measure()
    except KeyboardInterrupt:
        training.save()
        raise SystemExit("stopped; the same command continues from here") from None
    save_file(training.changes(), given.out / "changes.safetensors")
    print(f"{given.out / 'changes.safetensors'}: done")


if __name__ == "__main__":
    main()

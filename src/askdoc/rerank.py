"""An optional reranker: any sentence-transformers CrossEncoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from askdoc.embed import load_model
from askdoc.errors import ModelError
from askdoc.messages import tr
from askdoc.types import Answer


class Reranker:
    """Reorders the best answers. Raises `ModelError` if the model cannot be loaded."""

    def __init__(self, model: str | Path) -> None:
        self.name = str(model)
        self._model = load_model("CrossEncoder", model)
        if self._model.num_labels != 1:
            raise ModelError(
                tr(
                    "reranker {name!r} returns {num_labels} scores per passage; choose a "
                    "CrossEncoder that returns one",
                    name=self.name,
                    num_labels=self._model.num_labels,
                )
            )

    def rerank(self, question: str, answers: Sequence[Answer]) -> tuple[Answer, ...]:
        """The answers, best first by both scores.

        Score and confidence become the means of their own and the model's number, 0..1. A
        cross-encoder alone reads many a passage worse than the ranking that chose it.
        """
        if not answers:
            return ()
        from torch.nn import Sigmoid

        pairs = [(question, answer.text) for answer in answers]
        numbers = self._model.predict(pairs, activation_fn=Sigmoid(), show_progress_bar=False)
        both = [
            replace(a, score=(a.score + n) / 2, confidence=(a.confidence + n) / 2)
            for a, n in zip(answers, numbers.tolist(), strict=True)
        ]
        return tuple(sorted(both, key=lambda answer: -answer.score))

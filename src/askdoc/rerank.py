"""An optional second look at the best answers, by any sentence-transformers CrossEncoder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from askdoc.embed import load_model
from askdoc.errors import ModelError
from askdoc.types import Answer


class Reranker:
    """Orders answers anew. Raises `ModelError` if the model cannot be had."""

    def __init__(self, model: str | Path) -> None:
        self.name = str(model)
        self._model = load_model("CrossEncoder", model)
        if self._model.num_labels != 1:
            raise ModelError(
                f"reranker {self.name!r} gives {self._model.num_labels} numbers for a passage; "
                "choose a CrossEncoder that gives one"
            )

    def rerank(self, question: str, answers: Sequence[Answer]) -> tuple[Answer, ...]:
        """The answers in the model's order, its numbers being their scores, higher is better."""
        if not answers:
            return ()
        pairs = [(question, answer.text) for answer in answers]
        scores = self._model.predict(pairs, show_progress_bar=False).tolist()
        scored = [replace(a, score=score) for a, score in zip(answers, scores, strict=True)]
        return tuple(sorted(scored, key=lambda answer: -answer.score))

"""A retriever for Haystack: `pip install "askdoc[haystack]"`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from haystack import Document, component, default_from_dict, default_to_dict

from askdoc.errors import ConfigError
from askdoc.library import Library
from askdoc.library import open as open_library
from askdoc.messages import tr
from askdoc.retrieved import identifier, metadata


@component
class AskdocRetriever:
    """The passages that answer a question, as Haystack documents, best first.

    paths, index, model: the arguments of `askdoc.open`, which is called when the pipeline is warmed
    up or first run, so that a pipeline can be serialized and loaded again, with
    `Pipeline.loads(text, allowed_modules=["askdoc.haystack"])`
    library: an open library instead; such a component cannot be serialized
    top_k: the maximum number of passages; documents: the names of those to search, None for all
    answered_only: return no passages if the documents do not seem to answer, instead of the closest
    ones

    A document's score is the ranking score, its `meta` is described in `askdoc.retrieved`.
    """

    def __init__(
        self,
        paths: str | Sequence[str] = (),
        *,
        index: str | None = None,
        model: str | None = None,
        library: Library | None = None,
        top_k: int = 3,
        documents: Sequence[str] | None = None,
        answered_only: bool = False,
    ) -> None:
        self.paths = paths if isinstance(paths, str) else list(paths)
        self.index, self.model = index, model
        self.top_k, self.documents, self.answered_only = top_k, documents, answered_only
        self._has_library = library is not None
        self._library = library

    def warm_up(self) -> None:
        """Open the library. Raises what `askdoc.open` raises."""
        if self._library is None:
            self._library = open_library(self.paths, index=self.index, model=self.model)

    @component.output_types(documents=list[Document], state=str)
    def run(self, query: str, top_k: int | None = None) -> dict[str, Any]:
        """The documents, and the state of the reply: "answered", "perhaps" or "not".

        Raises `QuestionError` and `DocumentError` like `Library.ask`.
        """
        self.warm_up()
        assert self._library is not None
        wanted = self.top_k if top_k is None else top_k
        reply = self._library.ask(query, wanted, documents=self.documents)
        answers = () if self.answered_only and reply.state == "not" else reply.answers
        found = [
            Document(
                id=identifier(answer),
                content=answer.text,
                meta={**metadata(reply, answer)},
                score=answer.score,
            )
            for answer in answers
        ]
        return {"documents": found, "state": reply.state}

    def to_dict(self) -> dict[str, Any]:
        """Serialize for a pipeline file. Raises `ConfigError` if it has an open library."""
        if self._has_library:
            raise ConfigError(
                tr(
                    "a retriever with an open library cannot be serialized; give it paths or an "
                    "index"
                )
            )
        return default_to_dict(
            self,
            paths=self.paths,
            index=self.index,
            model=self.model,
            top_k=self.top_k,
            documents=None if self.documents is None else list(self.documents),
            answered_only=self.answered_only,
        )

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> AskdocRetriever:
        """Create from the output of `to_dict`; nothing is opened yet."""
        made: AskdocRetriever = default_from_dict(cls, data)
        return made

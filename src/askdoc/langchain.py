"""A retriever for LangChain: `pip install "askdoc[langchain]"`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from askdoc.library import Library
from askdoc.retrieved import identifier, metadata


class AskdocRetriever(BaseRetriever):
    """The passages that answer a question, as LangChain documents, best first.

    library: the library to ask, from `askdoc.open`; k: the maximum number of passages, also in
    `invoke(question, k=...)`; documents: the names of those to search, None for all
    answered_only: return no passages if the documents do not seem to answer, instead of the closest
    ones

    `metadata` is described in `askdoc.retrieved`. Raises `QuestionError` and `DocumentError` like
    `Library.ask`.
    """

    library: Library
    k: int = 3
    documents: Sequence[str] | None = None
    answered_only: bool = False

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain passes it
        k: int | None = None,
    ) -> list[Document]:
        reply = self.library.ask(query, self.k if k is None else k, documents=self.documents)
        if self.answered_only and reply.state == "not":
            return []
        found: list[Document] = []
        for answer in reply:
            about: dict[str, Any] = {**metadata(reply, answer)}
            found.append(Document(answer.text, id=identifier(answer), metadata=about))
        return found

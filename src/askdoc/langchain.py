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

    library: what is asked, as `askdoc.open` gives it; k: how many passages at most, also in
    `invoke(question, k=...)`; documents: the names of those to look in, None for all
    answered_only: give nothing where the documents do not seem to say, rather than the closest
    passages

    `metadata` is that of `askdoc.retrieved`. Raises `QuestionError` and `DocumentError` as
    `Library.ask` does.
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

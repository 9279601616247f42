"""A retriever for LlamaIndex: `pip install "askdoc[llamaindex]"`."""

from __future__ import annotations

from collections.abc import Sequence

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from askdoc.library import Library
from askdoc.retrieved import identifier, metadata


class AskdocRetriever(BaseRetriever):
    """The passages that answer a question, as LlamaIndex nodes, best first.

    library: the library to ask, from `askdoc.open`
    similarity_top_k: the maximum number of passages
    documents: the names of those to search, None for all
    answered_only: return no passages if the documents do not seem to answer, instead of the closest
    ones

    A node's score is the ranking score. Its `metadata` is described in `askdoc.retrieved`; a
    language model sees the keys in `SHOWN`. Raises `QuestionError` and `DocumentError` like
    `Library.ask`.
    """

    def __init__(
        self,
        library: Library,
        similarity_top_k: int = 3,
        *,
        documents: Sequence[str] | None = None,
        answered_only: bool = False,
    ) -> None:
        super().__init__()
        self.library = library
        self.similarity_top_k = similarity_top_k
        self.documents = documents
        self.answered_only = answered_only

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        reply = self.library.ask(
            query_bundle.query_str, self.similarity_top_k, documents=self.documents
        )
        if self.answered_only and reply.state == "not":
            return []
        nodes = []
        for answer in reply:
            about = metadata(reply, answer)
            node = TextNode(
                id_=identifier(answer),
                text=answer.text,
                start_char_idx=answer.start,
                end_char_idx=answer.end,
                metadata=about,
                excluded_llm_metadata_keys=[key for key in about if key not in SHOWN],
                excluded_embed_metadata_keys=list(about),
            )
            nodes.append(NodeWithScore(node=node, score=answer.score))
        return nodes


# The metadata that a language model sees.
SHOWN = ("source", "page_name", "speaker")

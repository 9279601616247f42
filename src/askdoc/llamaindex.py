"""A retriever for LlamaIndex: `pip install "askdoc[llamaindex]"`."""

from __future__ import annotations

from collections.abc import Sequence

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from askdoc.library import Library
from askdoc.retrieved import identifier, metadata


class AskdocRetriever(BaseRetriever):
    """The passages that answer a question, as LlamaIndex nodes, best first.

    library: what is asked, as `askdoc.open` gives it; similarity_top_k: how many passages at most;
    documents: the names of those to look in, None for all
    answered_only: give nothing where the documents do not seem to say, rather than the closest
    passages

    A node's score is the ranking score. Its `metadata` is that of `askdoc.retrieved`, of which a
    model that reads the passages is shown what `SHOWN` names. Raises `QuestionError` and
    `DocumentError` as `Library.ask` does.
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

"""Compare askdoc with LangChain, LlamaIndex, Haystack, txtai and Chroma.

    python bench/frameworks.py FOLDER [FRAMEWORK...]

Each framework is used as in its own introduction, with the model that askdoc includes, in a process
of its own: it indexes all articles of wiki-dev and answers their questions. Results are measured as
in bench/quality.py. askdoc needs none of the frameworks; install them in a separate environment:

    pip install -e . langchain-huggingface langchain-text-splitters llama-index-core \
        llama-index-embeddings-huggingface sentence-transformers-haystack txtai chromadb

The table is written to bench/RESULTS.md. FOLDER: question sets in the format of bench/data.py.
"""

from __future__ import annotations

import contextlib
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from data import articles
from timing import write

import askdoc
from askdoc.embed.loading import base_folder
from askdoc.evaluation import Retrieved, measure

MODEL = str(base_folder())
# The number of timed questions, after all have been asked once.
TIMED = 100
TOP_K = 10

# A question -> the passages found, best first: document, start, end.
Ask = Callable[[str], Sequence[Retrieved]]
Documents = Sequence[askdoc.Document]


def with_askdoc(documents: Documents) -> Ask:
    library = askdoc.Library(documents)

    def ask(question: str) -> list[Retrieved]:
        reply = library.ask(question, TOP_K)
        return [Retrieved(answer.document.name, answer.start, answer.end) for answer in reply]

    return ask


def windows(documents: Documents) -> Any:
    """LangChain's documents, split as in its introduction to retrieval."""
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=1000, chunk_overlap=200, add_start_index=True
    )
    return splitter.split_documents(
        Document(document.text, metadata={"name": document.name}) for document in documents
    )


def with_langchain(documents: Documents) -> Ask:
    from langchain_core.vectorstores import InMemoryVectorStore
    from langchain_huggingface import HuggingFaceEmbeddings

    store = InMemoryVectorStore(HuggingFaceEmbeddings(model_name=MODEL))
    store.add_documents(windows(documents))

    def ask(question: str) -> list[Retrieved]:
        return [
            _from(found.metadata["name"], found.metadata["start_index"], found.page_content)
            for found in store.similarity_search(question, k=TOP_K)
        ]

    return ask


def with_llamaindex(documents: Documents) -> Ask:
    from llama_index.core import Document, VectorStoreIndex
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    index = VectorStoreIndex.from_documents(
        [Document(text=d.text, metadata={"name": d.name}) for d in documents],
        embed_model=HuggingFaceEmbedding(model_name=MODEL),
    )
    retriever = index.as_retriever(similarity_top_k=TOP_K)

    def ask(question: str) -> list[Retrieved]:
        nodes = [found.node for found in retriever.retrieve(question)]
        return [
            Retrieved(node.metadata["name"], node.start_char_idx, node.end_char_idx)
            for node in nodes
        ]

    return ask


def with_haystack(documents: Documents) -> Ask:
    from haystack import Document
    from haystack.components.preprocessors import DocumentSplitter
    from haystack.components.retrievers import InMemoryEmbeddingRetriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore
    from haystack_integrations.components.embedders.sentence_transformers import (
        SentenceTransformersDocumentEmbedder,
        SentenceTransformersTextEmbedder,
    )

    splitter = DocumentSplitter(split_by="word", split_length=200)
    splitter.warm_up()
    whole = [Document(content=d.text, meta={"name": d.name}) for d in documents]
    embedder = SentenceTransformersDocumentEmbedder(model=MODEL, progress_bar=False)
    embedder.warm_up()
    store = InMemoryDocumentStore(embedding_similarity_function="cosine")
    store.write_documents(embedder.run(splitter.run(whole)["documents"])["documents"])
    questions = SentenceTransformersTextEmbedder(model=MODEL, progress_bar=False)
    questions.warm_up()
    retriever = InMemoryEmbeddingRetriever(store, top_k=TOP_K)

    def ask(question: str) -> list[Retrieved]:
        found = retriever.run(query_embedding=questions.run(question)["embedding"])["documents"]
        return [_from(one.meta["name"], one.meta["split_idx_start"], one.content) for one in found]

    return ask


def with_txtai(documents: Documents) -> Ask:
    from txtai import Embeddings
    from txtai.pipeline import Segmentation

    segment = Segmentation(paragraphs=True)
    places: list[Retrieved] = []
    texts: list[str] = []
    for document in documents:
        end = 0
        for text in segment(document.text):
            start = document.text.find(text, end)
            if start < 0:  # its white space was changed
                continue
            end = start + len(text)
            places.append(Retrieved(document.name, start, end))
            texts.append(text)
    embeddings = Embeddings(path=MODEL)
    embeddings.index(texts)

    def ask(question: str) -> list[Retrieved]:
        return [places[number] for number, _ in embeddings.search(question, TOP_K)]

    return ask


def with_chroma(documents: Documents) -> Ask:
    import chromadb
    from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction

    parts = windows(documents)
    client = chromadb.Client(chromadb.Settings(anonymized_telemetry=False))
    collection = client.create_collection(
        f"articles-{len(documents)}", embedding_function=SentenceTransformerEmbeddingFunction(MODEL)
    )
    for at in range(0, len(parts), 1000):  # the size of a batch is limited
        some = parts[at : at + 1000]
        collection.add(
            ids=[str(at + i) for i in range(len(some))],
            documents=[part.page_content for part in some],
            metadatas=[part.metadata for part in some],
        )

    def ask(question: str) -> list[Retrieved]:
        found = collection.query(query_texts=[question], n_results=TOP_K)
        rows = zip(found["metadatas"][0], found["documents"][0], strict=True)
        return [_from(about["name"], about["start_index"], text) for about, text in rows]

    return ask


def _from(name: str, start: int, text: str) -> Retrieved:
    return Retrieved(name, start, start + len(text))


FRAMEWORKS: dict[str, tuple[Callable[[Documents], Ask], str]] = {
    "askdoc": (with_askdoc, "askdoc"),
    "LangChain": (with_langchain, "langchain-core"),
    "LlamaIndex": (with_llamaindex, "llama-index-core"),
    "Haystack": (with_haystack, "haystack-ai"),
    "txtai": (with_txtai, "txtai"),
    "Chroma": (with_chroma, "chromadb"),
}


def run(name: str, folder: Path) -> dict[str, Any]:
    """Index with a framework, ask it, and measure."""
    found = articles(folder, "wiki-dev")
    documents = [article.document for article in found]
    golden = [row for article in found for row in article.golden]
    with contextlib.redirect_stdout(sys.stderr):
        make, _ = FRAMEWORKS[name]
        make(documents[:1])("Warm?")  # warm-up is not counted
        began = time.perf_counter()
        ask = make(documents)
        indexing = time.perf_counter() - began
        measures = measure([(row, ask(row.question)) for row in golden])
        taken = []
        for row in golden[:: max(1, len(golden) // TIMED)]:
            began = time.perf_counter()
            ask(row.question)
            taken.append(time.perf_counter() - began)
    return {
        "index": indexing,
        "ask": statistics.median(taken),
        "quality": [measures.hit_at_1, measures.mrr, measures.r_at_500, measures.r_at_1000],
    }


def table(results: dict[str, dict[str, Any]]) -> str:
    lines = [
        "| | hit@1 | MRR | r@500 | r@1000 | time a question, askdoc's = 1 | indexing, the same |",
        "|---|---|---|---|---|---|---|",
    ]
    ours = results["askdoc"]
    for name, one in results.items():
        cells = [f"{value:.3f}" for value in one["quality"]]
        cells += [f"{one[key] / ours[key]:.1f}" for key in ("ask", "index")]
        lines.append(f"| {name} {version(FRAMEWORKS[name][1])} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main(folder: Path, names: Iterable[str]) -> None:
    results = {}
    for name in dict.fromkeys(["askdoc", *names]):
        out = subprocess.run(
            [sys.executable, __file__, "--run", name, str(folder)],
            stdout=subprocess.PIPE,
            check=True,
        )
        results[name] = json.loads(out.stdout.splitlines()[-1])
        print(name, results[name], flush=True)
    about = (
        "All articles of wiki-dev in one index, and all questions about them; each framework as in "
        "its introduction, with the model that askdoc includes. A passage of 1,000 characters is "
        "more likely to contain an answer than askdoc's of 400; r@500 and r@1000 measure how much "
        "a person has to read."
    )
    write("other frameworks", about, table(results))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        print(json.dumps(run(sys.argv[2], Path(sys.argv[3]))))
    elif len(sys.argv) > 1:
        main(Path(sys.argv[1]), sys.argv[2:] or FRAMEWORKS)
    else:
        sys.exit(__doc__)

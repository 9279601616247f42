"""The retrievers of the frameworks: their own tests, and what stands in the metadata."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import haystack
import pytest
from conftest import CORPUS, ROOT, FakeEmbedder, fake_library
from langchain_core.runnables import RunnableLambda
from langchain_tests.integration_tests import RetrieversIntegrationTests
from llama_index.core.schema import MetadataMode

import askdoc
from askdoc.errors import ConfigError, QuestionError
from askdoc.haystack import AskdocRetriever as ForHaystack
from askdoc.langchain import AskdocRetriever as ForLangChain
from askdoc.llamaindex import AskdocRetriever as ForLlamaIndex

TEXTS = (
    'Kerry said: "Assad must go." Nobody answered him.\n\nA cat slept.',
    "A dog ate bread in Berlin.\n\nHammond met Kerry in London.",
)

pytestmark = pytest.mark.slow


class TestLangChainStandard(RetrieversIntegrationTests):
    """The tests that LangChain publishes for retrievers."""

    @property
    def retriever_constructor(self) -> type[ForLangChain]:
        return ForLangChain

    @property
    def retriever_constructor_params(self) -> dict[str, Any]:
        return {"library": fake_library(*TEXTS)}

    @property
    def retriever_query_example(self) -> str:
        return "What did Kerry say?"


def by_langchain(library: askdoc.Library, question: str, **options: Any) -> list[Any]:
    found = ForLangChain(library=library, **options).invoke(question)
    return [(one.page_content, one.metadata, one.id) for one in found]


def by_llamaindex(library: askdoc.Library, question: str, **options: Any) -> list[Any]:
    options = {"similarity_top_k" if key == "k" else key: v for key, v in options.items()}
    found = ForLlamaIndex(library, **options).retrieve(question)
    return [(one.text, one.metadata, one.node_id) for one in found]


def by_haystack(library: askdoc.Library, question: str, **options: Any) -> list[Any]:
    options = {"top_k" if key == "k" else key: v for key, v in options.items()}
    pipeline = haystack.Pipeline()
    pipeline.add_component("askdoc", ForHaystack(library=library, **options))
    found = pipeline.run({"askdoc": {"query": question}})["askdoc"]["documents"]
    return [(one.content, one.meta, one.id) for one in found]


each = pytest.mark.parametrize("retrieve", [by_langchain, by_llamaindex, by_haystack])


@each
def test_metadata_leads_to_the_place(retrieve: Callable[..., list[Any]]) -> None:
    library = fake_library(*TEXTS)
    found = retrieve(library, "What did Kerry say about Assad?", k=2)
    reply = library.ask("What did Kerry say about Assad?", 2)
    assert len(found) == len(reply) == 2
    for (text, about, name), answer in zip(found, reply, strict=True):
        full_text = library.document(about["source"]).text
        assert text == full_text[about["start"] : about["end"]] == answer.text
        assert about["sentence"] == full_text[about["sentence_start"] : about["sentence_end"]]
        assert about["speaker"] == answer.speaker
        assert about["confidence"] == pytest.approx(answer.confidence)
        assert about["state"] == reply.state
        assert about["page"] is None
        assert name == f"{about['sha256']}:{answer.start}-{answer.end}"
    assert found[0][1]["speaker"] == "Kerry"
    assert found[0][1]["source"] == "1.txt"


@each
def test_only_named_documents_are_searched(retrieve: Callable[..., list[Any]]) -> None:
    found = retrieve(fake_library(*TEXTS), "Kerry?", documents=["2.txt"])
    assert {about["source"] for _, about, _ in found} == {"2.txt"}


@each
def test_errors_are_askdoc_errors(retrieve: Callable[..., list[Any]]) -> None:
    library = fake_library(*TEXTS)
    with pytest.raises((QuestionError, haystack.core.errors.PipelineRuntimeError), match="empty"):
        retrieve(library, " ")
    with pytest.raises(Exception, match="no document 'x' in the library"):
        retrieve(library, "Kerry?", documents=["x"])


@each
def test_nothing_that_is_not_said_if_so_wanted(retrieve: Callable[..., list[Any]]) -> None:
    library = fake_library(*TEXTS)
    question = "How tall is the tower of Pisa?"
    assert library.ask(question).state == "not"
    assert {about["state"] for _, about, _ in retrieve(library, question)} == {"not"}
    assert retrieve(library, question, answered_only=True) == []


def test_in_a_chain_of_langchain() -> None:
    retriever = ForLangChain(library=fake_library(*TEXTS), k=1)
    chain = retriever | RunnableLambda(lambda found: found[0].metadata["sentence"])
    assert chain.invoke("Who ate bread in Berlin?") == "A dog ate bread in Berlin."


def test_llamaindex_shows_a_model_where_and_who() -> None:
    (found,) = ForLlamaIndex(fake_library(*TEXTS), 1).retrieve("What did Kerry say about Assad?")
    shown = found.node.get_content(MetadataMode.LLM)
    assert "source: 1.txt" in shown
    assert "sha256" not in shown
    assert found.node.get_content(MetadataMode.EMBED) == found.text


def test_pipeline_of_haystack_is_written_and_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(TEXTS[0])
    pipeline = haystack.Pipeline()
    pipeline.add_component("askdoc", ForHaystack([str(tmp_path)], top_k=1))
    monkeypatch.setattr("askdoc.library.opening.load_embedder", lambda _: FakeEmbedder())
    again = haystack.Pipeline.loads(pipeline.dumps(), allowed_modules=["askdoc.haystack"])
    found = again.run({"askdoc": {"query": "What did Kerry say about Assad?"}})["askdoc"]
    assert [one.meta["source"] for one in found["documents"]] == ["a.txt"]
    assert found["state"] == found["documents"][0].meta["state"]


def test_open_library_cannot_be_written() -> None:
    with pytest.raises(ConfigError, match="give it paths or an index"):
        ForHaystack(library=fake_library("A cat.")).to_dict()


def test_examples_of_the_docs_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    text = (ROOT / "docs" / "frameworks.md").read_text("utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        exec(compile(block, "docs/frameworks.md", "exec"), {})


def test_page_of_a_real_answer() -> None:
    library = askdoc.open(CORPUS)
    found = by_langchain(library, "What did Kerry say about Assad?", k=1)
    assert found[0][1]["state"] == "answered"
    assert found[0][1]["speaker"] == "Kerry"


def test_askdoc_imports_no_framework() -> None:
    code = (
        "import sys, askdoc, askdoc.library; "
        "print([n for n in ('langchain_core', 'llama_index', 'haystack') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

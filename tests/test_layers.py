"""The house has one way through it: who may import whom, as a table."""

from __future__ import annotations

import ast
import graphlib
from functools import cache

from conftest import SRC, nodes, source

ALL = (
    "messages types errors languages searchable quoting cells words turns dates dated filters "
    "about smalltalk boundaries "
    "operators forms spelling reasons cores cache seals bm25 load split speakers embed store "
    "answer_type marking abbreviations definitions introductions particulars confidence by_speaker "
    "features rank rerank followup library show unanswered calibration evaluation reembedding copy "
    "verification checking doctor export sheet chat agents"
)
# A folder is one row. `cli` and the two doors may import anything.
MAY_IMPORT = {
    "messages": "",
    "types": "messages",
    "errors": "",
    "languages": "messages",
    "boundaries": "languages",
    "words": "languages boundaries",
    "operators": "words",
    "forms": "words operators languages",
    "spelling": "words languages",
    "names": "languages spelling",
    "reasons": "messages types words languages operators spelling names",
    "turns": "",
    "cores": "",
    "cache": "",
    "seals": "",
    "load": "messages types errors",
    "searchable": "",
    "cells": "types words answer_type searchable",
    "split": "types answer_type languages turns searchable cells",
    "speakers": "types turns languages",
    "embed": "messages types errors words cores cache seals dates searchable",
    "bm25": "",
    "store": "messages types errors cores seals bm25",
    "answer_type": "languages",
    "marking": "types words answer_type",
    "confidence": "types",
    "by_speaker": "types words languages",
    "features": "types late_interaction bm25 answer_type particulars by_speaker",
    "rank": (
        "types cells bm25 answer_type marking names particulars confidence by_speaker features"
    ),
    "abbreviations": "",
    "definitions": "languages words abbreviations",
    "introductions": "languages speakers words",
    "particulars": "words dates definitions introductions",
    "late_interaction": "types bm25 dates",
    "about": "messages types dates languages",
    "smalltalk": "messages languages",
    "dates": "",
    "dated": "types dates",
    "filters": "messages errors",
    "rerank": "messages types errors embed",
    "followup": "types words languages speakers introductions",
    "library": (
        "messages types errors languages words dates dated filters about smalltalk operators "
        "forms definitions spelling reasons cores bm25 load split "
        "speakers embed store confidence rank rerank followup"
    ),
    "unanswered": "messages types errors __init__",
    "retrieved": "types",
    "langchain": "library retrieved",
    "llamaindex": "library retrieved",
    "haystack": "messages errors library retrieved",
    "calibration": "messages types errors confidence evaluation library",
    "show": "messages types confidence",
    "evaluation": "messages types errors library",
    "reembedding": "messages types errors library store embed evaluation",
    "copy": "messages types errors store",
    "quoting": "",
    "verification": "messages types errors load quoting",
    "checking": "messages types words quoting speakers split",
    "doctor": "messages types errors languages boundaries load library store embed show",
    "export": "messages types show",
    "sheet": "messages types errors show export",
    "chat": (
        "messages library show types errors load unanswered languages export agents checking sheet "
        "split cells reasons"
    ),
    "agents": "types errors library show checking __init__",
    "cli": f"{ALL} __init__",
    "__init__": ALL,
    "__main__": "cli",
}


@cache
def modules() -> list[tuple[str, ast.Module]]:
    """-> (row, its code); a row that is a folder comes once for each of its files."""
    return [
        (path.relative_to(SRC).parts[0].removesuffix(".py"), code)
        for path, code in source().items()
    ]


@cache
def imported(code: ast.Module) -> set[str]:
    """Every module that is imported anywhere in the code, dotted."""
    names: set[str] = set()
    for node in nodes(code):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that they can be read"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@cache
def edges() -> dict[str, set[str]]:
    """Row -> the rows it imports. `import askdoc` and `from askdoc import Library` mean __init__"""
    graph: dict[str, set[str]] = {}
    for row, code in modules():
        for name in imported(code):
            top, _, rest = name.partition(".")
            if top == "askdoc":
                target = rest.split(".")[0]
                graph.setdefault(row, set()).add(target if target in MAY_IMPORT else "__init__")
    return {row: targets - {row} for row, targets in graph.items()}


def test_every_module_has_a_row() -> None:
    assert {row for row, _ in modules()} <= set(MAY_IMPORT)


def test_only_imports_of_the_table() -> None:
    wrong = [
        f"{row} imports {target}"
        for row, targets in edges().items()
        for target in targets
        if target not in MAY_IMPORT[row].split()
    ]
    assert wrong == []


def test_no_cycle() -> None:
    assert "library" in list(graphlib.TopologicalSorter(edges()).static_order())


def test_only_chat_imports_gradio() -> None:
    assert {
        row for row, code in modules() for name in imported(code) if name.split(".")[0] == "gradio"
    } == {"chat"}


def test_each_framework_is_imported_only_by_its_retriever() -> None:
    for framework in ("langchain_core", "llama_index", "haystack"):
        room = framework.replace("_core", "").replace("_", "")
        rows = {r for r, code in modules() for n in imported(code) if n.split(".")[0] == framework}
        assert rows == {room}


def test_only_cli_prints() -> None:
    def prints(node: ast.AST) -> bool:
        match node:
            case ast.Name("print") | ast.Attribute(ast.Name("sys"), "stdout" | "stderr"):
                return True
        return False

    assert {row for row, code in modules() if any(map(prints, nodes(code)))} == {"cli"}

"""The house has one way through it: who may import whom, as a table."""

from __future__ import annotations

import ast
import graphlib
from pathlib import Path

import askdoc

SRC = Path(askdoc.__file__).parent

ALL = (
    "types errors languages searchable quoting cells words turns dates dated filters about "
    "operators forms spelling reasons cores bm25 load split speakers embed store answer_type "
    "marking particulars confidence rank rerank followup library show unanswered calibration "
    "evaluation reembedding copy verification checking doctor export sheet chat agents"
)
# A folder is one row. `cli` and the two doors may import anything.
MAY_IMPORT = {
    "types": "",
    "errors": "",
    "languages": "",
    "words": "languages",
    "operators": "words",
    "forms": "words operators languages",
    "spelling": "words languages",
    "reasons": "types words languages operators spelling",
    "turns": "",
    "cores": "",
    "load": "types errors",
    "searchable": "",
    "cells": "types words answer_type",
    "split": "types answer_type languages turns searchable cells",
    "speakers": "types turns languages",
    "embed": "types errors words cores dates searchable",
    "bm25": "",
    "store": "types errors cores bm25",
    "answer_type": "languages",
    "marking": "types words answer_type",
    "confidence": "types",
    "rank": "types words cells late_interaction bm25 answer_type marking particulars confidence",
    "particulars": "words dates",
    "late_interaction": "types bm25 dates",
    "about": "types dates",
    "dates": "",
    "dated": "types dates",
    "filters": "errors",
    "rerank": "types errors embed",
    "followup": "types words languages",
    "library": (
        "types errors languages words dates dated filters about operators forms spelling reasons "
        "cores bm25 load split "
        "speakers embed store confidence rank rerank followup"
    ),
    "unanswered": "types errors __init__",
    "retrieved": "types",
    "langchain": "library retrieved",
    "llamaindex": "library retrieved",
    "haystack": "errors library retrieved",
    "calibration": "types errors confidence evaluation library",
    "show": "types confidence",
    "evaluation": "types errors library",
    "reembedding": "types errors library store embed evaluation",
    "copy": "types errors store",
    "quoting": "",
    "verification": "types errors load quoting",
    "checking": "types words quoting speakers split",
    "doctor": "types errors languages load library store embed show",
    "export": "types show",
    "sheet": "types errors show export",
    "chat": "library show types errors load unanswered languages export agents checking sheet",
    "agents": "types errors library show checking __init__",
    "cli": f"{ALL} __init__",
    "__init__": ALL,
    "__main__": "cli",
}


def modules() -> list[tuple[str, ast.Module]]:
    """-> (row, its code); a row that is a folder comes once for each of its files."""
    found = []
    for path in sorted(SRC.rglob("*.py")):
        row = path.relative_to(SRC).parts[0].removesuffix(".py")
        found.append((row, ast.parse(path.read_text("utf-8"), str(path))))
    return found


def imported(code: ast.Module) -> set[str]:
    """Every module that is imported anywhere in the code, dotted."""
    names: set[str] = set()
    for node in ast.walk(code):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute, so that they can be read"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


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


def test_no_import_but_those_of_the_table() -> None:
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


def test_each_framework_is_imported_by_its_retriever_alone() -> None:
    for framework in ("langchain_core", "llama_index", "haystack"):
        room = framework.replace("_core", "").replace("_", "")
        rows = {r for r, code in modules() for n in imported(code) if n.split(".")[0] == framework}
        assert rows == {room}


def test_only_cli_prints() -> None:
    def prints(code: ast.Module) -> bool:
        names = {node.id for node in ast.walk(code) if isinstance(node, ast.Name)}
        attributes = {ast.unparse(n) for n in ast.walk(code) if isinstance(n, ast.Attribute)}
        return "print" in names or bool({"sys.stdout", "sys.stderr"} & attributes)

    assert {row for row, code in modules() if prints(code)} == {"cli"}

"""The public names, and that each says what it is."""

from __future__ import annotations

import ast
import inspect
from functools import cache
from pathlib import Path

import pytest

import askdoc

FILES = sorted(Path(askdoc.__file__).parent.rglob("*.py"))


@cache
def code(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def test_all_is_sorted() -> None:
    assert sorted(askdoc.__all__) == askdoc.__all__


def test_no_module_has_a_public_name() -> None:
    # `import askdoc.evaluate` would put the module where the function is.
    modules = {path.name.removesuffix(".py") for path in Path(askdoc.__file__).parent.iterdir()}
    assert not modules & {*askdoc.__all__}


@pytest.mark.parametrize("name", askdoc.__all__)
def test_public_name_has_a_docstring(name: str) -> None:
    value = getattr(askdoc, name)
    # A dataclass without one is given its signature: that does not count.
    assert (inspect.getdoc(value) or f"{name}(").startswith(f"{name}(") is False


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_public_definitions_have_docstrings(path: Path) -> None:
    bare = [
        node.name
        for node in code(path).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert bare == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(code(path)) or path.name == "__main__.py"


def test_errors_are_one_tree() -> None:
    errors = [
        value
        for value in vars(askdoc).values()
        if isinstance(value, type) and issubclass(value, Exception)
    ]
    assert len(errors) == 12
    assert all(issubclass(error, askdoc.AskdocError) for error in errors)

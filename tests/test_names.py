"""The public names, and that each says what it is."""

from __future__ import annotations

import ast
import inspect

import pytest
from conftest import SRC, source

import askdoc


def test_all_is_sorted() -> None:
    assert sorted(askdoc.__all__) == askdoc.__all__


def test_no_module_has_a_public_name() -> None:
    # `import askdoc.evaluate` would put the module where the function is.
    modules = {path.name.removesuffix(".py") for path in SRC.iterdir()}
    assert not modules & {*askdoc.__all__}


@pytest.mark.parametrize("name", askdoc.__all__)
def test_public_name_has_a_docstring(name: str) -> None:
    value = getattr(askdoc, name)
    # A dataclass without one is given its signature: that does not count.
    assert (inspect.getdoc(value) or f"{name}(").startswith(f"{name}(") is False


def test_public_definitions_have_docstrings() -> None:
    bare = [
        f"{path}: {node.name}"
        for path, code in source().items()
        for node in code.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert bare == []


def test_modules_say_what_they_are_for() -> None:
    silent = [path.name for path, code in source().items() if ast.get_docstring(code) is None]
    assert silent == ["__main__.py"]


def test_errors_are_one_tree() -> None:
    errors = [
        value
        for value in vars(askdoc).values()
        if isinstance(value, type) and issubclass(value, Exception)
    ]
    assert len(errors) == 12
    assert all(issubclass(error, askdoc.AskdocError) for error in errors)

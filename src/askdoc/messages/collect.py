"""Collect messages to translate: extraction methods for Babel, and the messages of scripts.

Babel's own methods miss messages in f-strings before Python 3.12, and in JavaScript templates.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Collection, Iterator, Sequence
from typing import BinaryIO, TypeAlias

# line, name of the function, message or (one, several), comments
Message: TypeAlias = tuple[int, str, str | tuple[str, ...], list[str]]

_LITERAL = r'"((?:[^"\\]|\\.)+)"'
_IN_SCRIPT = re.compile(rf"\bt\({_LITERAL}|\btn\({_LITERAL}, {_LITERAL}")


def from_python(
    file: BinaryIO, keywords: Collection[str], comment_tags: object, options: object
) -> Iterator[Message]:
    """The literals that a module passes to functions with these names, and the help of commands."""
    del comment_tags, options  # required by Babel, but not used
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.FunctionDef) and any(map(_is_command, node.decorator_list)):
            yield node.lineno, "tr", ast.get_docstring(node) or "", []
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        name = node.func.id
        forms = [
            argument.value
            for argument in node.args[: 2 if name in ("trn", "laters") else 1]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        ]
        if name in keywords and forms:
            yield _message(node.lineno, name, forms)


def from_script(
    file: BinaryIO, keywords: object, comment_tags: object, options: object
) -> Iterator[Message]:
    """The messages of a script."""
    del keywords, comment_tags, options
    for line, text in enumerate(file.read().decode().splitlines(), start=1):
        for forms in in_script(text):
            yield _message(line, "trn" if len(forms) > 1 else "tr", forms)


def _is_command(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Name) and called.id == "command"


def _message(line: int, name: str, forms: Sequence[str]) -> Message:
    return line, name, tuple(forms) if len(forms) > 1 else forms[0], []


def in_script(text: str) -> list[tuple[str, ...]]:
    """The messages of a script, each once: the literals in t("...") and tn("...", "...", n)."""
    found = (filter(None, match.groups()) for match in _IN_SCRIPT.finditer(text))
    return list(dict.fromkeys(tuple(json.loads(f'"{form}"') for form in forms) for forms in found))

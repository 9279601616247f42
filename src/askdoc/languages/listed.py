"""The stop word lists of the package bm25s."""

from __future__ import annotations

import importlib.util
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType


@cache
def stop_word_lists() -> dict[str, frozenset[str]]:
    """The lists by their names, such as STOPWORDS_GERMAN.

    They are read without importing bm25s, which takes as long as the rest of askdoc.
    """
    package = importlib.util.find_spec("bm25s")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("no package bm25s; run: pip install bm25s")
    loader = SourceFileLoader("stopwords", str(Path(package.origin).with_name("stopwords.py")))
    module = ModuleType("stopwords")
    loader.exec_module(module)
    return {name: frozenset(words) for name, words in vars(module).items() if name[:4] == "STOP"}

"""The names of elements, independent of case, namespaces and prefixes."""

from __future__ import annotations

from functools import lru_cache

from lxml import etree


def name_of(element: etree._Element) -> str:
    """The name in lower case, without namespace or prefix ("o:p" -> "p"); "" for comments etc."""
    return _plain(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=1_000)
def _plain(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2].lower()

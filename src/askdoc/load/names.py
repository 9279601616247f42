"""The names of elements, independent of case, namespaces and prefixes."""

from __future__ import annotations

from lxml import etree


def name_of(element: etree._Element) -> str:
    """The name in lower case, without namespace or prefix ("o:p" -> "p"); "" for comments etc."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()

"""The name of an element, whichever way a document writes it."""

from __future__ import annotations

from lxml import etree


def name_of(element: etree._Element) -> str:
    """Small, without a namespace or a prefix ("o:p" -> "p"); "" for a comment or the like."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rpartition("}")[2].rpartition(":")[2].lower()

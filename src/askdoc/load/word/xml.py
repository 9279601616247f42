"""Helpers for the XML of Word, which match elements by local name.

Strict documents use other namespaces, with the same local names.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from askdoc.load.names import name_of


def parse(part: bytes | None) -> etree._Element | None:
    """The root of a part; None if there is no such part. Raises `etree.XMLSyntaxError`."""
    if not part:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(part, parser)


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """The children with this name (in lower case)."""
    return (c for c in (element if element is not None else ()) if name_of(c) == name)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child with this name (in lower case); None if either is missing."""
    return next(children(element, name), None)


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute in any namespace; None if it or the element is missing."""
    if element is None:
        return None
    return next((v for key, v in element.items() if key.rpartition("}")[2] == name), None)


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as <w:vanish/> is present and not off."""
    return element is not None and value(element) not in ("0", "false", "off")


def is_on_attribute(element: etree._Element, name: str) -> bool:
    """The same for an attribute, which is off if it is missing."""
    return value(element, name) not in (None, "0", "false", "off")


def count(element: etree._Element | None, default: int) -> int:
    """A small number; `default` if there is none."""
    text = value(element) or ""
    return min(int(text), 1000) if text.isdecimal() and len(text) < 7 else default


def or_empty(element: etree._Element | None) -> etree._Element:
    """The element, or an empty one."""
    return etree.Element("none") if element is None else element


def choice(alternatives: etree._Element) -> etree._Element:
    """The alternative that contains words."""
    for way in alternatives:
        if any(name_of(e) in ("t", "chart", "relids", "sym", "ruby") for e in way.iter()):
            return way
    return or_empty(child(alternatives, "fallback"))

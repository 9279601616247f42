"""The lists of HTML, and how their items are numbered."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from askdoc.load import numerals
from askdoc.load.names import name_of

_NUMERALS: dict[str, Callable[[int], str]] = {
    "a": numerals.letters,
    "A": numerals.upper(numerals.letters),
    "i": numerals.roman,
    "I": numerals.upper(numerals.roman),
}
_STYLES = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}


@dataclass
class List:
    """next: the number of its next item, None for bullets"""

    next: int | None
    numeral: Callable[[int], str] = str
    step: int = 1
    marked: bool = True


def list_of(element: etree._Element) -> List:
    """<ol type="a" start="3">"""
    style = re.search(r"list-style(?:-type)?:\s*([\w-]+)", element.get("style") or "")
    kind = style[1] if style else ""
    marked = kind != "none"
    if name_of(element) == "ul":
        return List(None, marked=marked)
    numeral = _NUMERALS.get(_STYLES.get(kind, element.get("type") or "1"), str)
    if element.get("reversed") is None:
        return List(number_of(element.get("start"), 1), numeral, marked=marked)
    items = sum(name_of(item) == "li" for item in element)
    return List(number_of(element.get("start"), items), numeral, -1, marked)


def number_of(text: str | None, default: int) -> int:
    """The value of start="" or value=""; `default` if it is not a number."""
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text.strip()) else default

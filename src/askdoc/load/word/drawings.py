"""The words of charts and diagrams (SmartArt) in a Word document, as HTML elements."""

from __future__ import annotations

import re

from lxml import etree

from askdoc.load.names import name_of
from askdoc.load.word.xml import child, value


def chart(root: etree._Element) -> list[etree._Element]:
    """The titles of a chart, and its numbers as a table: rows are categories, columns are
    series."""
    found = [_paragraph(_text(title)) for title in root.iter("{*}title")]
    table = etree.Element("table")
    series = [_series(one) for one in root.iter("{*}ser")]
    if series:
        heads = etree.SubElement(table, "tr")
        for name in ("", *(name for name, _, _ in series)):
            etree.SubElement(heads, "th").text = name
        rows = {at: name for _, names, _ in series for at, name in names.items()}
        rows |= {at: rows.get(at, "") for _, _, values in series for at in values}
        for at in sorted(rows):
            row = etree.SubElement(table, "tr")
            for text in (rows[at], *(values.get(at, "") for _, _, values in series)):
                etree.SubElement(row, "td").text = text
        found.append(table)
    return [e for e in found if e.text or len(e)]


def diagram(root: etree._Element) -> list[etree._Element]:
    """The words of each of its shapes."""
    texts = [_text(text) for text in root.iter("{*}t") if name_of(text.getparent()) == "pt"]
    return [_paragraph(text) for text in texts if text]


def _series(one: etree._Element) -> tuple[str, dict[int, str], dict[int, str]]:
    """-> (its name, place -> category, place -> number)"""
    categories = next((c for n in ("cat", "xval") if (c := child(one, n)) is not None), None)
    values = next((c for n in ("val", "yval") if (c := child(one, n)) is not None), None)
    name = " ".join(_points(child(one, "tx")).values())
    return name, _points(categories), _points(values)


def _points(source: etree._Element | None) -> dict[int, str]:
    """The cached values of a chart; of several levels of categories the first."""
    found: dict[int, str] = {}
    for point in source.iter("{*}pt") if source is not None else ():
        at = value(point, "idx") or ""
        if at.isdecimal() and len(at) < 7:
            found.setdefault(int(at), _shown("".join(point.itertext()).strip()))
    return found


def _shown(text: str) -> str:
    """4.4000000000000004, as a chart keeps it -> "4.4", as it shows it."""
    return f"{float(text):.15g}" if re.fullmatch(r"-?\d+\.\d{12,}", text) else text


def _text(element: etree._Element) -> str:
    """The paragraphs of a shape, joined by spaces."""
    lines = ["".join(t.text or "" for t in p.iter("{*}t")) for p in element.iter("{*}p")]
    return " ".join(" ".join(lines).split())


def _paragraph(text: str) -> etree._Element:
    made = etree.Element("p")
    made.text = text
    return made

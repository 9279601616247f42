"""OpenDocument presentations, .odp: the slides in order, each with its notes."""

from __future__ import annotations

from lxml import etree

from askdoc.load.archive import members
from askdoc.load.extract import Extract, Refusal, one_line
from askdoc.load.facts import title_of
from askdoc.load.names import name_of
from askdoc.load.opendocument import numbers
from askdoc.load.paged import paged
from askdoc.load.web.markup import text_of
from askdoc.messages import tr
from askdoc.types.documents import Facts

_AS_HTML = {
    "list": "ul",
    "list-item": "li",
    "table-row": "tr",
    "table-cell": "td",
    "line-break": "br",
}


def extract(data: bytes) -> Extract:
    """A presentation -> its slides. Raises `Refusal`."""
    parts = members(data, lambda name: name in ("content.xml", "styles.xml", "meta.xml"))
    if "content.xml" not in parts:
        raise Refusal(tr("it is a zip file without a presentation; save it again"))
    root = _xml(parts["content.xml"])
    styles = _xml(parts["styles.xml"]) if "styles.xml" in parts else None
    for paragraph, number, is_item in numbers(root, styles):
        item = paragraph.getparent()
        if is_item and item is not None:
            item.set("mark", f"{number} ")
    slides = [e for e in root.iter() if name_of(e) == "page"]
    meta = _xml(parts["meta.xml"]) if "meta.xml" in parts else None
    texts = []
    for slide in slides:
        for element in slide.iter():
            if isinstance(element.tag, str) and name_of(element) == "page-number":
                element.text = None  # it is a placeholder, such as <number>
            if isinstance(element.tag, str):
                element.tag = _AS_HTML.get(name_of(element), name_of(element))
        texts.append(text_of(slide))
    text, starts = paged(texts)
    names = tuple(f"slide {number + 1}" for number in range(len(texts)))
    facts = Facts(author=_said(meta, "initial-creator") or _said(meta, "creator"))
    return Extract(text, title_of(_said(meta, "title")), starts, names, facts)


def _xml(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def _said(meta: etree._Element | None, name: str) -> str | None:
    if meta is None:
        return None
    return next((one_line(e.text) for e in meta.iter() if name_of(e) == name), None)

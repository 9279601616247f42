"""FictionBook, .fb2: a book in one XML file, with elements similar to those of HTML."""

from __future__ import annotations

from lxml import etree

from askdoc.load.extract import Extract, Refusal, one_line
from askdoc.load.facts import title_of
from askdoc.load.names import name_of
from askdoc.load.web import headings
from askdoc.load.web.markup import text_of
from askdoc.messages import tr
from askdoc.types.documents import Facts

# FictionBook's name of an element -> that of HTML.
_AS_HTML = {
    "title": "h2",
    "subtitle": "h3",
    "v": "div",
    "stanza": "p",
    "poem": "blockquote",
    "cite": "blockquote",
    "epigraph": "blockquote",
    "text-author": "p",
    "empty-line": "hr",
}


def extract(data: bytes) -> Extract:
    """A book -> its chapters and, at the end, its notes."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(data, parser)
    if root is None or name_of(root) != "fictionbook":
        raise Refusal(tr("it is not a FictionBook; open it in an e-book reader and save it again"))
    info = next(iter(_all(root, "title-info")), root)
    bodies = _all(root, "body")
    for body in bodies:
        for element in body.iter():
            if isinstance(element.tag, str):
                link = next((v for k, v in element.attrib.items() if k.endswith("}href")), None)
                if link:
                    element.set("href", link)
                element.tag = _AS_HTML.get(name_of(element), name_of(element))
    authors = [
        " ".join(filter(None, (one_line(part.text) for part in author if name_of(part) in _NAMES)))
        for author in _all(info, "author")
    ]
    text = "\n\n".join(filter(None, map(text_of, bodies)))
    return Extract(
        text,
        title_of(_text(info, "book-title")),
        facts=Facts(
            author=", ".join(filter(None, authors)) or None,
            date=_text(info, "date"),
            publisher=_text(root, "publisher"),
            language=_text(info, "lang"),
        ),
        headings=tuple(headings.places(text, headings.levels(*bodies))),
    )


_NAMES = frozenset("first-name middle-name last-name nickname".split())


def _text(root: etree._Element, name: str) -> str | None:
    found = _all(root, name)
    return one_line("".join(found[0].itertext())) if found else None


def _all(root: etree._Element, name: str) -> list[etree._Element]:
    return [element for element in root.iter() if name_of(element) == name]

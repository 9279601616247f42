"""EPUB books: a zip file of HTML chapters, and a list that says in which order they are read."""

from __future__ import annotations

import html
import posixpath
import re
from urllib.parse import unquote

from lxml import etree

from askdoc.load.archive import members
from askdoc.load.extract import Extract, Refusal, one_line
from askdoc.load.html import decode, parse
from askdoc.load.markup import name_of, text_of

_CHAPTERS = (".xhtml", ".html", ".htm", ".xht")
_NEEDED = (".xml", ".opf", *_CHAPTERS)
# Nothing that a chapter declares by itself is believed.
_PROLOGUE = re.compile(r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)?", re.DOTALL)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)\w+;")

_NO_BOOK = "it is a zip file without a book in it; open it in a reader for books and save it anew"
_PROTECTED = "it is protected against copying (DRM); get a copy without protection"


def extract(data: bytes) -> Extract:
    """A book -> its chapters one after the other. Raises `Refusal`."""
    parts = members(data, lambda name: name.lower().endswith(_NEEDED))
    package_path = _package_path(parts)
    package = _xml(parts[package_path])
    chapters = _chapters(package, posixpath.dirname(package_path))
    if _encrypted(parts) & set(chapters):
        raise Refusal(_PROTECTED)
    contents = _contents(package, posixpath.dirname(package_path))
    for path in chapters:
        if path.lower().endswith(_CHAPTERS) and path not in parts:
            raise Refusal(f"its chapter {path} is missing; get the file again")
    trees = [(path, _chapter(parts[path])) for path in chapters if parts.get(path, b"").strip()]
    texts = [text_of(tree) for path, tree in trees if path not in contents or not _is_links(tree)]
    titles = [one_line("".join(e.itertext())) for e in _all(package, "title")]
    return Extract("\n\n".join(filter(None, texts)), next(filter(None, titles), None))


def _package_path(parts: dict[str, bytes]) -> str:
    """Where META-INF/container.xml says that the list of chapters is."""
    container = parts.get("META-INF/container.xml")
    roots = _all(_xml(container), "rootfile") if container else []
    paths = [path for root in roots if (path := root.get("full-path")) in parts]
    if not paths:
        raise Refusal(_NO_BOOK)
    return str(paths[0])


def _chapters(package: etree._Element, folder: str) -> list[str]:
    """The members that hold the chapters, in reading order, each once."""
    hrefs = {item.get("id"): item.get("href", "") for item in _all(package, "item")}
    paths = [hrefs.get(ref.get("idref"), "") for ref in _all(package, "itemref")]
    return list(dict.fromkeys(_member(folder, path) for path in paths if path))


def _contents(package: etree._Element, folder: str) -> set[str]:
    """The members that the book calls its table of contents, as EPUB 3 and EPUB 2 do."""
    items = [e for e in _all(package, "item") if "nav" in e.get("properties", "").split()]
    guides = [e for e in _all(package, "reference") if e.get("type") == "toc"]
    return {_member(folder, element.get("href", "")) for element in items + guides}


def _member(folder: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(href.partition("#")[0])))


def _is_links(page: etree._Element) -> bool:
    """Whether half of it is links, as in a table of contents and not in a chapter."""
    body = next(iter(_all(page, "body")), page)
    linked = sum(len("".join(link.itertext())) for link in _all(body, "a") if len(link) < 3)
    return 2 * linked >= len(" ".join("".join(body.itertext()).split()))


def _encrypted(parts: dict[str, bytes]) -> set[str]:
    encryption = parts.get("META-INF/encryption.xml")
    references = _all(_xml(encryption), "CipherReference") if encryption else []
    return {unquote(reference.get("URI", "")) for reference in references}


def _chapter(data: bytes) -> etree._Element:
    """XHTML as XML, where <title/> is no open tag; what is not well formed, as HTML."""
    text = _ENTITY.sub(_character, _PROLOGUE.sub("", decode(data)))
    try:
        return _xml(text.encode(errors="replace"))
    except etree.XMLSyntaxError:
        return parse(text)


def _character(entity: re.Match[str]) -> str:
    """&nbsp; -> a space that does not break; one that HTML does not know is left out."""
    plain = html.unescape(entity[0])
    return "" if plain == entity[0] else plain


def _xml(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)


def _all(root: etree._Element, name: str) -> list[etree._Element]:
    return [element for element in root.iter() if name_of(element) == name.lower()]

"""EPUB books: a zip file of HTML chapters, and a list with their reading order."""

from __future__ import annotations

import html
import posixpath
import re
import unicodedata
from collections.abc import Callable
from urllib.parse import unquote

from lxml import etree

from askdoc.load.archive import members
from askdoc.load.extract import Extract, Refusal, one_line
from askdoc.load.facts import author_of, day_of, language_of, title_of
from askdoc.load.names import name_of
from askdoc.load.web import headings
from askdoc.load.web.markup import read, text_of
from askdoc.load.web.source import decode, parse
from askdoc.load.web.writer import Reading
from askdoc.messages import later, tr
from askdoc.types.documents import Facts, Omitted

_CHAPTERS = (".xhtml", ".html", ".htm", ".xht")
_NEEDED = (".xml", ".opf", *_CHAPTERS)
# Declarations inside chapters are ignored.
_PROLOGUE = re.compile(r"\A\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>)?", re.DOTALL)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)\w+;")
_AMPERSAND = re.compile(r"&(?!#?\w+;)")
# An empty element in XHTML, an unclosed one in HTML.
_EMPTY = re.compile(r"<(title|script|style|a|p|div|span|td|i|b|em|sup)\b([^<>]*)/>")

_NO_BOOK = later("it is a zip file without a book; open it in an e-book reader and save it again")
_PROTECTED = later("it is protected against copying (DRM); get a copy without protection")


def extract(data: bytes) -> Extract:
    """A book -> its chapters in order, and its pages if all are marked.

    Missing chapters are left out and reported. Raises `Refusal`.
    """
    parts = members(data, lambda name: name.lower().endswith(_NEEDED))
    member = _in_any_case(parts)
    package_path = _package_path(parts, member)
    package = _xml(_escaped(decode(parts[package_path])).encode(errors="replace"), recover=True)
    folder = posixpath.dirname(package_path)
    chapters = [member(path) for path in _chapters(package, folder)]
    if set(map(member, _encrypted(parts))) & set(chapters):
        raise Refusal(tr(_PROTECTED))
    missing = [path for path in chapters if path not in parts]
    if missing and len(missing) == len(chapters):
        raise Refusal(
            tr("its chapter {missing} is missing; get the file again", missing=missing[0])
        )
    contents = set(map(member, _contents(package, folder)))
    trees = [(path, _chapter(parts[path])) for path in chapters if parts.get(path, b"").strip()]
    read_in = [read(tree) for path, tree in trees if path not in contents or not _is_links(tree)]
    text, starts, names = _bound([reading for reading in read_in if reading.text])
    omitted = [Omitted("missing chapter", name=posixpath.basename(path)) for path in missing]
    omitted += [one for reading in read_in for one in reading.omitted]
    heads = headings.levels(*(tree for _, tree in trees))
    return Extract(
        text,
        _title(package, trees),
        starts,
        names,
        facts=_facts(package),
        omitted=tuple(omitted),
        headings=tuple(headings.places(text, heads)),
    )


def _in_any_case(parts: dict[str, bytes]) -> Callable[[str], str]:
    """path -> the name of the matching member, ignoring case and the form of accents; the path
    itself
    if there is none."""

    def plain(name: str) -> str:
        return unicodedata.normalize("NFC", name).casefold()

    names = {plain(name): name for name in parts}
    return lambda path: path if path in parts else names.get(plain(path), path)


def _bound(chapters: list[Reading]) -> tuple[str, tuple[int, ...], tuple[str, ...]]:
    """-> (the whole text, the offsets of its pages, their names); no pages if a longer part of the
    book has no page marks, because it would get the number of the page before."""
    text, marks, bare = "", [], 0
    for chapter in chapters:
        text += "\n\n" * bool(text)
        marks += [(len(text) + at, name) for at, name in chapter.pages if name]
        text += chapter.text
        bare = max(bare, 0 if chapter.pages else len(chapter.text))
    # Pages have similar lengths; a preface may have no mark.
    if len(marks) < 2 or bare > 2 * len(text) / len(marks):
        return text, (), ()
    names = [
        f"page {name}" if re.fullmatch(r"[\divxlcdm]+", name, re.IGNORECASE) else name
        for _, name in marks
    ]
    starts = [at for at, _ in marks]
    if text[: starts[0]].strip():
        starts, names = [0, *starts], [f"before {names[0]}", *names]
    return text, tuple(starts), tuple(names)


def _title(package: etree._Element, trees: list[tuple[str, etree._Element]]) -> str | None:
    """The title of the book, or else its first heading."""
    for element in _all(package, "title"):
        if title := title_of("".join(element.itertext())):
            return title
    headings = (e for _, tree in trees for e in tree.iter() if name_of(e) in ("h1", "h2"))
    return next(filter(None, (title_of(text_of(heading)) for heading in headings)), None)


def _facts(package: etree._Element) -> Facts:
    """The metadata; authors are the creators without another role, such as translator."""

    def texts(name: str) -> list[str]:
        found = [(e, one_line("".join(e.itertext()))) for e in _all(package, name)]
        return [text for element, text in found if text and _role(package, element) in ("aut", "")]

    def first(name: str) -> str | None:
        return next(iter(texts(name)), None)

    dates = [e for e in _all(package, "date") if one_line(e.text)]
    published = [e for e in dates if "publication" in "".join(e.values())]
    return Facts(
        author_of(*texts("creator")),
        day_of((published or dates)[0].text) if dates else None,
        first("publisher"),
        language_of(first("language")),
    )


def _role(package: etree._Element, element: etree._Element) -> str:
    """The role of a creator, an attribute in EPUB 2 and a <meta> in EPUB 3: "aut", "trl"."""
    own = next((v for key, v in element.items() if key.endswith("}role")), "")
    named = f"#{element.get('id')}"
    of_it = [m for m in _all(package, "meta") if m.get("refines") == named]
    said = [m.text or "" for m in of_it if m.get("property") == "role"]
    return (own or next(iter(said), "")).strip().lower()


def _package_path(parts: dict[str, bytes], member: Callable[[str], str]) -> str:
    """The path of the package document, from META-INF/container.xml."""
    container = parts.get("META-INF/container.xml")
    roots = _all(_xml(container), "rootfile") if container else []
    paths = [path for r in roots if (path := member(r.get("full-path", ""))) in parts]
    if not paths:
        raise Refusal(tr(_NO_BOOK))
    return str(paths[0])


def _chapters(package: etree._Element, folder: str) -> list[str]:
    """The members with the chapters, in reading order, each once."""
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
    """Parse XHTML as XML, where <title/> is empty; if it is not well-formed, as HTML."""
    text = _escaped(decode(data))
    try:
        return _xml(text.encode(errors="replace"))
    except etree.XMLSyntaxError:
        return parse(_EMPTY.sub(r"<\1\2></\1>", text))


def _escaped(text: str) -> str:
    """Remove declarations, replace HTML entities by characters, and escape single ampersands."""
    return _AMPERSAND.sub("&amp;", _ENTITY.sub(_character, _PROLOGUE.sub("", text)))


def _character(entity: re.Match[str]) -> str:
    """&nbsp; -> a no-break space; unknown entities are removed."""
    plain = html.unescape(entity[0])
    return "" if plain == entity[0] else plain


def _xml(data: bytes, recover: bool = False) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=recover
    )
    return etree.fromstring(data, parser)


def _all(root: etree._Element, name: str) -> list[etree._Element]:
    return [element for element in root.iter() if name_of(element) == name.lower()]

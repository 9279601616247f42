"""Word documents (.docx): text as it is shown, with numbers, notes, tables and text boxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from askdoc.load.archive import members
from askdoc.load.extract import Extract, Refusal, one_line
from askdoc.load.mail import page_of
from askdoc.load.names import name_of
from askdoc.load.web import headings
from askdoc.load.web.markup import read, text_of
from askdoc.load.web.quotes import block_quotes, places
from askdoc.load.web.source import decode, parse
from askdoc.load.word import drawings
from askdoc.load.word.body import Body
from askdoc.load.word.core import Core
from askdoc.load.word.numbering import Numbering
from askdoc.load.word.numbers import formatted
from askdoc.load.word.parts import Parts
from askdoc.load.word.styles import Styles
from askdoc.load.word.xml import child, children, value
from askdoc.messages import later, tr
from askdoc.types.documents import Omitted

_DAMAGED = later("it is a zip file without a Word document; open it in Word and save it again")
_READ = (".xml", ".rels", ".htm", ".html", ".xhtml", ".mht", ".txt", ".docx", ".rtf")
MAX_DEPTH = 5  # nested documents


def extract(data: bytes) -> Extract:
    """A Word document -> its text, the notes at the end. Raises `Refusal`."""
    parts = Parts(members(data, lambda name: name.lower().endswith(_READ)))
    main = parts.main()
    if main is None:
        raise Refusal(tr(_DAMAGED))
    page, omitted = _page(parts, main, 0)
    first = next((e for e in page.iter("h1", "h2", "h3") if one_line(text_of(e))), None)
    core = Core(parts)
    title = core.title or (one_line(text_of(first)) if first is not None else None)
    text = read(page).text
    quotes = tuple(places(text, block_quotes(page)))
    return Extract(
        text,
        title,
        facts=core.facts,
        omitted=tuple(omitted),
        block_quotes=quotes,
        headings=tuple(headings.places(text, headings.levels(page))),
    )


def _page(parts: Parts, main: str, depth: int) -> tuple[etree._Element, list[Omitted]]:
    """-> (the text as HTML elements, its omitted parts)"""
    root = parts.xml(main)
    related = parts.related(main)
    named: dict[str, str] = {}
    for kind, path in related.values():
        named.setdefault(kind, path)
    styles = Styles(parts.xml(named.get("styles")))
    notes = _Notes(
        _format(root, parts.xml(named.get("settings")), "footnotepr") or "decimal",
        _format(root, parts.xml(named.get("settings")), "endnotepr") or "lowerRoman",
    )

    def other(kind: str, relationship: str | None) -> list[etree._Element]:
        _, path = related.get(relationship or "", ("", ""))
        if kind == "altchunk":
            return list(_chunk(parts.members.get(path), path, depth, omitted))
        drawing = parts.xml(path)
        if drawing is None:
            omitted.append(Omitted(kind))
            return []
        return drawings.chart(drawing) if kind == "chart" else drawings.diagram(drawing)

    body = Body(styles, Numbering(parts.xml(named.get("numbering")), styles), other, notes.mark)
    omitted = body.omitted
    page = etree.Element("body")
    for part in children(root, "body"):
        body.blocks(part, page)
    page.extend(_read_notes(notes, body, parts, named))
    for comment in children(parts.xml(named.get("comments")), "comment"):
        if text := _plain(body, comment):
            omitted.append(Omitted("comment", text, value(comment, "author") or ""))
    heads = [path for kind, path in related.values() if kind in ("header", "footer")]
    texts = [_plain(body, head) for path in heads if (head := parts.xml(path)) is not None]
    omitted += [Omitted("running head", text) for text in dict.fromkeys(texts) if text]
    return page, omitted


def _plain(body: Body, part: etree._Element) -> str:
    """The words of an omitted part, on one line."""
    page = etree.Element("body")
    body.blocks(part, page)
    return " ".join(text_of(page).split())


@dataclass
class _Notes:
    """The notes that the text refers to, numbered in order: (kind, id) -> mark."""

    footnotes: str  # the format of their numbers
    endnotes: str
    marks: dict[tuple[str, str], str] = field(default_factory=dict)

    def mark(self, kind: str, id: str) -> str:
        if (kind, id) not in self.marks:
            number = 1 + sum(other == kind for other, _ in self.marks)
            format = self.footnotes if kind == "footnote" else self.endnotes
            self.marks[kind, id] = formatted(format, number)
        return self.marks[kind, id]


def _read_notes(
    notes: _Notes, body: Body, parts: Parts, named: dict[str, str]
) -> Iterator[etree._Element]:
    for kind in ("footnote", "endnote"):
        found = {value(n, "id"): n for n in children(parts.xml(named.get(kind + "s")), kind)}
        items = etree.Element("ul")
        for (of, id), mark in list(notes.marks.items()):
            if of != kind or id not in found:
                continue
            item = etree.SubElement(items, "li", mark=f"{mark}. ")
            body.blocks(found[id], item)
        if len(items):
            yield items


def _format(root: etree._Element | None, settings: etree._Element | None, kind: str) -> str | None:
    """The number format of notes, of a section or of the whole document."""
    for place in (root, settings):
        for properties in place.iter() if place is not None else ():
            if name_of(properties) == kind and (said := value(child(properties, "numfmt"))):
                return said
    return None


def _chunk(
    data: bytes | None, path: str, depth: int, omitted: list[Omitted]
) -> Iterator[etree._Element]:
    """Another document that is embedded in this one."""
    kind = path.lower().rpartition(".")[2]
    if data and kind in ("mht", "mhtml") and (shown := page_of(data)):
        yield from parse(shown)
    elif data and kind in ("htm", "html", "xhtml"):
        yield from parse(decode(data))
    elif data and kind == "txt":
        made = etree.Element("pre")
        made.text = decode(data)
        yield made
    elif data and kind == "docx" and depth < MAX_DEPTH:
        inner = Parts(members(data, lambda name: name.lower().endswith(_READ)))
        if main := inner.main():
            page, left_out = _page(inner, main, depth + 1)
            omitted += left_out
            yield from page
    else:
        omitted.append(Omitted("inserted document", name=path))

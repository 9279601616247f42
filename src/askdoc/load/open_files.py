"""OpenDocument files: texts, spreadsheets and presentations, .odt, .ods and .odp."""

from __future__ import annotations

from lxml import etree

from askdoc.load.archive import members
from askdoc.load.extract import Extract, Refusal, one_line
from askdoc.load.facts import author_of, day_of, language_of, title_of
from askdoc.load.names import name_of
from askdoc.load.open_elements import Elements, rows_of
from askdoc.load.opendocument import value
from askdoc.load.paged import paged
from askdoc.load.web import headings
from askdoc.load.web.markup import text_of
from askdoc.load.web.quotes import block_quotes, places
from askdoc.messages import later, tr
from askdoc.types.documents import Facts, Omitted

_HEADING = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}h"
_NO_TEXT = later("it is a zip file without a document; save it again")
_ENCRYPTED = later("it is encrypted; save a copy without a password")


def extract(data: bytes) -> Extract:
    """The paragraphs of a text, with its notes at the end; the sheets of a spreadsheet; the slides
    of a presentation, each with its notes. Raises `Refusal`."""
    parts = members(data, lambda name: name.endswith(".xml"))
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise Refusal(tr(_ENCRYPTED))
    if "content.xml" not in parts:
        raise Refusal(tr(_NO_TEXT))

    def part(name: str) -> etree._Element | None:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
        )
        try:
            return etree.fromstring(parts[name], parser) if name in parts else None
        except etree.XMLSyntaxError:
            if name == "content.xml":
                raise
            return None

    root = part("content.xml")
    body = next(root.iter("{*}body"), root) if root is not None else etree.Element("body")
    sheets = [
        one for kind in body.iter("{*}spreadsheet") for one in kind if name_of(one) == "table"
    ]
    for sheet in sheets:
        rows_of(sheet)
    content = root if root is not None else body
    elements = Elements(content, part("styles.xml"), lambda path: part(f"{path}/content.xml"))
    hidden = _hidden_sheets(content, sheets)
    sheets = [sheet for sheet in sheets if sheet not in hidden]
    names = tuple(f"sheet {value(sheet, 'name')}" for sheet in sheets)
    slides = [
        one for kind in body.iter("{*}presentation") for one in kind if name_of(one) == "page"
    ]
    for number, slide in enumerate(slides, start=1):
        _mark(slide)
        names += (f"slide {number}",)
    elements.change(body)
    for sheet, name in hidden.items():
        if said := text_of(sheet):
            elements.omitted.append(Omitted("hidden text", said, name=name))
    title, facts = _about(part("meta.xml"))
    if sheets or slides or hidden:
        text, starts = paged([text_of(one) for one in sheets or slides])
    else:
        text, starts = text_of(body), ()
    first = next((h for h in body.iter("h1", "h2", "h3") if text_of(h)), None)
    return Extract(
        text,
        title or (one_line(text_of(first)) if first is not None else None),
        starts,
        names,
        facts,
        tuple(elements.omitted),
        block_quotes=tuple(places(text, block_quotes(body))),
        headings=tuple(headings.places(text, headings.levels(body))),
    )


def _hidden_sheets(
    content: etree._Element, sheets: list[etree._Element]
) -> dict[etree._Element, str]:
    """Those that are not shown, each with its name."""
    styles = {
        value(style, "name")
        for style in content.iter("{*}style")
        if any(value(one, "display") == "false" for one in style.iter("{*}table-properties"))
    }
    return {
        sheet: value(sheet, "name") or ""
        for sheet in sheets
        if value(sheet, "style-name") in styles
    }


def _mark(slide: etree._Element) -> None:
    """Make the title of a slide a heading, and write "Notes:" above its notes."""
    for frame in slide.iter("{*}frame"):
        if value(frame, "class") == "title":
            for line in frame.iter("{*}p"):
                line.tag = _HEADING
                line.set("outline-level", "2")
    for notes in slide.iter("{*}notes"):
        if text_of(notes):
            head = etree.Element("p")
            head.text = "Notes:"
            notes.insert(0, head)


def _about(meta: etree._Element | None) -> tuple[str | None, Facts]:
    """The title, author, date and language of a file."""
    said = {name_of(e): e.text for e in meta.iter() if name_of(e)} if meta is not None else {}
    return title_of(said.get("title")) or title_of(said.get("subject")), Facts(
        author_of(said.get("initial-creator")) or author_of(said.get("creator")),
        day_of(said.get("creation-date")),
        language=language_of(said.get("language")),
    )

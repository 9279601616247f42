"""PowerPoint presentations, .pptx: the slides in order, each with its tables, charts and notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from askdoc.load.extract import Extract, one_line
from askdoc.load.names import name_of
from askdoc.load.office_parts import charts_and_comments
from askdoc.load.paged import paged
from askdoc.load.shapes import Inherited, Shape, shapes, text_body
from askdoc.load.web import headings
from askdoc.load.web.markup import text_of
from askdoc.load.word import drawings
from askdoc.load.word.core import Core
from askdoc.load.word.parts import Parts, open_parts
from askdoc.load.word.xml import child, children, value
from askdoc.messages import tr
from askdoc.types.documents import Omitted

_HEIGHT = 6_858_000  # of a slide, in the units of the format, unless the file says another
_TITLES = frozenset(("title", "ctrTitle"))
_NUMBERS = frozenset(("sldNum", "sldImg"))
_ABOUT_NOTES = frozenset(("hdr", "ftr", "dt"))  # what stands around notes


def extract(data: bytes) -> Extract:
    """A presentation -> its slides; a part that is damaged is left out and named. Raises
    `Refusal`."""
    missing = tr("it is a zip file without a presentation; save it again")
    parts, main, root = open_parts(data, "ppt/presentation.xml", missing)
    related = parts.related(main)
    listed = [_relationship(one) for one in root.iter("{*}sldId")]
    names = [related[id][1] for id in listed if id in related]
    core = Core(parts)
    reader = _Slides(parts, int(value(next(root.iter("{*}sldSz"), None), "cy") or _HEIGHT))
    slides = [reader.slide(name) for name in names]
    reader.drop_running_heads()
    text, starts = paged([text_of(slide) for slide in slides])
    titles = (one_line(text_of(h)) for slide in slides for h in slide.iter("h2"))
    return Extract(
        text,
        core.title or next(filter(None, titles), None),
        starts,
        tuple(f"slide {number + 1}" for number in range(len(slides))),
        core.facts,
        (*reader.omitted, *charts_and_comments(data)),
        headings=tuple(headings.places(text, headings.levels(*slides))),
    )


class _Slides:
    def __init__(self, parts: Parts, height: int) -> None:
        self.omitted: list[Omitted] = []
        self._parts = parts
        self._height = height
        self._footers: list[etree._Element] = []
        self._layouts: dict[str | None, Inherited] = {}

    def slide(self, name: str) -> etree._Element:
        """A slide as HTML elements."""
        page = etree.Element("body")
        root = self._root(name)
        if root is None:
            return page
        related = self._parts.related(name)
        inherited = self._inherited(_first(related, "slidelayout"))
        for shape in shapes(next(root.iter("{*}spTree"), root), inherited, self._height):
            self._shape(shape, related, inherited, page)
        if notes := _first(related, "notesslide"):
            self._notes(notes, page)
        return page

    def drop_running_heads(self) -> None:
        """Leave out footers and dates that several slides have."""
        times = Counter(map(text_of, self._footers))
        for footer in self._footers:
            parent = footer.getparent()
            if times[text_of(footer)] > 1 and parent is not None:
                parent.remove(footer)
        repeated = (text for text in times if times[text] > 1 and text)
        self.omitted += [Omitted("running head", text) for text in repeated]

    def _root(self, name: str | None, kind: str = "damaged page") -> etree._Element | None:
        try:
            return self._parts.xml(name)
        except etree.XMLSyntaxError:
            self.omitted.append(Omitted(kind, name=name or ""))
            return None

    def _inherited(self, layout: str | None) -> Inherited:
        if layout not in self._layouts:
            related = self._parts.related(layout) if layout else {}
            master = _first(related, "slidemaster")
            roots = self._root(layout), self._root(master)
            self._layouts[layout] = Inherited(*roots)
        return self._layouts[layout]

    def _shape(
        self,
        shape: Shape,
        related: dict[str, tuple[str, str]],
        inherited: Inherited,
        page: etree._Element,
    ) -> None:
        if shape.kind in _NUMBERS:
            return
        if shape.hidden:
            if said := one_line(" ".join(shape.element.itertext())):
                self.omitted.append(Omitted("hidden text", said))
            return
        made = etree.SubElement(page, "div")
        if (body := child(shape.element, "txbody")) is not None:
            made.extend(text_body(body, inherited.bullets(shape)))
            if shape.kind in _TITLES:
                _make_heading(made)
            elif shape.kind in ("ftr", "dt"):
                self._footers.append(made)
        for frame in children(shape.element, "graphic"):
            made.extend(self._graphic(next(iter(frame), frame), related))

    def _graphic(
        self, data: etree._Element, related: dict[str, tuple[str, str]]
    ) -> Iterator[etree._Element]:
        """A table, a chart or a diagram."""
        for element in data:
            kind, id = name_of(element), "dm" if name_of(element) == "relids" else "id"
            if kind == "tbl":
                yield _table(element)
            elif kind in ("chart", "relids"):
                _, path = related.get(value(element, id) or "", ("", ""))
                root = self._root(path, "chart" if kind == "chart" else "diagram")
                if root is not None:
                    yield from (drawings.chart if kind == "chart" else drawings.diagram)(root)

    def _notes(self, name: str, page: etree._Element) -> None:
        root = self._root(name)
        made, none = etree.Element("div"), Inherited(None, None)
        for shape in (
            shapes(next(root.iter("{*}spTree"), root), none, 1) if root is not None else ()
        ):
            if shape.kind not in _ABOUT_NOTES:
                self._shape(shape, self._parts.related(name), none, made)
        if text_of(made):
            etree.SubElement(page, "p").text = "Notes:"
            page.append(made)


def _relationship(listed: etree._Element) -> str:
    """The name of its relationship, beside the id of the slide itself."""
    return next((str(v) for key, v in listed.items() if key.endswith("}id")), "")


def _first(related: dict[str, tuple[str, str]], kind: str) -> str | None:
    return next((path for of, path in related.values() if of == kind), None)


def _make_heading(made: etree._Element) -> None:
    """The paragraphs of a title become one heading."""
    words = " ".join(text_of(made).split())
    for element in list(made):
        made.remove(element)
    etree.SubElement(made, "h2").text = words


def _table(source: etree._Element) -> etree._Element:
    table = etree.Element("table")
    heads = value(child(source, "tblpr"), "firstRow") in ("1", "true")
    for row in children(source, "tr"):
        line = etree.SubElement(table, "tr")
        for cell in children(row, "tc"):
            if value(cell, "hMerge") in ("1", "true") or value(cell, "vMerge") in ("1", "true"):
                continue
            made = etree.SubElement(line, "th" if heads and len(table) == 1 else "td")
            for html, name in ("colspan", "gridSpan"), ("rowspan", "rowSpan"):
                made.set(html, value(cell, name) or "1")
            if (body := child(cell, "txbody")) is not None:
                made.extend(text_body(body, []))
    return table

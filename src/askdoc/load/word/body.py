"""Convert the body of a Word document to a tree of HTML elements, which `markup` reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from askdoc.load.names import name_of
from askdoc.load.web import mathml
from askdoc.load.word import numbers
from askdoc.load.word.forms import content_of, form_field
from askdoc.load.word.numbering import Numbering
from askdoc.load.word.styles import Styles
from askdoc.load.word.symbols import plain, symbol
from askdoc.load.word.xml import child, choice, count, is_on, is_on_attribute, or_empty, value
from askdoc.types.documents import Omitted

_DROPPED = frozenset(("del", "movefrom"))
_DELETED = "deleted text"
# Elements that are replaced by their content.
_AROUND = frozenset("ins moveto smarttag customxml sdtcontent hyperlink fldsimple bdo dir".split())
_OUTSIDE = frozenset(
    ("txbxcontent", "chart", "relids")
)  # the elements of a drawing that contain words


@dataclass
class Body:
    """Reads the parts in order, with continuous numbering.

    part: (kind, relationship) -> the elements of another part, such as a chart
    note: (kind, id) -> the mark of a note, "1"
    """

    styles: Styles
    numbering: Numbering
    part: Callable[[str, str | None], list[etree._Element]]
    note: Callable[[str, str], str]
    omitted: list[Omitted] = field(default_factory=list)
    _carried: list[etree._Element] = field(default_factory=list)  # words that have no paragraph yet

    def blocks(self, source: etree._Element, into: etree._Element) -> None:
        """The paragraphs and tables in `source`, appended to `into`."""
        for element in source:
            name = name_of(element)
            if name == "p":
                self._paragraph(element, into)
            elif name == "tbl":
                self._table(element, into)
            elif name == "sdt":
                self.blocks(content_of(element), into)
            elif name == "altchunk":
                into.extend(self.part("altchunk", value(element, "id")))
            elif name == "alternatecontent":
                self.blocks(choice(element), into)
            elif name in _AROUND:
                self.blocks(element, into)
            elif name in _DROPPED:
                self._omit(_DELETED, element)
            elif name in ("omath", "omathpara"):
                etree.SubElement(into, "p").text = mathml.words_of(element)

    def _paragraph(self, source: etree._Element, into: etree._Element) -> None:
        properties = child(source, "ppr")
        of_mark = child(properties, "rpr")
        if (
            child(of_mark, "del") is not None
            or child(of_mark, "movefrom") is not None
            or (value(child(properties, "framepr"), "dropCap") in ("drop", "margin"))
        ):
            self._carried.append(source)  # its words begin the paragraph that follows
            return
        style = value(child(properties, "pstyle"))
        separates_styles = is_on(child(of_mark, "specvanish"))  # in a line: its number is shown
        is_hidden = self._is_hidden(properties, style) and not separates_styles
        numbered = None if is_hidden else self.numbering.next(properties, style)
        heading = self.styles.heading(style)
        words = _Words(etree.Element("p"))
        boxes: list[etree._Element] = []
        for carried in [*self._carried, source]:
            self._inline(carried, words, boxes, style)
        self._carried.clear()
        paragraph = words.element
        if numbered is None:
            paragraph.tag = f"h{min(heading, 6)}" if heading else "p"
            self._place(into, quoted=not heading and self.styles.is_quote(style)).append(paragraph)
        else:
            numbers.put(paragraph, numbered, heading, into)
        for box in boxes:
            self._box(box, into)

    def _place(self, into: etree._Element, quoted: bool) -> etree._Element:
        """The parent of a paragraph: consecutive quoted paragraphs are one quote."""
        if not quoted:
            return into
        if len(into) and into[-1].tag == "blockquote":
            return into[-1]
        return etree.SubElement(into, "blockquote")

    def _inline(
        self, source: etree._Element, words: _Words, boxes: list[etree._Element], style: str | None
    ) -> None:
        """Add the content of a line to `words`, and floating objects to `boxes`."""
        for element in source:
            name = name_of(element)
            if name == "r":
                if self._is_hidden(element, style):
                    self._omit("hidden text", element)
                else:
                    self._inline(element, words, boxes, style)
            elif name == "t":
                words.write(plain(element.text or "", _font(source)))
            elif name in ("tab", "ptab"):
                words.write(" ")
            elif name in ("br", "cr"):
                words.end_line()
            elif name == "nobreakhyphen":
                words.write("-")
            elif name == "sym":
                self._symbol(value(element, "font"), value(element, "char"), words)
            elif name in ("footnotereference", "endnotereference"):
                mark = self.note(name.removesuffix("reference"), value(element, "id") or "")
                if not is_on_attribute(element, "customMarkFollows"):
                    words.write(f"[{mark}]")
            elif name in ("omath", "omathpara"):
                before = element.getprevious()
                apart = " " if before is not None and name_of(before) == name else ""
                words.write(apart + mathml.words_of(element))
            elif name == "ruby":
                self._inline(or_empty(child(element, "rubybase")), words, boxes, style)
            elif name == "sdt":
                self._inline(content_of(element), words, boxes, style)
            elif name == "fldchar":
                words.write(form_field(child(element, "ffdata")))
            elif name == "alternatecontent":
                self._inline(choice(element), words, boxes, style)
            elif name in ("drawing", "pict", "object"):
                boxes += _outermost(element)
            elif name in _AROUND:
                self._inline(element, words, boxes, style)
            elif name in _DROPPED:
                self._omit(_DELETED, element)

    def _symbol(self, font: str | None, code: str | None, words: _Words) -> None:
        sign = symbol(font, code)
        if sign is None:
            self.omitted.append(Omitted("symbol", name=f"{code} of {font}"))
        words.write(sign)

    def _box(self, box: etree._Element, into: etree._Element) -> None:
        """A text box, a chart or a diagram, placed after the paragraph that it is anchored to."""
        if name_of(box) == "txbxcontent":
            self.blocks(box, into)
        elif name_of(box) == "chart":
            into.extend(self.part("chart", value(box, "id")))
        else:
            into.extend(self.part("diagram", value(box, "dm")))

    def _table(self, source: etree._Element, into: etree._Element) -> None:
        table = etree.SubElement(into, "table")
        above: dict[int, etree._Element] = {}  # column -> the cell that is merged vertically
        for row in _inside(source, "tr"):
            properties = child(row, "trpr")
            if child(properties, "del") is not None:
                self._omit(_DELETED, row)
                continue
            head = is_on(child(properties, "tblheader"))
            line = etree.SubElement(table, "tr")
            column = count(child(properties, "gridbefore"), 0)
            for _ in range(column):
                etree.SubElement(line, "td")
            for cell in _inside(row, "tc"):
                of_cell = child(cell, "tcpr")
                columns = count(child(of_cell, "gridspan"), 1)
                merge = child(of_cell, "vmerge")
                if merge is not None and value(merge) != "restart" and column in above:
                    first = above[column]
                    first.set("rowspan", str(int(first.get("rowspan", "1")) + 1))
                else:
                    made = etree.SubElement(line, "th" if head else "td", colspan=str(columns))
                    self.blocks(cell, made)
                    above.pop(column, None)
                    if merge is not None:
                        above[column] = made
                column += columns

    def _is_hidden(self, run: etree._Element | None, style: str | None) -> bool:
        """Whether a run, or the end of a paragraph with these properties, is hidden."""
        properties = child(run, "rpr")
        own = child(properties, "vanish")
        if own is not None:
            return is_on(own)
        by_style = self.styles.is_hidden(value(child(properties, "rstyle")))
        return bool(self.styles.is_hidden(style) if by_style is None else by_style)

    def _omit(self, kind: str, element: etree._Element) -> None:
        words = [e.text or "" for e in element.iter() if name_of(e) in ("t", "deltext")]
        if text := " ".join("".join(words).split()):
            self.omitted.append(Omitted(kind, text))


@dataclass
class _Words:
    """Appends text and line breaks to an element."""

    element: etree._Element

    def write(self, text: str | None) -> None:
        if not text:
            return
        if len(self.element):
            self.element[-1].tail = (self.element[-1].tail or "") + text
        else:
            self.element.text = (self.element.text or "") + text

    def end_line(self) -> None:
        etree.SubElement(self.element, "br")


def _font(run: etree._Element) -> str | None:
    return value(child(child(run, "rpr"), "rfonts"), "ascii")


def _inside(source: etree._Element, name: str) -> list[etree._Element]:
    """The rows or cells, also inside something else, such as a content control."""
    found = []
    for element in source:
        if name_of(element) == name:
            found.append(element)
        elif name_of(element) == "sdt":
            found += _inside(content_of(element), name)
        elif name_of(element) in _AROUND:
            found += _inside(element, name)
    return found


def _outermost(drawing: etree._Element) -> list[etree._Element]:
    """The text boxes, charts and diagrams in a drawing, none inside another."""
    found: list[etree._Element] = []
    waiting = list(drawing)
    while waiting:
        element = waiting.pop(0)
        if name_of(element) in _OUTSIDE:
            found.append(element)
        elif name_of(element) == "alternatecontent":
            waiting[:0] = choice(element)
        else:
            waiting[:0] = element
    return found

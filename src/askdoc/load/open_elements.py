"""Turn the elements of OpenDocument files into those of HTML, which `markup` reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from lxml import etree

from askdoc.load.extract import one_line
from askdoc.load.names import name_of
from askdoc.load.opendocument import numbers, value
from askdoc.load.web import mathml
from askdoc.load.web.markup import text_of
from askdoc.load.web.tables import MAX_SPAN
from askdoc.load.word.forms import tick
from askdoc.types.documents import Omitted

_AS_HTML = {
    "list": "ul",
    "list-item": "li",
    "list-header": "li",
    "table-header-rows": "thead",
    "table-row": "tr",
    "line-break": "br",
    "ruby-text": "rt",
    "section": "div",
    "note-body": "li",
}
# Parts that are not shown, such as descriptions of pictures, and places to fill in.
_DROPPED = frozenset(
    """
    covered-table-cell desc forms title page-number index-title-template table-of-content-source
    illustration-index-source alphabetical-index-source bibliography-source user-index-source
    object-index-source table-index-source sequence-decls variable-decls user-field-decls
    named-expressions database-ranges calculation-settings content-validations
    """.split()
)
_HIDDEN = frozenset("hidden-text hidden-paragraph".split())
_LINES = frozenset(("p", "h"))
MAX_CHAIN = 20  # styles that a style is based on


class Elements:
    """Changes the tree of a file.

    inner: the root of an object in the file, such as a formula, by its path; None if missing
    """

    def __init__(
        self,
        content: etree._Element,
        styles: etree._Element | None,
        inner: Callable[[str], etree._Element | None],
    ) -> None:
        self.omitted: list[Omitted] = []
        self._inner = inner
        self._notes: list[tuple[str, etree._Element]] = []
        self._parents: dict[str, str] = {}
        self._unseen: set[str] = set()
        for root in (styles, content):
            for style in root.iter("{*}style") if root is not None else ():
                self._add_style(style)
        for line, number, is_item in numbers(content, styles):
            item = line.getparent()
            if is_item and item is not None:
                item.set("mark", f"{number} ")
            else:
                line.text = f"{number} {line.text or ''}"

    def _add_style(self, style: etree._Element) -> None:
        name = value(style, "name") or ""
        self._parents[name] = value(style, "parent-style-name") or ""
        if any(value(one, "display") == "none" for one in style.iter("{*}text-properties")):
            self._unseen.add(name)

    def change(self, body: etree._Element) -> None:
        """Make the elements of a body those of HTML; its notes follow at the end."""
        for element in list(body.iter(etree.Element)):
            if name_of(element) == "table-cell" and not self._unseen:  # most elements of a sheet
                _as_cell(element)
            else:
                self._change(element)
        for box in list(body.iter("text-box", "custom-shape", "object")):
            _move_out(box)
        if self._notes:
            notes = etree.SubElement(body, "ul")
            for mark, note in self._notes:
                note.set("mark", f"{mark}. ")
                notes.append(note)

    def _change(self, element: etree._Element) -> None:
        name = name_of(element)
        style = value(element, "style-name") or ""
        if name == "s":
            _replace(element, " " * _count(element, "c"))
        elif name == "tab":
            _replace(element, " ")
        elif name in _DROPPED:
            _replace(element, "")
        elif name == "annotation":
            said = [one.text or "" for one in element.iter("{*}creator", "creator")]
            lines = [text_of(one) for one in element if name_of(one) in ("p", "list")]
            self._omit("comment", element, " ".join(lines), "".join(said))
        elif name == "tracked-changes":
            deleted = (text_of(p) for one in element.iter("{*}deletion") for p in one.iter("{*}p"))
            self._omit("deleted text", element, " ".join(deleted))
        elif name in _HIDDEN or style in self._unseen:
            self._omit("hidden text", element, "".join(map(str, element.itertext())))
        elif name == "note":
            self._note(element)
        elif name == "fieldmark":
            _replace(element, _form_field(element))
        elif name == "object":
            self._object(element)
        elif name in ("list-header", "list-item") and _has_no_words(element):
            element.tag = "li"
            element.set("mark", "")
        elif name in _LINES:
            self._line(element, style)
        elif name == "table-cell":
            _as_cell(element)
        else:
            element.tag = _AS_HTML.get(name, name)
            if name == "list-header":
                element.set("mark", "")

    def _line(self, line: etree._Element, style: str) -> None:
        said = value(line, "outline-level") or "1"
        names = list(self._chain(style))
        if name_of(line) == "h" or "Title" in names:
            line.tag = f"h{min(int(said), 6) if said.isdigit() else 1}"
        elif name_of(line.getparent()) == "li" and line.getprevious() is None:
            line.tag = "span"  # so that an item in a cell is one paragraph, not two
        else:
            line.tag = "blockquote" if "Quotations" in names else "p"

    def _chain(self, style: str) -> Iterator[str]:
        for _ in range(MAX_CHAIN):
            if not style:
                return
            yield style
            style = self._parents.get(style, "")

    def _note(self, note: etree._Element) -> None:
        """A mark; the words of the note follow at the end."""
        mark = "".join(
            one_line("".join(map(str, one.itertext()))) or ""
            for one in note
            if name_of(one) == "note-citation"
        )
        for body in [one for one in note if name_of(one) == "note-body"]:
            self._notes.append((mark, body))
        _replace(note, f"[{mark}]")

    def _object(self, element: etree._Element) -> None:
        root = next(iter(element), None)
        if root is None:
            root = self._inner((value(element, "href") or "").removeprefix("./"))
        formula = next(root.iter("{*}math"), None) if root is not None else None
        if formula is not None:
            _replace(element, mathml.words_of(formula))
        elif root is not None and (shown := next(root.iter("{*}chart"), None)) is not None:
            inside = Elements(root, None, self._inner)
            inside.change(shown)
            element.append(shown)

    def _omit(self, kind: str, element: etree._Element, text: str, name: str = "") -> None:
        if said := one_line(text):
            self.omitted.append(Omitted(kind, " ".join(text.split()) or said, name=name))
        _replace(element, "")


def _as_cell(element: etree._Element) -> None:
    above = element.getparent()
    while above is not None and above.tag == "tr":
        above = above.getparent()
    element.tag = "th" if above is not None and above.tag == "thead" else "td"
    spans = [(key, count) for key, count in element.items() if key.endswith("-spanned")]
    element.attrib.clear()
    for key, count in spans:
        if key.endswith("number-columns-spanned"):
            element.set("colspan", count)
        elif key.endswith("number-rows-spanned"):
            element.set("rowspan", count)


def _form_field(element: etree._Element) -> str:
    """The state of a check box or a choice; other fields contain text."""
    kind = (value(element, "type") or "").rpartition(".")[2]
    said = [(value(one, "name"), value(one, "value") or "") for one in element.iter("{*}param")]
    if kind == "FORMCHECKBOX":
        return tick(("Checkbox_Checked", "true") in said)
    choices = [choice for name, choice in said if name == "Dropdown_ListEntry"]
    chosen = dict(said).get("Dropdown_Selected", "")
    is_one = kind == "FORMDROPDOWN" and chosen.isdecimal() and int(chosen) < len(choices)
    return choices[int(chosen)] if is_one else ""


def rows_of(table: etree._Element) -> None:
    """Write out repeated cells and rows of a sheet, as far as they hold words."""
    for row in list(table.iter("{*}table-row")):
        cells = list(row)
        while cells and _has_no_words(cells[-1]):
            row.remove(cells.pop())
        for cell in cells:
            _unwrap(cell)
            _repeat(cell)
        if len(row):
            _repeat(row)


def _unwrap(cell: etree._Element) -> None:
    """Write the only paragraph of a cell into it, since a sheet may have a million cells."""
    line = cell[0] if len(cell) == 1 else None
    if line is None or name_of(line) != "p" or len(line) or line.keys():
        return
    if not (cell.text or "").strip() and not (line.tail or "").strip():
        cell.text = line.text
        cell.remove(line)


def _repeat(element: etree._Element) -> None:
    """Write out a cell or a row as often as it says."""
    for key, _ in element.items():
        if key.endswith("-repeated"):
            break
    else:
        return
    times = _count(element, key.rpartition("}")[2])
    del element.attrib[key]
    copied = etree.tostring(element, with_tail=False) if times > 1 else b""
    for _ in range(1, times):
        element.addnext(etree.fromstring(copied))


def _count(element: etree._Element, name: str) -> int:
    said = value(element, name) or ""
    return min(int(said), MAX_SPAN) if said.isdigit() and len(said) < 9 else 1


def _has_no_words(element: etree._Element) -> bool:
    return not any(str(text).strip() for text in element.itertext())


def _replace(element: etree._Element, words: str) -> None:
    """Put words in the place of an element."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    words += element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + words
    else:
        parent.text = (parent.text or "") + words
    parent.remove(element)


def _move_out(box: etree._Element) -> None:
    """Put the words of a box after the paragraph that it is anchored to."""
    lines = [one for one in box.iterancestors() if one.tag in ("p", "h1", "h2", "h3", "blockquote")]
    if not lines or _has_no_words(box):
        return
    after = etree.Element("div")
    words, box.tail = box.tail, None
    place = box.getparent()
    if place is not None and words:
        before = box.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + words
        else:
            place.text = (place.text or "") + words
    after.append(box)
    lines[-1].addnext(after)

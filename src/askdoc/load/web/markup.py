"""Convert a tree of HTML elements to plain text: paragraphs, lists and tables.

<h1>Floods</h1><p>It <b>rained</b>.</p><ul><li>Ely</li></ul>  ->  "Floods\n\nIt rained.\n\n- Ely"
"""

from __future__ import annotations

import re

from lxml import etree

from askdoc.load.names import name_of
from askdoc.load.web import mathml
from askdoc.load.web.tables import for_layout, plain_cells
from askdoc.load.web.writer import Reading, Writer
from askdoc.types.documents import Omitted

_SKIPPED = frozenset(
    """
    script style template noscript head title nav iframe object embed svg canvas audio video
    button select textarea input dialog rt rp
    """.split()
)
_NOTE = re.compile(r"\d{1,3}|[*†‡§]{1,3}")
_BACK = re.compile(r"[↩↑⤴⏎←^]\N{VARIATION SELECTOR-15}?")
_PAGE_ROLES = frozenset(("pagebreak", "doc-pagebreak"))
# Hidden in a book until a reader taps the mark.
_NOTE_ROLES = frozenset(
    "footnote endnote rearnote note doc-footnote doc-endnote footnotes endnotes rearnotes".split()
)


def text_of(root: etree._Element) -> str:
    """The text of a tree, without page numbers and hidden parts."""
    return read(root).text


def read(root: etree._Element) -> Reading:
    """Read a tree of elements. Not recursive, so a deep tree cannot overflow the stack."""
    writer = Writer(for_layout(root))
    omitted: list[Omitted] = []
    skipped: etree._Element | None = None
    walk = etree.iterwalk(root, ("start", "end", "comment", "pi"))
    for event, element in walk:
        if event in ("comment", "pi"):
            if skipped is None and element is not root:
                writer.write(element.tail)
        elif skipped is None and event == "start":
            name = name_of(element)
            if _is_skipped(element, name):
                skipped = element
            else:
                writer.open(element, name)
                writer.write(element.text)
                if name == "tr" and writer.in_table and (cells := plain_cells(element)):
                    writer.write_cells(cells)
                    walk.skip_subtree()
        elif event == "end" and (skipped is None or skipped is element):
            if skipped is None:
                writer.close(element, name_of(element))
            else:
                _instead(element, writer, omitted)
            skipped = None
            if element is not root:
                writer.write(element.tail)
    return writer.reading(tuple(omitted))


def _instead(element: etree._Element, writer: Writer, omitted: list[Omitted]) -> None:
    """Write what replaces a skipped element."""
    name = name_of(element)
    if name == "math":
        writer.write(mathml.words_of(element))
    elif _is_page(element):
        writer.write_page(_page_name(element))
    elif name == "a" and _is_note(element):
        writer.write_note(_inner(element))
    elif name not in _SKIPPED and is_hidden(element):
        formulas = [e for e in element.iter() if name_of(e) == "math"]
        if formulas:  # an image of it is shown
            writer.write(" ".join(map(mathml.words_of, formulas)))
        elif text := " ".join("".join(element.itertext()).split()):
            omitted.append(Omitted("hidden text", text))


def _is_skipped(element: etree._Element, name: str) -> bool:
    if name in _SKIPPED or name == "math":
        return True
    if not element.keys():  # as most cells of a large table
        return False
    if _is_page(element):
        return True
    if name == "div" and element.get("title") in ("header", "footer"):
        return True  # LibreOffice's running heads
    if is_hidden(element):
        return True
    return name == "a" and (_is_note(element) or _leads_back(element))


def is_hidden(element: etree._Element) -> bool:
    """Whether its attributes hide it from the reader."""
    style = (element.get("style") or "").replace(" ", "").lower()
    hides = element.get("hidden") is not None or "display:none" in style
    return hides and not roles(element) & _NOTE_ROLES


def roles(element: etree._Element) -> set[str]:
    """Its roles, from epub:type and role."""
    return {
        role
        for key, value in element.items()
        if key in ("role", "type", "epub:type") or key.endswith("ops}type")
        for role in value.lower().split()
    }


def _is_page(element: etree._Element) -> bool:
    return bool(roles(element) & _PAGE_ROLES)


def _page_name(element: etree._Element) -> str:
    """ "12" of <span epub:type="pagebreak" id="p12">12</span>, or of its label."""
    label = element.get("title") or element.get("aria-label") or _inner(element)
    return " ".join(label.split()).strip(". ") or re.sub(
        r"^[a-z]+[-_.]?(?=[\divxlc]+$)", "", element.get("id") or "", flags=re.IGNORECASE
    )


def _is_note(link: etree._Element) -> bool:
    """Whether it is a note mark, such as a small 1, which must not join the previous word."""
    return "#" in (link.get("href") or "") and bool(_NOTE.fullmatch(_inner(link)))


def _leads_back(link: etree._Element) -> bool:
    """Whether it is the arrow from a note back to the text."""
    return "#" in (link.get("href") or "") and bool(_BACK.fullmatch(_inner(link)))


def _inner(link: etree._Element) -> str:
    # subtle: a link that was never closed may contain the rest of the page
    return "" if len(link) > 2 else "".join(link.itertext()).strip()

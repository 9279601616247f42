"""Word documents (.docx): mammoth makes HTML of them, footnotes, lists and tables included."""

from __future__ import annotations

import io
import zipfile

import mammoth
from lxml import etree
from lxml import html as lxml_html

from askdoc.load.archive import members
from askdoc.load.extract import Extract, Refusal, one_line
from askdoc.load.markup import text_of

_DAMAGED = "it is a zip file without a Word document in it; open it in Word and save it anew"
# A page break is a line break; the style of a title makes the first headline.
_STYLES = "p[style-name='Title'] => h1:fresh\nbr[type='page'] => br"
# Word never writes one; it is how entities that expand without end are declared.
_DOCTYPES = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le"))


def extract(data: bytes) -> Extract:
    """A Word document -> its text, the notes at the end. Raises `Refusal`."""
    parts = members(data, lambda name: name.endswith((".xml", ".rels")))
    if "word/document.xml" not in parts and "_rels/.rels" not in parts:
        raise Refusal(_DAMAGED)
    for name, part in parts.items():
        if any(doctype in part for doctype in _DOCTYPES):
            raise Refusal(
                f"its {name} declares XML entities, which Word never does; do not trust it"
            )
    for name, part in parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            parts[name] = _readable(part)
    found = mammoth.convert_to_html(_packed(parts), convert_image=_no_picture, style_map=_STYLES)
    if not found.value:
        return Extract("", None)
    page = lxml_html.fragment_fromstring(found.value, create_parent="body")
    for back in page.xpath(
        "//a[starts-with(@href, '#footnote-ref') or starts-with(@href, '#endnote-ref')]"
    ):
        back.drop_tree()  # the arrow from a note to its place
    first = next(iter(page.xpath("//h1|//h2|//h3")), None)
    heading = one_line(first.text_content()) if first is not None else None
    return Extract(text_of(page), _title(parts.get("docProps/core.xml")) or heading)


def _readable(part: bytes) -> bytes:
    """What mammoth passes over, made words: fields and formulas. Hidden words, which it would
    read, go."""
    if not any(mark in part for mark in (b"fldSimple", b"oMath", b"vanish")):
        return part
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(part, parser)
    word = f"{{{etree.QName(root).namespace}}}"
    for element in list(root.iter(word + "fldSimple", "{*}oMathPara")):
        element.tag = word + "smartTag"  # mammoth reads what is in it
    for formula in list(root.iter("{*}oMath")):
        words = "".join(formula.itertext())
        formula.clear(keep_tail=True)
        formula.tag = word + "r"
        etree.SubElement(formula, word + "t").text = words
    for hidden in list(root.iter(word + "vanish")):
        run = hidden.getparent().getparent()
        if hidden.get(word + "val") not in ("0", "false", "off") and run.tag == word + "r":
            run.clear(keep_tail=True)
    return bytes(etree.tostring(root))


def _no_picture(_: object) -> list[object]:
    return []


def _packed(parts: dict[str, bytes]) -> io.BytesIO:
    """The same parts, whose sizes are known to be harmless now, and no pictures."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file


def _title(core: bytes | None) -> str | None:
    if core is None:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        found = etree.fromstring(core, parser).findtext("{http://purl.org/dc/elements/1.1/}title")
    except etree.XMLSyntaxError:
        return None
    return None if one_line(found) == "Word Document" else one_line(found)

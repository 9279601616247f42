"""The automatic numbers of office files, which kreuzberg leaves out, are written into the files
before it reads them: "2.1" before a heading, "(a)" before an item of a list."""

from __future__ import annotations

import io
import re
import zipfile

from lxml import etree
from lxml import html as lxml_html

from askdoc.load.archive import members
from askdoc.load.extract import Refusal
from askdoc.load.opendocument import numbers

# Around the number of an item, so that it can be told from the item's own words. No text has these
# characters, each in a private area.
_OPEN, _CLOSE = "\ue3f1", "\ue3f2"
_MARK = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}[ \\t]*")
_MARKED = re.compile(r"\s*" + _MARK.pattern)

# \listtext of RTF holds what is shown before an item, for programs that do not count.
# It comes before the codes of the paragraph, or among them.
_LIST_TEXT = re.compile(
    rb"\{\\(?:listtext|pntext)\b((?:[^{}]|\{[^{}]*\})*)\}"
    rb"((?:\\(?!(?:par|cell|row|sect|page)\b)[a-z]+-?\d* ?|\{(?!\\\*)|[}\r\n])*)"
)
_CODE = re.compile(rb"\\[a-z]+-?\d* ?|\\'[0-9a-f]{2}|[{}\r\n]|\\[^a-z]")
_NUMBER = re.compile(rb"[(\[]?\w[\w.]{0,30}[.):\]]*")


def with_numbers(data: bytes, kind: str) -> bytes:
    """The file with its numbers; as it is if it has none, or is damaged.

    kind: its MIME type
    """
    if kind.endswith("rtf"):
        return _LIST_TEXT.sub(_shown, data)
    try:
        if kind.endswith("opendocument.text"):
            changed = _open_text(data)
        else:
            return data
        return _replaced(data, changed) if changed else data
    except (Refusal, etree.XMLSyntaxError):  # kreuzberg decides what becomes of it
        return data


def move_marks(page: lxml_html.HtmlElement) -> None:
    """The numbers of items become the marks of the items of a page."""
    for element in page.iter():
        if not isinstance(element.tag, str) or not (found := _MARKED.match(element.text or "")):
            continue
        rest = (element.text or "")[found.end() :]
        item = next((one for one in (element, *element.iterancestors()) if one.tag == "li"), None)
        if item is not None and item.get("mark") is None:
            item.set("mark", f"{found[1]} ")
            element.text = rest
        else:
            element.text = f"{found[1]} {rest}"


def _shown(group: re.Match[bytes]) -> bytes:
    text = _CODE.sub(b"", group[1].replace(rb"\tab", b"")).strip()
    if not _NUMBER.fullmatch(text):  # a bullet
        return group[0]
    sign = [rf"\u{ord(one) - 0x10000}?" for one in (_OPEN, _CLOSE)]
    return group[2] + sign[0].encode() + text + sign[1].encode()


def _open_text(data: bytes) -> dict[str, bytes]:
    parts = members(data, lambda name: name in ("content.xml", "styles.xml"))
    if "content.xml" not in parts:
        return {}
    root = _xml(parts["content.xml"])
    styles = _xml(parts["styles.xml"]) if "styles.xml" in parts else None
    found = list(numbers(root, styles))
    for paragraph, number, is_item in found:
        mark = f"{_OPEN}{number}{_CLOSE}" if is_item else f"{number} "
        paragraph.text = mark + (paragraph.text or "")
    return {"content.xml": etree.tostring(root)} if found else {}


def _replaced(data: bytes, changed: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, content in members(data, lambda name: not name.endswith("/")).items():
            archive.writestr(name, changed.get(name, content))
    return into.getvalue()


def _xml(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)

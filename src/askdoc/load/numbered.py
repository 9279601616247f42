"""The automatic numbers of office files, which kreuzberg leaves out, are written into the files
before it reads them: "2.1" before a heading, "(a)" before an item of a list."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator

from lxml import etree
from lxml import html as lxml_html

from askdoc.load import numerals
from askdoc.load.archive import members
from askdoc.load.extract import Refusal
from askdoc.load.names import name_of
from askdoc.load.opendocument import numbers

# Around the number of an item, so that it can be told from the item's own words. No text has these
# characters, each in a private area.
_OPEN, _CLOSE = "\ue3f1", "\ue3f2"
_MARK = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}[ \\t]*")
_MARKED = re.compile(r"\s*" + _MARK.pattern)

_SLIDE = re.compile(r"ppt/slides/slide\d+\.xml")
_KIND = re.compile(r"(?P<numeral>arabic|alphaLc|alphaUc|romanLc|romanUc)(?P<form>\w*)")
_NUMERALS: dict[str, Callable[[int], str]] = {
    "arabic": str,
    "alphaLc": numerals.letters,
    "alphaUc": numerals.upper(numerals.letters),
    "romanLc": numerals.roman,
    "romanUc": numerals.upper(numerals.roman),
}
_FORMS = {"ParenBoth": "({})", "ParenR": "{})", "Plain": "{}"}

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
        elif kind.endswith("presentationml.presentation"):
            changed = _slides(data)
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


def unmarked(text: str) -> str:
    """A text with the numbers of items as they are shown."""
    return _MARK.sub(r"\1 ", text)


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


def _slides(data: bytes) -> dict[str, bytes]:
    changed = {}
    for name, part in members(data, lambda name: bool(_SLIDE.fullmatch(name))).items():
        if b"buAutoNum" not in part:
            continue
        root = _xml(part)
        for body in [one for one in root.iter() if name_of(one) == "txbody"]:
            for paragraph, number in _counted(body):
                run = next(one for one in paragraph if name_of(one) == "r")
                text = next(one for one in run if name_of(one) == "t")
                text.text = f"{_OPEN}{number}{_CLOSE}{text.text or ''}"
        changed[name] = etree.tostring(root)
    return changed


def _counted(body: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The numbered paragraphs of a text box, with their numbers."""
    last: dict[int, tuple[str, int]] = {}  # level -> the kind and number of its last paragraph
    for paragraph in body:
        if name_of(paragraph) != "p" or not "".join(paragraph.itertext()).strip():
            continue
        properties = next((one for one in paragraph if name_of(one) == "ppr"), paragraph)
        auto = next((one for one in properties if name_of(one) == "buautonum"), None)
        said = properties.get("lvl", "0")
        at = int(said) if said.isdigit() else 0
        last = {level: value for level, value in last.items() if level <= at}
        if auto is None:
            last.pop(at, None)
            continue
        kind, start = auto.get("type", ""), auto.get("startAt", "1")
        before = last.get(at)
        first = int(start) if start.isdigit() else 1
        number = before[1] + 1 if before and before[0] == kind + start else first
        last[at] = kind + start, number
        if any(name_of(one) == "r" for one in paragraph):
            yield paragraph, _written(kind, number)


def _written(kind: str, number: int) -> str:
    found = _KIND.match(kind)
    numeral = _NUMERALS[found["numeral"]] if found else str
    return _FORMS.get(found["form"] if found else "", "{}.").format(numeral(number))


def _replaced(data: bytes, changed: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as archive:
        for name, content in members(data, lambda name: not name.endswith("/")).items():
            archive.writestr(name, changed.get(name, content))
    return into.getvalue()


def _xml(data: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(data, parser)

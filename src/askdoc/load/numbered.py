"""The automatic numbers of rich text, which kreuzberg leaves out, are written into the file
before it reads them: "2.1" before a heading, "(a)" before an item of a list."""

from __future__ import annotations

import re

from lxml import html as lxml_html

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


def with_numbers(data: bytes) -> bytes:
    """A file of rich text with its numbers."""
    return _LIST_TEXT.sub(_shown, data)


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

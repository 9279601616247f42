"""The values of form fields in a Word document: check boxes, choices and text."""

from __future__ import annotations

from lxml import etree

from askdoc.load.names import name_of
from askdoc.load.word.xml import child, children, count, is_on, is_on_attribute, or_empty, value


def content_of(sdt: etree._Element) -> etree._Element:
    """The content of a content control; the mark of a check box without content."""
    content = child(sdt, "sdtcontent")
    box = child(child(sdt, "sdtpr"), "checkbox")
    if box is not None and not any(name_of(e) in ("t", "sym") for e in or_empty(content).iter()):
        content = etree.Element("sdtContent")
        run = etree.SubElement(content, "r")
        etree.SubElement(run, "t").text = tick(
            is_on_attribute(or_empty(child(box, "checked")), "val")
        )
    return or_empty(content)


def form_field(data: etree._Element | None) -> str:
    """The state of a check box or a drop-down list; other fields contain text."""
    box, choices = child(data, "checkbox"), child(data, "ddlist")
    if box is not None:
        checked = child(box, "checked")
        return tick(is_on(checked if checked is not None else child(box, "default")))
    if choices is not None:
        entries = [value(entry) or "" for entry in children(choices, "listentry")]
        chosen = count(child(choices, "result"), 0)
        return entries[chosen] if chosen < len(entries) else ""
    return ""


def tick(checked: bool) -> str:
    """A check box as a character."""
    return "☒" if checked else "☐"

"""The title, author and date of a file of Office."""

from __future__ import annotations

from lxml import etree

from askdoc.load.facts import author_of, day_of, language_of, title_of
from askdoc.load.names import name_of
from askdoc.load.word.parts import Parts
from askdoc.types.documents import Facts

# The dates of the templates of python-docx, python-pptx and PowerPoint.
_OF_TEMPLATES = frozenset(("2013-12-23T23:15:00Z", "2013-01-27T09:14:16Z", "2006-08-16T00:00:00Z"))


class Core:
    """What docProps/core.xml says; nothing if it is damaged."""

    def __init__(self, parts: Parts) -> None:
        path = next((p for kind, p in parts.related("").values() if kind == "core-properties"), "")
        try:
            core = parts.xml(path or "docProps/core.xml")
        except etree.XMLSyntaxError:
            core = None
        found = {name_of(e): e.text or "" for e in (core if core is not None else ())}
        self.title = title_of(found.get("title"))
        created = found.get("created")
        self.facts = Facts(
            author_of(found.get("creator")),
            None if created in _OF_TEMPLATES else day_of(created),
            language=language_of(found.get("language")),
        )

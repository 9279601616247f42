"""The comments of presentations and workbooks, and the charts of workbooks."""

from __future__ import annotations

import re

from lxml import etree

from askdoc.load.archive import members
from askdoc.load.extract import one_line
from askdoc.load.names import name_of
from askdoc.load.web.markup import text_of
from askdoc.load.word.drawings import chart
from askdoc.types.documents import Omitted

_PART = re.compile(
    r"(?:xl/charts/chart|ppt/comments/(?:modernC|c)omment|xl/comments/comment|xl/comments)\w*\.xml"
)


def charts_and_comments(data: bytes) -> tuple[Omitted, ...]:
    """The charts and comments of an Office file, without text if damaged. Raises `Refusal`."""
    found: list[Omitted] = []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    for name, part in members(data, lambda name: bool(_PART.fullmatch(name))).items():
        is_chart = "/charts/" in name
        try:
            root = etree.fromstring(part, parser)
        except etree.XMLSyntaxError:
            found.append(Omitted("chart" if is_chart else "comment", name=name))
            continue
        if is_chart:
            body = etree.Element("body")
            body.extend(chart(root))
            found.append(Omitted("chart", text_of(body) or None))
        else:
            notes = (one for one in root.iter("{*}comment", "{*}cm") if isinstance(one.tag, str))
            found += [Omitted("comment", _said(one), name=one.get("ref", "")) for one in notes]
    return tuple(found)


def _said(note: etree._Element) -> str | None:
    return one_line("".join(e.text or "" for e in note.iter() if name_of(e) in ("t", "text")))

"""Export answers as a Word document."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from askdoc import show
from askdoc.export.exported import ExportedReply

# Not allowed in XML.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def word(several: Sequence[ExportedReply]) -> bytes:
    """A .docx file: questions as headings, passages as quotes with the sentence in bold, and their
    places with links."""
    import docx

    made = docx.Document()
    made.core_properties.author = "askdoc"
    for exported in several:
        made.add_heading(_plain(exported.reply.question), level=1)
        for line in exported.said.splitlines():
            made.add_paragraph().add_run(_plain(line)).italic = True
        for answer, link in exported.linked:
            quote = made.add_paragraph(style="Quote")
            for text, mark in show.parts(answer):
                run = quote.add_run(_plain(text))
                run.bold = exported.may and mark == "sentence"
            place = made.add_paragraph(_plain(exported.about(answer)))
            if link:
                place.add_run(" · ")
                _add_link(place, link)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _plain(text: str) -> str:
    return _CONTROL.sub("", text)


def _add_link(paragraph: Any, link: str) -> None:
    """Add the link "open"; python-docx can read links but not add them."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    number = paragraph.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), number)
    run = paragraph.add_run("open")
    run.font.underline = True
    element.append(run._r)
    paragraph._p.append(element)

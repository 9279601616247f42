"""Decode and parse an HTML page."""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as lxml_html

from askdoc.load import encoding
from askdoc.load.extract import Refusal
from askdoc.messages import tr

_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?([\w:.-]{2,40})", re.IGNORECASE
)


def parse(text: str) -> lxml_html.HtmlElement:
    """Text -> a tree; any HTML is accepted. Raises `Refusal` if it is empty."""
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        return lxml_html.document_fromstring(text.encode(errors="replace"), parser=parser)
    except etree.ParserError:
        raise Refusal(tr("it contains no text; choose a file with text")) from None


def decode(data: bytes) -> str:
    """Decode a page, in the encoding that it declares if it fits."""
    named = _CHARSET.search(data[:4096])
    return encoding.decode(data, named[1].decode() if named else None).replace("\0", "")

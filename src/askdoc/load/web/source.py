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


# UTF-16 without a byte order mark: a tag, of which every other byte is zero.
_LITTLE = re.compile(rb"(?:[ \t\r\n]\0)*<\0(?:[!?/A-Za-z]\0)")
_BIG = re.compile(rb"(?:\0[ \t\r\n])*\0<(?:\0[!?/A-Za-z])")


def parse(text: str) -> lxml_html.HtmlElement:
    """Text -> a tree; any HTML is accepted. Raises `Refusal` if it is empty."""
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        return lxml_html.document_fromstring(text.encode(errors="replace"), parser=parser)
    except etree.ParserError:
        raise Refusal(tr("it contains no text; choose a file with text")) from None


def unmarked(data: bytes) -> str | None:
    """The encoding of a page in UTF-16 without a byte order mark; None if it is another."""
    if _LITTLE.match(data):
        return "utf-16-le"
    return "utf-16-be" if _BIG.match(data) else None


def decode(data: bytes) -> str:
    """The characters of a page, in the encoding that it names if that fits."""
    if wide := unmarked(data):
        return data.decode(wide, errors="replace")
    named = _CHARSET.search(data[:4096])
    name = named[1].decode().lower() if named else None
    if name and name.startswith("utf-16"):  # who can read that, reads bytes; so do browsers
        name = "utf-8"
    return encoding.decode(data, name).replace("\0", "")

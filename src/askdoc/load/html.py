"""HTML: the article of a page, without its menus, advertisements and scripts."""

from __future__ import annotations

import codecs
import re

import chardet
import trafilatura
from lxml import etree
from lxml import html as lxml_html

from askdoc.load.extract import Extract, Refusal, one_line
from askdoc.load.markup import text_of

# Below this many characters there is no article to be found, and paragraphs run together.
SHORT = 500

_CHARSET = re.compile(
    rb"<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?([\w:.-]{2,40})", re.IGNORECASE
)
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# What browsers take these names for.
_AS_READ = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "gb2312": "gb18030"}


def extract(data: bytes) -> Extract:
    """trafilatura finds the article; a page that is short, or it makes nothing of, is whole."""
    if b"\0" in data[:4096] and not data.startswith(tuple(_MARKS)):
        raise Refusal("not HTML (it looks like binary data); choose a document")
    text = decode(data)
    title = _title(parse(text))
    whole = _whole(parse(text))
    if len(whole) < SHORT:
        return Extract(whole, title)
    article = trafilatura.extract(
        parse(text), favor_recall=True, include_comments=False, output_format="html"
    )
    found = text_of(lxml_html.document_fromstring(article)) if article else ""
    return Extract(found or whole, title)


def parse(text: str) -> lxml_html.HtmlElement:
    """Text -> a tree, however it is written. Raises `Refusal` if it is empty."""
    parser = lxml_html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        return lxml_html.document_fromstring(text.encode(errors="replace"), parser=parser)
    except etree.ParserError:
        raise Refusal("there is no text in it; choose a file with text") from None


def decode(data: bytes) -> str:
    """By the byte order mark, else as the page says, else UTF-8, else by a guess."""
    named = _CHARSET.search(data[:4096])
    name = named[1].decode().lower() if named else "utf-8"
    mark = next((_MARKS[mark] for mark in _MARKS if data.startswith(mark)), None)
    for encoding in filter(None, (mark, _AS_READ.get(name, name), "utf-8")):
        try:
            return data.decode(encoding).replace("\0", "")
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode(chardet.detect(data)["encoding"] or "cp1252", errors="replace")


def _title(page: lxml_html.HtmlElement) -> str | None:
    """What the page gives to those who link to it, else its only headline, else the window's."""
    shared = page.xpath("//meta[@property='og:title']/@content")
    headlines = page.xpath("//h1")
    window = page.xpath("//head/title")
    for found in (
        *shared[:1],
        headlines[0].text_content() if len(headlines) == 1 else None,
        *(element.text_content() for element in (*window, *headlines)[:1]),
    ):
        if title := one_line(found):
            return title
    return None


def _whole(page: lxml_html.HtmlElement) -> str:
    for element in page.xpath("//header[not(ancestor::article)]|//footer|//aside"):
        element.drop_tree()
    return text_of(page)

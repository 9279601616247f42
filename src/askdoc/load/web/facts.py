"""The metadata of an HTML page: title, author, date, publisher and language; and the text of an
article that is only in its JSON-LD data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import html as lxml_html

from askdoc.load.extract import one_line
from askdoc.load.facts import author_of, day_of, language_of, title_of
from askdoc.load.web import bylines
from askdoc.load.web.markup import text_of
from askdoc.load.web.source import parse
from askdoc.types.documents import Facts

_AUTHOR = "author parsely-author sailthru.author dc.creator dcterms.creator citation_author".split()
_AUTHOR += ["article:author", "article_author"]
_DATE = (
    "article:published_time parsely-pub-date sailthru.date datepublished dc.date.issued "
    "dcterms.issued dc.date dcterms.date dcterms.created citation_publication_date "
    "citation_date publish-date publication_date pubdate date"
).split()
_PUBLISHER = "og:site_name dc.publisher dcterms.publisher citation_publisher".split()
_LANGUAGE = "content-language dc.language dcterms.language og:locale".split()
_IN_TEXT = "ancestor::article or ancestor::main or ancestor::*[@role='main']"
# The type of an object -> what is also in the text of its page.
_REPEATED = {
    "Recipe": ("recipeIngredient", "recipeInstructions"),
    "HowToStep": ("name", "text"),
    "HowToDirection": ("text",),
    "Question": ("name",),
    "Answer": ("text",),
}
MAX_NODES = 10_000  # of the data of a page

_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d{3})")  # not in "12:55 AM"
# <title> holds no elements; what looks like one is there by mistake.
_TAG = re.compile(r"<[a-zA-Z/!]")


def title(page: lxml_html.HtmlElement) -> str | None:
    """The title for link previews, or else the only headline, or else the <title>."""
    shared = page.xpath("//meta[@property='og:title']/@content")
    headlines = page.xpath("//h1")
    window = [_TAG.split(title.text_content())[0] for title in page.xpath("//head/title")[:1]]
    only = len(headlines) == 1 and not _is_of_site(headlines[0], "".join(window))
    for found in (
        *shared[:1],
        text_of(headlines[0]) if only else None,
        *window,
        *(text_of(element) for element in headlines[:1]),
    ):
        if named := title_of(found):
            return named
    return None


def _is_of_site(headline: lxml_html.HtmlElement, window: str) -> bool:
    """Whether a headline outside of the text, such as the name of the site, has no word of the
    title of the window."""
    words = set(re.findall(r"\w{3,}", window.lower()))
    own = re.findall(r"\w{3,}", text_of(headline).lower())
    return len(words) > 2 and words.isdisjoint(own) and not headline.xpath(_IN_TEXT)


def facts(page: lxml_html.HtmlElement) -> Facts:
    """The metadata from its JSON-LD, or else its <meta> elements, or else its visible elements."""
    article: dict[str, Any] = next((n for n in _nodes(page) if _is_article(n)), {})
    meta = _meta(page)

    def said(names: list[str]) -> list[str]:
        return next((meta[name] for name in names if name in meta), [])

    dates = [*_names(article.get("datePublished")), *said(_DATE)[:1], *_times(page)]
    root = page.getroottree().getroot()
    languages = [root.get("lang"), root.get("xml:lang"), *said(_LANGUAGE)]
    return Facts(
        author_of(*_names(article.get("author")))
        or author_of(*said(_AUTHOR))
        or author_of(*bylines.names(page)),
        day_of(next(filter(_YEAR.search, dates), None)),
        next(iter([*_names(article.get("publisher")), *said(_PUBLISHER)]), None),
        next(filter(None, map(language_of, languages)), None),
    )


def article_body(page: lxml_html.HtmlElement) -> str:
    """The longest article text in the JSON-LD of the page; "" if there is none."""
    bodies = [b for node in _nodes(page) if isinstance(b := node.get("articleBody"), str)]
    body = max(bodies, key=len, default="").strip()
    if "<" in body and "</" in body:
        return text_of(parse(body))
    return "\n\n".join(filter(None, (" ".join(line.split()) for line in body.splitlines())))


def said_in_data(page: lxml_html.HtmlElement) -> list[str]:
    """The ingredients and steps of recipes and guides, and the questions and answers, that the
    JSON-LD of a page repeats from its text."""
    found: list[str] = []
    for node in _nodes(page):
        kind = str(node.get("@type"))
        keys = next((_REPEATED[one] for one in _REPEATED if one in kind), ())
        for value in (node.get(key) for key in keys):
            texts = value if isinstance(value, list) else [value]
            found += [text for text in texts if isinstance(text, str) and text.strip()]
    return [text_of(parse(text)) if "<" in text else text for text in found]


def _meta(page: lxml_html.HtmlElement) -> dict[str, list[str]]:
    """Name in lower case -> the contents of the <meta> elements with this name."""
    found: dict[str, list[str]] = {}
    for element in page.iter("meta"):
        content = one_line(element.get("content"))
        for key in ("name", "property", "itemprop", "http-equiv"):
            if content and (name := (element.get(key) or "").strip().lower()):
                found.setdefault(name, []).append(content)
    return found


def _times(page: lxml_html.HtmlElement) -> list[str]:
    """The publication dates, or else the first date of the article or the page."""
    marked = page.xpath("//*[@itemprop='datePublished' or @pubdate]")
    times = page.xpath("//article//time[@datetime]") or page.xpath("//time[@datetime]")
    return [
        written
        for element in (*marked, *times)
        if (written := element.get("datetime") or element.get("content") or element.text_content())
    ]


def _nodes(page: lxml_html.HtmlElement) -> Iterator[dict[str, Any]]:
    """All objects in its JSON-LD; invalid scripts are ignored."""
    waiting: list[Any] = []
    for script in page.xpath("//script[@type='application/ld+json']"):
        try:
            waiting.append(json.loads(script.text or "", strict=False))
        except (ValueError, RecursionError):
            continue
    for _ in range(MAX_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting[:0] = node
        elif isinstance(node, dict):
            yield node
            waiting[:0] = [value for value in node.values() if isinstance(value, (dict, list))]


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(str(kind).endswith(("Article", "BlogPosting", "Report")) for kind in kinds)


def _names(value: object) -> list[str]:
    """A text, an object with a name, or a list of these -> the names."""
    if isinstance(value, list):
        return [name for one in value for name in _names(one)]
    if isinstance(value, dict):
        return _names(value.get("name"))
    named = one_line(value) if isinstance(value, str) else None
    return [named] if named else []

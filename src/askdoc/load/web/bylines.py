"""Who a page says that it is by: <p class="byline">By Ana Ruíz</p> -> ["Ana Ruíz"]."""

from __future__ import annotations

import re

from lxml import html as lxml_html

_MARKED = (
    ".//*[@rel='author' or @itemprop='author' or contains(@class, 'author') or "
    "contains(@class, 'Author') or contains(@class, 'byline') or contains(@class, 'Byline')]"
)
# Class names of a byline or its name: "author", "article-byline", "byline__name", "entry-author".
_CLASS = re.compile(
    r"(?:c|by|article|post|entry|story|page|content|blog|news|meta|head(?:er)?|p)?[-_]*"
    r"(?:byline|author)s?(?:[-_]*(?:names?|links?|text|info|byline|author|meta|title))?",
    re.IGNORECASE,
)
_BESIDE = "ancestor-or-self::*[self::nav or self::aside or self::footer or self::form]"
_TALK = re.compile(
    r"comment|related|sidebar|recommend|trending|popular|footer|bio\b", re.IGNORECASE
)
_BY = re.compile(
    r"^(?:(?:written |posted |published |story |words |text )?by|von|par|por|di|door|autor|author)"
    r"\b\s*:?\s*",
    re.IGNORECASE,
)
_NO_NAME = (
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b|(?:Follow|About|Author|Staff"
    r"|Authors|Edited|Updated|Published|Posted|Last|Editor|Reporter|Senior|Writer|News|Contributor"
    r"|The|More|Share|Username|Login|Sign|Read|View|Special|Games|Correspondent|Photo)\b)"
)
_WORD = rf"{_NO_NAME}[^\W\d_a-z][\w'’.-]*"
_NAME = re.compile(
    rf"{_WORD}(?: (?:(?:de|da|del|della|di|la|le|van|von|der|den|ten|al|bin|dos|el|y) )*{_WORD})"
    r"{1,3}"
)
_BETWEEN = re.compile(r"\s*(?:,|&|\band\b|\bund\b|\bet\b|\by\b)\s*(?:and\s+)?")
MAX_NAMES = 4  # a page with more lists other articles


def names(page: lxml_html.HtmlElement) -> list[str]:
    """The names in the first byline; none if different ones stand on the page, as in a list of
    articles."""
    found = [named for element in page.xpath(_MARKED) if (named := _names(element))]
    distinct = {name for named in found for name in named}
    return found[0] if found and len(distinct) <= MAX_NAMES else []


def _names(element: lxml_html.HtmlElement) -> list[str]:
    """The names in a byline; none if it is not one."""
    called = (element.get("class") or "").split()
    marked = element.get("rel") == "author" or element.get("itemprop") == "author"
    if not marked and not any(map(_CLASS.fullmatch, called)):
        return []
    if element.xpath(_BESIDE) or any(
        _TALK.search(f"{outer.get('class') or ''} {outer.get('id') or ''}")
        for outer in (element, *element.iterancestors())
        if outer.tag not in ("body", "html")
    ):
        return []
    inner = element.xpath(".//*[@itemprop='name']|.//a[@rel='author']")
    texts = [one.text_content() for one in inner] or list(element.itertext())
    if inner:
        return [name for text in texts for name in _leading(" ".join(text.split()))]
    return _leading(" ".join(" ".join(texts).split()))


def _leading(text: str) -> list[str]:
    """The names that a text begins with, after "By"."""
    text = _BY.sub("", text.strip(" -–—|·•"))
    found: list[str] = []
    at = 0
    while name := _NAME.match(text, at):
        found.append(name[0].rstrip("."))
        between = _BETWEEN.match(text, name.end())
        if between is None:
            break
        at = between.end()
    return found

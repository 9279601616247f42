"""Add the names of writers to the posts of forums and comments."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from lxml import html as lxml_html

# Class names of the element with the name: "author", "post-author", "user_name", "nickname".
_WRITER = re.compile(
    r"(?:[\w-]+[-_])?(?:author|user|username|poster|nick|nickname|creator)(?:[-_]?name)?",
    re.IGNORECASE,
)
_NAME = re.compile(r"\w[\w.'’-]*(?: [\w.'’-]+){0,4}")
_SAYS = re.compile(r"^by\s+|\s+(?:says|wrote|sagt|schrieb|dit)(?=:?$)|\s*:$", re.IGNORECASE)
_MIN_WORDS = 3  # characters of a post; a date or a rank is shorter
_MAX_BETWEEN = 40  # elements between a name and the post: pictures, ranks, dates


def name_writers(page: lxml_html.HtmlElement) -> None:
    """Change the page: "nils" above a post becomes "<nils> " before its words, as in a chat, if
    there
    are at least two such posts."""
    named = page.xpath("//body//*[@class or @itemprop][not(ancestor::nav)]")
    writers = [element for element in named if _is_writer(element)]
    around = {outer for writer in writers for outer in writer.iterancestors()}
    inner = [writer for writer in writers if writer not in around]
    groups = defaultdict(list)
    for writer in inner:
        if (post := _post(writer, set(inner))) is not None:
            around_both = _around(writer, post)
            kind = (writer.tag, writer.get("class"), around_both.tag, around_both.get("class"))
            groups[kind].append((writer, post))
    for pairs in groups.values():
        if len(pairs) > 1:
            for writer, post in pairs:
                name = _name(writer)
                writer.clear(keep_tail=True)
                post.text = f"<{name}> {(post.text or '').lstrip()}"


def _is_writer(element: lxml_html.HtmlElement) -> bool:
    called = f"{element.get('class') or ''} {element.get('itemprop') or ''}".split()
    return any(map(_WRITER.fullmatch, called)) and bool(_NAME.fullmatch(_name(element)))


def _around(writer: lxml_html.HtmlElement, post: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """The innermost element that contains both."""
    outside = set(post.iterancestors())
    return next(element for element in writer.iterancestors() if element in outside)


def _name(element: lxml_html.HtmlElement) -> str:
    name = " ".join(element.text_content().split())
    return _SAYS.sub("", name)


def _post(
    writer: lxml_html.HtmlElement, writers: set[lxml_html.HtmlElement]
) -> lxml_html.HtmlElement | None:
    """The first words between a name and the next one; None if there are none."""
    for element in islice(_following(writer), _MAX_BETWEEN):
        if element in writers:
            return None
        said = element.text
        if said and len(said.split()) >= _MIN_WORDS and element.tag not in ("a", "time", "script"):
            return element
    return None


def _following(element: lxml_html.HtmlElement) -> Iterator[lxml_html.HtmlElement]:
    """The elements after it, in the order of the page."""
    for outer in (element, *element.iterancestors()):
        for sibling in outer.itersiblings("*"):
            yield from sibling.iter("*")

"""HTML: the article of a page, without its menus, advertisements and scripts."""

from __future__ import annotations

import re
from copy import deepcopy

import trafilatura
from lxml import html as lxml_html

from askdoc.load import encoding
from askdoc.load.extract import Extract, Refusal
from askdoc.load.web import facts as facts_of_page
from askdoc.load.web import headings
from askdoc.load.web.markup import read, text_of
from askdoc.load.web.page import make_plain, without_menus
from askdoc.load.web.quotes import block_quotes, places
from askdoc.load.web.source import decode, parse, unmarked
from askdoc.messages import later, tr
from askdoc.types.documents import Omitted

# In shorter pages, trafilatura finds no article and joins paragraphs.
SHORT = 500

# Elements for notes, which programs and publishers put outside of the article.
_NOTES = (
    "//*[@role='doc-endnotes' or @role='doc-footnote' or @id='footnotes' or "
    "contains(concat(' ', @class, ' '), ' footnotes ')]"
)
# Parts of the article that trafilatura omits: its lead, and prose in a box. A line of links, a name
# or a date is shorter.
_BOXES = "(//main|//article|//*[@role='main'])//*[self::header or self::aside]"
_MIN_PROSE = 6  # words
MAX_LABEL = 40  # characters
_ENDS = (".", "!", "?", "”", '"', "。", "！", "？", "…")
# A page that is rendered by scripts, and was saved before they ran.
_SHELL = re.compile(
    r"(?:enable|requires?|turn on|without|activate|allow|needs?)\b[^.<>]{0,40}\bjavascript"
    r"|javascript\b[^.<>]{0,40}\b(?:enabled?|required|disabled|turned off|needed)",
    re.IGNORECASE,
)
_NEEDS_SCRIPT = later(
    "its text is created by JavaScript and was not saved; open the page in a browser, "
    "wait until it is displayed, and print it to a PDF"
)


def extract(content: bytes) -> Extract:
    """trafilatura finds the article; a page that is short, or it makes nothing of, is whole."""
    is_wide = content.startswith(tuple(encoding.MARKS)) or unmarked(content)
    if b"\0" in content[:4096] and not is_wide:
        raise Refusal(tr("not HTML (it looks like binary data); choose a document"))
    text = decode(content)
    page = parse(text)
    title, facts = facts_of_page.title(page), facts_of_page.facts(page)
    body, data = facts_of_page.article_body(page), facts_of_page.said_in_data(page)
    make_plain(page)
    quotes, heads = block_quotes(page), headings.levels(page)

    def of(text: str, omitted: tuple[Omitted, ...] = ()) -> Extract:
        return Extract(
            text,
            title,
            facts=facts,
            omitted=omitted,
            block_quotes=tuple(places(text, quotes)),
            headings=tuple(headings.places(text, heads)),
        )

    # subtle: separate trees, because `without_menus` and trafilatura change them
    whole = read(without_menus(deepcopy(page)))
    if len(whole.text) < SHORT:
        if len(body) > len(whole.text):
            return of(body)
        if "<script" in text.lower() and (
            _SHELL.search(whole.text) or (not whole.text and _SHELL.search(text))
        ):
            raise Refusal(tr(_NEEDS_SCRIPT))
        return of(whole.text, whole.omitted)
    article = trafilatura.extract(
        deepcopy(page), favor_recall=True, include_comments=False, output_format="html"
    )
    if not article:
        return of(whole.text, whole.omitted)
    found = text_of(lxml_html.document_fromstring(article))
    as_written = _as_written(page, found, data)
    # if the two results differ much, the page has an unusual structure
    kept = as_written if len(as_written) > 0.8 * len(found) else found or whole.text
    return of(kept, whole.omitted)


def _as_written(page: lxml_html.HtmlElement, found: str, data: list[str]) -> str:
    """The text of the article from the page itself, because trafilatura loses subheadings, list
    numbers, table headers and endnotes.

    page: the whole page
    found: the article according to trafilatura
    data: parts of the text that the page repeats in its data
    """
    # longer boxes than the article introduce other articles
    boxes = [
        paragraph
        for box in page.xpath(_BOXES)
        if 2 * len(text_of(box)) < len(found)
        for paragraph in box.iter("p")
        if _is_prose(paragraph)
    ]
    notes = [_words(text_of(note)) for note in (*page.xpath(_NOTES), *boxes)]
    notes += [_words(text) for text in data]
    trusted = {run for words in (_words(found), *notes) for run in _runs(words)}
    said = [line for text in (found, *data) for line in text.splitlines()]
    lines = {tuple(_words(line)) for line in said}
    headings = {
        tuple(_words(h.text_content())) for h in page.xpath("//h1|//h2|//h3|//h4|//h5|//h6")
    }

    def is_found(line: str) -> bool:
        words = _words(line)
        runs = _runs(words)
        return tuple(words) in lines or 2 * len(runs & trusted) > len(runs)

    def heads(block: str, after: str) -> bool:
        is_label = block.endswith(":") and len(block) < MAX_LABEL and not after.endswith(":")
        return is_label or tuple(_words(block)) in headings

    kept: list[str] = []
    keeps = False  # whether the next block is included, to which a heading or a label may belong
    for block in reversed(text_of(page).split("\n\n")):
        rows = block.splitlines()
        found_rows = sum(map(is_found, rows))
        keeps = 2 * found_rows >= len(rows) or (keeps and heads(block, kept[-1]))
        if keeps:
            kept.append(block)
    return "\n\n".join(reversed(kept))


def _is_prose(paragraph: lxml_html.HtmlElement) -> bool:
    """Whether it is at least one sentence rather than a line of links."""
    text = paragraph.text_content().strip()
    linked = sum(len(link.text_content()) for link in paragraph.iter("a"))
    return text.endswith(_ENDS) and len(text.split()) >= _MIN_PROSE and 2 * linked < len(text)


def _words(text: str) -> list[str]:
    """The words, without a list marker."""
    return re.findall(
        r"\w+", re.sub(r"^\s*(?:-|\d+\.|[ivxlcdmIVXLCDM]+\.|[a-zA-Z]\.) ", "", text).lower()
    )


def _runs(words: list[str]) -> set[tuple[str, ...]]:
    """All 5-grams of words, which identify a sentence."""
    return set(zip(*(words[i:] for i in range(5)), strict=False))

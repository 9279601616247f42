"""Simplify a page to what its reader sees, in elements that `markup` and trafilatura support."""

from __future__ import annotations

from lxml import etree
from lxml import html as lxml_html

from askdoc.load.names import name_of
from askdoc.load.web import mathml
from askdoc.load.web.markup import is_hidden
from askdoc.load.web.threads import name_writers
from askdoc.load.web.writer import BLOCKS

_HEADINGS = "ancestor::h1|ancestor::h2|ancestor::h3|ancestor::h4|ancestor::h5|ancestor::h6"
_BESIDE = "//header|//footer|//aside"
_OPEN = (
    "//header|//aside|//nav|//noscript"  # elements that a page may leave unclosed before its text
)
_IN_MAIN = "ancestor::article or ancestor::main or ancestor::*[@role='main']"
_OWN_HEADS = ".//th or .//table or .//h1 or .//h2 or .//h3 or .//p"
_HAS_HEADS = "./tr/th|./thead/tr/th|./tbody/tr/th"
MAX_IN_CELL = 200  # the most characters of a small table in a cell
MAX_SHELLS = 4  # elements around a formula that are alternatives to it


def make_plain(page: lxml_html.HtmlElement) -> None:
    """Change the page: formulas become words, buttons that are questions become text, and content
    that is shown by a script or a click becomes visible."""
    for template in page.xpath("//template[@shadowrootmode or @shadowroot]"):
        template.tag = "div"
    for formula in page.xpath("//math"):
        _write_out(formula)
    for element in page.iter("*"):
        if "-" in element.tag or ":" in element.tag:  # which trafilatura does not support
            blocks = any(name_of(inner) in BLOCKS for inner in element)
            element.tag = "div" if blocks else "span"
    for edit in page.xpath("//*[contains(concat(' ', @class, ' '), ' mw-editsection ')]"):
        edit.drop_tree()
    for table in page.xpath(f"//table//table[not({_OWN_HEADS})]"):
        _write_in_line(table)
    _open_panels(page)
    for button in page.xpath("//button"):
        if _is_text(button):
            in_line = button.xpath(f"{_HEADINGS}|ancestor::dt|ancestor::summary|ancestor::p")
            button.tag = "span" if in_line else "h3"
    _free_swallowed(page)
    name_writers(page)


def _write_in_line(table: lxml_html.HtmlElement) -> None:
    """Replace small tables inside cells, such as the dates of an entry, by their text."""
    around = next(table.iterancestors("table"))
    words = " ".join(" ".join(table.itertext()).split())
    if around.xpath(_HAS_HEADS) and len(words) <= MAX_IN_CELL:
        table.clear(keep_tail=True)
        table.tag, table.text = "span", words


def without_menus(page: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    """Remove headers, footers and asides outside of the text -> the same page."""
    for element in page.xpath(f"({_BESIDE})[not({_IN_MAIN})]"):
        element.drop_tree()
    return page


def _write_out(formula: lxml_html.HtmlElement) -> None:
    words = mathml.words_of(formula)
    inner: etree._Element = formula
    for around in list(formula.iterancestors())[:MAX_SHELLS]:
        for other in list(around):
            if other is not inner and other.get("aria-hidden") == "true":
                _drop(other)
        if is_hidden(around):  # an image of it is shown
            around.attrib.pop("style", None)
            around.attrib.pop("hidden", None)
        inner = around
    seen = "".join(words.split())
    outer = formula
    formula.clear(keep_tail=True)
    formula.text = words
    while (around := outer.getparent()) is not None and around.tag not in ("p", "div", "body"):
        if "".join(around.text_content().split()) != seen:
            break
        outer = around
    ends_apart = outer.text_content()[-1:].isspace() and (outer.tail or "")[:1].isalnum()
    outer.clear(keep_tail=True)
    outer.tag, outer.text = "span", words + " " * ends_apart


def _drop(element: etree._Element) -> None:
    if isinstance(element, lxml_html.HtmlElement):
        element.drop_tree()


def _open_panels(page: lxml_html.HtmlElement) -> None:
    """Show what a click on a heading or a tab would show."""
    controlled = {
        name
        for value in page.xpath("//*[not(ancestor-or-self::nav)]/@aria-controls")
        for name in value.split()
    }
    for element in page.xpath("//*[@hidden or contains(@style, 'display')]"):
        if (
            element.get("id") in controlled
            or element.get("hidden") == "until-found"
            or element.get("role") == "tabpanel"
            or _follows_question(element)
        ):
            element.attrib.pop("hidden", None)
            element.attrib.pop("style", None)


def _follows_question(panel: lxml_html.HtmlElement) -> bool:
    before = next(panel.itersiblings("*", preceding=True), None)
    return before is not None and any(map(_is_text, before.iter("button")))


def _is_text(button: lxml_html.HtmlElement) -> bool:
    """Whether it is a heading or a question which opens the text below it."""
    if button.xpath(f"{_HEADINGS}|ancestor::dt|ancestor::summary"):
        return True
    if button.xpath("ancestor::nav|ancestor::form|ancestor::menu"):
        return False
    words = button.text_content().strip()
    opens = button.get("aria-expanded") is not None or button.get("aria-controls") is not None
    named = "accordion" in (button.get("class") or "").lower()
    following = next(button.itersiblings("*"), None)
    is_above = following is not None and len(following.text_content().split()) > len(words.split())
    return words.endswith(("?", "？", "؟")) or ((opens or named) and is_above)


def _free_swallowed(page: lxml_html.HtmlElement) -> None:
    """Unwrap a header or menu that contains most of the page but no list of links, because it was
    never closed; show a hidden element with most of the page, because a script would show it."""
    whole = _letters(page)
    mains = [main for main in page.xpath("//main|//article|//*[@role='main']") if _letters(main)]
    for element in page.xpath(f"{_OPEN}|//*[@hidden or contains(@style, 'display')]"):
        letters = _letters(element)
        linked = sum(_letters(link) for link in element.iter("a"))
        is_all = 10 * (whole - letters) < letters  # the rest is small
        holds_mains = not mains or set(element.iter("*")).issuperset(mains)
        if is_all or (2 * letters > whole and 2 * linked < letters and holds_mains):
            if element.tag in ("header", "aside", "nav", "noscript"):
                element.tag = "div"
            element.attrib.pop("hidden", None)
            element.attrib.pop("style", None)


def _letters(element: lxml_html.HtmlElement) -> int:
    """How much text is in it, hidden or not."""
    unseen = sum(len(e.text or "") for e in element.iter("script", "style"))
    return len(element.text_content()) - unseen

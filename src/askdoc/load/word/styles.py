"""The styles of a Word document, and the properties that paragraphs and words have by style."""

from __future__ import annotations

import re

from lxml import etree

from askdoc.load.word.xml import child, children, is_on, value

MAX_DEPTH = 20  # the longest chain of styles, which limits circular ones


_QUOTES = frozenset("quote intensequote blocktext blockquote blockquotation quotations".split())


class Styles:
    """The styles by styleId, each with those that it is based on."""

    def __init__(self, part: etree._Element | None) -> None:
        self._styles = {value(style, "styleId"): style for style in children(part, "style")}
        self._default = next(
            (
                name
                for name, style in self._styles.items()
                if value(style, "type") == "paragraph" and value(style, "default") in ("1", "true")
            ),
            None,
        )

    def chain(self, name: str | None) -> list[etree._Element]:
        """The style of a paragraph and those it is based on; the default style without a name."""
        found: list[etree._Element] = []
        name = name or self._default
        while name in self._styles and len(found) < MAX_DEPTH:
            found.append(self._styles[name])
            name = value(child(found[-1], "basedon"))
        return found

    def is_hidden(self, name: str | None) -> bool | None:
        """Whether words in this style are hidden; None if no style defines it."""
        for style in self.chain(name) if name else ():
            vanish = child(child(style, "rpr"), "vanish")
            if vanish is not None:
                return is_on(vanish)
        return None

    def heading(self, name: str | None) -> int | None:
        """The level of a heading, from 1; a title has 1; None for other paragraphs."""
        for style in self.chain(name) if name else ():
            called = (value(child(style, "name")) or "").lower()
            if called == "title":
                return 1
            if found := re.fullmatch(r"heading (\d)", called):
                return int(found[1])
            outline = value(child(child(style, "ppr"), "outlinelvl"))
            if outline is not None and outline.isdecimal():
                return int(outline) + 1 if int(outline) < 9 else None
        return None

    def is_quote(self, name: str | None) -> bool:
        """Whether a paragraph is a quote, by the style names of Word, LibreOffice and pandoc."""
        called = ((value(child(s, "name")) or "").lower() for s in self.chain(name) if name)
        return any(one.replace(" ", "") in _QUOTES for one in called)

    def list_of(self, name: str) -> str | None:
        """The list (numId) of a list style."""
        style = self._styles.get(name)
        return value(child(child(child(style, "ppr"), "numpr"), "numid"))

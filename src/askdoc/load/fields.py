"""Remove the field codes of old Word documents, which kreuzberg leaves in the text."""

from __future__ import annotations

import re

_CODE = re.compile(
    r"""[ ]*(?:
      HYPERLINK\s+(?:\\l\s+)?(?:"[^"]*"|[^\s"]*[./:]\S*)(?:\s*\\[a-z](?:\s+"[^"]*")?)*
    | [A-Z]{3,}\s+_(?:Toc|Ref|Hlt)\w+(?:\s+\\[a-z])*
    | (?:TOC|TM|INHALT)(?:\s+\\[a-z](?:\s+"[^"]*")?)+
    | EMBED\s+[\w.]+(?:\s+\\[*a-z](?:\s+[A-Za-z]+)?)*
    | INCLUDEPICTURE(?:\s+\\[a-z])*\s+"[^"]*"(?:\s+\\\*\s+MERGEFORMAT(?:INET)?)?
    | [A-Z]{3,}(?:\s+[\w".:/-]+){0,3}(?:\s+\\[*@\#]\s+(?:"[^"]*"|[A-Za-z]+))+
    | FORM(?:TEXT|CHECKBOX|DROPDOWN)\b
    )[ ]*""",
    re.VERBOSE,
)


def without_codes(text: str) -> str:
    """`see HYPERLINK "http://a.org" our page` -> `see our page`"""

    def space(code: re.Match[str]) -> str:
        around = text[max(code.start() - 1, 0) : code.start()], text[code.end() : code.end() + 1]
        return "" if any(not c or c.isspace() for c in around) else " "

    return _CODE.sub(space, text)

"""The codes of rich text that `rtf` knows, and what it does with text and elements."""

from __future__ import annotations

import codecs
import re

from lxml import etree

TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})"
    rb"|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|[\r\n]+|(?P<text>[^\\{}\r\n]+)",
    re.DOTALL,
)
# Groups that are not shown where they stand.
UNSEEN = frozenset(
    """
    fonttbl colortbl stylesheet listtable listoverridetable revtbl rsidtbl generator themedata
    colorschememapping latentstyles datastore xmlnstbl fldinst pict objdata objclass nonshppict
    bkmkstart bkmkend pnseclvl private filetbl annotation atnid atnauthor atnref atndate atrfstart
    atrfend atnparent atnicn sp xe rxe wgrffmtfilter userprops docvar template info
    nesttableprops nonesttables header headerl headerr headerf footer footerl footerr footerf
    mmathpr defchp defpap
    pgptbl ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn do shprslt listname background factoidname
    """.split()
)
HEADS = frozenset("header headerl headerr headerf footer footerl footerr footerf".split())
# Starred groups are unknown extensions, except for these.
SHOWN = frozenset("shptxt shpinst shppict footnote pntext nestrow ud".split())
SIGNS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "tab": " ", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
ENDS = {"par": "p", "sect": "p", "page": "p", "cell": "cell", "row": "row", "nestcell": "cell"}
ENDS |= {"nestrow": "row"}
# The number of a font's character set -> its encoding.
CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030",
    136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp437",
}  # fmt: skip


def known(encoding: str, default: str) -> str:
    """The name of an encoding that Python knows, or else the default."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return default


def cleaned(text: str) -> str:
    """Join surrogates, which \\u writes one by one, and drop control characters."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return re.sub(r"[\0-\x08\x0b-\x1f\x7f\ufffe\uffff]", "", whole)


def last(page: etree._Element) -> etree._Element | None:
    """The last element of a page."""
    # subtle: len() counts all elements, each time
    return next(page.iterchildren(reversed=True), None)


def fill(element: etree._Element, text: str) -> None:
    """Write text with line breaks into an element."""
    first, *lines = text.strip().split("\n")
    element.text = first
    for line in lines:
        etree.SubElement(element, "br").tail = line

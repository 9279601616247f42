"""Plain text and Markdown, kept as they are written, in whatever encoding they have."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import chardet

from askdoc.errors import LoadError
from askdoc.load.encoding import damage, decode
from askdoc.load.kinds import NOT_TEXT, kind_of, remedy
from askdoc.types import Document

# Real text holds hardly any control characters; a program or picture is full of them.
MAX_CONTROL_SHARE = 0.05

MAX_TITLE = 200
_CHOOSE = "choose a file with text"
_ATX_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<title>[^\s#][^\r\n]*)", re.MULTILINE)
# A "#" inside a fence is a comment of some program; a fence that is never closed ends the text.
_FENCED = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*$.*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
# What a static site generator reads, between two lines of "---" at the very start.
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*$", re.M | re.DOTALL)
_FRONT_TITLE = re.compile(
    r"^title:[ \t]*(?:\"(?P<double>[^\"\n]+)\"|'(?P<single>(?:[^'\n]|'')+)'|"
    r"(?P<bare>[^\s\"'>|#&*\[{].*?))[ \t]*(?:[ \t]#.*)?$",
    re.MULTILINE,
)


def read_text(path: Path, data: bytes) -> Document:
    """Plain text: the title is the first line if it reads like a headline."""
    text = read_characters(path, data)
    return Document(path.name, text, _headline(text) or path.stem, omitted=damage(text))


def read_markdown(path: Path, data: bytes) -> Document:
    """Markdown, kept as it is written: the title is that of the front matter, else the first
    heading."""
    text = read_characters(path, data)
    title = _markdown_title(text.replace("\r\n", "\n")) or path.stem
    return Document(path.name, text, title, omitted=damage(text))


def _markdown_title(text: str) -> str | None:
    front = _FRONT_MATTER.match(text)
    if front and (named := _FRONT_TITLE.search(front["fields"])):
        single = (named["single"] or "").replace("''", "'")
        return (named["double"] or single or named["bare"])[:MAX_TITLE]
    body = _FENCED.sub("", text[front.end() :] if front else text)
    heading = _ATX_HEADING.search(body)
    return _closed(heading["title"]) if heading else _headline(body)


def read_characters(path: Path, data: bytes) -> str:
    """The file's text as it stands, line ends and all. Raises `LoadError` if it is no text."""
    if (kind := kind_of(data)) in NOT_TEXT:  # others show themselves below
        raise LoadError(f"{path}: not a text file (it looks like {kind}); {remedy(kind)}")
    text = decode(data)
    if _control_share(text) > MAX_CONTROL_SHARE:
        kind = chardet.detect(data)["mime_type"] or "text/plain"
        shown = "binary data" if kind.startswith("text/") else kind
        raise LoadError(f"{path}: not a text file (it looks like {shown}); {_CHOOSE}")
    return text


def _control_share(text: str) -> float:
    sample = text[:100_000]
    bad = sum(
        count
        for c, count in Counter(sample).items()
        if unicodedata.category(c) in ("Cc", "Cn", "Co", "Cs") and not c.isspace()
    )
    return bad / max(1, len(sample))


def _closed(heading: str) -> str:
    """`Title ##` -> `Title`: the closing hashes of a Markdown heading need a space before them."""
    heading = heading.rstrip()
    bare = heading.rstrip("#")
    return bare.rstrip() if bare[-1:].isspace() else heading


def _headline(text: str) -> str | None:
    """The first line that is not blank, if it is short and does not end like a sentence."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    first = re.sub(r"^(?:#\+TITLE:\s*|\*+ )", "", first, flags=re.IGNORECASE)  # of Org
    return first if 0 < len(first) <= MAX_TITLE and first[-1] not in ".!?:;," else None

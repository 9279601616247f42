"""Plain text and Markdown, kept as they are written, in whatever encoding they have."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import chardet

from askdoc.errors import LoadError
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
    text = decode(path, data)
    return Document(path.name, text, _headline(text) or path.stem)


def read_markdown(path: Path, data: bytes) -> Document:
    """Markdown, kept as it is written: the title is that of the front matter, else the first
    heading."""
    text = decode(path, data)
    return Document(path.name, text, _markdown_title(text.replace("\r\n", "\n")) or path.stem)


def _markdown_title(text: str) -> str | None:
    front = _FRONT_MATTER.match(text)
    if front and (named := _FRONT_TITLE.search(front["fields"])):
        single = (named["single"] or "").replace("''", "'")
        return (named["double"] or single or named["bare"])[:MAX_TITLE]
    body = _FENCED.sub("", text[front.end() :] if front else text)
    heading = _ATX_HEADING.search(body)
    return _closed(heading["title"]) if heading else _headline(body)


def decode(path: Path, data: bytes) -> str:
    """The file's text as it stands, line ends and all, without a byte order mark."""
    if (kind := kind_of(data)) in NOT_TEXT:  # others show themselves below
        raise LoadError(f"{path}: not a text file (it looks like {kind}); {remedy(kind)}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _decode_other(path, data)
    # subtle: a UTF-16 file of ASCII text is valid UTF-8 too, with a NUL in every other place
    if "\0" in text:
        text = _decode_other(path, data)
    if _control_share(text) > MAX_CONTROL_SHARE:
        raise LoadError(f"{path}: not a text file (it looks like binary data); {_CHOOSE}")
    return text


def _decode_other(path: Path, data: bytes) -> str:
    # ISO 8859 leaves the bytes 80-9F to control codes, so a text that has them is from Windows.
    era = chardet.EncodingEra.MODERN_WEB
    if not re.search(rb"[\x80-\x9f]", data):
        era |= chardet.EncodingEra.LEGACY_ISO
    guess = chardet.detect(data, encoding_era=era, max_bytes=len(data))
    if guess["encoding"] is None:
        raise LoadError(f"{path}: not a text file (it looks like {guess['mime_type']}); {_CHOOSE}")
    try:
        return data.decode(guess["encoding"]).removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise LoadError(
            f"{path}: its character encoding cannot be told; save it as UTF-8"
        ) from None


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
    return first if 0 < len(first) <= MAX_TITLE and first[-1] not in ".!?:;," else None

"""Plain text and Markdown, unchanged, in any encoding."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from itertools import dropwhile
from pathlib import Path

from askdoc.errors import LoadError
from askdoc.load.encoding import damage, decode
from askdoc.load.facts import author_of, day_of, language_of
from askdoc.load.kinds import NOT_TEXT, kind_of, remedy
from askdoc.messages import tr
from askdoc.types import Document, Facts

# Text has hardly any control characters; programs and pictures have many.
MAX_CONTROL_SHARE = 0.05

MAX_TITLE = 200
_ATX_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<title>[^\s#][^\r\n]*)", re.MULTILINE)
# A "#" inside a fence is a comment in code; an unclosed fence extends to the end of the text.
_FENCED = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*$.*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
# Hidden parts of reStructuredText and Org: comments, targets, settings.
_ASIDE = re.compile(
    r"^(?:\.\. .*\n(?:[ \t]+\S.*\n)*|#\+(?!title:)\w+:.*\n)", re.MULTILINE | re.IGNORECASE
)
_HEAD, _WRAPPED = 5_000, 50
# Front matter, between two lines of "---" at the start.
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*$", re.M | re.DOTALL)
_FIELD = re.compile(
    r"^(?P<name>\w+):[ \t]*(?:\"(?P<double>[^\"\n]+)\"|'(?P<single>(?:[^'\n]|'')+)'|"
    r"(?P<bare>[^\s\"'>|#&*\[{].*?))[ \t]*(?:[ \t]#.*)?$",
    re.MULTILINE,
)


def read_text(path: Path, data: bytes) -> Document:
    """Plain text: the title is the first line if it reads like a headline."""
    text = read_characters(path, data)
    return Document(path.name, text, _headline(text) or path.stem, omitted=damage(text))


def read_markdown(path: Path, data: bytes) -> Document:
    """Markdown, unchanged. Title, author and date come from the front matter, or else the
    title is the first heading."""
    text = read_characters(path, data)
    plain = text.replace("\r\n", "\n")
    front = _FRONT_MATTER.match(plain)
    fields = _fields(front["fields"]) if front else {}
    body = plain[front.end() :] if front else plain
    title = fields.get("title", "")[:MAX_TITLE] or _first_heading(body) or path.stem
    facts = Facts(
        author_of(fields.get("author")),
        day_of(fields.get("date")),
        fields.get("publisher"),
        language_of(fields.get("lang") or fields.get("language")),
    )
    return Document(path.name, text, title, facts=facts, omitted=damage(text))


def _fields(front: str) -> dict[str, str]:
    """The fields of front matter with a single value, by lower-case name."""
    return {
        field["name"].lower(): field["double"]
        or (field["single"] or "").replace("''", "'")
        or field["bare"]
        for field in _FIELD.finditer(front)
    }


def _first_heading(body: str) -> str | None:
    body = _FENCED.sub("", body)
    heading = _ATX_HEADING.search(body)
    return _closed(heading["title"]) if heading else _headline(body)


def read_characters(path: Path, data: bytes) -> str:
    """The unchanged text of a file, including line ends. Raises `LoadError` if it is not text."""
    if (kind := kind_of(data)) in NOT_TEXT:  # other files are detected below
        raise LoadError(
            tr(
                "{path}: not a text file (it looks like {kind}); {remedy}",
                path=path,
                kind=tr(kind),
                remedy=remedy(kind),
            )
        )
    text = decode(data)
    if _control_share(text) > MAX_CONTROL_SHARE:
        import chardet

        kind = chardet.detect(data)["mime_type"] or "text/plain"
        shown = tr("binary data") if kind.startswith("text/") else kind
        raise LoadError(
            tr(
                "{path}: not a text file (it looks like {kind}); {remedy}",
                path=path,
                kind=shown,
                remedy=tr("choose a file with text"),
            )
        )
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
    """The first line with a word, if it is short, and neither a sentence nor the start of one."""
    lines = dropwhile(
        lambda line: not re.search(r"\w", line), _ASIDE.sub("", text[:_HEAD]).splitlines()
    )
    first, after = next(lines, "").strip(), next(lines, "").strip()
    if len(first) > _WRAPPED and after[:1].islower():
        return None
    first = re.sub(r"^(?:#\+TITLE:\s*|\*+ )", "", first, flags=re.IGNORECASE)  # of Org
    return first if 0 < len(first) <= MAX_TITLE and first[-1] not in ".!?:;," else None

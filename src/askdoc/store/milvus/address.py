"""The address of an index in Milvus, as one line of text.

milvus+http://host:19530/news              a server, the index `news`
milvus+https://host:19530/archive/news     by TLS, in the database `archive`
milvus+http://token@host:19530/news        a token, or user:password
milvus+file:///path/news.db                Milvus Lite, in this process
...?index_type=HNSW&M=16                   the index type of vectors, for a new index
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from askdoc.errors import IndexMismatch
from askdoc.messages import tr

_SCHEME = "milvus+"
TOKEN = "ASKDOC_MILVUS_TOKEN"
# The names that Milvus allows for a collection, without the suffix that is added.
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,199}")
# The name of the only index in a file.
_IN_FILE = "askdoc"


@dataclass(frozen=True, slots=True)
class Address:
    """The location of an index in Milvus, and the credentials.

    shown: the same without secrets, for messages
    uri: what pymilvus connects to, the path of a file or http(s)://host:port
    name: of the index; index: of the vectors, its type and parameters
    """

    shown: str
    uri: str
    name: str
    database: str = ""
    token: str = field(default="", repr=False)
    index: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_file(self) -> bool:
        return "://" not in self.uri


def is_address(index: str | os.PathLike[str]) -> bool:
    """Whether it is the address of an index in Milvus rather than a folder."""
    return os.fspath(index).startswith(_SCHEME)


def shown(index: str | os.PathLike[str]) -> str:
    """The name of an index in messages: an address without secrets, or the path of a folder."""
    text = os.fspath(index)
    if not is_address(text):
        return text
    # subtle: a secret may contain / or ? that should have been percent-encoded
    return re.sub(r"//.*@", "//", text, flags=re.DOTALL).partition("?")[0]


def parse(text: str) -> Address:
    """Parse an address like those above.

    Raises `IndexMismatch`, with a message without secrets, if it is invalid.
    """
    try:
        parts = urlsplit(text.removeprefix(_SCHEME))
        port = parts.port
    except ValueError:
        raise _wrong(text, tr("the port must be a number from 1 to 65535")) from None
    options = dict(parse_qsl(parts.query))
    if parts.scheme == "file":
        return _file(text, parts, options)
    if parts.scheme not in ("http", "https"):
        raise _wrong(text, tr("only http, https and file are known"))
    if not parts.hostname:
        raise _wrong(text, tr("it names no host"))
    *database, name = [unquote(part) for part in parts.path.strip("/").split("/")]
    if len(database) > 1 or not all(_NAME.fullmatch(part) for part in (name, *database)):
        raise _wrong(
            text,
            tr(
                "the host must be followed by the name of the index, with letters, "
                "digits and _ only"
            ),
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    user = unquote(parts.username or "")
    token = f"{user}:{unquote(parts.password)}" if parts.password else user
    return Address(
        shown(text),
        f"{parts.scheme}://{host}:{port or 19530}",
        name,
        "".join(database),
        token or os.environ.get(TOKEN, ""),
        options,
    )


def _file(text: str, parts: SplitResult, options: Mapping[str, str]) -> Address:
    path = Path(os.path.expanduser(unquote(parts.path)))  # noqa: PTH111 - raises on ~nobody
    if parts.netloc or path.suffix != ".db" or not path.is_absolute():
        raise _wrong(text, tr("the path of a file must be absolute and end in .db"))
    return Address(shown(text), str(path), _IN_FILE, index=options)


def _wrong(text: str, why: str) -> IndexMismatch:
    return IndexMismatch(
        tr(
            "{text}: {why}; write milvus+http://host:19530/news or milvus+file:///path/news.db",
            text=shown(text),
            why=why,
        )
    )

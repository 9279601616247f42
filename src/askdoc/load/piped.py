"""Read a document from a pipe."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from askdoc.errors import LoadError
from askdoc.load.kinds import ENDINGS, kind_of
from askdoc.load.readers import MAX_BYTES, read
from askdoc.messages import tr
from askdoc.types import Document

# The name of the document, which has no file name.
PIPED = "standard input"


def load_piped(stream: BinaryIO, with_omitted: bool = False) -> Document:
    """Read to the end, as the kind of file that the first bytes indicate, or else as plain text.

    Raises `LoadError` if it is too large or not a readable document.
    """
    data = stream.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise LoadError(
            tr(
                "{name}: over the limit of {limit:.0f} MB; split it",
                name=PIPED,
                limit=MAX_BYTES / 1e6,
            )
        )
    path = Path(PIPED).with_suffix(ENDINGS.get(kind_of(data) or "", ".txt"))
    try:
        document = read(path, data)
    except LoadError as error:
        raise LoadError(str(error).replace(str(path), PIPED, 1)) from None
    title = PIPED if document.title == path.stem else document.title
    named = replace(document, name=PIPED, title=title, sha256=hashlib.sha256(data).hexdigest())
    return named.with_omitted() if with_omitted else named

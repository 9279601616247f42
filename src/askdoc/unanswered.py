"""Save refused questions, and group them by what they ask.

    {"question": "Who paid the toll?", "date": "2026-05-02", "document": "a.txt",
     "passage": "The toll was …", "score": 0.31, "missing": ["toll"], "askdoc": "0.1.0"}

It stores the date but nothing about who asked.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from askdoc import __version__
from askdoc.errors import UnansweredError
from askdoc.messages import tr

if TYPE_CHECKING:  # so that `askdoc --help` does not wait for them
    from askdoc.types import Embedder, Reply

# From this cosine similarity on, two questions ask the same.
SAME = 0.7
# A word of the question counts as missing if every passage matches it worse than this.
_MATCHED = 0.5


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that ask the same, and the passage closest to the first of them.

    question: the one asked most often
    count: how often they were asked, repeats included
    others: the other wordings
    missing: words that no close passage contains, most frequent first
    document, passage: the closest passage and its document, "" if there was none
    """

    question: str
    count: int
    others: tuple[str, ...]
    missing: tuple[str, ...]
    document: str
    passage: str


def check(path: Path) -> None:
    """Raises `UnansweredError` if the file is not writable."""
    _append(path, b"")


def write(path: Path, reply: Reply) -> None:
    """Add a question if it is not answered (state "not").

    Raises `UnansweredError` if the file cannot be written.
    """
    if reply.state != "not":
        return
    first = reply[0] if reply.answers else None
    row = {
        "question": reply.searched,
        "date": datetime.now(UTC).date().isoformat(),
        "document": first.document.name if first else "",
        "passage": first.text if first else "",
        "score": round(first.score, 6) if first else 0.0,
        "missing": missing(reply),
        "askdoc": __version__,
    }
    _append(path, (json.dumps(row, ensure_ascii=False) + "\n").encode(errors="replace"))


def missing(reply: Reply) -> list[str]:
    """The words of the question that none of the passages matches."""
    best: dict[str, float] = {}
    for answer in reply:
        for word, match in answer.why.matched:
            best[word] = max(best.get(word, 0.0), match)
    return [word for word, match in best.items() if match < _MATCHED]


def read(path: Path) -> list[dict[str, object]]:
    """The rows of a file. Raises `UnansweredError` if it is invalid; the message names the row."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or tr("it is not UTF-8 text")
        raise UnansweredError(
            tr(
                "{path}: cannot be read ({reason}); give the file of ask --unanswered",
                path=path,
                reason=reason.lower(),
            )
        ) from None
    rows = [_row(f"{path}, row {n}", line) for n, line in enumerate(lines, 1) if line.strip()]
    if not rows:
        raise UnansweredError(
            tr("{path}: contains no question yet; collect some with --unanswered", path=path)
        )
    return rows


def gaps(rows: Sequence[dict[str, object]], embedder: Embedder) -> list[Gap]:
    """The rows grouped by what they ask, most asked first."""
    counts = Counter(str(row["question"]) for row in rows)
    questions = [question for question, _ in counts.most_common()]
    vectors = embedder.embed_texts(questions)
    groups: list[list[int]] = []
    for number, vector in enumerate(vectors):
        near = [float(vector @ vectors[group[0]]) for group in groups]
        best = max(range(len(groups)), key=near.__getitem__, default=-1)
        if best >= 0 and near[best] >= SAME:
            groups[best].append(number)
        else:
            groups.append([number])
    found = [_gap([questions[n] for n in group], counts, rows) for group in groups]
    return sorted(found, key=lambda gap: -gap.count)


def as_json(found: Sequence[Gap]) -> str:
    """One JSON object, `{"gaps": [...]}`, with the fields of `Gap`."""
    return json.dumps({"gaps": [asdict(gap) for gap in found]}, ensure_ascii=False)


def write_golden(path: Path, found: Sequence[Gap]) -> None:
    """Write golden refusals for `askdoc evaluate`: a row for each gap with a document.

    Raises `UnansweredError` if the file exists or cannot be written.
    """
    rows = [
        {"document": gap.document, "question": gap.question, "answers": []}
        for gap in found
        if gap.document
    ]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise _write_error(path, error) from None


def _row(place: str, line: str) -> dict[str, object]:
    try:
        row = json.loads(line)
        if isinstance(row["question"], str) and row["question"].strip():
            return dict(row)
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise UnansweredError(tr("{place}: not written by --unanswered; delete it", place=place))


def _gap(questions: Sequence[str], counts: Counter[str], rows: Sequence[dict[str, object]]) -> Gap:
    own = [row for row in rows if row["question"] in questions]
    words = Counter(
        str(word)
        for row in own
        if isinstance(lacking := row.get("missing"), list)
        for word in lacking
    )
    first = next((row for row in reversed(own) if row["question"] == questions[0]), {})
    return Gap(
        questions[0],
        sum(counts[question] for question in questions),
        tuple(questions[1:]),
        tuple(word for word, _ in words.most_common()),
        str(first.get("document", "")),
        str(first.get("passage", "")),
    )


def _append(path: Path, data: bytes) -> None:
    # subtle: a single write in append mode, so that rows of several processes do not mix
    try:
        file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, data)
        finally:
            os.close(file)
    except OSError as error:
        raise _write_error(path, error) from None


def _write_error(path: Path, error: OSError) -> UnansweredError:
    reason = (error.strerror or type(error).__name__).lower()
    return UnansweredError(
        tr("{path}: cannot be written ({reason}); choose another file", path=path, reason=reason)
    )

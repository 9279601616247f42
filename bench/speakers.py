"""Measure how often askdoc.speakers names the right speaker: bench/speakers.py FOLDER [MORE...]

The golden rows say who speaks in which place of an article. Articles that are in none of the
folders are skipped. The default folders are corpus/ and tests/golden/talks/.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from askdoc.speakers import speakers
from askdoc.split import split
from askdoc.types import Document, Speaker

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden" / "speakers.jsonl"

TALKS = GOLDEN.parent / "talks"

Row = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, default=[ROOT / "corpus", TALKS])
    parser.add_argument("--golden", type=Path, default=GOLDEN)
    parser.add_argument("--misses", action="store_true", help="print the rows that are not right")
    parser.add_argument("--only", nargs="*", help="names of articles")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.golden.read_text("utf-8").splitlines()]
    total: Counter[str] = Counter()
    print(f"{'article':<32}{'rows':>6}{'right':>8}{'wrong name':>12}{'missed':>8}")
    for name in sorted({row["article"] for row in rows}):
        path = next((f / name for f in options.folders if (f / name).is_file()), None)
        if path is None or (options.only and not any(part in name for part in options.only)):
            continue
        counts = measure(path, [row for row in rows if row["article"] == name], options.misses)
        show(name, counts)
        total += counts
    show("all", total)


def measure(path: Path, rows: list[Row], misses: bool) -> Counter[str]:
    """-> how many rows are "right", name a "wrong" speaker, or are "missed" """
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        document = Document(path.name, file.read(), path.name)
    passages = split(document, lambda text: len(text.split()), 10_000)
    sentences = [sentence for passage in passages for sentence in passage.sentences]
    found = list(zip(sentences, speakers(passages), strict=True))
    counts: Counter[str] = Counter()
    for row in rows:
        if row["unsure"]:
            continue
        start, end = row["start"], row["end"]
        _, speaker = max(found, key=lambda f: min(f[0].end, end) - max(f[0].start, start))
        verdict = judge(speaker, row["speaker"])
        counts[verdict] += 1
        if misses and verdict != "right":
            print(f"{verdict}: {speaker}, not {row['speaker']}: {document.text[start:end]!r}")
    return counts


def judge(speaker: Speaker | None, accepted: list[str]) -> str:
    """ "right" if neither is a speaker, or if the last words of the names agree."""
    name = speaker.name if speaker and speaker.speaking else ""
    if not name:
        return "missed" if accepted else "right"
    last = {form.lower().split()[-1] for form in accepted}
    return "right" if name.lower().split()[-1] in last else "wrong"


def show(name: str, counts: Counter[str]) -> None:
    rows = sum(counts.values())
    share = counts["right"] / rows if rows else 0.0
    print(f"{name:<32}{rows:>6}{share:>8.3f}{counts['wrong']:>12}{counts['missed']:>8}")


if __name__ == "__main__":
    main()

"""How good the answers are: askdoc beside the textbook on the question sets of a folder.

    python bench/quality.py FOLDER [SET...]

A row a set and system; each article is asked alone, and then all of a set in one library.
Below each set, how many of its questions, which all stand alone, a random history would change.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path

from data import SETS, articles

from askdoc.embed import load_embedder
from askdoc.evaluation import Measures, run
from askdoc.followup import complete
from askdoc.library import Library


def main(folder: Path, names: list[str]) -> None:
    embedder = load_embedder()
    print(f"{'set':22}{'system':10} hit@1 hit@3   MRR r@500 r@1000 sent@1")
    for name in names or SETS:
        found = articles(folder, name)
        result = run((Library([a.document], embedder), a.golden) for a in found)
        print_row(name, "textbook", result.textbook)
        print_row(name, "askdoc", result.total)
        if len(found) > 1:
            library = Library([article.document for article in found], embedder)
            together = run([(library, [row for article in found for row in article.golden])])
            print_row(f"{name}, one library", "textbook", together.textbook)
            print_row(f"{name}, one library", "askdoc", together.total)
        questions = [row.question for article in found for row in article.golden]
        history = random.Random(0).choices(questions, k=len(questions))
        changed = sum(complete(q, [h]) != q for q, h in zip(questions, history, strict=True))
        print(f"{name:22}{changed} of {len(questions)} questions changed by a random history")


def print_row(name: str, system: str, m: Measures) -> None:
    sent = "-" if m.sent_at_1 is None else f"{m.sent_at_1:.3f}"
    print(
        f"{name:22}{system:10} {m.hit_at_1:.3f} {m.hit_at_3:.3f} {m.mrr:.3f} {m.r_at_500:.3f} "
        f" {m.r_at_1000:.3f}  {sent}",
        flush=True,
    )


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])

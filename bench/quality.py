"""How good the answers are: askdoc beside the textbook on the question sets of a folder.

The textbook has the published model, all-MiniLM-L6-v2.

    python bench/quality.py FOLDER [SET...]

First, of each set, the passages: each article asked alone, and all of a set in one library.
Then what is said of them: how many questions are answered or refused, of those that the article
answers, of those of the next article (foreign) and of those that are near but not answered; how
well confidence tells them apart (AUROC); follow-ups; how often "very likely", "likely" and
"perhaps" are true. Below each set, how many of its questions, which all stand alone, a random
history would change.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from data import SETS, Article, articles
from typed import FORMS

from askdoc.embed import BASE_MODEL, load_embedder
from askdoc.evaluation import Golden, Measures, run
from askdoc.followup import complete
from askdoc.library import Library
from askdoc.show import in_words
from askdoc.types import Embedder, Reply

MOST_TYPED = 100
WORDS = "very likely", "likely", "perhaps", "unlikely"


def main(folder: Path, names: Sequence[str]) -> None:
    embedder, published = load_embedder(), load_embedder(BASE_MODEL)
    sets = {name: articles(folder, name) for name in names or SETS}
    print(f"{'set':25}{'system':10} hit@1 hit@3   MRR r@500 r@1000 sent@1 sentF1")
    for name, found in sets.items():
        passages(name, found, embedder, published)
    print(
        f"\n{'set':12}{'answerable':>22}{'foreign':>25}{'near':>25}{'follow-ups':>14}\n"
        f"{'':12}{'answered perhaps not':>22}" + 2 * f"{'answered  not AUROC':>25}" + " hit@1 hit@3"
    )
    said: dict[str, list[tuple[str, float, bool]]] = {}
    for name, found in sets.items():
        said[name] = states(name, found, embedder)
    print(f"\n{'set':12}{'form':26}{'hit@1':>7}{'same state':>12}")
    for name, found in sets.items():
        forms(name, found, embedder)
    print(f"\n{'set':12}" + "".join(f"{word:>24}" for word in WORDS) + "\n" + " " * 12, end="")
    print(4 * f"{'said  true  questions':>24}")
    for name, rows in said.items():
        print(f"{name:12}" + "".join(reliability(word, rows) for word in WORDS))


def passages(name: str, found: Sequence[Article], embedder: Embedder, published: Embedder) -> None:
    alone = ((Library([a.document], embedder), a.golden) for a in found)
    result = run(alone, textbook_embedder=published)
    print_row(name, "textbook", result.textbook)
    print_row(name, "askdoc", result.total)
    if len(found) > 1:
        library = Library([article.document for article in found], embedder)
        rows = [row for article in found for row in article.golden]
        together = run([(library, rows)], textbook_embedder=published)
        print_row(f"{name}, one library", "textbook", together.textbook)
        print_row(f"{name}, one library", "askdoc", together.total)
    questions = [row.question for article in found for row in article.golden]
    history = random.Random(0).choices(questions, k=len(questions))
    changed = sum(complete(q, [h]) != q for q, h in zip(questions, history, strict=True))
    print(f"{name:25}{changed} of {len(questions)} questions changed by a random history")


def print_row(name: str, system: str, m: Measures) -> None:
    sent = " - " if m.sent_at_1 is None else f"{m.sent_at_1:.3f}  {m.sent_f1:.3f}"
    print(
        f"{name:25}{system:10} {m.hit_at_1:.3f} {m.hit_at_3:.3f} {m.mrr:.3f} {m.r_at_500:.3f} "
        f" {m.r_at_1000:.3f}  {sent}",
        flush=True,
    )


def states(
    name: str, found: Sequence[Article], embedder: Embedder
) -> list[tuple[str, float, bool]]:
    """Prints a set's row -> of each reply with an answer the word said of it, its confidence, and
    whether its first passage answers, answerable and foreign questions alike."""
    own, foreign, near, later, said = [], [], [], [], []
    for i, article in enumerate(found):
        library = Library([article.document], embedder)
        for row in article.golden:
            reply = library.ask(row.question)
            own.append(reply)
            said.append((in_words(reply[0].confidence), reply[0].confidence, right(reply, row, 1)))
        other = found[(i + 1) % len(found)]
        foreign += [library.ask(r.question) for r in other.golden if other is not article]
        near += [library.ask(question) for question in article.unanswerable]
        for history, row in article.follow_ups:
            reply = library.ask(row.question, history=history)
            later.append([right(reply, row, top) for top in (1, 3)])
    said += [(in_words(r[0].confidence), r[0].confidence, False) for r in foreign]
    kinds = [share(own, state) for state in ("answered", "perhaps", "not")]
    cells = f"{kinds[0]:>12}{kinds[1]:>6}{kinds[2]:>6}"
    for others in (foreign, near):
        cells += f"{share(others, 'answered'):>12}{share(others, 'not'):>7}"
        cells += f"{auroc(map(confidence, own), map(confidence, others)):6.3f}"
    hits = np.mean(later, axis=0) if later else ()
    print(f"{name:12}{cells}  " + "".join(f"{hit:6.3f}" for hit in hits), flush=True)
    return said


def forms(name: str, found: Sequence[Article], embedder: Embedder) -> None:
    """Prints a row for each form of the questions, at most 100 of a set."""
    rows = [(i, row) for i, article in enumerate(found) for row in article.golden]
    rows = sorted(random.Random(0).sample(rows, min(MOST_TYPED, len(rows))), key=lambda r: r[0])
    libraries = {i: Library([found[i].document], embedder) for i, _ in rows}
    plain: list[Reply] = []
    for form, typed in {"as written": lambda q: q, **FORMS}.items():
        replies = [libraries[i].ask(typed(row.question)) for i, row in rows]
        plain = plain or replies
        hit = np.mean([right(r, row, 1) for r, (_, row) in zip(replies, rows, strict=True)])
        same = np.mean([r.state == p.state for r, p in zip(replies, plain, strict=True)])
        print(f"{name:12}{form:26}{hit:7.3f}{same:12.3f}", flush=True)


def confidence(reply: Reply) -> float:
    return reply[0].confidence


def right(reply: Reply, row: Golden, top: int) -> bool:
    return any(a.start <= s and e <= a.end for a in reply[:top] for s, e in row.answers)


def share(replies: Sequence[Reply], state: str) -> str:
    return f"{np.mean([reply.state == state for reply in replies]):.3f}" if replies else "-"


def auroc(high: Iterable[float], low: Iterable[float]) -> float:
    """The probability that one of `high` is above one of `low`, ties counting half; or NaN."""
    a, b = np.array(list(high))[:, None], np.array(list(low))
    return float(np.mean((a > b) + (a == b) / 2)) if a.size and b.size else math.nan


def reliability(word: str, rows: Sequence[tuple[str, float, bool]]) -> str:
    """Of the replies with this word: the mean confidence, the share that is true, how many."""
    some = [(sure, true) for said, sure, true in rows if said == word]
    if not some:
        return f"{'-':>24}"
    sure, true = np.mean(some, axis=0)
    return f"{sure:>11.2f}{true:6.2f}{len(some):7}"


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2:])

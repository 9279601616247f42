"""Measure the quality of answers on question sets, compared with the textbook method.

    python bench/quality.py [FOLDER] [SET...] [--write]

Without a folder it measures the sets of this repository; `data.py` describes the files of a folder.
The textbook uses the published model, all-MiniLM-L6-v2.

For each set it prints retrieval measures, with each article asked alone and with all of a set in
one library, and how many of its questions, none of which is a follow-up, a random history would
change. Then come the states: the share of questions that are answered or refused, among those that
the article answers, those about the next article (foreign), and those on topic that it does not
answer (near); how well confidence separates them (AUROC); follow-ups; and how often "very likely",
"likely" and "perhaps" are right.

At the end it compares every row with `baseline.json` and exits with 1 if a measure fell by more
than .005 or rose by more than .01. `--write` writes the measured rows into that file.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import baseline
import numpy as np
from baseline import Rows, as_row
from data import OWN_SETS, SETS, Article, articles
from typed import FORMS

from askdoc.embed import BASE_MODEL, load_embedder
from askdoc.evaluation import Evaluation, Golden, Measures, run
from askdoc.followup import complete
from askdoc.library import Library
from askdoc.show import in_words
from askdoc.types import Embedder, Reply

MAX_TYPED = 100
WORDS = "very likely", "likely", "perhaps", "unlikely"


def main(folder: Path | None, names: Sequence[str]) -> Rows:
    """Measure and print these sets -> all rows; without a folder, those of the repository."""
    embedder, published = load_embedder(), load_embedder(BASE_MODEL)
    chosen = names or ((*OWN_SETS, *SETS) if folder else OWN_SETS)
    sets = {name: articles(folder or Path(), name) for name in chosen}
    rows: Rows = {}
    print(f"{'set':25}{'system':10} hit@1 hit@3   MRR r@500 r@1000 sent@1 sentF1")
    for name, found in sets.items():
        rows |= passages(name, found, embedder, published)
    print(
        f"\n{'set':12}{'answerable':>22}{'foreign':>25}{'near':>25}{'follow-ups':>14}\n"
        f"{'':12}{'answered perhaps not':>22}" + 2 * f"{'answered  not AUROC':>25}" + " hit@1 hit@3"
    )
    said: dict[str, list[tuple[str, float, bool]]] = {}
    for name, found in sets.items():
        rows[f"{name} / states"], said[name] = states(name, found, embedder)
    print(f"\n{'set':12}{'form':26}{'hit@1':>7}{'same state':>12}")
    for name, found in sets.items():
        rows |= forms(name, found, embedder)
    print(f"\n{'set':12}" + "".join(f"{word:>24}" for word in WORDS) + "\n" + " " * 12, end="")
    print(4 * f"{'said  true  questions':>24}")
    for name, replies in said.items():
        rows |= reliability(name, replies)
    return rows


def passages(name: str, found: Sequence[Article], embedder: Embedder, published: Embedder) -> Rows:
    """Print a set's rows of passages -> these rows."""
    alone = ((Library([a.document], embedder), a.golden) for a in found)
    result = run(alone, textbook_embedder=published)
    rows = print_rows(name, result)
    if len(found) > 1:
        library = Library([article.document for article in found], embedder)
        golden = [row for article in found for row in article.golden]
        together = run([(library, golden)], textbook_embedder=published)
        rows |= print_rows(f"{name}, one library", together)
    questions = [row.question for article in found for row in article.golden]
    history = random.Random(0).choices(questions, k=len(questions))
    changed = sum(complete(q, [h]) != q for q, h in zip(questions, history, strict=True))
    print(f"{name:25}{changed} of {len(questions)} questions changed by a random history")
    return rows


def print_rows(name: str, result: Evaluation) -> Rows:
    print_row(name, "textbook", result.textbook)
    print_row(name, "askdoc", result.total)
    return {
        f"{name} / textbook": as_row(result.textbook),
        f"{name} / askdoc": as_row(result.total),
    }


def print_row(name: str, system: str, m: Measures) -> None:
    sent = " - " if m.sent_at_1 is None else f"{m.sent_at_1:.3f}  {m.sent_f1:.3f}"
    print(
        f"{name:25}{system:10} {m.hit_at_1:.3f} {m.hit_at_3:.3f} {m.mrr:.3f} {m.r_at_500:.3f} "
        f" {m.r_at_1000:.3f}  {sent}",
        flush=True,
    )


def is_other(one: Article, article: Article) -> bool:
    """Whether it is about another document; two articles of a set may have the same one."""
    return one.document.sha256 != article.document.sha256


def states(
    name: str, found: Sequence[Article], embedder: Embedder
) -> tuple[dict[str, float], list[tuple[str, float, bool]]]:
    """Print the states of a set -> this row, and for each reply its confidence in words and as a
    number, and whether its first passage answers (never for foreign and near questions)."""
    own, foreign, near, later, said = [], [], [], [], []
    for i, article in enumerate(found):
        library = Library([article.document], embedder)
        for row in article.golden:
            reply = library.ask(row.question)
            own.append(reply)
            said.append((in_words(reply[0].confidence), reply[0].confidence, right(reply, row, 1)))
        other = found[(i + 1) % len(found)]
        foreign += [library.ask(r.question) for r in other.golden if is_other(other, article)]
        near += [library.ask(question) for question in article.unanswerable]
        for history, row in article.follow_ups:
            reply = library.ask(row.question, history=history)
            later.append([right(reply, row, top) for top in (1, 3)])
    wrong = [reply[0].confidence for reply in (*foreign, *near)]
    said += [(in_words(sure), sure, False) for sure in wrong]
    measured = {state: share(own, state) for state in ("answered", "perhaps", "not")}
    for kind, others in (("foreign", foreign), ("near", near)):
        measured[f"{kind} answered"] = share(others, "answered")
        measured[f"{kind} not"] = share(others, "not")
        measured[f"{kind} AUROC"] = auroc(map(confidence, own), map(confidence, others))
    hits = np.mean(later, axis=0) if later else (math.nan, math.nan)
    measured |= {"follow-ups hit@1": float(hits[0]), "follow-ups hit@3": float(hits[1])}
    widths = 12, 6, 6, 12, 7, 6, 12, 7, 6, 8, 6
    cells = zip(measured.values(), widths, strict=True)
    print(f"{name:12}" + "".join(f"{cell(v):>{width}}" for v, width in cells), flush=True)
    return {key: round(v, 4) for key, v in measured.items() if not math.isnan(v)}, said


def forms(name: str, found: Sequence[Article], embedder: Embedder) -> Rows:
    """Print a row for each form of the questions, for at most 100 of a set -> these rows."""
    golden = [(i, row) for i, article in enumerate(found) for row in article.golden]
    golden = random.Random(0).sample(golden, min(MAX_TYPED, len(golden)))
    golden.sort(key=lambda pair: pair[0])
    libraries = {i: Library([found[i].document], embedder) for i, _ in golden}
    plain: list[Reply] = []
    rows: Rows = {}
    for form, typed in {"as written": lambda q: q, **FORMS}.items():
        replies = [libraries[i].ask(typed(row.question)) for i, row in golden]
        plain = plain or replies
        hit = np.mean([right(r, row, 1) for r, (_, row) in zip(replies, golden, strict=True)])
        same = np.mean([r.state == p.state for r, p in zip(replies, plain, strict=True)])
        print(f"{name:12}{form:26}{hit:7.3f}{same:12.3f}", flush=True)
        rows[f"{name} / {form}"] = {
            "hit@1": round(float(hit), 4),
            "same state": round(float(same), 4),
        }
    return rows


def confidence(reply: Reply) -> float:
    return reply[0].confidence


def right(reply: Reply, row: Golden, top: int) -> bool:
    return any(a.start <= s and e <= a.end for a in reply[:top] for s, e in row.answers)


def share(replies: Sequence[Reply], state: str) -> float:
    """The share of replies in this state, 0 to 1; NaN without replies."""
    return float(np.mean([reply.state == state for reply in replies])) if replies else math.nan


def cell(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.3f}"


def auroc(high: Iterable[float], low: Iterable[float]) -> float:
    """The probability that one of `high` is above one of `low`; ties count half; NaN if empty."""
    a, b = np.array(list(high))[:, None], np.array(list(low))
    return float(np.mean((a > b) + (a == b) / 2)) if a.size and b.size else math.nan


def reliability(name: str, replies: Sequence[tuple[str, float, bool]]) -> Rows:
    """Print, for each verbal confidence, its mean, the share that is right and the number of
    replies -> these rows, without the counts."""
    rows: Rows = {}
    print(f"{name:12}", end="")
    for word in WORDS:
        some = [(sure, true) for said, sure, true in replies if said == word]
        if some:
            sure, true = np.mean(some, axis=0)
            print(f"{sure:>11.2f}{true:6.2f}{len(some):7}", end="")
            rows[f"{name} / {word}"] = {"said": round(sure, 4), "true": round(true, 4)}
        else:
            print(f"{'-':>24}", end="")
    print()
    return rows


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--write"]
    measured = main(Path(arguments[0]) if arguments else None, arguments[1:])
    if changed := baseline.differences(baseline.read(), measured):
        print("\ncompared with baseline.json:", *changed, sep="\n")
    if "--write" in sys.argv:
        baseline.write(measured)
    elif changed:
        sys.exit(1)

"""Read the question sets of the benchmarks from a folder of your own.

wiki-dev.json, xquad-en.json: SQuAD format; ten questions per document are used of the second
news.json, news-talk.json, kerry.json, kerry-talk.json: {"data": [article...]} or one article,
{"article": path, "answerable": [{"question", "answers": [[start, end]]}], "unanswerable":
[question], "follow_ups": [{"history": [question], "question", "answers"}]}, the last two optional;
kerry's article is the one in corpus/. The talk sets are in readers' own words: no question shares a
content word with the sentence that answers it
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from askdoc import Document
from askdoc.evaluation import Golden, read_squad
from askdoc.evaluation.golden import read_jsonl

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
SETS = ("wiki-dev", "xquad-en", "news", "news-talk", "kerry", "kerry-talk")
_LANGUAGES = ROOT / "bench" / "languages"
# The sets of this repository: name -> (golden questions, folder of the articles).
OWN_SETS = {
    "corpus": (ROOT / "tests" / "golden" / "questions.jsonl", CORPUS),
    **{
        code: (_LANGUAGES / code / "questions.jsonl", _LANGUAGES / code)
        for code in ("de", "es", "ar", "ja", "ru", "th", "zh")
    },
}
QUESTIONS_A_DOCUMENT = {"xquad-en": 10}


@dataclass(frozen=True)
class Article:
    """A document with its golden questions, on-topic questions that it does not answer, and
    follow-ups, each with its history."""

    document: Document
    golden: list[Golden]
    unanswerable: list[str] = field(default_factory=list)
    follow_ups: list[tuple[list[str], Golden]] = field(default_factory=list)


def articles(folder: Path, name: str) -> list[Article]:
    """The articles of one of `SETS`, or of one of `OWN_SETS`, which need no folder."""
    if name in OWN_SETS:
        return list(_own(*OWN_SETS[name]))
    path = folder / f"{name}.json"
    if name in ("wiki-dev", "xquad-en"):
        return _squad(path, QUESTIONS_A_DOCUMENT.get(name))
    content = json.loads(path.read_text(encoding="utf-8"))
    return list(_spans(folder, content.get("data", [content])))


def _squad(path: Path, most: int | None) -> list[Article]:
    shuffle = random.Random(0).shuffle
    found = []
    for document, rows in read_squad(path) or []:
        shuffle(rows)
        found.append(Article(document, rows[:most]))
    return found


def _own(questions: Path, texts: Path) -> Iterator[Article]:
    documents = {
        path.name: Document(path.name, path.read_text("utf-8"), path.stem)
        for path in sorted(texts.glob("*.txt"))
    }
    rows = read_jsonl(questions, documents)
    for name, document in documents.items():
        yield Article(document, [row for row in rows if row.document == name])


def _spans(folder: Path, entries: list[dict[str, Any]]) -> Iterator[Article]:
    for entry in entries:
        name = entry["article"]
        place = folder / name if (folder / name).is_file() else CORPUS / name
        text = place.read_bytes().decode("utf-8", errors="replace")
        document = Document(name, text, name)
        golden = [_golden(name, row) for row in entry["answerable"]]
        later = [(row["history"], _golden(name, row)) for row in entry.get("follow_ups", [])]
        yield Article(document, golden, entry.get("unanswerable", []), later)


def _golden(name: str, row: dict[str, Any]) -> Golden:
    return Golden(name, row["question"], tuple((a, b) for a, b in row["answers"]))

"""Measure the time of `askdoc check`: 100 quotations, half of them altered, in 1,000 documents.

python bench/quotations.py [DOCUMENTS] [QUOTATIONS]
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

from askdoc.checking import check_draft
from askdoc.types import Document

ROOT = Path(__file__).parent.parent
SENTENCES, WORDS = 60, (8, 25)  # of each document; of each sentence


def made(rng: random.Random, vocabulary: list[str], name: str) -> Document:
    """A document of random words, with the word frequencies of real texts."""
    sentences = [
        " ".join(rng.choices(vocabulary, k=rng.randint(*WORDS))).capitalize() + "."
        for _ in range(SENTENCES)
    ]
    return Document(name, " ".join(sentences), name)


def quoted(rng: random.Random, document: Document, altered: bool) -> str:
    """A sentence of a document in quotation marks; if altered, with another word in the middle."""
    words = rng.choice(document.text.split(". ")).rstrip(".").split()
    if altered:
        words[len(words) // 2] = "altered"
    return f"“{' '.join(words)}”"


def main() -> None:
    count, asked = (int(n) for n in (*sys.argv[1:], *("1000", "100")[len(sys.argv) - 1 :]))
    rng = random.Random(1)
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*.txt"))]
    texts.append((ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    vocabulary = re.findall(r"[a-z]+", " ".join(texts).lower())
    documents = [made(rng, vocabulary, f"{n}.txt") for n in range(count)]
    quotations = [quoted(rng, rng.choice(documents), n % 2 == 1) for n in range(asked)]
    draft = Document("draft.md", "\n\n".join(quotations), "draft")
    start, start_cpu = time.perf_counter(), time.process_time()
    checked = check_draft(draft, documents)
    seconds, cpu = time.perf_counter() - start, time.process_time() - start_cpu
    size = sum(len(document.text) for document in documents)
    verdicts = Counter(one.verdict for one in checked)
    print(f"{len(checked)} quotations, {count:,} documents of {size / 1e6:.1f} million characters")
    print(", ".join(f"{n} {verdict}" for verdict, n in sorted(verdicts.items())))
    print(f"{seconds:.1f} s, {cpu:.1f} s of them on the processor")


if __name__ == "__main__":
    main()

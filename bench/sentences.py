"""Compare askdoc's sentence splitting with libraries, on tests/golden/sentences/en.txt.

    python bench/sentences.py

Libraries that are not installed are skipped: pip install sentencex pysbd nupunkt
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from pathlib import Path

from askdoc.split import sentence_spans

GOLDEN = Path(__file__).parent.parent / "tests" / "golden" / "sentences" / "en.txt"

Starts = list[int]


def cases() -> list[tuple[str, Starts]]:
    """-> (text, the offsets at which its sentences start) of each golden case"""
    found = []
    for line in GOLDEN.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        text, starts = "", [0]
        for piece in re.split(r"( \| |\|\n)", line.replace("\\n", "\n")):
            if piece in (" | ", "|\n"):
                text += piece[-1]
                starts.append(len(text))
            else:
                text += piece
        found.append((text, starts))
    return found


def own(text: str) -> Starts:
    return [start for start, _ in sentence_spans(text, 0, len(text))]


def sentencex(text: str) -> Starts:
    library = importlib.import_module("sentencex")
    return _filled(text, [b["start_index"] for b in library.get_sentence_boundaries("en", text)])


def pysbd(text: str) -> Starts:
    library = importlib.import_module("pysbd")
    return _filled(text, [s.start for s in library.Segmenter(char_span=True).segment(text)])


def nupunkt(text: str) -> Starts:
    library = importlib.import_module("nupunkt")
    return _filled(text, [start for start, _ in library.sent_spans(text)])


def _filled(text: str, starts: Starts) -> Starts:
    """The starts, moved to the next character that is not white space."""
    return [start + len(text[start:]) - len(text[start:].lstrip()) for start in starts]


def main() -> None:
    golden = cases()
    splitters: list[Callable[[str], Starts]] = [own, sentencex, pysbd, nupunkt]
    for splitter in splitters:
        try:
            right = sum(splitter(text) == starts for text, starts in golden)
        except ImportError:
            print(f"{splitter.__name__:10} not installed")
        else:
            print(f"{splitter.__name__:10} {right} of {len(golden)} cases right")


if __name__ == "__main__":
    main()

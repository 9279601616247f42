"""Where a text says something word for word, however its lines are broken and letters written."""

from __future__ import annotations

import re
import unicodedata

_PIECE = re.compile(r"\s+|\S[\u0300-\u036f]*")
_UNSEEN = frozenset("\u00ad\u200b\u2060\ufeff")
_SAME = str.maketrans("“”„«»‘’‚‹›–—−‐‑", "\"\"\"\"\"'''''-----")


def find_words(text: str, words: str) -> tuple[int, int] | None:
    """The first place, start and end, where a text holds these words; None if it does not.

    Kinds of blank space, of quotation marks and dashes, and of writing the same letter count alike.
    """
    start = text.find(words)
    if start >= 0:
        return start, start + len(words)
    plain, places = _plain(text)
    wanted, _ = _plain(words)
    wanted = wanted.strip()
    found = plain.find(wanted) if wanted else -1
    return (places[found], places[found + len(wanted)]) if found >= 0 else None


def _plain(text: str) -> tuple[str, list[int]]:
    """-> (what counts of a text, where each of its characters stands, and the end)."""
    plain: list[str] = []
    places: list[int] = []
    for piece in _PIECE.finditer(text):
        said = " " if piece[0].isspace() else unicodedata.normalize("NFKC", piece[0])
        said = "" if said in _UNSEEN else said.translate(_SAME)
        plain.append(said)
        places += [piece.start()] * len(said)
    return "".join(plain), [*places, len(text)]

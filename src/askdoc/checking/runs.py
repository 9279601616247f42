"""Turn a quotation into runs of words that its source must contain, ignoring some differences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from askdoc.checking.sources import LEFT_OUT, REPLACED, Run
from askdoc.messages import later
from askdoc.quoting import is_word, token_texts

_LINK = re.compile(r"!?\[([^\]]*)\]\([^)\s]*\)")
_NOTE = re.compile(r"\[\^[^\]]+\]|\[sic[!.]?\]", re.IGNORECASE)
_ELLIPSIS = r"(?:…|\.(?:[ \u00a0]?\.){2,3})"
_GAP = re.compile(
    rf"(?P<ellipsis>[\[(]\s*{_ELLIPSIS}\s*[\])]|{_ELLIPSIS})"
    r"|(?P<letter>\[(?P<first>[^\W\d_])\](?=[^\W\d_]))"
    r"|(?P<brackets>\w*\[[^\]]*\]\w*)"
)
# Differences that are ignored: their name, and what to compare of a text, in order.
_FOLDS = {
    later("spaces"): re.compile(r"\s+"),
    later("quotation marks"): re.compile(
        r"[\"“”„«»‹›]|(?<!\w)['‘’‚]|['‘’](?!\w)|(?<=\w)['’‘ʼ](?=\w)"
    ),
    later("hyphens"): re.compile(r"[-‐‑–—−\u00ad]\s*"),
    later("ligatures"): re.compile(r"[\ufb00-\ufb06\u0132\u0133]"),
}


def literal(text: str) -> list[Run]:
    """The runs of a quotation as written, for sources that contain its ellipses and brackets."""
    return _with_ends([(0, token_texts(_NOTE.sub(" ", _LINK.sub(r"\1", text))))])


def folded(text: str) -> list[Run]:
    """The runs of a quotation in which ellipses and brackets replace words of the source."""
    text = _NOTE.sub(" ", _LINK.sub(r"\1", text))
    parts: list[tuple[int, list[str]]] = []
    place = gap = 0
    pending = ""
    for found in _GAP.finditer(text):
        pending += text[place : found.start()]
        place = found.end()
        if found["letter"]:
            # subtle: a control character marks a letter whose case may differ
            pending += f"\x00{found['first']}"
            continue
        parts.append((gap, _words(pending)))
        pending = ""
        gap = LEFT_OUT if found["ellipsis"] else REPLACED
    parts.append((gap, _words(pending + text[place:])))
    return _with_ends(parts)


def _words(text: str) -> list[str]:
    """Its tokens; the one after a letter in brackets begins with \\x00."""
    found: list[str] = []
    for number, part in enumerate(text.split("\x00")):
        some = token_texts(part)
        if number and some:
            some[0] = f"\x00{some[0]}"
        found += some
    return found


def _with_ends(parts: Sequence[tuple[int, list[str]]]) -> list[Run]:
    """The runs of these words, without punctuation at their ends, which the writer may add."""
    runs: list[Run] = []
    gap = 0
    for own, words in parts:
        gap = max(gap, own)
        while words and not is_word(words[-1].lstrip("\x00")):
            words = words[:-1]
        while words and not is_word(words[0].lstrip("\x00")):
            words = words[1:]
        begins = True
        for part in _at_letters(words):
            any_case = part[0].startswith("\x00") or (begins and gap != REPLACED)
            runs.append(Run((part[0].lstrip("\x00"), *part[1:]), gap if begins else 0, any_case))
            begins = False
        gap = 0 if words else gap
    return runs


def _at_letters(words: Sequence[str]) -> list[list[str]]:
    """Split words before each one whose first letter is in brackets."""
    found: list[list[str]] = []
    for word in words:
        if not found or word.startswith("\x00"):
            found.append([])
        found[-1].append(word)
    return found


def differences(quoted: str, source: str, runs: Sequence[Run]) -> list[str]:
    """The ignored differences between a quotation and its source, whose words are the same."""
    found = [what for what, fold in _FOLDS.items() if fold.findall(quoted) != fold.findall(source)]
    if unicodedata.normalize("NFC", quoted) != quoted or (
        unicodedata.normalize("NFC", source) != source
    ):
        found.append(later("letters"))
    if any(run.gap == LEFT_OUT for run in runs):
        found.append(later("ellipses"))
    if any(run.gap == REPLACED for run in runs) or "[" in quoted:
        found.append(later("brackets"))
    first, other = quoted.lstrip("\"“”„«‘'[ ")[:1], source[:1]
    if first != other and first.lower() == other.lower():
        found.append(later("the first letter"))
    return found

"""Join words that are divided at line ends, and normalize letters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

from askdoc.load.pdf.letters import is_cjk

_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)+|[^\W\d_]+")
_HANGUL = re.compile("[\uac00-\ud7a3]")
# 1914–|1918; a dash with a space before has one after, too
_DASH = re.compile(r"\w[–—]$")
_TYPESET = "\u2010"  # browsers divide words with it; it is rarely typed
# After these first parts, a word keeps its hyphen: well-known, twenty-one.
_COMPOUNDING = frozenset(
    """
    all anti cross double eight eighty ever ex fast fifty five forty four free full great half
    hand hard high ill ing large late left life like long low mid middle multi near never new nine
    ninety non off old once one open part post pre pro quasi right self semi seven seventy short
    single six sixty slow small so still thirty three time top twenty two ultra up vice well wide
    world year
    """.split()
)
# These are no words: seven-|teen, well-|ness, hand-|ful.
_SUFFIX = re.compile(
    r"(?:teen|teenth|ty|tieth|ness|ly|less|fully?|ship|hood|ings?|e[drn]|ers|est|ened?|ening|al)\b"
)


def without_hyphen(before: str, after: str, known: Counter[str]) -> str | None:
    """The end of a line, without a hyphen that divides a word; None if no word is divided.

    "infor-", "mation" -> "infor"; "well-", "known" -> "well-". The rest of the text decides first.
    """
    hyphen = _HYPHEN.search(before)
    if not hyphen:
        return None
    return before if _keeps_hyphen(before, after, known) else before[: hyphen.start()]


def between(before: str, after: str, known: Counter[str]) -> str:
    """The separator of two lines of a paragraph: a space, or nothing in scripts without spaces."""
    last, first = before[-1:], after[:1]
    if not last or not first:
        return ""
    if is_cjk(last) and is_cjk(first):
        return ""
    if _HANGUL.match(last) and _HANGUL.match(first):
        return "" if known[_last_word(before) + _first_word(after)] else " "
    return "" if _DASH.search(before) else " "


def words_of(lines: Iterable[str]) -> Counter[str]:
    """The counts of the words of a text, and of the typeset hyphen inside lines."""
    known: Counter[str] = Counter()
    for line in lines:
        known.update(word.lower() for word in _WORD.findall(line))
        known[_TYPESET] += line.count(_TYPESET, 0, -1)
    return known


def _keeps_hyphen(before: str, after: str, known: Counter[str]) -> bool:
    if before.endswith("\u00ad") or (before.endswith(_TYPESET) and not known[_TYPESET]):
        return False
    left, right = _last_word(before[:-1]), _first_word(after)
    if not right or not right[0].islower():
        return True  # Anglo-|American, F-|16
    whole, compound = (left + right).lower(), f"{left}-{right}".lower()
    if known[whole] != known[compound]:
        return known[compound] > known[whole]
    return (left.lower() in _COMPOUNDING and not _SUFFIX.match(right)) or "-" in left


def _last_word(text: str) -> str:
    found = re.search(r"[^\W\d_]+(?:-[^\W\d_]+)*$", text)
    return found[0] if found else ""


def _first_word(text: str) -> str:
    found = re.match(r"[^\W\d_]+", text)
    return found[0] if found else ""


def plain(text: str) -> str:
    """Replace ligatures, and remove invisible characters, except a soft hyphen at the end."""
    text = re.sub("[\ufb00-\ufb06]", lambda found: unicodedata.normalize("NFKC", found[0]), text)
    text = re.sub("\u00ad(?!$)", "", text)
    text = re.sub(r"(?:\s?\.){5,}", " …", text)  # the dots of a table of contents
    text = re.sub(r"\s*[↩⤴]\ufe0e?$", "", text)  # the link from a note back to its mark
    if text.isprintable():
        return text
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs", "Cn", "Co"))

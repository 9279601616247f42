"""Where words begin and end in Chinese and Japanese, which set no spaces between them.

ICU finds them by its dictionaries if icu4py is installed: `pip install "askdoc[cjk]"`. Otherwise
words are assumed to end where the script changes, as from kanji to kana, and around stop words.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from itertools import accumulate

from askdoc.languages import stop_words

_SCRIPTS = re.compile(
    r"(?P<han>[\u3005\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])|(?P<hiragana>[\u3040-\u309f])"
    r"|(?P<katakana>[\u30a0-\u30ff])"
)


def boundaries(text: str) -> frozenset[int]:
    """The places in a text where a word begins or ends.

    東京の橋 -> 0, 2, 3, 4
    """
    try:
        from icu4py.breakers import WordBreaker
    except ImportError:
        return _by_scripts(text)
    # The rules and dictionaries are the same for all languages with such a script.
    whole = text.encode("utf-8", "replace").decode()  # a lone surrogate has no UTF-8
    ends = {end for _, end in WordBreaker(whole, "zh").segments()}
    # subtle: ICU counts in UTF-16, where a character such as 𠮷 counts as two
    places = accumulate((1 + (c > "\uffff") for c in text), initial=0)
    return frozenset(i for i, place in enumerate(places) if place in ends or not place)


def has_dictionary() -> bool:
    """Whether ICU is installed."""
    return find_spec("icu4py") is not None


def _by_scripts(text: str) -> frozenset[int]:
    alone = stop_words("zh")
    kinds = [match.lastgroup if (match := _SCRIPTS.match(c)) else "" for c in text]
    inside = {
        i
        for i in range(1, len(text))
        if kinds[i - 1] == kinds[i] and text[i - 1] not in alone and text[i] not in alone
    }
    return frozenset(range(len(text) + 1)) - inside

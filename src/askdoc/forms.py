"""Normalize a typed question.

    HELLO, COULD YOU TELL ME WHO PAYS? THANK YOU!  ->  Who pays?
    "Who pays?"  ->  Who pays?
    whats it about  ->  what's it about

Words and marks without meaning for the search are removed: greetings, thanks, politeness, quotation
marks around the whole question, capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from askdoc.languages import Politeness, language, question_languages, stop_words
from askdoc.operators import unquoted
from askdoc.words import spelled, spelled_among

# The punctuation at the end of a complete question.
_ENDS = "?!.？！。"
# Words that lack an apostrophe: "whats", "dont".
_CONTRACTED = re.compile(
    r"\b(?:[Ww]hat|[Ww]ho|[Ww]here|[Ww]hen|[Ww]hy|[Hh]ow|[Tt]hat|[Tt]here|[Hh]ere)(?=s\b)|"
    r"\b(?:[Dd]o|[Dd]oes|[Dd]id|[Ii]s|[Aa]re|[Ww]as|[Ww]ere|[Cc]a|[Cc]ould|[Ww]ould|[Ss]hould|"
    r"[Ww]o|[Hh]ave|[Hh]as|[Hh]ad)n(?=t\b)"
)

_TITLE_CHARS = 120
# A word before, so that a sentence does not begin here.
_INSIDE = re.compile(r"[^\s.!?:;\"“‘'(]['’]?,?\s+$|\w[-'’]$")


def normalized(question: str) -> str:
    """The question without politeness; unchanged if nothing else would remain."""
    found = _contracted(_lowered(unquoted(_bare(unquoted(question)))))
    return found if any(c.isalnum() for c in found) else question


def with_question_mark(question: str) -> str:
    """Add a missing question mark, because it changes the embedding."""
    if (
        question[-1:] in _ENDS
        or question[-1:].isspace()
        or not any(
            re.match(one.asks, question, re.IGNORECASE)
            for one in question_languages(question)
            if one.asks
        )
    ):
        return question
    return f"{question}?"


class _Around:
    """The phrases that may surround a question in a language."""

    def __init__(self, polite: Politeness, asks: str) -> None:
        p, gap = polite, r"(?P<stop>[\s,:;.!?¡¿…–—-]+)"
        request = rf"(?:{p.request})(?:,? {p.please})?"
        ends = r"[\s.!?,:;…)(-]*$"
        self.before = _regex(
            rf"[\s¡¿]*(?:{p.greeting}|{p.announcement}|{p.please}|(?P<request>{request}))\b{gap}"
        )
        self.after = _regex(rf"{gap}(?P<word>{p.thanks}){ends}")
        # what may follow a greeting without a comma
        self.follows_greeting = _regex(rf"¿?(?:{asks}|(?:{p.please}|{p.announcement}|{request})\b)")
        self.leads_on = _regex(p.leads_on)
        self.please = _regex(p.please)

    def is_before(self, text: str, match: re.Match[str]) -> bool:
        """ "Hello World prints what?" greets nobody."""
        rest = text[match.end() :]
        if not any(c.isalnum() for c in rest):
            return False
        return bool(match["stop"].strip() or match["request"] or self.follows_greeting.match(rest))

    def is_after(self, text: str, match: re.Match[str]) -> bool:
        """ "Who wrote Thanks?" and "Who gave thanks?" thank nobody."""
        if match["stop"].strip() or text.isupper():
            return True
        asked = "?" in text[match.end("word") :] and not self.please.fullmatch(match["word"])
        return not (asked or match["word"][0].isupper())


def _bare(question: str) -> str:
    """Remove greetings, announcements and requests before the question, and thanks after it."""
    text, leads_on = question.strip(), None
    around = [_around(one.code) for one in question_languages(question) if one.politeness]
    while match := next(
        (m for one in around if (m := one.after.search(text)) and one.is_after(text, m)), None
    ):
        text = text[: match.start()] + "?" * ("?" in match[0])
    while found := next(
        ((one, m) for one in around if (m := one.before.match(text)) and one.is_before(text, m)),
        None,
    ):
        one, match = found
        leads_on = one.leads_on if match["request"] else leads_on
        opened = "¿" * ("¿" in match["stop"])
        text = opened + text[match.end() :]
    if leads_on and (match := leads_on.match(text)):
        text = text[match.end() :]
    return text if text == question.strip() else text[:1].upper() + text[1:]


@cache
def _around(code: str) -> _Around:
    polite = language(code).politeness
    assert polite
    return _Around(polite, language(code).asks)


def _regex(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _lowered(question: str) -> str:
    """A question in capitals, converted to lower case; `names.py` then finds its names."""
    words = [question[start:end] for _, start, end in spelled(question)]
    shouted = len(words) > 1 and all(word.isupper() or word.isdigit() for word in words)
    if shouted and _is_sentence(question.lower()):
        return question.lower()
    return question


def _is_sentence(question: str) -> bool:
    """Whether this text in lower case is more than names: "nato, un" are names, although "un" is a
    word in Spanish."""
    words = {word for word, _, _ in spelled(question)}
    if words & stop_words("en"):
        return True
    asking = [one.asks for one in question_languages(question) if one.asks]
    begins = any(re.match(asks, question.lstrip("¿ ")) for asks in asking)
    return begins or (len(words) > 3 and len(words & _common(question)) > 1)


def _contracted(question: str) -> str:
    """An English question with the apostrophes that its contractions lack; "Who is Dont?" asks for
    a name."""
    if not _CONTRACTED.search(question) or question_languages(question)[0].code != "en":
        return question
    return _CONTRACTED.sub(
        lambda match: f"{match[0]}'" if match[0].islower() or not match.start() else match[0],
        question,
    )


def with_names(question: str, texts: Iterable[str]) -> str:
    """A question in lower case, with capitals restored in the names that these texts contain.

    A name is a word that is always capitalized in them, not only at the start of sentences.
    """
    if any(c.isupper() for c in question[1:]):
        return question
    wanted = {word for word, _, _ in spelled(question)} - _common(question)
    shown: dict[str, str] = {}
    small: set[str] = set()
    for text in texts:
        for word, start, end in spelled_among(wanted, text):
            if not text[start].isupper():
                small.add(word)
            elif _INSIDE.search(text[:start]) and not _in_title_case(text, start):
                shown.setdefault(word, text[start:end])
    for word, start, end in reversed(list(spelled(question))):
        if word in shown and word not in small:
            question = question[:start] + shown[word] + question[end:]
    return question


def _in_title_case(text: str, at: int) -> bool:
    """Whether the line of this place is like "How Long We Keep Data", where capitals are no names:
    it also capitalizes stop words."""
    line = text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
    return len(line) <= _TITLE_CHARS and any(
        word[1:].islower() and word.lower() in stop_words("en")
        for word in re.findall(r"(?<=\w )[A-Z]\w+", line)
    )


def _common(question: str) -> frozenset[str]:
    """The stop words of the languages that a question may be in."""
    return frozenset().union(
        *(stop_words(language.code) for language in question_languages(question))
    )

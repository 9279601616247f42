"""Normalize a typed question to the question that is meant.

    HELLO, COULD YOU TELL ME WHO PAYS? THANK YOU!  ->  Who pays?
    "Who pays?"  ->  Who pays?

What is taken off says nothing about the text that is asked: greetings, thanks, politeness,
quotation marks around the whole, capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from askdoc.languages import stop_words
from askdoc.operators import unquoted
from askdoc.words import spelled

_GREETING = (
    r"(?:hi|hello|hey|hiya|howdy|greetings|dear (?:all|team|assistant|askdoc|sir or madam)|"
    r"good (?:morning|afternoon|evening|day))(?: (?:there|all|everyone|team|again|askdoc))?"
)
_ANNOUNCED = (
    r"(?:i have|i['’]ve got|i had|here is|here['’]s|just|another|one more|a)?\s*"
    r"(?:a |one |another )?(?:quick |short |small |simple )?(?:question|query)"
    r"(?: for you| about (?:this|the) (?:article|text|document))?"
)
_PLEASE = r"(?:please|pls|plz|kindly|ok|okay|excuse me|sorry(?: to bother you)?)"
_TELL = r"(?:(?:tell|show|explain to|inform|remind|answer|give) (?:me|us)|find out|let me know)"
_REQUEST = (
    rf"(?:(?:can|could|would|will) (?:you|u|anyone|someone|somebody)\b,?\s*(?:{_PLEASE},?\s*)?"
    rf"{_TELL}|(?:can|could|may) (?:i|we) (?:ask|know)|(?:please\s+)?{_TELL}|"
    r"(?:do|does|would) (?:you|anyone|anybody) (?:happen to )?know|"
    r"(?:i|we)(?: would|['’]d)? (?:really )?(?:like|love|want|need) to "
    r"(?:know|ask|find out|learn)|(?:i|we)(?: was| were|['’]m| am|['’]re| are)? "
    rf"(?:just )?(?:wonder(?:ing)?|curious)|any idea)(?:,? {_PLEASE})?"
)
_THANKS = (
    r"(?:(?:many )?thanks?(?: you)?(?: (?:a lot|a million|so much|very much|in advance|again|"
    r"for your (?:help|time|answer)))*|thx|ty|cheers|please|pls|plz|(?:kind |best )?regards|"
    r"if (?:you (?:please|can|could|know|don['’]t mind)|possible)|i appreciate it)"
)
_BEFORE = re.compile(
    rf"\s*(?:{_GREETING}|{_ANNOUNCED}|{_PLEASE}|(?P<request>{_REQUEST}))\b"
    r"(?P<stop>[\s,:;.!?…–—-]+)",
    re.IGNORECASE,
)
_AFTER = re.compile(rf"(?P<stop>[\s,:;.!?…–—-]+){_THANKS}[\s.!?,;:…)(-]*$", re.IGNORECASE)
_ASKS = r"(?:wh(?:o|om|ose|at|en|ere|y|ich)|how|is|are|was|were|did|does|do|has|have|had|can|will)"
# What may follow a greeting without a comma.
_GOES_ON = re.compile(rf"(?:{_ASKS}|{_PLEASE}|{_ANNOUNCED}|{_REQUEST})\b", re.IGNORECASE)
# "tell me about Assad", "do you know if it rained": words that belong to the request
_LEADS_ON = re.compile(r"(?:whether|if|about|that|something about|more about)\s+", re.IGNORECASE)
_UNMARKED = re.compile(rf"{_ASKS}\b.*[^\s?!.]", re.IGNORECASE | re.DOTALL)

# A word before, so that a sentence does not begin here.
_INSIDE = re.compile(r"[^\s.!?:;\"“‘'(]['’]?,?\s+$|\w[-'’]$")


def meant(question: str) -> str:
    """The question without politeness; unchanged if nothing else would remain."""
    found = _lowered(unquoted(_bare(unquoted(question))))
    return found if any(c.isalnum() for c in found) else question


def marked(question: str) -> str:
    """Add a missing question mark, because it changes the embedding."""
    return f"{question}?" if _UNMARKED.fullmatch(question) else question


def _bare(question: str) -> str:
    """Remove greetings, announcements and requests before the question, and thanks after it."""
    text = question.strip()
    while (match := _AFTER.search(text)) and _is_form(text, match):
        text = text[: match.start()] + "?" * ("?" in match[0])
    asked = False
    while (match := _BEFORE.match(text)) and any(c.isalnum() for c in text[match.end() :]):
        rest = text[match.end() :]
        if not match["stop"].strip() and not _GOES_ON.match(rest) and not match["request"]:
            break  # "Hello World prints what?"
        asked, text = asked or bool(match["request"]), rest
    if asked and (match := _LEADS_ON.match(text)):
        text = text[match.end() :]
    return text if text == question.strip() else text[:1].upper() + text[1:]


def _is_form(text: str, match: re.Match[str]) -> bool:
    """ "Who wrote Thanks?" asks for a work of that name."""
    word = text[match.end("stop") :]
    return bool(match["stop"].strip()) or not word[0].isupper() or text.isupper()


def _lowered(question: str) -> str:
    """A question in capitals, converted to lower case; its names are then unknown."""
    words = [question[start:end] for _, start, end in spelled(question)]
    shouted = len(words) > 1 and all(word.isupper() or word.isdigit() for word in words)
    if not shouted or stop_words("en").isdisjoint(word.lower() for word in words):
        return question  # "NATO, UN": names
    return question[:1].upper() + question[1:].lower()


def with_names(question: str, texts: Iterable[str]) -> str:
    """A question in small letters with the capitals of the names that these texts hold.

    A name is a word that stands in them with a capital alone, and not only where a sentence begins.
    """
    if any(c.isupper() for c in question[1:]):
        return question
    wanted = {word for word, _, _ in spelled(question)} - stop_words("en")
    shown: dict[str, str] = {}
    small: set[str] = set()
    for text in texts:
        for word, start, end in spelled(text):
            if word in wanted:
                if not text[start].isupper():
                    small.add(word)
                elif _INSIDE.search(text[:start]):
                    shown.setdefault(word, text[start:end])
    for word, start, end in reversed(list(spelled(question))):
        if word in shown and word not in small:
            question = question[:start] + shown[word] + question[end:]
    return question

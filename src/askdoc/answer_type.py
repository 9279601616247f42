"""The kind of answer that a question asks for, which sentences hold one, and which ask themselves.

"How many ships sank?" asks for a number, "When did she leave?" for a time. The kinds are those
that surface form tells with little doubt; any other question asks for no kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_NUMBER = (
    r"how (?:many|much|old|long|far|tall|high|big|large|often|fast|deep|wide|heavy)\b|"
    r"\b(?:what|which) (?:\w+ )?(?:number|percentage|per cent|percent|proportion|share|fraction|"
    r"price|cost|amount|sum|age|score|rate|total|figure|size|length|height|distance|weight)\b"
)
_TIME = (
    r"\bwhen\b|\b(?:what|which|in what|in which) (?:year|date|day|month|week|time|century|decade|"
    r"season|era|hour)\b|\bhow (?:long ago|soon|recently)\b|\b(?:until|since) when\b"
)
_PERSON = (
    r"\bwho(?:m|se)?\b|\b(?:what|which) (?:person|man|woman|player|actor|actress|author|writer|"
    r"singer|politician|president|minister|king|queen|leader|director|scientist|artist)\b"
)
_PLACE = (
    r"\bwhere\b|\b(?:what|which) (?:country|city|town|village|place|state|region|continent|"
    r"island|county|street|building|location|venue|stadium|river)\b"
)
_REASON = (
    r"\bwhy\b|\bhow come\b|\bwhat (?:is|was|were|are) the (?:reason|cause)s?\b|\bwhat caused\b"
)

_COUNT = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred "
    "hundreds thousand thousands million millions billion billions dozen dozens half third "
    "quarter twice once both couple several"
)
_CALENDAR = (
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Jan Feb Mar Apr Jun Jul Aug Sep "
    "Sept Oct Nov Dec"
)
_WHEN = (
    "today yesterday tomorrow tonight morning afternoon evening night week weeks weekend month "
    "months year years day days hour hours minute minutes decade decades century centuries ago "
    "summer winter spring autumn last next soon recently before after during until since"
)
_A_NUMBER = re.compile(rf"\d|\b(?:{'|'.join(_COUNT.split())})\b", re.IGNORECASE)
_A_TIME = re.compile(
    rf"\b\d{{3,4}}s?\b|\d[:.]\d\d|\b(?:{'|'.join(_CALENDAR.split())})\b|"
    rf"(?i:\b(?:{'|'.join(_WHEN.split())})\b)"
)
# subtle: the first word of a sentence has a capital whatever it is
_A_NAME = re.compile(
    r"(?<=[^\s.!?\"“'‘(])\s+[\"“'‘(]?([A-Z][\w’'-]+)|^\W*[A-Z][\w’'-]+\s+([A-Z][\w’'-]+)"
)
_A_PLACE = re.compile(
    r"\b(?:in|at|near|from|to|outside|inside|around|across|off|on) (?:the )?[A-Z\d]|"
    r"\b(?:in|at|near|outside|inside|behind|under) (?:a|an|the|his|her|their)\b"
)
_A_REASON = re.compile(
    r"\b(?:because|since|due to|owing to|thanks to|so that|in order|as a result|therefore|caused|"
    r"led to|reason|to \w+|for fear|amid|after|so)\b",
    re.IGNORECASE,
)


def _named(sentence: str, question: str) -> bool:
    """Is there a name that the question does not have itself?"""
    known = question.casefold()
    names = (match[1] or match[2] for match in _A_NAME.finditer(sentence))
    return any(name.casefold().removesuffix("'s").removesuffix("’s") not in known for name in names)


def _counted(sentence: str, question: str) -> bool:
    found = {match[0].casefold() for match in re.finditer(r"[\d.,]*\d|[^\W\d]+", sentence)}
    asked = {match[0].casefold() for match in re.finditer(r"[\d.,]*\d|[^\W\d]+", question)}
    return any(_A_NUMBER.search(word) for word in found - asked)


_KINDS: Mapping[str, tuple[re.Pattern[str], Callable[[str, str], bool]]] = {
    "time": (re.compile(_TIME, re.IGNORECASE), lambda s, _: bool(_A_TIME.search(s))),
    "number": (re.compile(_NUMBER, re.IGNORECASE), _counted),
    "reason": (re.compile(_REASON, re.IGNORECASE), lambda s, _: bool(_A_REASON.search(s))),
    "place": (
        re.compile(_PLACE, re.IGNORECASE),
        lambda s, q: bool(_A_PLACE.search(s)) or _named(s, q),
    ),
    "person": (re.compile(_PERSON, re.IGNORECASE), _named),
}


_ASKS = re.compile(r"\?[)\]*_\"'”’]*\s*$")
_QUOTES = re.compile(r"[\"“”]")


def asks(sentence: str) -> bool:
    """Is it a question itself, and not one that somebody is told to have asked?

    `Who pays?` and `"Who pays?"`, but not `He said "Who pays?` with or without the mark's end
    """
    if not _ASKS.search(sentence):
        return False
    marks = len(_QUOTES.findall(sentence))
    opens = sentence.lstrip("*_ ").startswith(('"', "“"))
    closes = sentence.rstrip("*_)] ").endswith(('"', "”"))
    return opens or marks == 0 or (marks % 2 == 0 and not closes)


def answer_type(question: str) -> str | None:
    """ "time", "number", "reason", "place" or "person"; None if its form tells none.

    The word that stands first decides: "When did he say how many came?" asks for a time.
    """
    found = [
        (match.start(), kind)
        for kind, (asks, _) in _KINDS.items()
        if (match := asks.search(question))
    ]
    return min(found)[1] if found else None


def holds(kind: str, sentence: str, question: str) -> bool:
    """Does a sentence hold what could be such an answer, other than what the question says?"""
    return _KINDS[kind][1](sentence, question)

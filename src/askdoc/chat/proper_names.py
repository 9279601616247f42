"""Find the proper names in a text, and whether they take an article."""

from __future__ import annotations

import re
from collections import Counter

_NAME = re.compile(r"(?<![\w.’'-])(?:[A-Z][\w’-]+)(?: (?:of (?=[A-Z]))?[A-Z][\w’-]+){0,3}")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]['\"”’)]?\s+|\n|[\"“]\s*)$")
NO_NAMES = frozenset(
    "The A An In On At It He She They We You I This That These Those But And Or If As When While "
    "After Before For From By With To Of His Her Its Their Our My Your There Here What Who How Why "
    "Where Mr Mrs Ms Dr Sir Lord Lady Monday Tuesday Wednesday Thursday Friday Saturday Sunday "
    "January February March April May June July August September October November December Then "
    "That Has However Although Since During Despite Under Over Both Each Some Many Most All No "
    "Not".split()
)
# Adjectives of nationality, religion or origin, which modify a noun.
_ORIGIN = re.compile(
    r".*(?:[^aeiou]ian|ean|ish|ese|ican|ssian|can|dic|mic|oslem|uslim|tholic|wish|testant|[ck]ish|"
    r"based|born|backed|led|style|era)|French|German|Dutch|Greek|Swiss|Thai|Arab|Arabic|Czech|Iraqi|"
    r"Welsh|Israeli|Pakistani|Roman|Western|Eastern|Northern|Southern|Latin|English",
)
# Nouns for people and organizations: not names, neither alone nor at the end of a name.
ROLES = frozenset(
    "mp mep president minister secretary professor doctor chairman chairwoman chancellor director "
    "mayor judge king queen prince princess senator governor general captain officer spokesman "
    "spokeswoman leader chief manager party department commission committee council contractor "
    "client consultant supplier customer buyer seller landlord tenant agreement annex clause "
    "chapter section figure table report article university college museum government parliament "
    "house court office ministry church army police board bank group company union agency "
    "authority association federation institute service games award awards".split()
)
# Fields of study and work, which are capitalized like names.
_FIELDS = frozenset(
    "anthropology archaeology architecture art arts astronomy biology business chemistry economics "
    "education engineering finance geography geology history humanities journalism law linguistics "
    "literature logic management mathematics medicine music philosophy physics physiology politics "
    "psychology religion science sciences sociology statistics studies technology theology".split()
)
# The parties of a contract: Hirer, Lessor, Grantee, Tenant.
_PARTY = re.compile(r"[A-Z][a-z]+(?:er|or|ee|ant)")
# Names with these last words take an article.
_WITH_THE = frozenset("states kingdom netherlands nations philippines emirates".split())
# Prepositions after which a name without "the" takes no article.
_PREPOSITIONS = "in|of|to|from|by|with|at|on|for|near|between|than|that|against|about"
# How a longer name continues: Department of Housing, Seven Years' War, State Route 168.
_CONTINUATION = r"(?:(?: (?:of|on|for|in|and|the)){1,2} [A-Z]|['’]s? [A-Z]| \d)"


def with_article(name: str, text: str) -> str:
    """The name, with "the" if the text mostly writes it so."""
    with_the = len(re.findall(rf"\b[Tt]he {re.escape(name)}\b(?! [A-Z])", text))
    last = name.split()[-1].casefold()
    if last in _WITH_THE or (with_the and last in ROLES):
        return f"the {name}"
    # "in North Sea" would be evidence against an article; "the southern North Sea" is not
    without = len(re.findall(rf"\b(?:{_PREPOSITIONS}) {re.escape(name)}\b", text))
    more = with_the > without and (" " in name or name.isupper())
    return f"the {name}" if more or 2 * with_the > text.count(name) else name


def names(text: str) -> list[str]:
    """The proper names in a text, the most frequent first.

    Words that are only capitalized at the start of sentences, common nouns, roles and nationalities
    are excluded.
    """
    count: Counter[str] = Counter()
    sure: set[str] = set()
    for match in _NAME.finditer(text):
        words = [w.removesuffix("’s").removesuffix("'s") for w in match[0].split()]
        while words and words[0] in NO_NAMES:
            words.pop(0)
        name = " ".join(words)
        if len(name) < 3 or name in NO_NAMES or not name.isprintable():
            continue
        count[name] += 1
        begins = _SENTENCE_START.search(text[max(0, match.start() - 4) : match.start()])
        if not begins or words[0] != match[0].split()[0]:
            sure.add(name)
    # of Russia and Russian, or Syria and Syrian, keep the more frequent one
    first: dict[str, str] = {}
    for name, _ in count.most_common():
        if name in sure and _proper(name, count, text):
            first.setdefault(name[:5], name)
    return list(first.values())


def _proper(name: str, count: Counter[str], text: str) -> bool:
    words = name.split()
    last = words[-1]
    if (len(name) > 6 and name.isupper()) or any(word in NO_NAMES for word in words):
        return False
    if _ORIGIN.fullmatch(last) or (len(words) == 1 and last.casefold() in ROLES):
        return False
    if last.casefold() in _FIELDS or _is_party(name, text):
        return False
    if len(words) == 1:
        longer = sum(n for other, n in count.items() if name in other.split() and other != name)
        common = re.search(rf"\b{re.escape(name.lower())}\b", text)
        return not common and (longer < count[name] or count[name] > 3)
    named = last.casefold() not in ROLES or re.search(rf"\b[Tt]he {re.escape(name)}\b", text)
    cut = len(re.findall(rf"\b{re.escape(name)}{_CONTINUATION}", text))
    return bool(words[0].casefold() not in ROLES and named and 2 * cut <= count[name])


def _is_party(name: str, text: str) -> bool:
    """Whether it is the name of a party in a contract."""
    called = rf"\((?:the |each,? |an? |together,? )*[\"“‘']?{re.escape(name)}[\"”’']?\)"
    if not name.isupper() and re.search(called, text):
        return True
    with_the = len(re.findall(rf"\b[Tt]he {re.escape(name)}\b", text))
    return bool(_PARTY.fullmatch(name)) and 2 * with_the > text.count(name)

"""What differs from language to language: one value a language, which its file fills in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["time", "number", "reason", "place", "person"]
Words: TypeAlias = frozenset[str]


def words(text: str) -> Words:
    """The words of a text, as a set; how the files of languages write theirs."""
    return frozenset(text.split())


@dataclass(frozen=True)
class Kinds:
    """How a kind of answer is asked for, and what holds one.

    asked: a regular expression for each kind; of two that match the one that stands first decides
    number, time: words that say one; place, reason: regular expressions for what says one; a person
    is a name in any language
    calendar: months and days as they are written, with a capital where they have one
    """

    asked: Mapping[Kind, str] = field(default_factory=dict)
    number: Words = frozenset()
    time: Words = frozenset()
    place: str = ""
    reason: str = ""
    calendar: Words = frozenset()


@dataclass(frozen=True, eq=False)
class Reporting:
    """How a language tells who said what; words in small letters.

    verbs: that report, as they stand with he, she or they; participles: behind a form of "have"
    have: these forms
    he: pronouns and the gender that each tells, "m", "f" or ""
    titles: what stands before a name, articles too, and what it tells of the gender
    roles: what somebody is, as a regular expression for a word: "minister", "bürgermeisterin"
    articles: what may stand before a name or a role
    according: what stands before a name whose words are told, as a regular expression
    behind: what stands behind it; "" for nothing
    feminine: how roles of women end, as a regular expression
    capitals: do all nouns have a capital, so that two of them in a row need not be a name?
    alone: may a verb stand without a subject, which is then who spoke before?
    """

    verbs: Words = frozenset()
    participles: Words = frozenset()
    have: Words = frozenset()
    he: Mapping[str, str] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    roles: str = ""
    articles: Words = frozenset()
    according: str = ""
    behind: str = ""
    feminine: str = ""
    capitals: bool = False
    alone: bool = False


@dataclass(frozen=True)
class Language:
    """A language, by its ISO 639-1 code. Words are in small letters, without a full stop.

    name: in English; listed: the name of its stop words in bm25s, "" for none
    stemmer: its algorithm in PyStemmer, "" for none
    stop_words: more of them than the list has

    Of sentences, words before a full stop that does not end one:
    titles: always followed by a name; numbered: followed by a number, or else the end;
    numbered_endings: the ends of such words, as of "Bahnhofstr."
    legal: followed by a number, a name of courts or reporters, or a bracket
    abbreviations: followed by anything, but a word of `starters` begins a new sentence
    months, before_ordinal: what stands after or before a number with a full stop, "3. Mai"
    starters: words that begin a sentence and are otherwise written small
    says: verbs behind a quotation that ends with "?" or "!", as in "Who?" asked the miller
    never_last: what no sentence and no line of a list ends with

    kinds: of answers; see `Kinds`
    continues: what opens a question that goes on from the one before, as a regular expression of
        which the group `rest` is what is asked now; "" if none is known
    about: what may open that rest, where it is a new topic
    where_when: what may open that rest, where it is a place or a time
    asks: how a question of its own begins
    reporting: who said what; None if nobody is told
    pronouns: words for somebody named before
    """

    code: str
    name: str
    listed: str = ""
    stemmer: str = ""
    stop_words: Words = frozenset()
    titles: Words = frozenset()
    numbered: Words = frozenset()
    numbered_endings: Words = frozenset()
    legal: Words = frozenset()
    abbreviations: Words = frozenset()
    months: Words = frozenset()
    before_ordinal: Words = frozenset()
    starters: Words = frozenset()
    says: Words = frozenset()
    never_last: Words = frozenset()
    kinds: Kinds = field(default_factory=Kinds)
    continues: str = ""
    about: str = ""
    where_when: str = ""
    asks: str = ""
    pronouns: Words = frozenset()
    reporting: Reporting | None = None

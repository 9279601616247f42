"""The rules that differ between languages: one `Language` each, defined in its own file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["time", "number", "reason", "place", "person"]
# What a turn is that asks nothing of the text: `program` asks about askdoc, a `task` is one that it
# cannot do, `opinion` asks for its own, a `doubt` is about the last answer, and `more` asks for
# further passages.
Talk: TypeAlias = Literal[
    "greeting",
    "assent",
    "thanks",
    "farewell",
    "complaint",
    "program",
    "task",
    "opinion",
    "doubt",
    "more",
]
Words: TypeAlias = frozenset[str]


def words(text: str) -> Words:
    """The words of a text, as a set; for word lists in the files of languages."""
    return frozenset(text.split())


@dataclass(frozen=True)
class Kinds:
    """Answer types: how questions ask for them, and which texts contain them.

    questions: a regular expression for questions of each type; if two match, the first one counts
    number, time: words that express them
    place, reason: regular expressions for texts that express them; a person is any name
    calendar: months and weekdays, capitalized as usual
    """

    questions: Mapping[Kind, str] = field(default_factory=dict)
    number: Words = frozenset()
    time: Words = frozenset()
    place: str = ""
    reason: str = ""
    calendar: Words = frozenset()


@dataclass(frozen=True)
class Politeness:
    """What surrounds a question and says nothing about the text, as regular expressions.

    greeting: "good morning"; announcement: "I have a question"; please: "please", "excuse me"
    request: "could you tell me", before the question
    thanks: "thank you", after the question
    leads_on: what then belongs to the request, as "whether" in "could you tell me whether"
    """

    greeting: str
    announcement: str
    please: str
    request: str
    thanks: str
    leads_on: str


@dataclass(frozen=True, eq=False)
class Reporting:
    """Rules for reported speech; words are in lower case.

    verbs: reporting verbs, in the third person; participles: those after a form of "have"
    have: the forms of "have"
    he: pronouns and their gender, "m", "f" or ""
    titles: titles and articles before a name, and the gender that they imply
    roles: a regular expression for the role of a person: "minister", "bürgermeisterin"
    articles: words that may precede a name or a role
    according: a regular expression for "according to" before a name
    behind: a regular expression for the same after a name; "" for none
    feminine: a regular expression for the endings of feminine roles
    capitals: whether all nouns are capitalized, so that two in a row need not be a name
    alone: whether a verb may have no subject, and then means the previous speaker
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
    """A language, by its ISO 639-1 code. Words are in lower case, without a full stop.

    name: in English; listed: the name of its stop word list in bm25s, "" for none
    stemmer: its algorithm in PyStemmer, "" for none
    stop_words: stop words that the list lacks

    Sentence boundaries. These words precede a full stop that does not end a sentence:
    titles: always before a name
    numbered: before a number; otherwise the full stop ends the sentence
    numbered_endings: endings of such words, as in "Bahnhofstr."
    legal: before a number, a court, a law report, or a bracket
    abbreviations: before anything but a word of `starters`
    months, before_ordinal: words after or before an ordinal number with a full stop, "3. Mai"
    starters: words that are capitalized only at the start of a sentence
    says: reporting verbs after a quotation that ends with "?" or "!", as in "Who?" asked the miller
    never_last: words that end neither a sentence nor an item of a list

    Questions:
    kinds: answer types; see `Kinds`
    continues: a regular expression for follow-ups; its group `rest` is the new part; "" for none
    about: a regular expression for the start of `rest` if it is a topic
    where_when: the same if it is a place or a time
    asks: a regular expression for the start of a complete question
    asks_meaning: a regular expression for a question what something means, without its question
    mark; "{term}" stands for that. what_is: the shortest such question
    who_is: a regular expression for a question who somebody is; "{name}" stands for the name
    defines: a regular expression for what follows a term that is defined, such as "means"; called:
    for what precedes it; kind_of: for what follows a comma after it; does: for the verbs that say
    what a thing is for
    asking: words that questions have and texts need not, such as "say" or "anyone": it says nothing
    that a text lacks them
    politeness: what is ignored around a question
    talk: what is said to the program and not asked of the text: for each `Talk`, a regular
    expression for the whole turn, to which the greetings and thanks of `politeness` are added
    reporting: rules for reported speech; None for no speakers
    pronouns: personal pronouns of the third person
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
    asks_meaning: str = ""
    what_is: str = ""
    who_is: str = ""
    defines: str = ""
    called: str = ""
    kind_of: str = ""
    does: str = ""
    pronouns: Words = frozenset()
    asking: Words = frozenset()
    politeness: Politeness | None = None
    talk: Mapping[Talk, str] = field(default_factory=dict)
    reporting: Reporting | None = None

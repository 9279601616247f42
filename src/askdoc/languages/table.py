"""All languages with rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from askdoc.languages.dutch import DUTCH
from askdoc.languages.english import ENGLISH
from askdoc.languages.french import FRENCH
from askdoc.languages.german import GERMAN
from askdoc.languages.italian import ITALIAN
from askdoc.languages.language import Kinds, Language
from askdoc.languages.listed import stop_word_lists
from askdoc.languages.portuguese import PORTUGUESE
from askdoc.languages.spanish import SPANISH
from askdoc.messages import later

FULL = (ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, PORTUGUESE, DUTCH)

# Languages with rules for words only: code, name, algorithm in PyStemmer, stop word list in bm25s.
# Their sentences are split by the rules of English.
_WORDS_ALONE = (
    ("ar", later("Arabic"), "arabic", ""),
    ("ca", later("Catalan"), "catalan", ""),
    ("cs", later("Czech"), "czech", ""),
    ("da", later("Danish"), "danish", "STOPWORDS_DANISH"),
    ("el", later("Greek"), "greek", ""),
    ("et", later("Estonian"), "estonian", ""),
    ("eu", later("Basque"), "basque", ""),
    ("fa", later("Persian"), "persian", ""),
    ("fi", later("Finnish"), "finnish", ""),
    ("ga", later("Irish"), "irish", ""),
    ("hi", later("Hindi"), "hindi", ""),
    ("hu", later("Hungarian"), "hungarian", ""),
    ("hy", later("Armenian"), "armenian", ""),
    ("id", later("Indonesian"), "indonesian", ""),
    ("ja", later("Japanese"), "", ""),
    ("ko", later("Korean"), "", "STOPWORDS_KOREAN"),
    ("lt", later("Lithuanian"), "lithuanian", ""),
    ("ne", later("Nepali"), "nepali", ""),
    ("no", later("Norwegian"), "norwegian", "STOPWORDS_NORWEGIAN"),
    ("pl", later("Polish"), "polish", ""),
    ("ro", later("Romanian"), "romanian", ""),
    ("ru", later("Russian"), "russian", "STOPWORDS_RUSSIAN"),
    ("sr", later("Serbian"), "serbian", ""),
    ("sv", later("Swedish"), "swedish", "STOPWORDS_SWEDISH"),
    ("ta", later("Tamil"), "tamil", ""),
    ("th", later("Thai"), "", ""),
    ("tr", later("Turkish"), "turkish", "STOPWORDS_TURKISH"),
    ("zh", later("Chinese"), "", "STOPWORDS_CHINESE"),
)
# A language without rules has no stop words and no stemmer.
_OTHER = replace(
    ENGLISH, code="", name=later("another language"), listed="", stemmer="", kinds=Kinds()
)
# Text that is too short to detect its language, such as a table of prices, is read as English.
UNKNOWN = replace(ENGLISH, code="")

LANGUAGES: Mapping[str, Language] = {
    **{
        code: replace(_OTHER, code=code, name=name, stemmer=stemmer, listed=listed)
        for code, name, stemmer, listed in _WORDS_ALONE
    },
    **{language.code: language for language in FULL},
}


def language(code: str) -> Language:
    """The language of an ISO 639-1 code; `UNKNOWN` for "", and a neutral one for unknown codes."""
    return LANGUAGES.get(code) or (replace(_OTHER, code=code) if code else UNKNOWN)


@cache
def stop_words(code: str) -> frozenset[str]:
    """The stop words of a language, in lower case."""
    one = language(code)
    return one.stop_words | (stop_word_lists()[one.listed] if one.listed else frozenset())

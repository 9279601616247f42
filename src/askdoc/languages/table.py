"""All languages that there are rules for."""

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

FULL = (ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, PORTUGUESE, DUTCH)

# Code, name, the stemmer of PyStemmer, the list of bm25s: for words alone. Their sentences are
# divided by the rules of English, which know the dates of its neighbours.
_WORDS_ALONE = (
    ("ar", "Arabic", "arabic", ""),
    ("ca", "Catalan", "catalan", ""),
    ("cs", "Czech", "czech", ""),
    ("da", "Danish", "danish", "STOPWORDS_DANISH"),
    ("el", "Greek", "greek", ""),
    ("et", "Estonian", "estonian", ""),
    ("eu", "Basque", "basque", ""),
    ("fa", "Persian", "persian", ""),
    ("fi", "Finnish", "finnish", ""),
    ("ga", "Irish", "irish", ""),
    ("hi", "Hindi", "hindi", ""),
    ("hu", "Hungarian", "hungarian", ""),
    ("hy", "Armenian", "armenian", ""),
    ("id", "Indonesian", "indonesian", ""),
    ("ja", "Japanese", "", ""),
    ("ko", "Korean", "", "STOPWORDS_KOREAN"),
    ("lt", "Lithuanian", "lithuanian", ""),
    ("ne", "Nepali", "nepali", ""),
    ("no", "Norwegian", "norwegian", "STOPWORDS_NORWEGIAN"),
    ("pl", "Polish", "polish", ""),
    ("ro", "Romanian", "romanian", ""),
    ("ru", "Russian", "russian", "STOPWORDS_RUSSIAN"),
    ("sr", "Serbian", "serbian", ""),
    ("sv", "Swedish", "swedish", "STOPWORDS_SWEDISH"),
    ("ta", "Tamil", "tamil", ""),
    ("th", "Thai", "", ""),
    ("tr", "Turkish", "turkish", "STOPWORDS_TURKISH"),
    ("zh", "Chinese", "", "STOPWORDS_CHINESE"),
)
# For a language without rules: nothing is a stop word, no word has another stem.
_OTHER = replace(ENGLISH, code="", name="another language", listed="", stemmer="", kinds=Kinds())
# Of which there is too little to tell is read as English: a table of prices, a list of names.
UNKNOWN = replace(ENGLISH, code="")

LANGUAGES: Mapping[str, Language] = {
    **{
        code: replace(_OTHER, code=code, name=name, stemmer=stemmer, listed=listed)
        for code, name, stemmer, listed in _WORDS_ALONE
    },
    **{language.code: language for language in FULL},
}


def language(code: str) -> Language:
    """The language of an ISO 639-1 code, `UNKNOWN` for ""; one without words of its own if there
    are no rules for it."""
    return LANGUAGES.get(code) or (replace(_OTHER, code=code) if code else UNKNOWN)


@cache
def stop_words(code: str) -> frozenset[str]:
    """The words, in small letters, that stand in any text of a language."""
    one = language(code)
    return one.stop_words | (stop_word_lists()[one.listed] if one.listed else frozenset())

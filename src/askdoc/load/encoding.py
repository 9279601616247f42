"""Detect the encoding of a file: the one it declares, else UTF-8, else the most plausible one.

In any encoding, an invalid byte becomes one character, U+FFFD.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from askdoc.types.documents import Omitted

# subtle: the byte order mark of UTF-32 starts like that of UTF-16
MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# The encodings that browsers use for these names.
_AS_READ = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
}
# Python supports these, browsers do not, and some are extremely slow.
_NO_ENCODING = frozenset("idna punycode unicode_escape unicode-escape raw_unicode_escape".split())

# Weights for chardet's guesses by how common an encoding is: most files that are not UTF-8 come
# from Windows or the web in Western Europe, and hardly any from DOS.
_WESTERN = frozenset("windows-1252 iso-8859-1 iso-8859-15 iso8859-15 cp1252".split())
_WESTERN_PRIOR, _OTHER_PRIOR = 1.25, 0.5
# The bytes that chardet sees; its statistics converge much earlier.
_SAMPLE_BYTES = 200_000
# A declared encoding is used despite a few damaged bytes.
_MOSTLY_PLAUSIBLE = 0.8

_MIXING = frozenset(("LATIN", "CJK"))  # letters that may be next to those of other alphabets
_WORD = re.compile(r"[^\W\d_]+")
# The first bytes of characters of 2 to 4 bytes, with the right number of bytes after them.
_UTF8_CHARACTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_TAG = re.compile(rb"<[^<>]*>")
_NOT_ASCII = re.compile(rb"[\x80-\xff]")


def decode(data: bytes, declared: str | None = None) -> str:
    """Bytes -> text without a byte order mark.

    declared: the encoding that the file names, used unless the bytes contradict it.
    """
    for mark, encoding in MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    declared = (declared or "").lower()
    for name in filter(None, (declared, "utf-8")):
        text = _decoded(data, name)
        # subtle: UTF-16 of ASCII text is valid UTF-8 too, with a NUL in every other place
        if text is not None and "\ufffd" not in text and "\0" not in text:
            return text
    text = _decoded(data, declared) if declared else None
    if text is not None and _plausibility(text) >= _MOSTLY_PLAUSIBLE:
        return text
    return _guessed(data)


def damage(text: str) -> tuple[Omitted, ...]:
    """The parts of a text that could not be decoded."""
    lost = text.count("\ufffd")
    if not lost:
        return ()
    return (Omitted("damaged character", name=f"{lost} shown as \ufffd" if lost > 1 else ""),)


def _decoded(data: bytes, encoding: str) -> str | None:
    """None if Python does not know the encoding."""
    if encoding in _NO_ENCODING:
        return None
    try:
        return data.decode(_AS_READ.get(encoding, encoding), errors="replace")
    except (LookupError, UnicodeError):
        return None


def _guessed(data: bytes) -> str:
    best, found = -1.0, data.decode("cp1252", errors="replace")
    for encoding, confidence in _guesses(data):
        text = _decoded(data, encoding)
        if text is not None and (score := confidence * _plausibility(text)) > best:
            best, found = score, text.removeprefix("\ufeff")
    return found


def _guesses(data: bytes) -> Iterator[tuple[str, float]]:
    """Encodings with how likely chardet and their use make them, some twice."""
    import chardet

    beyond = len(_NOT_ASCII.findall(data))
    whole = len(b"".join(_UTF8_CHARACTER.findall(data)))
    yield (
        "utf-8",
        (whole / max(1, beyond)) ** 4,
    )  # in other encodings, half of the bytes may fit by chance
    sample = _TAG.sub(b" ", data)  # chardet trusts the declaration of a page
    if len(data) > _SAMPLE_BYTES:  # each line is judged separately, and only these are evidence
        sample = b"\n".join(line for line in sample.splitlines() if not line.isascii())
    era = chardet.EncodingEra
    for eras, prior in ((era.MODERN_WEB | era.LEGACY_ISO, 1.0), (era.ALL, _OTHER_PRIOR)):
        for guess in chardet.detect_all(sample[:_SAMPLE_BYTES], True, encoding_era=eras):
            if name := (guess["encoding"] or "").lower():
                western = name in _WESTERN
                yield name, guess["confidence"] * (_WESTERN_PRIOR if western else prior)


def _plausibility(text: str) -> float:
    """The share of non-ASCII characters that are plausible, 0..1: no control characters, no words
    in two alphabets, no single foreign letters in a Latin text."""
    text = text[:_SAMPLE_BYTES]
    beyond = [c for c in text if c > "\x7f"]
    odd = sum(c == "\ufffd" or unicodedata.category(c) in ("Cc", "Cn", "Co") for c in beyond)
    is_latin = sum(map(str.isascii, text)) > len(text) / 2
    for word in _WORD.findall(text):
        if not word.isascii():
            alphabets = {_alphabet(c) for c in word}
            foreign = sum(_alphabet(c) not in _MIXING for c in word)
            if len(alphabets) > 1 or (is_latin and len(word) == 1):
                odd += foreign
    return max(0.0, 1 - odd / max(1, len(beyond)))


@lru_cache(10_000)
def _alphabet(letter: str) -> str:
    """LATIN, GREEK, ...; Chinese and Japanese are one alphabet."""
    name = unicodedata.name(letter, "").partition(" ")[0]
    return "CJK" if name in ("HIRAGANA", "KATAKANA", "FULLWIDTH", "HALFWIDTH") else name

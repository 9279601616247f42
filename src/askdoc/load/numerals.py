"""Numbers in the formats of lists and notes: 4 -> "4", "d", "iv", "四"."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MAX_ROMAN = 4999  # above it, letters only repeat
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth"}
_ORDINALS |= {"eight": "eighth", "nine": "ninth", "twelve": "twelfth"}
_CHINESE = "〇一二三四五六七八九"


def roman(number: int) -> str:
    """A Roman numeral in lower case; in digits if there is none."""
    if not 0 < number <= _MAX_ROMAN:
        return str(number)
    written = ""
    for value, signs in _ROMAN:
        written += signs * (number // value)
        number %= value
    return written


def letters(number: int) -> str:
    """As HTML counts: z, aa, ab; in digits below 1."""
    if number < 1:
        return str(number)
    written = ""
    while number:
        number, letter = divmod(number - 1, 26)
        written = chr(ord("a") + letter) + written
    return written


def repeated_letter(number: int) -> str:
    """As Word counts: z, aa, bb; in digits below 1 and past zzz..."""
    times, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (times + 1) if 0 <= times < 30 else str(number)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th"""
    ending = "th" if 10 <= number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def cardinal_word(number: int) -> str:
    """Twenty-one; in digits past 99."""
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    word = _ONES[number] if number < 20 else _TENS[tens] + (f"-{_ONES[ones]}" if ones else "")
    return word.capitalize()


def ordinal_word(number: int) -> str:
    """Twenty-first; 100th past 99."""
    if not 0 <= number < 100:
        return ordinal(number)
    head, hyphen, last = cardinal_word(number).lower().rpartition("-")
    last = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return (head + hyphen + last).capitalize()


def chinese(number: int) -> str:
    """一, 十二, 一百〇三; in digits past 9999."""
    if not 0 < number < 10_000:
        return _CHINESE[0] if number == 0 else str(number)
    written, gap = "", False
    for value, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, value)
        if digit:
            written += _CHINESE[0] * gap + _CHINESE[digit] + sign
        gap = bool(written) and not digit
        if not number:
            break
    return written.removeprefix("一") if written.startswith("一十") else written


def upper(numeral: Callable[[int], str]) -> Callable[[int], str]:
    """The same in capitals."""
    return lambda number: numeral(number).upper()

"""Numbers as a workbook shows them: 0.25 in the format "0%" -> "25%", 44105 in "d/m/yy" ->
"2020-10-01". Dates are shown in ISO format, because Excel shows many by the reader's locale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cached_property, lru_cache

_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "m/d/yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm",
    37: "#,##0;(#,##0)", 38: "#,##0;(#,##0)", 39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;(#,##0.00)",
    41: "#,##0;-#,##0", 42: "$#,##0;-$#,##0", 43: "#,##0.00;-#,##0.00", 44: "$#,##0.00;-$#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss",
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "m/d/yy"),
}  # fmt: skip
_TOKEN = re.compile(
    r'"(?P<said>[^"]*)"?|\\(?P<one>.)|[_*].|\[(?P<set>[^\]]*)\]|(?P<code>.)', re.DOTALL
)
_ELAPSED = re.compile(r"(?P<unit>h|m|s)(?P=unit)*", re.IGNORECASE)
_PLACES = frozenset("0#?")
_EXACT = Context(prec=400)
MAX_DAYS = 2_958_466  # the year 10,000


def built_in(number: int) -> str:
    """The format with a number below 164; "General" if it is not known."""
    return _BUILT_IN.get(number, "General")


@lru_cache(maxsize=50_000)  # dates and shares repeat
def shown(number: float, code: str, from_1904: bool = False) -> str:
    """A number in a format.

    from_1904: whether days are counted from 1904, as on early Macs
    """
    if code == "General":
        return general(number)
    sections = _sections(code)
    if sections[0].has_condition:
        return general(number)
    at = 1 if number < 0 and len(sections) > 1 else 2 if not number and len(sections) > 2 else 0
    section = sections[at]
    if section.is_elapsed:
        return _duration(number)
    if section.is_date:
        return _day(number, section.letters, from_1904)
    return _number(abs(number) if at == 1 else number, section)


def general(number: float) -> str:
    """A number without a format, in up to 10 digits if it is not whole: 35/3 -> 11.66666667"""
    if abs(number) >= 1e15 or 0 < abs(number) < 1e-4:
        return f"{number:.6g}"
    if number == int(number):
        return str(int(number))
    digits = max(10 - len(str(int(abs(number)))), 0)
    return f"{number:.{digits}f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class _Section:
    """A format for positive or negative numbers or for 0; tokens: (kind, text)"""

    tokens: tuple[tuple[str, str], ...]

    @cached_property
    def codes(self) -> str:
        return "".join(text for kind, text in self.tokens if kind == "code")

    @cached_property
    def letters(self) -> frozenset[str]:
        return frozenset(self.codes.lower())

    @cached_property
    def has_condition(self) -> bool:
        """Whether it applies to some numbers, such as [>100]."""
        return any(kind == "set" and ("<" in text or ">" in text) for kind, text in self.tokens)

    @cached_property
    def is_elapsed(self) -> bool:
        return any(kind == "set" and _ELAPSED.fullmatch(text) for kind, text in self.tokens)

    @cached_property
    def is_date(self) -> bool:
        # the places after "ss." are no places of a number
        of_seconds = {"0"} if re.search(r"s\.0+", self.codes, re.IGNORECASE) else set()
        return bool(self.letters & set("ymdhs")) and not self.letters & {"0", "#"} - of_seconds

    @cached_property
    def is_plain(self) -> bool:
        """Whether numbers are shown without a format, as are those in scientific notation and
        fractions."""
        codes = self.codes.lower()
        return "general" in codes or any(one in codes for one in "@e/")

    @cached_property
    def divisor(self) -> int:
        whole, _, after = self.codes.partition(".")
        scaled = re.search(r"[0#?](,+)[^0#?,]*$", self.codes if after else whole)
        return 1000 ** len(scaled[1]) if scaled else 1

    @cached_property
    def grouped(self) -> str:
        return "," if re.search(r"[0#?],+[0#?]", self.codes.partition(".")[0]) else ""

    @cached_property
    def groups(self) -> list[str]:
        """Those of digits, as in "(000) 000-0000"."""
        codes = self.codes
        return re.findall(r"[0#?]+", codes) if "." not in codes and "," not in codes else []


@lru_cache(maxsize=1_000)
def _sections(code: str) -> tuple[_Section, ...]:
    """The formats for positive numbers, negative numbers and 0."""
    return tuple(_Section(tuple(tokens)) for tokens in _tokens(code))


def _tokens(code: str) -> Iterator[list[tuple[str, str]]]:
    """The tokens of each section."""
    section: list[tuple[str, str]] = []
    for token in _TOKEN.finditer(code):
        if token["code"] == ";":
            yield section
            section = []
        elif token["code"]:
            section.append(("code", token["code"]))
        elif token["set"] is not None:
            section.append(("set", token["set"]))
        elif said := token["said"] or token["one"]:
            section.append(("said", said))
    yield section


def _duration(number: float) -> str:
    minutes, seconds = divmod(round(abs(number) * 86_400), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{'-' * (number < 0)}{hours}:{minutes:02}" + (f":{seconds:02}" if seconds else "")


def _day(number: float, letters: frozenset[str], from_1904: bool) -> str:
    """A date, a time or both, whichever the format shows."""
    if not 0 <= number < MAX_DAYS:
        return general(number)
    # subtle: Excel counts a 29 February 1900, which never was
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30 + (number < 60))
    moment = first + timedelta(seconds=round(number * 86_400))
    has_day = bool(letters & set("yd"))
    date = moment.date().isoformat()
    day = date if "d" in letters else f"{moment:%Y-%m}"
    if not letters & set("hs"):
        return day if has_day else date
    time = f"{moment:%H:%M:%S}" if "s" in letters and moment.second else f"{moment:%H:%M}"
    return f"{day} {time}" if has_day else time


def _number(number: float, section: _Section) -> str:
    if section.is_plain:
        return general(number)
    codes = section.codes
    if not any(one in _PLACES for one in codes):
        return _written(section, "")
    number *= 100 ** codes.count("%")
    number /= section.divisor
    whole, _, after = codes.partition(".")
    decimals = sum(one in _PLACES for one in after)
    # subtle: Excel rounds 2.5 up, Python to the even number
    step = Decimal(10) ** -min(decimals, 15)
    rounded = Decimal(f"{number:.15g}").quantize(step, ROUND_HALF_UP, _EXACT)
    digits = f"{rounded:{section.grouped}f}"
    for _ in range(sum(one in "#?" for one in after)):
        digits = digits.removesuffix("0")
    digits = digits.removesuffix(".")
    least = whole.count("0")
    if "," not in digits and len(digits.lstrip("-").partition(".")[0]) < least:
        digits = digits.zfill(least + len(digits) - len(digits.partition(".")[0]) + (number < 0))
    return _written(section, digits)


def _written(section: _Section, digits: str) -> str:
    """The digits among the words of a format: "$", "(000) 000-0000"."""
    groups = section.groups
    sign = "-" if digits.startswith("-") else ""
    left = digits.removeprefix("-")
    after = sum(map(len, groups))
    text, done = "", len(groups) < 2 and not digits
    for kind, one in section.tokens:
        if kind == "set" and one.startswith("$"):
            text += one[1:].partition("-")[0]
        elif kind == "said" or (kind == "code" and one in "$€£¥%()-+/: "):
            text += one
        elif kind == "code" and len(groups) > 1 and one in _PLACES:
            after -= 1
            cut = max(len(left) - after, 0)
            text, left = text + left[:cut], left[cut:]
        elif kind == "code" and not done and len(groups) < 2:
            text, done = text + digits.removeprefix("-"), True
    return sign + " ".join(text.split())

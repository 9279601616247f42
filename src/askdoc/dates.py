"""Dates in any notation: "3 May 2024", "May 3rd, 2024" and "3.5.2024" are 2024-05-03."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_MONTH = "|".join(f"{month}|{month[:3]}" + "|sept" * (month[0:4] == "sept") for month in _MONTHS)
_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_DATES = tuple(
    re.compile(rf"(?<![\w.,/-]){pattern}(?![\w/-]|[.,]\d)", re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
        r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})",
        r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})",
        rf"{_DAY}\s+(?:of\s+)?(?P<name>{_MONTH})\.?(?:,?\s+{_YEAR})?",
        rf"(?P<name>{_MONTH})\.?\s+{_DAY}(?:,?\s+{_YEAR})?",
    )
)
# Ambiguous: America writes the month first, others write the day first.
_EITHER = re.compile(r"(?<![\w./-])(\d{1,2})/(\d{1,2})/(\d{4})(?![\w/-])")
_WRITTEN = re.compile(r"(?:\d{4}-)?\d\d-\d\d")


def dates(text: str) -> Iterator[tuple[str, int, int]]:
    """(date, start, end) for each way to read each date: "2021-04-03", and "04-03" of any year.

    `3/4/2021` gives 2021-04-03 and 2021-03-04.
    """
    for pattern in _DATES:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            name = parts.get("name")
            month = _month(name) if name else int(parts["month"])
            for date in _written(parts["year"], month, int(parts["day"])):
                yield date, match.start(), match.end()
    for match in _EITHER.finditer(text):
        a, b, year = int(match[1]), int(match[2]), match[3]
        for date in dict.fromkeys([*_written(year, a, b), *_written(year, b, a)]):
            yield date, match.start(), match.end()


def is_date(word: str) -> bool:
    """Whether it is a date in the format of `dates`."""
    return bool(_WRITTEN.fullmatch(word))


def question_dates(question: str) -> list[tuple[str, int, int]]:
    """The dates of a question; without a year only if it gives none."""
    found = list(dates(question))
    with_year = {start for date, start, _ in found if len(date) > len("04-03")}
    return [
        (date, start, end)
        for date, start, end in found
        if start not in with_year or len(date) > len("04-03")
    ]


def _written(year: str | None, month: int, day: int) -> list[str]:
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return []
    short = f"{month:02}-{day:02}"
    return [f"{year}-{short}", short] if year else [short]


def _month(name: str) -> int:
    return 1 + next(i for i, month in enumerate(_MONTHS) if month.startswith(name.lower()[:3]))

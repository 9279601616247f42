"""Titles, authors and dates from the metadata of a file, if they are meaningful."""

from __future__ import annotations

import re

from askdoc.load.extract import one_line

# What programs put into the title field by themselves, or people as a place to fill in.
_NO_TITLE = re.compile(
    r"untitled( document| presentation|[ -]?\d*)?|(microsoft )?(word|powerpoint|excel) - .*"
    r"|(microsoft )?(word|powerpoint|excel)( document| presentation| worksheet)?"
    r"|(new |blank )?(document|presentation|slide|dokument|page|folie|book)[ -]?\d*"
    r"|\(?anonymous\)?|unspecified|unknown|\[?(no )?title( here)?\]?|none|null|home|index"
    r"|start page|(table of )?contents|inhalt(sverzeichnis)?|table des mati[eè]res"
    r"|cover( page)?|title page|no slide title|new document|layout ?\d*|\d+"
    r"|unbenannt(es dokument)?\d*|sans titre|sin t[ií]tulo|print|output|default|template|normal"
    r"|[\w.-]*\d+\.exe|file:.*|https?:\S+"
    # a file name: one word, or a few, and an ending that programs give
    r"|.*\.(docx?|docm|dotx?|pdf|tex|dvi|ps|eps|indd|rtf|odt|odp|ods|pptx?|pps|xlsx?|key|pages"
    r"|numbers|pub|qxd|qxp|cdr|ai|psd|wpd|txt|md|html?|xhtml|epub|mobi|xml|fm|exe|tmp|jpe?g|png"
    r"|tiff?|cwk|sxw|sdw)"
    # a name of TeX's fonts, which some converters take for the title
    r"|cm[a-z]{1,4}\d+",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(microsoft )?(office )?user|admin(istrator)?|anonymous|unknown|un-?named|author|owner|guest"
    r"|python-docx|apache poi|openpyxl|pandoc|calibre.*|microsoft( office| word| corporation)?"
    r"|none|null|n/?a|default|root|\W*|https?:\S+|\S+@\S+|test|pc|home|windows user|adobe.*"
    r"|.*(acrobat|distiller|reportlab|latex|libreoffice|openoffice|ghostscript|scanner).*",
    re.IGNORECASE,
)

_MONTHS = (
    "january february march april may june july august september october november december".split()
)
_NUMBERS = re.compile(r"(?:D:)?(\d{4})(?:[-/.]?(\d{2})(?:[-/.]?(\d{2}))?)?(?=\d{4}|\D|$)")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\.?(?: of)? ([a-z]{3,9})\.?,? (\d{4})\b")
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")


def title_of(text: str | None) -> str | None:
    """The title on one line; None for "Untitled", "Microsoft Word - a.doc" and the like."""
    title = one_line(text)
    return None if title is None or _NO_TITLE.fullmatch(title) else title


def author_of(*names: str | None) -> str | None:
    """Each author once, separated by ", "; None for "admin" and the like."""
    lines = [re.sub(r"^by\s+(?=\w)", "", one_line(name) or "", flags=re.I) for name in names]
    kept = dict.fromkeys(name for name in lines if name and not _NO_AUTHOR.fullmatch(name))
    return ", ".join(kept) or None


def day_of(text: str | None) -> str | None:
    """A date as YYYY-MM-DD, as far as it can be told, else YYYY-MM or YYYY; what is no date as it
    is written. "D:20240131093000", "31 January 2024", "2024-01-31T09:30Z" -> "2024-01-31"."""
    written = one_line(text)
    if written is None:
        return None
    if found := _NUMBERS.match(written):
        return _iso(found[1], found[2], found[3]) or written
    plain = written.lower()
    if found := _DAY_FIRST.search(plain):
        return _iso(found[3], _month(found[2]), found[1]) or written
    if found := _MONTH_FIRST.search(plain):
        return _iso(found[3], _month(found[1]), found[2]) or written
    return written


def language_of(text: str | None) -> str | None:
    """A code such as "en" or "de-CH"; None if it is not one, such as "x-none"."""
    code = (text or "").strip().replace("_", "-")
    is_code = re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code)
    return code if is_code and not code.lower().startswith("und") else None


def _month(name: str) -> str | None:
    found = [i for i, month in enumerate(_MONTHS, start=1) if month.startswith(name[:3])]
    return str(found[0]) if found and _MONTHS[found[0] - 1].startswith(name.rstrip("t")) else None


def _iso(year: str, month: str | None, day: str | None) -> str | None:
    """None where there is no such day."""
    if month is None:
        return year
    if not 1 <= int(month) <= 12 or (day is not None and not 1 <= int(day) <= 31):
        return None
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day is not None else "")

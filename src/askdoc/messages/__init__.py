"""Messages in the reader's language, from the gettext catalogues beside this file.

    tr("{name}: no such file", name=name)
    trn("{n} passage", "{n} passages", count)

The language is local to the running task or thread, so that each visitor of a server reads their
own. It is English until `speak` or `speaking` chooses another. `make messages` collects messages
and compiles the catalogues.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

# The first is the language of the source code; each of the others has a catalogue.
LANGUAGES = ("en", "de", "es", "fr")
FOLDER = Path(__file__).parent

_language: ContextVar[str] = ContextVar("language", default=LANGUAGES[0])


def tr(message: str, **values: object) -> str:
    """The message in the reader's language, its {names} filled with the values."""
    found = catalogue(spoken()).gettext(message) if message else ""
    return found.format(**values) if values else found


def trn(one: str, several: str, n: int, **values: object) -> str:
    """The same for a message that depends on a number, which fills {n}."""
    return catalogue(spoken()).ngettext(one, several, n).format(n=n, **values)


def later(message: str) -> str:
    """Mark a message that is passed to `tr` later, so that `make messages` finds it."""
    return message


def laters(one: str, several: str) -> tuple[str, str]:
    """The same for a message that is passed to `trn` later."""
    return one, several


def listed(names: Sequence[str], most: int = 3) -> str:
    """The first names, and how many more there are: "a.txt, b.txt, c.txt and 2 more"."""
    shown, left = ", ".join(names[:most]), len(names) - most
    return (
        trn("{shown} and {n} more", "{shown} and {n} more", left, shown=shown)
        if left > 0
        else shown
    )


def joined(names: Sequence[str]) -> str:
    """All names: "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return tr("{first} and {last}", first=", ".join(names[:-1]), last=names[-1])


def quoted(text: str) -> str:
    """In the quotation marks of the reader's language."""
    return tr("“{text}”", text=text)


def spoken() -> str:
    """The reader's language, one of `LANGUAGES`."""
    return _language.get()


def speak(language: str) -> None:
    """Choose the language of this task or thread, one of `LANGUAGES`."""
    _language.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Choose the language for a block."""
    token = _language.set(language)
    try:
        yield
    finally:
        _language.reset(token)


def accepted(header: str) -> str:
    """The language for an Accept-Language header such as "de-CH,fr;q=0.8": RFC 9110, 12.5.4."""
    wanted: list[tuple[float, str]] = []
    for part in header.lower().split(","):
        name, _, weight = part.partition(";")
        found = re.fullmatch(r"\s*q=([01](?:\.\d*)?)\s*", weight) if weight else None
        share = float(found[1]) if found else float(not weight)
        wanted.append((-share, name.strip().partition("-")[0]))
    known = [name for share, name in sorted(wanted, key=lambda one: one[0]) if share < 0]
    return next((name for name in known if name in LANGUAGES), LANGUAGES[0])


def of_environment(environment: Mapping[str, str]) -> str:
    """The language of a terminal, from LANGUAGE, LC_ALL, LC_MESSAGES and LANG as gettext reads
    them."""
    chosen = next(
        (v for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (v := environment.get(name))), ""
    )
    if chosen.partition(".")[0] in ("C", "POSIX", ""):
        return LANGUAGES[0]  # without a locale, LANGUAGE is ignored, too
    several = environment.get("LANGUAGE") or chosen
    names = [re.split(r"[_.@]", one)[0].lower() for one in several.split(":")]
    return next((name for name in names if name in LANGUAGES), LANGUAGES[0])


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of one of `LANGUAGES`."""
    if language == LANGUAGES[0]:
        return gettext.NullTranslations()
    return gettext.translation("askdoc", FOLDER, [language])

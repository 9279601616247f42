"""What an update of a library did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from askdoc.errors import LoadError


@dataclass(frozen=True, slots=True)
class Changes:
    """What an update did, as names of documents.

    left_out: an error for each file that could not be read
    passed_over: the number of files of other kinds in the folders, by extension: {".png": 3}
    omitted: the number of parts left out of the texts, by kind: {"running head": 12}
    lost: a line for each part that could not be read
    uncertain: a line for each part that is in the text as a guess, or as U+FFFD
    languages: the number of files read in each language, by ISO 639-1 code, "" if unknown
    files: the file of each document, by name
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    left_out: tuple[LoadError, ...] = ()
    passed_over: Mapping[str, int] = field(default_factory=dict)
    omitted: Mapping[str, int] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    uncertain: tuple[str, ...] = ()
    languages: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict, repr=False, compare=False)

"""What a saved index is made of, in one small file that is replaced as a whole.

    {"format": 4,
     "current": {"made": {...}, "dimension": 384, "counts": {...}, "segments": [...]},
     "previous": null, "upcoming": null, "sha256": of all the rest}

`previous` is what `current` was before it was embedded with another model,
`upcoming` what it is being embedded with now. A segment names its files and the
sha256 of each. Whatever the format becomes, `format` and `sha256` stay.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from askdoc.errors import IndexMismatch
from askdoc.types import Calibration, Counts

FORMAT = 4


@dataclass(frozen=True, slots=True)
class Files:
    """Where a segment is saved: name and sha256 of its SQLite file, of the one with its
    vectors, and of the FAISS file with their codes, which small segments lack."""

    database: str
    database_sha256: str
    vectors: str
    vectors_sha256: str
    codes: str = ""
    codes_sha256: str = ""

    @property
    def hashes(self) -> dict[str, str]:
        """The sha256 of each file, by name."""
        found = {self.database: self.database_sha256, self.vectors: self.vectors_sha256}
        return {**found, self.codes: self.codes_sha256} if self.codes else found


@dataclass(frozen=True, slots=True)
class Made:
    """How an index was made; only what was made alike goes together.

    fingerprint: of the model's weights; settings: how texts are read and divided
    """

    model: str
    fingerprint: str
    settings: Mapping[str, int]


def check_made(where: str, found: Made, expected: Made, another: str, rebuild: str) -> None:
    """Raises `IndexMismatch` if what is there was made otherwise than what is to come.

    another, rebuild: what to do about another model, and about another version
    """
    if found.fingerprint != expected.fingerprint:
        raise IndexMismatch(
            f"{where}: made by another model: found {found.model} "
            f"({found.fingerprint[:12]}…), expected {expected.model} "
            f"({expected.fingerprint[:12]}…); {another}"
        )
    if found.settings != expected.settings:
        raise IndexMismatch(
            f"{where}: made by another version of askdoc: found {dict(found.settings)}, "
            f"expected {dict(expected.settings)}; run: {rebuild}"
        )


@dataclass(frozen=True, slots=True)
class Generation:
    """All documents, as one model embedded them. dimension: of its vectors, 0 without any

    calibration: how confidence is fitted to them; in an older index none is, and an older askdoc
    passes over it
    """

    made: Made
    dimension: int = 0
    counts: Counts = field(default_factory=Counts)
    segments: tuple[Files, ...] = ()
    calibration: Calibration = field(default_factory=Calibration)


@dataclass(frozen=True, slots=True)
class Manifest:
    """A saved index."""

    current: Generation
    previous: Generation | None = None
    upcoming: Generation | None = None

    @property
    def files(self) -> set[str]:
        """The names of all files that belong to the index."""
        generations = [g for g in (self.current, self.previous, self.upcoming) if g]
        segments = [files for generation in generations for files in generation.segments]
        return {name for files in segments for name in files.hashes}

    def to_json(self) -> bytes:
        content = {"format": FORMAT, **asdict(self)}
        for generation in (content["current"], content["previous"], content["upcoming"]):
            if generation and generation["calibration"] == asdict(Calibration()):
                del generation["calibration"]
        content["sha256"] = _sha256(content)
        return json.dumps(content, indent=1).encode()


def parse(data: bytes) -> Manifest:
    """The manifest of a file's content.

    Raises `ValueError`, its text saying what was found and what expected.
    """
    try:
        content = json.loads(data)
        expected, found = content.pop("sha256"), _sha256(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError(
            "found no manifest of an index in manifest.json, or a damaged one"
        ) from None
    if found != expected:
        raise ValueError(
            f"manifest.json is damaged: found sha256 {found[:12]}…, expected {str(expected)[:12]}…"
        )
    if content.get("format") != FORMAT:
        raise ValueError(f"found format {content.get('format')}, expected {FORMAT}")
    try:
        return Manifest(
            _generation(content["current"]),
            *(
                None if content[name] is None else _generation(content[name])
                for name in ("previous", "upcoming")
            ),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"manifest.json was changed by hand: found no {error}") from None


def _generation(content: dict[str, Any]) -> Generation:
    return Generation(
        Made(**content["made"]),
        content["dimension"],
        Counts(**content["counts"]),
        tuple(Files(**files) for files in content["segments"]),
        Calibration(**content.get("calibration") or {}),
    )


def _sha256(content: Any) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()

"""The manifest of a saved index: one small file that is replaced atomically.

    {"format": 5,
     "current": {"made": {...}, "dimension": 384, "counts": {...}, "segments": [...]},
     "previous": null, "upcoming": null, "sha256": of all the rest}

`previous` is the generation before `current` was re-embedded with another model; `upcoming` is the
one that is being re-embedded. A segment names its files and the SHA-256 checksum of each. All
future formats keep `format` and `sha256`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from askdoc.errors import IndexMismatch
from askdoc.messages import tr
from askdoc.types import Calibration, Counts

FORMAT = 5


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a segment: names and SHA-256 checksums of its SQLite file, its vectors, and the
    FAISS file with their codes, which small segments lack."""

    database: str
    database_sha256: str
    vectors: str
    vectors_sha256: str
    codes: str = ""
    codes_sha256: str = ""

    @property
    def hashes(self) -> dict[str, str]:
        """The SHA-256 checksum of each file, by name."""
        found = {self.database: self.database_sha256, self.vectors: self.vectors_sha256}
        return {**found, self.codes: self.codes_sha256} if self.codes else found


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """The settings that an index is built with, the same for all of its documents.

    fingerprint: of the weights of the model; settings: how texts are read and split
    """

    model: str
    fingerprint: str
    settings: Mapping[str, int]


def check_settings(
    where: str, found: BuildSettings, expected: BuildSettings, another: str, rebuild: str
) -> None:
    """Raise `IndexMismatch` if an index was built with other settings than expected.

    another, rebuild: what to do if the model differs, or the version
    """
    if found.fingerprint != expected.fingerprint:
        raise IndexMismatch(
            tr(
                "{where}: built with another model: found {model} ({fingerprint}…), "
                "expected {wanted} ({expected}…); {another}",
                where=where,
                model=found.model,
                fingerprint=found.fingerprint[:12],
                wanted=expected.model,
                expected=expected.fingerprint[:12],
                another=another,
            )
        )
    if found.settings != expected.settings:
        raise IndexMismatch(
            tr(
                "{where}: built with another version of askdoc: found {found}, "
                "expected {expected}; run: {rebuild}",
                where=where,
                found=dict(found.settings),
                expected=dict(expected.settings),
                rebuild=rebuild,
            )
        )


@dataclass(frozen=True, slots=True)
class Generation:
    """All documents, embedded by one model. dimension: of its vectors, 0 without any

    made: their build settings; calibration: of the confidence; older indexes have none, and older
    versions of askdoc ignore it
    """

    made: BuildSettings
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
    """Parse a manifest.

    Raises `ValueError` with a message that says what was found and expected.
    """
    try:
        content = json.loads(data)
        expected, found = content.pop("sha256"), _sha256(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError(
            tr("found no manifest of an index in manifest.json, or a damaged one")
        ) from None
    if found != expected:
        raise ValueError(
            tr(
                "manifest.json is damaged: found sha256 {found}…, expected {expected}…",
                found=found[:12],
                expected=str(expected)[:12],
            )
        )
    if content.get("format") != FORMAT:
        raise ValueError(
            tr(
                "found format {found}, expected {expected}",
                found=content.get("format"),
                expected=FORMAT,
            )
        )
    try:
        return Manifest(
            _generation(content["current"]),
            *(
                None if content[name] is None else _generation(content[name])
                for name in ("previous", "upcoming")
            ),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(
            tr("manifest.json was changed by hand: found no {key}", key=error)
        ) from None


def _generation(content: dict[str, Any]) -> Generation:
    return Generation(
        BuildSettings(**content["made"]),
        content["dimension"],
        Counts(**content["counts"]),
        tuple(Files(**files) for files in content["segments"]),
        Calibration(**content.get("calibration") or {}),
    )


def _sha256(content: Any) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()

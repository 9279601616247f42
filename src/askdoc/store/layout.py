"""Which files belong to a saved index, and whether a folder is one."""

from __future__ import annotations

import re
from pathlib import Path

from askdoc.errors import IndexMismatch
from askdoc.messages import tr
from askdoc.store.folder import names, refusals, writing
from askdoc.store.manifest import Manifest, parse

MANIFEST = "manifest.json"

# .faiss: of the formats before 3, which a commit deletes
_OURS = re.compile(
    r"[0-9a-f]{24}\.(sqlite|npy|faiss|codes)(\.tmp)?|manifest\.json\.tmp|sealed\.tmp"
)


def is_folder(path: Path) -> bool:
    """Whether the folder is a saved index, perhaps a damaged one."""
    if path.suffix == ".askdoc" and path.is_dir():
        return True
    return (path / MANIFEST).is_file() and not _foreign(path)


def discard_folder(path: Path) -> None:
    """Delete a saved index, perhaps a damaged one, so that it can be rebuilt.

    Raises `IndexMismatch`, and deletes nothing, if the folder contains any other file.
    """
    if foreign := _foreign(path):
        raise IndexMismatch(
            tr(
                "{path}: found {foreign}, which is not part of an index; choose another folder",
                path=path,
                foreign=foreign[0],
            )
        )
    with writing(path), refusals(path):
        for name in names(path):
            (path / name).unlink(missing_ok=True)


def _foreign(path: Path) -> list[str]:
    """The files in the folder that belong to no index."""
    return sorted(n for n in names(path) if n != MANIFEST and not _OURS.fullmatch(n))


def read_manifest(path: Path, rebuild: str) -> Manifest | None:
    """The manifest of a saved index; None if the folder is empty or there is none.

    rebuild: the command that an error names
    Raises `IndexMismatch` if the manifest cannot be read, or other files are there without it.
    """
    try:
        return parse((path / MANIFEST).read_bytes())
    except FileNotFoundError:
        present = names(path)
        if any(not _OURS.fullmatch(name) for name in present):
            raise IndexMismatch(
                tr(
                    "{path}: found a folder of other things, expected a saved index; choose "
                    "another folder",
                    path=path,
                )
            ) from None
        if any(not name.endswith(".tmp") for name in present):
            raise IndexMismatch(
                tr(
                    "{path}: found no manifest.json, which says what the other files are; run: "
                    "{rebuild}",
                    path=path,
                    rebuild=rebuild,
                )
            ) from None
        return None
    except OSError as error:
        raise IndexMismatch(
            tr(
                "{path}: manifest.json cannot be read ({strerror}); an index is a folder, "
                "choose another name or check its permissions",
                path=path,
                strerror=error.strerror,
            )
        ) from None
    except ValueError as error:
        raise IndexMismatch(
            tr("{path}: {error}; run: {rebuild}", path=path, error=error, rebuild=rebuild)
        ) from None


def unused(path: Path, manifest: Manifest | None) -> list[str]:
    """The files that the manifest does not name: of an earlier or interrupted commit."""
    used = manifest.files if manifest else set()
    return [name for name in names(path) if _OURS.fullmatch(name) and name not in used]

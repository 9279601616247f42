"""Files in the user's cache directory: what is lost or cannot be saved is made again."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def cached(path: Path) -> bytes | None:
    """The contents of a file, None if it cannot be read."""
    with suppress(OSError):
        return path.read_bytes()
    return None


def keep(path: Path, data: bytes) -> None:
    """Save a file atomically, if that is possible."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        number, part = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
            os.replace(part, path)  # noqa: PTH105 - it is no Path
        except BaseException:
            os.unlink(part)  # noqa: PTH108
            raise


def keep_newest(files: Iterable[Path], most: int) -> None:
    """Delete all but the newest of these files."""
    with suppress(OSError):
        for path in sorted(files, key=lambda path: path.stat().st_mtime_ns)[:-most]:
            path.unlink()


def folder(purpose: str) -> Path:
    """Where the files of a purpose are cached."""
    try:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:  # without a home directory, nothing can be saved
        base = Path(os.devnull)
    return base / "askdoc" / purpose

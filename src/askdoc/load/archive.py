"""Read the members of a zip file, with limits against zip bombs."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

from askdoc.load.extract import Refusal
from askdoc.messages import later, tr

# The XML of the longest books is some tens of MB, and deflate makes it 5 to 20 times smaller.
MAX_MEMBERS = 20_000
MAX_TOTAL = 200_000_000
MAX_RATIO = 200
SMALL = 10_000_000  # the ratio is meaningless for small files

_BOMB = later("it would be far too large when unpacked, like a zip bomb; do not trust it")


def members(data: bytes, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """Name -> content of the wanted members. Raises `Refusal`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if wanted(info.filename)]
            if len(infos) > MAX_MEMBERS:
                raise Refusal(tr(_BOMB))
            _check(sum(info.file_size for info in infos), len(data))
            found: dict[str, bytes] = {}
            total = 0
            for info in infos:
                if info.flag_bits & 1:
                    raise Refusal(tr("it is encrypted; save a copy without a password"))
                found[info.filename] = _read(archive, info, MAX_TOTAL - total)
                total += len(found[info.filename])
                _check(total, len(data))
            return found
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
        raise Refusal(
            tr("it is damaged or cut off; get the file again, or open it and save it again")
        ) from None


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int) -> bytes:
    # subtle: the size in the directory may be false, and read() without a limit unpacks everything
    parts = []
    with archive.open(info) as member:
        while part := member.read(1_000_000):
            parts.append(part)
            room -= len(part)
            if room < 0:
                raise Refusal(tr(_BOMB))
    return b"".join(parts)


def _check(total: int, packed: int) -> None:
    if total > MAX_TOTAL or total > max(SMALL, MAX_RATIO * packed):
        raise Refusal(tr(_BOMB))

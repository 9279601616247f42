"""Read a file in a separate process with limited memory and time.

Measured: a process costs 0.1 to 0.4 CPU seconds, mostly for importing the library of the format.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from askdoc.errors import LoadError
from askdoc.load.extract import Extract, Refusal
from askdoc.load.kinds import HTML, TEXT, is_text, kind_of, remedy
from askdoc.messages import later, spoken, tr
from askdoc.types import Boxes, Document, Facts, Omitted

# Measured: a dense PDF of 1000 pages takes 19 s and 130 MB, an HTML page of 5 MB 12 s and 280 MB.
MAX_MEGABYTES = 2000
MAX_SECONDS = 60

_TOO_LARGE = later("reading it takes more than {n} MB of memory; split it, or do not trust it")
_TOO_LONG = later("reading it takes more than {n} seconds; split it, or do not trust it")
_CRASHED = later("it seems damaged (its reader crashed); open it and save it again")

# subtle: the child needs only the readers, so it treats `askdoc` and these packages as bare folders
# and never runs their __init__, which would import numpy and more.
_START = """
import json, sys, types
folder, module, megabytes, seconds, language, sys.path[:] = json.loads(sys.argv[1])
for name in "askdoc", "askdoc.load", "askdoc.types":
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [folder + name.removeprefix("askdoc").replace(".", "/")]
from askdoc.load.child import main
main("askdoc.load." + module, megabytes, seconds, language)
"""


def confine(module: str, package: str, *kinds: str) -> Callable[[Path, bytes], Document]:
    """A reader that runs `askdoc.load.<module>` in a separate process.

    package: what to install if the library of the module is missing
    kinds: the kinds of `kinds.py` that such a file may have
    """

    def read(path: Path, data: bytes) -> Document:
        check_kind(path, data, *kinds)
        try:
            extract = extract_of(run(module, package, data)) if data.strip() else Extract("")
        except Refusal as refusal:
            raise LoadError(f"{path}: {refusal}") from None
        return document_of(path, extract)

    return read


def check_kind(path: Path, data: bytes, *kinds: str) -> None:
    """Raises `LoadError` if the file certainly has another kind."""
    found = kind_of(data)
    if found is None and HTML not in kinds and data.strip() and is_text(data):
        found = TEXT
    if found is not None and found not in kinds:
        raise LoadError(
            tr(
                "{path}: not {kind} (it looks like {found}); {remedy}",
                path=path,
                kind=tr(kinds[0]),
                found=tr(found),
                remedy=remedy(found),
            )
        )


def document_of(path: Path, extract: Extract) -> Document:
    """The document of a file; without a title, its file name is used."""
    return Document(
        path.name,
        extract.text,
        extract.title or path.stem,
        extract.pages,
        page_names=extract.page_names,
        scans=extract.scans,
        facts=extract.facts,
        omitted=extract.omitted,
        boxes=Boxes.decoded(extract.boxes),
        block_quotes=extract.block_quotes,
        headings=extract.headings,
    )


def extract_of(answer: dict[str, Any]) -> Extract:
    """Decode the result of a child from its JSON."""
    return Extract(
        answer["text"],
        answer["title"],
        tuple(answer["pages"]),
        tuple(answer["page_names"]),
        Facts(**answer["facts"]),
        tuple(Omitted(**one) for one in answer["omitted"]),
        tuple((page, confidence) for page, confidence in answer["scans"]),
        answer["boxes"],
        tuple((start, end) for start, end in answer["block_quotes"]),
        tuple((start, end, level) for start, end, level in answer["headings"]),
    )


def run(
    module: str,
    package: str,
    data: bytes,
    given: dict[str, Any] | None = None,
    seconds: int | None = None,
) -> dict[str, Any]:
    """Run `askdoc.load.<module>` on the bytes in a separate process. Raises `Refusal`.

    given: more arguments for its function `extract`
    seconds: the limit of CPU time, None for `MAX_SECONDS`
    """
    seconds = seconds or MAX_SECONDS
    folder = str(Path(__file__).parent.parent)
    order = json.dumps([folder, module, MAX_MEGABYTES, seconds, spoken(), sys.path])
    try:
        child = subprocess.run(
            [sys.executable, "-I", "-c", _START, order],
            input=json.dumps(given or {}).encode() + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=5 * seconds,  # elapsed time: the machine may be busy
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refusal(tr(_TOO_LONG, n=seconds)) from None
    if child.returncode == -getattr(signal, "SIGXCPU", 0):
        raise Refusal(tr(_TOO_LONG, n=seconds))
    if child.returncode:
        raise Refusal(tr(_CRASHED))
    answer: dict[str, Any] = json.loads(child.stdout)
    if answer.get("error") == "memory":
        raise Refusal(tr(_TOO_LARGE, n=MAX_MEGABYTES))
    if "missing" in answer:
        quoted = (
            f"'{package}'" if "[" in package else package
        )  # quoted, because shells expand brackets
        raise Refusal(
            tr(
                "reading it needs the package {package} ({answer} is missing); run: pip "
                "install {quoted}",
                package=package,
                answer=answer["missing"],
                quoted=quoted,
            )
        )
    if "error" in answer:
        raise Refusal(answer["error"])
    return answer

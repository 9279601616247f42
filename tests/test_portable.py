"""What holds on Windows and macOS, tested on the system at hand.

Processes run as there: without what only POSIX has, with the code page of a Western Windows, and
with files that cannot be deleted or replaced while they are open.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path, PurePath, PureWindowsPath

import pytest
from conftest import ROOT, FakeEmbedder, document, load_all
from saved import opened

import askdoc
from askdoc.cli import inputs
from askdoc.filters import Filters
from askdoc.load import files

QUESTION = "Who rebuilt the mill?"
TEXT = "The mill burned down in 1911. Anna Weber rebuilt it two years later. “Łódź” was far – 語.\n"

# Run by every Python that has this folder in its PYTHONPATH, and by the processes it starts.
WINDOWS = """
import os, subprocess, sys, warnings
for name in "resource fcntl pwd grp termios pty".split():
    sys.modules[name] = None
for name in "pread fork forkpty O_DIRECTORY getuid geteuid killpg setsid mkfifo".split():
    if hasattr(os, name):
        delattr(os, name)
if sys.platform == "linux":  # whose /proc tells which files are open
    def is_open(path):
        path = os.path.realpath(path)
        opened = []
        for number in os.listdir("/proc/self/fd"):
            try:
                opened.append(os.readlink(f"/proc/self/fd/{number}"))
            except OSError:
                pass
        with open("/proc/self/maps", encoding="utf-8") as maps:
            return path in opened or any(line.rstrip().endswith(path) for line in maps)
    def refusing(change):
        def changed(*paths, **options):
            for path in paths:
                if is_open(path):
                    raise PermissionError(13, "The process cannot access the file", str(path))
            return change(*paths, **options)
        return changed
    for name in "unlink remove replace rename".split():
        setattr(os, name, refusing(getattr(os, name)))
warnings.filterwarnings("ignore", category=EncodingWarning)
warnings.filterwarnings("error", category=EncodingWarning, module=r"askdoc\\b")
"""


@pytest.fixture(scope="module")
def windows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a process that finds no more than Windows has."""
    folder = tmp_path_factory.mktemp("windows")
    (folder / "sitecustomize.py").write_text(WINDOWS, encoding="utf-8")
    path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH", "")]))
    return {
        **os.environ,
        "PYTHONPATH": path,
        "PYTHONIOENCODING": "cp1252",
        "PYTHONWARNDEFAULTENCODING": "1",
    }


def run(env: dict[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "askdoc", *map(str, arguments)],
        env=env,
        capture_output=True,
        encoding="utf-8",  # as it prints in any locale
        timeout=300,
    )


@pytest.mark.slow
def test_files_are_asked_without_what_only_posix_has(
    windows: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "mill.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    (tmp_path / "old.txt").write_bytes(
        "Über die Mühle ist nichts bekannt – leider.".encode("cp1252")
    )
    done = run(windows, "ask", QUESTION, tmp_path, ROOT / "corpus")
    assert done.returncode == 0, done.stderr
    assert "Anna Weber" in done.stdout
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_an_index_is_written_asked_and_updated(windows: dict[str, str], tmp_path: Path) -> None:
    folder, index = tmp_path / "texts", tmp_path / "texts.askdoc"
    folder.mkdir()
    for name in "mill.txt", "Łódź.txt", "CON.txt":
        (folder / name).write_bytes(TEXT.encode())
    assert run(windows, "index", folder, "--index", index).returncode == 0
    (folder / "Łódź.txt").unlink()
    (folder / "mill.txt").write_bytes(TEXT.replace("Anna Weber", "Olga Brandt").encode())
    done = run(windows, "ask", QUESTION, folder, "--index", index)
    assert done.returncode == 0, done.stderr
    assert "Olga Brandt" in done.stdout
    checked = run(windows, "doctor", "--index", index)
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.slow
def test_open_library_is_saved_again(windows: dict[str, str], tmp_path: Path) -> None:
    index, file = tmp_path / "texts.askdoc", tmp_path / "mill.txt"
    file.write_text(TEXT, encoding="utf-8")
    code = f"""
from pathlib import Path
import askdoc
file = Path({str(file)!r})
first = askdoc.open(file, index={str(index)!r})
assert "Anna Weber" in first.ask({QUESTION!r})[0].text
file.write_text("Olga Brandt rebuilt the mill in 1913.", encoding="utf-8")
second = askdoc.open(file, index={str(index)!r})
assert "Olga Brandt" in second.ask({QUESTION!r})[0].text
assert "Anna Weber" in first.ask({QUESTION!r})[0].text
"""
    done = subprocess.run(
        [sys.executable, "-c", code], env=windows, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr


def test_names_of_an_index_are_names_on_every_system(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name in "CON.txt", "a:b.txt", "trailing .txt", "Mill.txt", "mill.txt":
        (texts / name).write_text(f"{TEXT} {name}", encoding="utf-8")
    opened(tmp_path / "texts.askdoc").update([texts])
    named = [path.name for path in (tmp_path / "texts.askdoc").rglob("*")]
    assert named
    assert len({name.lower() for name in named}) == len(named)
    for name in named:
        assert re.fullmatch(r"[A-Za-z0-9_.-]*[A-Za-z0-9_-]", name)
        assert not PureWindowsPath(name).is_reserved()


@pytest.mark.parametrize("path", [PureWindowsPath, PurePath])
def test_documents_have_one_name_on_every_system(path: type[PurePath]) -> None:
    root = path("texts")
    found = [
        (root / "a" / "mill.txt", root),
        (root / "b" / "mill.txt", root),
        (path("mill.txt"), path("mill.txt")),
    ]
    assert files._unique_names(found) == ["a/mill.txt", "b/mill.txt", "mill.txt"]  # type: ignore[arg-type]
    clash = [(path("x") / "a.txt", path("x")), (path("y") / "a.txt", path("y"))]
    assert files._unique_names(clash) == ["x/a.txt", "y/a.txt"]  # type: ignore[arg-type]


def test_name_written_as_macos_writes_it(tmp_path: Path) -> None:
    """Its file systems give names decomposed: é as e and an accent."""
    (tmp_path / unicodedata.normalize("NFD", "café.txt")).write_text(TEXT, encoding="utf-8")
    documents, _ = load_all([tmp_path])
    library = askdoc.Library(documents, FakeEmbedder())
    assert [document.name for document in library.documents] == ["café.txt"]
    for form in "NFC", "NFD":
        typed = unicodedata.normalize(form, "café.txt")
        assert Filters(places=(typed,)).allow("café.txt", "")
        assert inputs.matching([typed], library) == ["café.txt"]
        library.files = {"café.txt": Path(unicodedata.normalize("NFD", "é/café.txt"))}
        assert inputs.matching([f"é/{typed}"], library) == ["café.txt"]


@pytest.mark.parametrize("pattern", [r"reports\*.txt", "reports/*.txt", r"reports\2015\a.txt"])
def test_patterns_are_written_with_either_slash(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["reports/2015/a.txt", "other/b.txt"]
    library = askdoc.Library([document(TEXT, name) for name in names], FakeEmbedder())
    monkeypatch.setattr(inputs, "Path", PureWindowsPath)
    assert inputs.matching([pattern], library) == ["reports/2015/a.txt"]

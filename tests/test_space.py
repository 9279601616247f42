"""The Hugging Face Space: what it installs, what its header says, and that it runs."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from conftest import QUESTION, ROOT
from packaging.requirements import Requirement

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def requirements(name: str) -> dict[str, Requirement]:
    lines = (ROOT / name).read_text("utf-8").splitlines()
    found = [Requirement(line) for line in lines if line.strip() and not line.startswith("#")]
    return {requirement.name: requirement for requirement in found}


def exact_pin(requirement: Requirement) -> str | None:
    """numpy==2.1 -> "2.1"; numpy>=2 -> None"""
    found = re.fullmatch(r"==([\w.+]+)", str(requirement.specifier))
    return found[1] if found else None


def header() -> dict[str, Any]:
    """The YAML at the top of README.md, which tells the Space how to run."""
    import yaml  # takes a tenth of a second

    text = (ROOT / "README.md").read_text("utf-8")
    found = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
    assert found, "README.md starts without a header"
    values = yaml.safe_load(found[1])
    assert isinstance(values, dict)
    return values


# --- what it installs


def test_space_installs_what_the_package_needs() -> None:
    installed = requirements("requirements.txt")
    for needed in map(Requirement, PROJECT["dependencies"]):
        pin = exact_pin(installed[needed.name])
        if pin is None:
            assert installed[needed.name].specifier == needed.specifier
        else:
            assert needed.specifier.contains(pin)


def test_space_installs_nothing_else_but_torch() -> None:
    needed = {Requirement(line).name for line in PROJECT["dependencies"]}
    assert set(requirements("requirements.txt")) == {*needed, "torch"}


def test_torch_is_pinned_as_everywhere() -> None:
    pin = exact_pin(requirements("requirements.txt")["torch"])
    assert pin is not None
    assert pin == exact_pin(requirements("constraints.txt")["torch"])


# --- its header


def test_header_names_the_gradio_that_is_pinned() -> None:
    assert header()["sdk"] == "gradio"
    assert str(header()["sdk_version"]) == exact_pin(requirements("requirements.txt")["gradio"])


def test_header_names_an_app_and_a_python_that_fit() -> None:
    assert (ROOT / header()["app_file"]).is_file()
    version = header()["python_version"]
    assert isinstance(version, str), "unquoted, 3.10 would be read as 3.1"
    assert Requirement(f"python{PROJECT['requires-python']}").specifier.contains(version)


def test_header_is_what_a_space_accepts() -> None:
    values = header()
    assert {*values} >= {"title", "emoji", "colorFrom", "colorTo", "pinned", "license"}
    colors = {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}
    assert {values["colorFrom"], values["colorTo"]} <= colors
    assert values["license"] == PROJECT["license"].lower()
    assert isinstance(values["pinned"], bool)
    assert 0 < len(values["short_description"]) <= 60


# --- that it runs


@contextmanager
def running(command: list[str], folder: Path, log: Path) -> Iterator[str]:
    """The app on a free port, once it answers -> its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment["GRADIO_SERVER_PORT"] = str(port)
    url = f"http://127.0.0.1:{port}/"
    with log.open("wb") as out:
        app = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=out)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(url, timeout=10).close()
                break
            except (urllib.error.URLError, TimeoutError):
                assert app.poll() is None, log.read_text("utf-8")
                time.sleep(1)
        yield url
    finally:
        app.terminate()
        app.wait(60)


def install(python: str, wanted: Path) -> None:
    """Give a virtual environment what pip would install.

    They are links to what the environment that runs the tests has, where it has the same version:
    copying 1.6 GB and compiling it would take a minute.
    """
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "-qq"]
    report = wanted.with_name("report.json")
    subprocess.run(
        [*pip, "--dry-run", "--ignore-installed", "--report", report, "-r", wanted], check=True
    )
    print_site = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(subprocess.check_output([python, "-c", print_site], text=True).strip())
    here = {one.name: one for one in metadata.distributions()}
    for package in json.loads(report.read_text("utf-8"))["install"]:
        name, version = package["metadata"]["name"], package["metadata"]["version"]
        if name in here and here[name].version == version:
            for top in {file.parts[0] for file in here[name].files or ()} - {".."}:
                if not (site / top).exists():  # two packages may share a folder
                    (site / top).symlink_to(here[name].locate_file(top))
        else:
            subprocess.run([*pip, "--no-deps", f"{name}=={version}"], check=True)


@pytest.mark.slow
def test_requirements_are_enough_for_the_app() -> None:
    from gradio_client import Client

    with tempfile.TemporaryDirectory() as name:  # a large folder that nobody wants to keep
        folder = Path(name)
        space = folder / "space"
        space.mkdir()
        for part in "src", "corpus":
            shutil.copytree(
                ROOT / part, space / part, ignore=shutil.ignore_patterns("__pycache__", "*.egg-*")
            )
        for part in "app.py", "requirements.txt":
            shutil.copy(ROOT / part, space)
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
        python = str(folder / "venv" / "bin" / "python")
        install(python, space / "requirements.txt")
        lacking = subprocess.run([python, "-I", "-c", "import askdoc"], capture_output=True)
        assert lacking.returncode != 0  # it is not installed: app.py itself finds it

        log = folder / "log"
        with running([python, "app.py"], space, log) as url:
            found = Client(url, verbose=False).predict(QUESTION, api_name="/search")
        assert "magnet for foreign fighters" in found
        assert "Traceback" not in log.read_text("utf-8")

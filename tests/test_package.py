"""The built wheel works where the repository is not: it answers and serves MCP."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow

TEXT = "The mill burned down in 1911. Anna Weber rebuilt it with her own money two years later.\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(made), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return next(made.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, str]]:
    """A Python and its environment: the wheel, and the dependencies without the repository.

    Folders of PYTHONPATH are searched without their .pth files, so an editable install is not seen.
    """
    home = tmp_path_factory.mktemp("home")
    venv.create(home / "venv")
    python = home / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(home / "at")]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    path = os.pathsep.join([str(home / "at"), sysconfig.get_path("purelib")])
    return str(python), {**os.environ, "PYTHONPATH": path, "HF_HUB_OFFLINE": "1"}


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "mill.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


def test_the_description_of_the_wheel_is_one_an_index_takes(wheel: Path) -> None:
    check = [sys.executable, "-m", "twine", "check", "--strict", str(wheel)]
    subprocess.run(check, check=True, capture_output=True)


def test_the_wheel_answers(installed: tuple[str, dict[str, str]], article: Path) -> None:
    python, env = installed
    origin = [python, "-c", "import askdoc; print(askdoc.__file__)"]
    out = subprocess.run(
        origin, env=env, cwd=article.parent, check=True, capture_output=True, text=True
    )
    assert not Path(out.stdout.strip()).is_relative_to(ROOT)
    ask = [python, "-m", "askdoc", "ask", "Who rebuilt the mill?", article.name, "--json"]
    out = subprocess.run(
        ask, env=env, cwd=article.parent, check=True, capture_output=True, text=True
    )
    assert "Anna Weber" in json.dumps(json.loads(out.stdout))


async def test_the_wheel_serves_mcp(installed: tuple[str, dict[str, str]], article: Path) -> None:
    python, env = installed
    server = StdioServerParameters(
        command=python, args=["-m", "askdoc", "mcp", str(article)], env=env, cwd=article.parent
    )
    async with stdio_client(server) as pipes, ClientSession(*pipes) as session:
        await session.initialize()
        found = await session.call_tool("search", {"question": "Who rebuilt the mill?"})
    assert not found.isError
    assert "Anna Weber" in str(found.content)

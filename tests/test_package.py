"""The built wheel works where the repository is not: it answers, serves MCP and chats."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import sysconfig
import time
import venv
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow

TEXT = "The mill burned down in 1911. Anna Weber rebuilt it with her own money two years later.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source distribution, and the wheel that is built from it."""
    made = tmp_path_factory.mktemp("built")
    options = "--no-isolation --outdir".split()  # nothing is fetched
    build = [sys.executable, "-m", "build", *options, str(made), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    return made


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return next(built.glob("*.whl"))


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


def test_the_descriptions_are_ones_an_index_takes(built: Path) -> None:
    made = sorted(built.iterdir())
    assert {path.suffix for path in made} == {".gz", ".whl"}
    check = [sys.executable, "-m", "twine", "check", "--strict", *map(str, made)]
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


def test_the_wheel_chats(installed: tuple[str, dict[str, str]], article: Path) -> None:
    python, env = installed
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    chat = [python, "-m", "askdoc", "chat", article.name, "--port", str(port)]
    server = subprocess.Popen(chat, env=env, cwd=article.parent, stdout=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}/"
        client = _client(url, server)
        assert "Anna Weber" in client.predict("Who rebuilt the mill?", 1, api_name="/search")
        page = httpx.get(url).text
        assert "askdoc.start" in page
    finally:
        server.terminate()
        server.wait()


def _client(url: str, server: subprocess.Popen[bytes]) -> Any:
    """A client of the chat, once it is there."""
    from gradio_client import Client

    for _ in range(600):
        try:
            return Client(url, verbose=False)
        except httpx.ConnectError:
            assert server.poll() is None, "the chat has ended"
            time.sleep(0.2)
    raise AssertionError("the chat does not start")

"""What is slow to import is imported only when it is needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import CORPUS

import askdoc

HEAVY = (
    "numpy torch transformers sentence_transformers gradio faiss onnxruntime tokenizers bm25s "
    "scipy pymilvus milvus_lite grpc ray pydantic"
).split()
LOADED = f"print([name for name in {HEAVY} if name in sys.modules])"


def python(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.strip()


@pytest.mark.slow
def test_import_loads_nothing_heavy() -> None:
    assert python("-c", f"import sys, askdoc; {LOADED}") == "[]"


@pytest.mark.slow
def test_what_is_looked_for_would_be_found() -> None:
    assert "'faiss'" in python("-c", f"import sys, askdoc, faiss; {LOADED}")


@pytest.mark.slow
@pytest.mark.parametrize("command", [["--help"], ["ask", "--help"], ["chat", "--help"]])
def test_help_loads_nothing_heavy(command: list[str]) -> None:
    code = f"""
import atexit, sys
atexit.register(lambda: {LOADED})
sys.argv = ["askdoc", *{command}]
from askdoc.cli import main
main()
"""
    out = python("-c", code)
    assert "Usage: askdoc" in out
    assert out.splitlines()[-1] == "[]"


@pytest.mark.slow
def test_arguments_are_converted_without_pydantic() -> None:
    code = """
import atexit, sys
atexit.register(lambda: print("pydantic" in sys.modules))
sys.argv = ["askdoc", "ask", "Who?", "--top-k", "2", "--json", "--format", "csv"]
from askdoc.cli import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.stderr == "askdoc: --json contradicts --format csv; give only one of them\n"
    assert done.stdout == "False\n"


@pytest.mark.slow
def test_answer_of_a_saved_index_loads_nothing_that_only_indexing_needs(tmp_path: Path) -> None:
    askdoc.open(CORPUS, index=tmp_path / "x.askdoc")
    code = """
import atexit, sys
names = "pydantic rapidfuzz askdoc.load askdoc.split.passages"
names += " askdoc.speakers.article askdoc.library.filling askdoc.store.milvus.store"
atexit.register(lambda: print([name for name in names.split() if name in sys.modules]))
sys.argv = ["askdoc", "ask", "What did Kerry say about Assad?", "--index", sys.argv[1]]
from askdoc.cli import main
main()
"""
    out = python("-c", code, str(tmp_path / "x.askdoc"))
    assert "Kerry" in out
    assert out.splitlines()[-1] == "[]"


@pytest.mark.slow
def test_module_is_the_command_too() -> None:
    assert python("-m", "askdoc", "--version") == f"askdoc {askdoc.__version__}"

"""The Hugging Face Space: the chat over corpus/."""

import sys
from pathlib import Path

ROOT = Path(__file__).parent
# A Space installs requirements.txt before this checkout is there, so askdoc is not installed.
sys.path.insert(0, str(ROOT / "src"))

import askdoc  # noqa: E402
from askdoc.chat import Limits, launch  # noqa: E402

if __name__ == "__main__":
    # A public place: thumbs are not kept, and a visitor's documents are small and soon forgotten.
    launch(
        askdoc.open(ROOT / "corpus"),
        host="0.0.0.0",
        limits=Limits(files=10, megabytes=10, characters=500_000, minutes=30),
    )

"""The Hugging Face Space: the chat over corpus/."""

import sys
from pathlib import Path

ROOT = Path(__file__).parent
# A Space installs requirements.txt before this checkout is there, so askdoc is not installed.
sys.path.insert(0, str(ROOT / "src"))

import askdoc  # noqa: E402
from askdoc.chat import Limits, launch  # noqa: E402

CORPUS = ROOT / "corpus"
INDEX = (
    CORPUS / "corpus.askdoc"
)  # made by `make corpus-index`, so that nothing is embedded at start


def library() -> askdoc.Library:
    """The articles, from their saved index; embedded anew if that does not fit or is not there."""
    try:
        return askdoc.open(CORPUS, index=INDEX)
    except askdoc.AskdocError:  # another model or version, a disk that cannot be written
        return askdoc.open(CORPUS)


if __name__ == "__main__":
    # A public place: thumbs are not kept, and a visitor's documents are small and soon forgotten.
    launch(
        library(),
        host="0.0.0.0",
        sources=[CORPUS],
        limits=Limits(files=10, megabytes=10, characters=500_000, minutes=30),
    )

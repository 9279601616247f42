"""List the English names among the words of the base model's vocabulary.

    python training/names.py DATA > src/askdoc/languages/english_names.txt

DATA: a folder of question sets in SQuAD format. Their texts show which words have a capital inside
a sentence. A logistic regression on the input embeddings of the model predicts it for the words
that they do not contain. Words that the dictionary of
`spelling.py` lacks are left out, because those count as names anyway.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from examples import documents, read
from numpy.typing import NDArray
from safetensors.numpy import load_file

from askdoc.embed.loading import base_folder
from askdoc.spelling import is_listed

# After a small letter or a comma, so that it does not start a sentence.
_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Za-z]+")
# A word that occurs this often is a name if it has a capital in more than this share.
MIN_COUNT, CAPITALIZED = 2, 0.6
# Another one if this is less than its probability; then, in five-fold cross-validation, .86 are
# names, and .64 of all names are found.
PROBABLE = 0.7
# The regularization of the regression: with 3, 10, 30 and 100, it is equally accurate to .005.
RIDGE = 10.0

Rows = NDArray[np.float64]


def main(data: Path) -> None:
    folder = base_folder()
    embeddings = load_file(str(folder / "model.safetensors"))["embeddings.word_embeddings.weight"]
    vocabulary = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
    words = [word for word in vocabulary if word.isascii() and word.isalpha()]
    rows = embeddings[[vocabulary[word] for word in words]].astype(np.float64)
    rows = (rows - rows.mean(0)) / rows.std()
    rows = np.c_[rows, np.ones(len(rows))]
    shares = capitalized(data)
    seen = np.array([word in shares for word in words])
    names = np.array([shares.get(word, 0) > CAPITALIZED for word in words])
    names[~seen] = probabilities(rows[seen], names[seen], rows[~seen]) > PROBABLE
    listed = [word for word, name in zip(words, names, strict=True) if name]
    print("\n".join(sorted(word for word in listed if is_listed(word, "en"))))


def capitalized(data: Path) -> dict[str, float]:
    """Each word inside a sentence, in small letters -> how often it has a capital."""
    capital: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for _, _, articles in documents(data):
        text, questions = read(articles)
        for part in (text, *(question.text for question in questions)):
            for match in _INSIDE.finditer(part):
                total[match[0].lower()] += 1
                capital[match[0].lower()] += match[0][0].isupper()
    return {word: capital[word] / n for word, n in total.items() if n >= MIN_COUNT}


def probabilities(rows: Rows, right: NDArray[np.bool_], others: Rows) -> Rows:
    """Logistic regression by Newton's method -> the probabilities of other rows.

    rows: (n, features), the last of which is 1; right: (n,)
    """
    weights = np.zeros(rows.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-rows @ weights))
        gradient = rows.T @ (p - right) + RIDGE * weights
        curvature = (rows * (p * (1 - p))[:, None]).T @ rows + RIDGE * np.eye(len(weights))
        weights -= np.linalg.solve(curvature, gradient)
    found: Rows = 1 / (1 + np.exp(-others @ weights))
    return found


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))

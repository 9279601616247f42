"""Generate the quality tables of README.md and docs/ from `baseline.json`.

    python bench/tables.py

prints them. Paste them into the pages; a test compares the pages with them.
"""

from __future__ import annotations

from baseline import Rows, read

SETS = {
    "wiki-dev": "480 on 24 Wikipedia articles (SquadShifts)",
    "xquad-en": "478 on 48 Wikipedia articles (XQuAD)",
    "news": "72 on 12 news articles",
    "kerry": "12 on the article in corpus/",
    "news-talk": "48 on the 12 news articles, own words",
    "kerry-talk": "8 on the article in corpus/, own words",
}
SHORT = {
    "wiki-dev": "Wikipedia (SquadShifts)",
    "xquad-en": "Wikipedia (XQuAD)",
    "news": "news",
    "news-talk": "news, own words",
}
LANGUAGES = {
    "de": "German",
    "es": "Spanish",
    "ar": "Arabic",
    "ru": "Russian",
    "zh": "Chinese",
    "ja": "Japanese",
    "th": "Thai",
}
MEASURES = "hit@1", "hit@3", "MRR", "r@500", "r@1000", "sent@1"
STATES = "answered", "perhaps", "not"
FORMS = (
    "as written",
    "CAPITALS",
    "small letters",
    "one typo",
    "polite",
    "in quotation marks",
    "no question mark",
    "two spaces, a line break",
)
WORDS = "very likely", "likely", "perhaps", "unlikely"


def number(row: dict[str, float], measure: str) -> str:
    """ ".847"; "–" for what was not measured"""
    return f"{row[measure]:.3f}".removeprefix("0") if measure in row else "–"


def table(*rows: list[str]) -> str:
    head, *body = rows
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("|" + "|".join(f" {c} " if c else " " for c in line) + "|" for line in lines)


def short(rows: Rows) -> str:
    """README: the textbook and askdoc side by side."""
    head = ["questions", "hit@1: textbook", "askdoc", "r@500: textbook", "askdoc", "sent@1"]
    body = []
    for name, text in SETS.items():
        textbook, askdoc = rows[f"{name} / textbook"], rows[f"{name} / askdoc"]
        cells = [number(row, m) for m in ("hit@1", "r@500") for row in (textbook, askdoc)]
        body.append([text, *cells, number(askdoc, "sent@1")])
    return table(head, *body)


def found(rows: Rows) -> str:
    """docs/evaluation.md: every measure, each article asked alone."""
    return both(rows, {text: name for name, text in SETS.items()})


def in_one_library(rows: Rows) -> str:
    """docs/evaluation.md: all articles of a set in one library."""
    return both(rows, {text: f"{name}, one library" for name, text in SHORT.items()})


def languages(rows: Rows) -> str:
    """docs/languages.md: the sets in other languages, both articles in one library."""
    return both(rows, {name: f"{code}, one library" for code, name in LANGUAGES.items()})


def languages_states(rows: Rows) -> str:
    """docs/languages.md: the states of the questions of these sets, and of foreign ones."""
    head = ["questions", "answered", "perhaps", "refused", "foreign: answered", "refused"]
    keys = (*STATES, "foreign answered", "foreign not")
    body = [
        [name, *(number(rows[f"{code} / states"], key) for key in keys)]
        for code, name in LANGUAGES.items()
    ]
    return table(head, *body)


def both(rows: Rows, sets: dict[str, str]) -> str:
    body = []
    for text, name in sets.items():
        for place, system in enumerate(("textbook", "askdoc")):
            row = rows[f"{name} / {system}"]
            body.append(["" if place else text, system, *(number(row, m) for m in MEASURES)])
    return table(["questions", "", *MEASURES], *body)


def states(rows: Rows) -> str:
    """docs/evaluation.md: the states of the questions of a set, and of foreign and near ones."""
    head = ["questions", "answered", "perhaps", "refused"]
    head += ["foreign: answered", "refused", "near: answered", "refused"]
    keys = (*STATES, "foreign answered", "foreign not", "near answered", "near not")
    body = [
        [text, *(number(rows[f"{name} / states"], key) for key in keys)]
        for name, text in SHORT.items()
    ]
    return table(head, *body)


def words(rows: Rows) -> str:
    """docs/evaluation.md: how often each verbal confidence is right."""
    body = []
    for name, text in SHORT.items():
        row = [rows.get(f"{name} / {word}", {}) for word in WORDS]
        body.append([text, *(f"{number(r, 'true')} ({number(r, 'said')})" for r in row)])
    return table(["questions", *WORDS], *body)


def forms(rows: Rows) -> str:
    """docs/evaluation.md: hit@1 of the same questions typed in other ways."""
    body = [
        [form, *(number(rows[f"{name} / {form}"], "hit@1") for name in SHORT)] for form in FORMS
    ]
    return table(["form", *SHORT.values()], *body)


# Page -> the tables that it shows.
PAGES = {
    "README.md": (short,),
    "docs/evaluation.md": (found, in_one_library, states, words, forms),
    "docs/languages.md": (languages, languages_states),
}


if __name__ == "__main__":
    baseline = read()
    for page, tables in PAGES.items():
        for make in tables:
            print(f"{page}\n\n{make(baseline)}\n")

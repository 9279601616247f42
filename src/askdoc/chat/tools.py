"""The tools: check the quotations of a text, and ask every document the same questions."""

from __future__ import annotations

from askdoc import show
from askdoc.chat.view import Json, View, key_of
from askdoc.chat.visits import Key, Visit
from askdoc.checking import MIN_WORDS, Checked, check_draft, notes, place
from askdoc.errors import QuestionError
from askdoc.library import check_question
from askdoc.messages import later, tr, trn
from askdoc.sheet import Cell, Sheet, as_csv
from askdoc.types import Document

# The longest draft, about 60 pages, and the most questions of a sheet.
MAX_TEXT, MAX_QUESTIONS = 200_000, 20

_VERDICTS = {
    "exact": later("Exact"),
    "changed": later("Changed"),
    "misattributed": later("Somebody else says it"),
    "elsewhere": later("In another document"),
    "not found": later("Not found"),
}
_DIFF = {"=": "{}", "+": "<del>{}</del>", "-": "<ins>{}</ins>"}


class Tools:
    """Its public methods are the actions that a page can call."""

    def __init__(self, view: View) -> None:
        self.view, self.visits = view, view.visits

    def check(self, visit: Visit, request: Json) -> Json:
        """The verdict on each quotation of a text, from the selected documents."""
        text = str(request.get("text", ""))
        if len(text) > MAX_TEXT:
            raise QuestionError(
                tr(
                    "the text has {n} characters; the limit is {most}, check it in parts",
                    n=f"{len(text):,}",
                    most=f"{MAX_TEXT:,}",
                )
            )
        asked = self.visits.asked(visit)
        keys = {id(document): key for key, document in asked.items()}
        checked = check_draft(Document("text", text, "text"), asked.values())
        if not checked:
            raise QuestionError(
                tr(
                    "It contains no quotation of {n} words or more, in quotation marks "
                    "or in a line that starts with >",
                    n=MIN_WORDS,
                )
            )
        exact = sum(one.verdict == "exact" for one in checked)
        summary = trn(
            "{exact} of {total} exact, in {n} document.",
            "{exact} of {total} exact, in {n} documents.",
            len(asked),
            exact=exact,
            total=len(checked),
        )
        rows = "".join(_verdict(one, keys.get(id(one.document))) for one in checked)
        return {"html": f'<p>{summary}</p><ol class="verdicts">{rows}</ol>', "said": summary}

    def sheet(self, visit: Visit, request: Json) -> Json:
        """The head of a sheet, and the documents; the page then requests the row of each."""
        questions = _questions(request)
        asked = self.visits.asked(visit)
        if not asked:
            raise QuestionError(tr("no document is asked; tick one under Sources"))
        head = "".join(f'<th scope="col"><bdi>{show.in_page(q)}</bdi></th>' for q in questions)
        return {
            "questions": questions,
            "documents": [{"where": where, "name": name} for where, name in asked],
            "head": f'<tr><th scope="col">{tr("Document")}</th>{head}</tr>',
            "csv": f"\ufeff{as_csv(Sheet(tuple(questions), ()))}",
        }

    def cells(self, visit: Visit, request: Json) -> Json:
        """The row of a document."""
        questions, key = _questions(request), key_of(request)
        document = self.visits.asked(visit).get(key)
        library = self.view.library if key[0] == "shared" else visit.own
        if document is None or library is None:
            raise QuestionError(
                tr("{name}: no longer among the documents that are asked", name=key[1])
            )
        found = [Cell.of(library.ask(q, 1, documents=[document.name])) for q in questions]
        sheet = Sheet(tuple(questions), ((document, tuple(found)),))
        shown = "".join(f"<td>{_cell(cell, key)}</td>" for cell in found)
        title = show.in_page(document.title)
        return {
            "row": f'<tr><th scope="row"><bdi>{title}</bdi></th>{shown}</tr>',
            "csv": as_csv(sheet).partition("\r\n")[2],
        }


def _questions(request: Json) -> list[str]:
    """Raises `QuestionError` with the line of one that cannot be asked."""
    lines = request.get("questions")
    given = [str(line).strip() for line in lines] if isinstance(lines, list) else []
    questions = list(dict.fromkeys(line for line in given if line))
    if not questions:
        raise QuestionError(tr("there is no question; write one per line"))
    if len(questions) > MAX_QUESTIONS:
        raise QuestionError(
            tr("there are {n} questions; ask {most} at most", n=len(questions), most=MAX_QUESTIONS)
        )
    for number, question in enumerate(questions, start=1):
        try:
            check_question(question)
        except QuestionError as error:
            raise QuestionError(
                tr("question {number}: {error}", number=number, error=error)
            ) from None
    return questions


def _verdict(one: Checked, key: Key | None) -> str:
    words = [_DIFF[kind].format(show.in_page(part)) for kind, part in one.diff]
    if not words or one.verdict == "not found":  # the nearest text is hardly related
        words = [show.in_page(one.quotation.text)]
    quoted = " ".join(words)
    said = "".join(f'<p class="hint">{show.in_page(line)}</p>' for line in notes(one))
    at = _place(key, one.start, one.end, place(one)) if key and one.document else ""
    return (
        f'<li class="{one.verdict.replace(" ", "-")}"><b>{tr(_VERDICTS[one.verdict])}</b>'
        f"<blockquote><bdi>{quoted}</bdi></blockquote>{said}{at}</li>"
    )


def _cell(cell: Cell, key: Key) -> str:
    if cell.start is None or cell.end is None:
        return f'<span class="hint">{show.in_page(cell.sentence or tr("not said"))}</span>'
    speaker = f"<b>{show.in_page(cell.speaker)}</b>: " if cell.speaker else ""
    words = f"{cell.page or tr('See the place')} · {show.in_words(cell.confidence)}"
    at = _place(key, cell.start, cell.end, words)
    return f"{speaker}<bdi>{show.in_page(cell.sentence or '')}</bdi> {at}"


def _place(key: Key, start: int, end: int, words: str) -> str:
    where, name = map(show.escape, key)
    return (
        f'<button data-do="place" data-where="{where}" data-name="{name}" data-at="{start}" '
        f'data-end="{end}"><bdi>{show.in_page(words)}</bdi></button>'
    )

"""Documents by their date, their folder and their kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import FakeEmbedder, document
from typer.testing import CliRunner

import askdoc
from askdoc.cli import app
from askdoc.cli.inputs import matching
from askdoc.dated import date_of
from askdoc.errors import QuestionError
from askdoc.filters import _ENDINGS, Filters, in_question
from askdoc.library.conversation import continued_filters
from askdoc.load.readers import READERS
from askdoc.types import Document, Facts

TEXTS = {
    "reports/2019-03-02-mill.txt": "Ana Prates mended the mill wheel in spring.",
    "reports/2021-11-harbour.md": "Ana Prates mended the harbour crane.",
    "letters/undated.txt": "Ana Prates mended a violin for her niece.",
    "letters/2020.html": "Ana Prates mended the church clock.",
}


@pytest.fixture(scope="module")
def library() -> askdoc.Library:
    documents = [document(text, name) for name, text in TEXTS.items()]
    return askdoc.Library(documents, FakeEmbedder())


# --- what a document's date is


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("A Headline\n\n14 March 2017\n\nThe text.", "2017-03-14"),
        ("A Headline\nPublished: 2017-03-14 by the press office of the town", "2017-03-14"),
        ("FARO, March 14, 2017 (Lusa) - The ferry sank.", "2017-03-14"),
        (
            "OSLO, 14 Mar 2017 — The ferry sank, and nobody was hurt in the cold water.",
            "2017-03-14",
        ),
        ("A Headline\n\n3/4/2017\n\nThe text.", "2017"),
        ("A Headline\n\n20/09/2017 19:18 by admin\n\nThe text.", "2017-09-20"),
        # in the middle of what is told, it is the day of something else
        ("The ferry, which was built in Faro and launched on 14 March 2017, sank.", ""),
        ("It sank on 14 March 2017.", ""),
        ("Ana Prates\nBorn: 14 March 1967\n\nShe mends clocks.", ""),
        ("Ana Prates\nborn 14 March 1967 in Faro\n\nShe mends clocks.", ""),
        ("The contract\nSigned on 14 March 2017\nDate: 2017-04-02\n\nText.", "2017-04-02"),
        ("Minutes of the meeting of 14 March 2017\n\nPresent: all.", "2017-03-14"),
        ("Faro, 14 March 2017\n\nDear Ana,", "2017-03-14"),
        ("A Headline\n\n14 March\n\nThe text.", ""),
        ("A Headline\n\n" + "The text. " * 120 + "\n\n14 March 2017\n", ""),
    ],
)
def test_date_in_the_text(text: str, date: str) -> None:
    assert date_of(Document("a.txt", text, "A")) == date


def test_the_text_before_the_metadata_before_the_name() -> None:
    facts = Facts(date="2018-05")
    assert date_of(Document("2016.txt", "14 March 2017\n", "A", facts=facts)) == "2017-03-14"
    assert date_of(Document("2016.txt", "A text.", "A", facts=facts)) == "2018-05"
    assert date_of(Document("2016.txt", "A text.", "A", facts=Facts(date="last May"))) == "2016"


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("news/2015-09-19-talks.txt", "2015-09-19"),
        ("20150919.pdf", "2015-09-19"),
        ("20150919_talks.pdf", "2015-09-19"),
        ("report_2015_09.pdf", "2015-09"),
        ("annual report 2015.pdf", "2015"),
        ("2015-13.txt", "2015"),
        ("scan1920x1080.txt", ""),
        ("rfc2045.txt", ""),
        ("120150919.txt", ""),
        ("talks.txt", ""),
    ],
)
def test_date_in_the_name(name: str, date: str) -> None:
    assert date_of(Document(name, "A text.", "A")) == date


# --- what a question narrows


@pytest.mark.parametrize(
    ("question", "asked", "filters"),
    [
        ("Who paid? after:2015-09 before:2016", "Who paid?", "after:2015-09 before:2016"),
        ("type:PDF who paid?", "who paid?", "type:pdf"),
        ("Who paid in:reports/ ?", "Who paid?", "in:reports/"),
        ("Who paid in:reports/?", "Who paid?", "in:reports/"),
        ('Who paid? in:"my reports/"', "Who paid?", 'in:"my reports/"'),
        ("Who paid? type:pdf type:word", "Who paid?", "type:pdf type:word"),
        ("Who paid? after:2014 after:2015", "Who paid?", "after:2015"),
        # no filters
        ("What happened after: 2015?", "What happened after: 2015?", ""),
        ("What came after:noon?", "What came after:noon?", ""),
        ("Which type:blood is it?", "Which type:blood is it?", ""),
        ("Who lives in:London?", "Who lives in:London?", ""),
        ("Who wrote plugin:reports/ ?", "Who wrote plugin:reports/ ?", ""),
    ],
)
def test_filters_in_a_question(question: str, asked: str, filters: str) -> None:
    found, narrowed = in_question(question)
    assert (found, str(narrowed)) == (asked, filters)


@pytest.mark.parametrize("date", ["2015-13", "2015-02-30", "0000"])
def test_no_such_date(date: str) -> None:
    with pytest.raises(QuestionError, match=f"after:{date} is not a date; write it like"):
        in_question(f"Who paid? after:{date}")


@pytest.mark.parametrize(
    ("filters", "name", "date", "allowed"),
    [
        (Filters(after="2015-09"), "a.txt", "2015-09-01", True),
        (Filters(after="2015-09"), "a.txt", "2015-08-31", False),
        (Filters(after="2015-09"), "a.txt", "2015", True),  # it may be of that month or later
        (Filters(before="2016"), "a.txt", "2015-12-31", True),
        (Filters(before="2016"), "a.txt", "2016-01-01", False),
        (Filters(before="2016-06"), "a.txt", "2016", True),
        (Filters(after="2015"), "a.txt", "", False),
        (Filters(places=("reports",)), "reports/a.txt", "", True),
        (Filters(places=("reports/",)), "Reports\\a.txt", "", True),
        (Filters(places=("reports/",)), "reports2/a.txt", "", False),
        (Filters(places=("*/2015-*",)), "reports/2015-a.txt", "", True),
        (Filters(types=("word",)), "a.DOCX", "", True),
        (Filters(types=("pdf", "md")), "a.md", "", True),
        (Filters(types=("pdf",)), "a.md", "", False),
        (Filters(types=("PDF",)), "a.pdf", "", True),
        (Filters(types=(".Word",)), "a.docx", "", True),
    ],
)
def test_what_filters_allow(filters: Filters, name: str, date: str, allowed: bool) -> None:
    assert filters.allow(name, date) == allowed


def test_every_ending_that_is_read_is_a_type() -> None:
    assert {ending.lstrip(".") for ending in READERS} <= _ENDINGS


# --- asked


def names(reply: askdoc.Reply) -> set[str]:
    return {answer.document.name for answer in reply}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ("after:2020", {"reports/2021-11-harbour.md", "letters/2020.html"}),
        ("before:2020", {"reports/2019-03-02-mill.txt"}),
        ("in:letters/", {"letters/undated.txt", "letters/2020.html"}),
        ("type:web", {"letters/2020.html"}),
        ("after:2019 in:reports/ type:markdown", {"reports/2021-11-harbour.md"}),
    ],
)
def test_only_these_documents_are_asked(
    library: askdoc.Library, filters: str, found: set[str]
) -> None:
    reply = library.ask(f"What did Ana Prates mend? {filters}")
    assert names(reply) == found
    assert not reply.unmet
    assert reply.narrowed.startswith(f"{len(found)} of 4 documents match {filters}")


def test_documents_without_a_date_are_reported(library: askdoc.Library) -> None:
    reply = library.ask("What did Ana Prates mend? before:2020")
    assert reply.narrowed.endswith("letters/undated.txt has no date")
    assert "no date" not in library.ask("What did Ana Prates mend? type:web").narrowed


def test_filters_that_nothing_meets(library: askdoc.Library) -> None:
    reply = library.ask("What did Ana Prates mend? after:2030")
    assert reply.state != "answered"
    assert reply.answers  # what there is without them
    assert reply.unmet == "after:2030"
    assert reply.narrowed == (
        "0 of 4 documents match after:2030 (dates: 2019-03-02 to 2021-11); letters/undated.txt has "
        "no date"
    )
    assert reply.reason is not None
    assert reply.reason.startswith("These answers ignore the filters.")


def test_of_equal_passages_the_newest_comes_first() -> None:
    text = "Ana Prates mended the church clock."
    documents = [document(text, f"{year}.txt") for year in (2018, 2021, 2019)]
    library = askdoc.Library(documents, FakeEmbedder())
    assert library.ask("What did Ana Prates mend?", 1)[0].document.name == "2021.txt"


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in "old/letters/mill.txt", "new/quay.txt":
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text("Ana Prates mended the church clock.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("given", "place"),
    [
        (["old", "new"], "old/"),
        (["old", "new"], "./old"),
        (["old", "new"], "old/letters/"),
        (["old", "new"], "*/mill.txt"),
        (["old/letters", "new"], "old/"),
        (["old/letters", "new"], "letters/"),
        (["old/letters/mill.txt", "new/quay.txt"], "letters/"),
    ],
)
def test_place_is_a_path_that_was_given(folders: Path, given: list[str], place: str) -> None:
    """Though the names of documents start below the folders that are given."""
    library = askdoc.Library((), FakeEmbedder())
    library.update(given)
    for where in given, [str(folders / one) for one in given]:
        library.update(where)
        reply = library.ask(f"What did Ana Prates mend? in:{place}")
        assert [Path(name).name for name in names(reply)] == ["mill.txt"], reply.narrowed
        assert not reply.unmet
    assert library.files.keys() == {one.name for one in library.documents}


def test_place_is_an_absolute_path(folders: Path) -> None:
    library = askdoc.Library((), FakeEmbedder())
    filters = askdoc.Filters(places=(str(folders / "old"),))
    for given in [folders / "old", folders / "new"], ["old", "new"]:
        library.add(given)
        reply = library.ask("What did Ana Prates mend?", filters=filters)
        assert names(reply) == {"letters/mill.txt"}
        assert matching([f"{folders}/old/*"], library) == ["letters/mill.txt"]
    library.add([document("Ana Prates mended a violin.", "letters/mill.txt")])  # of no file now
    assert library.ask("What did Ana Prates mend?", filters=filters).unmet


def test_place_that_is_nowhere(library: askdoc.Library) -> None:
    reply = library.ask("What did Ana Prates mend? in:drafts/")
    assert reply.unmet == "in:drafts/"
    assert reply.narrowed.startswith(
        "0 of 4 documents match in:drafts/ (documents: reports/2019-03-02-mill.txt, "
    )
    assert reply.narrowed.endswith(" and 1 more)")


def test_filters_of_the_question_come_first(library: askdoc.Library) -> None:
    given = askdoc.Filters(types=("txt",), places=("letters/",))
    assert names(library.ask("What did Ana Prates mend?", filters=given)) == {"letters/undated.txt"}
    reply = library.ask("What did Ana Prates mend? type:html", filters=given)
    assert names(reply) == {"letters/2020.html"}


def test_documents_and_filters_meet(library: askdoc.Library) -> None:
    reply = library.ask("What did Ana Prates mend? type:txt", documents=["letters/undated.txt"])
    assert names(reply) == {"letters/undated.txt"}


@pytest.mark.parametrize("replies", [True, False])
def test_a_follow_up_keeps_the_filters(library: askdoc.Library, replies: bool) -> None:
    history: list[str | askdoc.Reply] = []

    def ask(question: str) -> askdoc.Reply:
        reply = library.ask(question, history=history)
        history.append(reply if replies else question)
        return reply

    ask("What did Ana Prates mend? in:letters/ type:txt")
    for turn in "And for whom?", "What about her niece?", "What else?", "Are you sure?":
        reply = ask(turn)
        assert names(reply) <= {"letters/undated.txt"}
        assert reply.narrowed == "1 of 4 documents match in:letters/ type:txt"
        assert reply.searched.endswith(" in:letters/ type:txt")
    assert names(ask("And when? type:html")) == {"letters/2020.html"}
    reply = ask("What did Ana Prates mend in spring?")  # it stands alone
    assert (len(names(reply)), reply.narrowed) == (3, "")


def test_filters_of_an_earlier_question_come_before_those_of_the_call(
    library: askdoc.Library,
) -> None:
    given = askdoc.Filters(places=("reports/",))
    history = ["What did Ana Prates mend? in:letters/ type:txt"]
    reply = library.ask("And for whom?", history=history, filters=given)
    assert names(reply) == {"letters/undated.txt"}


def test_filters_of_a_long_conversation() -> None:
    history: list[str | askdoc.Reply] = ["What was mended? in:letters/ type:txt"]
    history += ["And for whom?", " "] * 1_100
    assert str(continued_filters("And when?", history)) == "in:letters/ type:txt"


def test_only_filters_are_no_question(library: askdoc.Library) -> None:
    with pytest.raises(QuestionError, match="type:pdf only selects documents"):
        library.ask("type:pdf")


@pytest.mark.slow
def test_dates_are_saved(tmp_path: Path) -> None:
    (tmp_path / "2021-11-crane.txt").write_text("Ana Prates mended the crane.")
    index = tmp_path / "x.askdoc"
    made = askdoc.open(tmp_path, index=index)
    again = askdoc.open(index=index)
    assert [d.date for d in made.documents] == [d.date for d in again.documents] == ["2021-11"]
    assert not again.ask("What did Ana Prates mend? after:2021").unmet


# --- the command line


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("filed")
    for name, text in TEXTS.items():
        file = found / Path(name).with_suffix(".txt")
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    return found


@pytest.mark.slow
def test_options_narrow_every_question(folder: Path) -> None:
    asked = ["ask", "What did Ana Prates mend?", str(folder), "--json"]
    done = CliRunner().invoke(app, [*asked, "--after", "2020", "--in", "letters/"])
    assert done.exit_code == 0, done.output
    reply = json.loads(done.stdout)
    assert [one["document"]["name"] for one in reply["answers"]] == ["letters/2020.txt"]
    assert reply["answers"][0]["document"]["date"] == "2020"
    assert reply["narrowed"].startswith("1 of 4 documents match")
    assert reply["question"] == "What did Ana Prates mend?"


@pytest.mark.slow
def test_a_table_of_some_documents(folder: Path, tmp_path: Path) -> None:
    questions = tmp_path / "questions.txt"
    questions.write_text("What did Ana Prates mend?\n")
    asked = ["table", str(questions), str(folder), "--json"]
    done = CliRunner().invoke(app, [*asked, "--before", "2020"])
    assert "2019-03-02-mill.txt" in done.stdout
    assert "harbour" not in done.stdout
    none = CliRunner().invoke(app, [*asked, "--type", "pdf"])
    assert isinstance(none.exception, askdoc.DocumentError)
    assert str(none.exception) == "no document matches type:pdf; the library has 4 documents"

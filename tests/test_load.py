"""Files become documents, or an error that says what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import BAD_INPUTS, load_all

import askdoc
from askdoc.load import MAX_BYTES, check_paths, find, load
from askdoc.types import Facts


def write(path: Path, data: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def names(*paths: str | Path) -> list[str]:
    return [document.name for document in load_all(paths)[0]]


# --- what is read


def test_article_is_read_as_it_stands(article: Path) -> None:
    document = load(article)
    assert document.text.encode() == article.read_bytes()
    assert document.name == "us-britain-russia-syria.txt"
    assert document.pages == ()


def test_txt_and_md_are_read_whatever_the_case_of_the_ending(tmp_path: Path) -> None:
    write(tmp_path / "a.TXT", "One.")
    write(tmp_path / "b.Md", "Two.")
    assert [d.text for d in load_all([tmp_path])[0]] == ["One.", "Two."]


def test_folder_is_read_sorted_and_recursively(tmp_path: Path) -> None:
    for name in "b.txt", "a.md", "c/z.txt", "c/d/y.txt", "B.txt":
        write(tmp_path / name, name)
    assert names(tmp_path) == ["B.txt", "a.md", "b.txt", "c/z.txt", "c/d/y.txt"]


def test_hidden_files_and_other_kinds_are_passed_over(tmp_path: Path) -> None:
    for name in "a.txt", ".b.txt", ".git/c.txt", "d.dwg", "txt", "e.txt.bak":
        write(tmp_path / name, "text")
    documents, errors = load_all([tmp_path])
    assert [d.name for d in documents] == ["a.txt"]
    assert errors == []


def test_hidden_file_named_itself_is_read(tmp_path: Path) -> None:
    assert names(write(tmp_path / ".note.txt", "text")) == [".note.txt"]


def test_list_keeps_its_order(tmp_path: Path) -> None:
    b, a = write(tmp_path / "b.txt", "1"), write(tmp_path / "a.txt", "2")
    folder = write(tmp_path / "c" / "d.txt", "3").parent
    assert names(b, folder, str(a)) == ["b.txt", "d.txt", "a.txt"]


def test_same_file_is_read_once(tmp_path: Path) -> None:
    a = write(tmp_path / "a.txt", "text")
    (tmp_path / "x").mkdir()
    link = tmp_path / "link.txt"
    link.symlink_to(a)
    assert names(a, tmp_path / "x" / ".." / "a.txt", tmp_path, link) == ["a.txt"]
    (tmp_path / "to").symlink_to(tmp_path / "x" / "..")
    assert names(tmp_path, tmp_path / "to", tmp_path / "x" / ".." / "a.txt") == ["a.txt"]


def test_same_text_in_two_files_is_two_documents(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "text")
    write(tmp_path / "b.txt", "text")
    assert names(tmp_path) == ["a.txt", "b.txt"]


def test_clashing_names_become_paths(tmp_path: Path) -> None:
    one, two = write(tmp_path / "1" / "a.txt", "x"), write(tmp_path / "2" / "a.txt", "y")
    other = write(tmp_path / "1" / "b.txt", "z")
    assert names(one, two, other) == [one.as_posix(), two.as_posix(), "b.txt"]


def test_file_name_that_is_not_utf8_can_be_printed(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(path)).write_text("text")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert names(tmp_path) == ["caf\ufffd.txt"]


@pytest.mark.parametrize(
    "text",
    [
        "One.\r\nTwo.\r\n",
        "One.\rTwo.",
        "no end of line",
        "\n\n  indented\n\n\n",
        "tab\tand\fform feed",
        "emoji 👩‍👩‍👧 and e\u0301",
        "<b>&amp;</b>",
        "a\ufeffb",
    ],
)
def test_text_is_unchanged(tmp_path: Path, text: str) -> None:
    assert load(write(tmp_path / "a.txt", text)).text == text


# --- encodings

ENGLISH = "The fare rises to £2.50 in May.\nNobody on the line was asked, the company said.\n"
CURLY = "“It’s the riders who’ll pay the £9 fare,” she said – and they’re angry…\n"
POLISH = (
    "Zażółć gęślą jaźń. Wczoraj wieczorem rząd ogłosił, że święto zostanie przesunięte.\n"
    "Mieszkańcy Łodzi są zaskoczeni, ponieważ decyzja zapadła w ciągu tygodnia.\n"
)
RUSSIAN = (
    "Министр иностранных дел заявил, что переговоры в Лондоне прошли успешно.\n"
    "Следующая встреча состоится в Берлине через две недели, сообщает агентство.\n"
)
JAPANESE = (
    "外務大臣はロンドンでの会談について説明しました。\n"
    "次の会議はベルリンで開かれる予定ですが、日程はまだ決まっていません。\n"
)
SIMPLIFIED = (
    "外交部长表示，双方在伦敦举行了会谈。\n下一次会议将于两周后在柏林举行，具体日期尚未确定。\n"
)
TRADITIONAL = (
    "外交部長表示，雙方在倫敦舉行了會談。\n下一次會議將於兩週後在柏林舉行，具體日期尚未確定。\n"
)
KOREAN = (
    "외무부 장관은 런던에서 열린 회담에 대해 설명했습니다.\n"
    "다음 회의는 두 주 뒤 베를린에서 열릴 예정입니다.\n"
)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("ascii", "Only plain letters.\n"),
        ("utf-8", ENGLISH + POLISH + RUSSIAN + JAPANESE),
        ("utf-8-sig", CURLY),
        ("utf-16", CURLY),  # with a byte order mark
        ("utf-32", CURLY),
        ("utf-16-le", ENGLISH),
        ("utf-16-be", ENGLISH),
        ("utf-16-le", "Only plain letters, which are valid UTF-8 too but for the zeros.\n"),
        ("cp1252", ENGLISH + CURLY),
        ("cp1252", ENGLISH),
        ("iso8859-1", "Le café est fermé à midi, a déclaré le maire très étonné.\n"),
        ("iso8859-2", POLISH),
        ("cp1250", POLISH),
        ("cp1251", RUSSIAN),
        ("koi8-r", RUSSIAN),
        ("shift_jis", JAPANESE),
        ("euc_jp", JAPANESE),
        ("gb18030", SIMPLIFIED),
        ("big5", TRADITIONAL),
        ("euc_kr", KOREAN),
    ],
)
def test_encoding_is_recognised(tmp_path: Path, encoding: str, text: str) -> None:
    assert load(write(tmp_path / "a.txt", text.encode(encoding))).text == text


@pytest.mark.slow
def test_rare_letter_late_in_a_long_file_is_read(tmp_path: Path) -> None:
    text = "Plain letters fill this line of the file.\n" * 20_000 + "It costs £5, he said.\n"
    assert load(write(tmp_path / "a.txt", text.encode("cp1252"))).text == text


# --- titles


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.txt", "\n\n  Two rivers meet\n\nThey met.", "Two rivers meet"),
        ("a.txt", "It rained all day.\n\nNobody came.", "a"),
        ("a.txt", "Is it over?\n\nNo.", "a"),
        ("a.txt", "x" * 201 + "\n\nText.", "a"),
        ("a.txt", "x" * 200 + "\n\nText.", "x" * 200),
        ("a.b.txt", "It rained.", "a.b"),
        ("a.txt", "# Not Markdown here\n\nText.", "# Not Markdown here"),
        ("a.md", "Before.\n\n## The *second* part ##\n\nText.", "The *second* part"),
        ("a.md", "# Learn C#\n\nText.", "Learn C#"),
        ("a.md", "# Windows lines\r\n\r\nText.\r\n", "Windows lines"),
        ("a.md", "   # Three spaces\n", "Three spaces"),
        ("a.md", "It rained.\n\n    # code\n#hashtag\n# \n", "a"),
        ("a.md", "Without a heading\n\nIt rained.", "Without a heading"),
        ("a.md", "```sh\n# a comment\n```\n\n# Two rivers\n", "Two rivers"),
        ("a.md", "~~~~\n~~~\n# no\n~~~~\n## Yes\n", "Yes"),
        ("a.md", "```\n# never closed\n", "a"),
        ("a.md", '---\ntitle: "Two: rivers"\ndate: 1\n---\n\n# Another\n', "Two: rivers"),
        ("a.md", "---\r\ntitle: It's wet # note\r\n---\r\nText.\r\n", "It's wet"),
        ("a.md", "---\ntitle: 'It''s wet'\n...\nText.\n", "It's wet"),
        ("a.md", "---\nlang: en # no\n# nor this\n---\n\n# Two rivers\n", "Two rivers"),
        ("a.md", "---\n\nIt rained.\n\n# After a rule\n", "After a rule"),
    ],
)
def test_title(tmp_path: Path, name: str, text: str, title: str) -> None:
    assert load(write(tmp_path / name, text)).title == title


# --- what is no document


def test_bad_input_is_named_with_what_to_do(bad_input: tuple[Path, str]) -> None:
    path, message = bad_input
    with pytest.raises(askdoc.LoadError) as error:
        load_all([path])
    assert message in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("case", ["empty", "picture", "pipe", "too large", "lost link"])
def test_bad_file_in_a_folder_is_left_out_and_reported(tmp_path: Path, case: str) -> None:
    make, message = BAD_INPUTS[case]
    bad = make(tmp_path)
    write(tmp_path / "a.txt", "One.")
    write(tmp_path / "z.txt", "Two.")
    documents, errors = load_all([tmp_path])
    assert [d.text for d in documents] == ["One.", "Two."]
    assert len(errors) == 1
    assert message.format(path=bad) in str(errors[0])


def test_folder_of_only_bad_files_says_why(tmp_path: Path) -> None:
    bad = write(tmp_path / "a.txt", "")
    with pytest.raises(askdoc.LoadError) as error:
        load_all([tmp_path])
    assert str(error.value) == (
        f"{tmp_path}: nothing to read ({bad}: it contains no text; choose a file with text); "
        "name a file or folder with text"
    )


def test_paths_are_checked_as_they_are_found(tmp_path: Path) -> None:
    good, other = write(tmp_path / "t" / "a.txt", "One."), write(tmp_path / "o" / "a.zzz", "Two.")
    check_paths([tmp_path / "t", other.parent])
    for wrong in [other.parent], [good, tmp_path / "gone"], [], ["", good], [other.parent] * 2:
        with pytest.raises(askdoc.LoadError) as early:
            check_paths(wrong)
        with pytest.raises(askdoc.LoadError) as late:
            find(wrong)
        assert str(early.value) == str(late.value)


def test_no_path_is_an_error() -> None:
    with pytest.raises(askdoc.LoadError, match="no path given"):
        load_all([])


def test_one_bad_path_of_several_is_an_error(tmp_path: Path) -> None:
    good = write(tmp_path / "a.txt", "One.")
    with pytest.raises(askdoc.LoadError, match="no such file"):
        load_all([good, tmp_path / "b.txt"])


@pytest.mark.slow
def test_file_at_the_limit_is_not_too_large(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "")
    with path.open("wb") as file:
        file.truncate(MAX_BYTES)
    with pytest.raises(askdoc.LoadError, match="not a text file"):  # it is all zeros
        load(path)


def test_other_files_in_a_folder_are_counted(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "b.txt").write_text("Two birds flew.")
    for name in ("a.txt", "x.png", "y.PNG", "Makefile", ".hidden"):
        (tmp_path / "here" / name).write_text("One cat sat.")
    (tmp_path / "here" / "linked").symlink_to(tmp_path / "there")
    found = find([tmp_path / "here"])
    assert [file.name for file in found.files] == ["a.txt"]
    assert found.passed_over == {".png": 2, "": 1}
    assert [str(error) for error in found.errors] == [
        f"{tmp_path}/here/linked: a link to a folder, which is not followed; name it"
    ]


def test_a_name_that_is_no_text_can_be_printed(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    Path(path).write_text("The well is deep. It was dug in 1700.")
    document = load(Path(path))
    assert document.title == "caf\ufffd"
    document.title.encode()


def test_front_matter_contains_author_and_date(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.md",
        "---\r\ntitle: 'The mill''s end'\r\nauthor: \"Ines Roth\"\r\ndate: 5 March 2024\r\n"
        "lang: en-GB\r\ntags: [a, b]\r\n---\r\n# Other\r\n\r\nIt closed.",
    )
    document = load(path)
    assert document.title == "The mill's end"
    assert document.facts == Facts("Ines Roth", "2024-03-05", None, "en-GB")

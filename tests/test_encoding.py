"""The character encoding of files that do not say theirs, are damaged or cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from askdoc.load import load
from askdoc.load.encoding import decode

# Encodings and short lines as people of their countries write them.
LINES = {
    "cp1252": [
        "Le café ferme à dix heures.",
        "La forêt brûlée appartient à l'État.",
        "Où est passé l'été ?",
        "Die Brücke wurde 1931 gebaut, über die Grenze.",
        "Größe und Maße stehen auf der Rückseite.",
        "Perché la città è più bella così?",
        "El niño comió una manzana en el jardín.",
        "A reunião é às dez, não às onze.",
        "Kära vänner, nästa år åker vi på båten.",
        "“Fine,” he said – and it’s over…",
    ],
    "latin-1": ["La clé est sous le paillasson, à côté.", "Übermorgen schließt die Bäckerei."],
    "iso8859-15": ["Le bœuf coûte 12 €, l'œuf 1 €.", "Él llegó mañana."],
    "cp1250": ["Zażółć gęślą jaźń, rzekł ślimak.", "Příliš žluťoučký kůň pěl ďábelské ódy."],
    "iso8859-2": ["Miasto leży nad rzeką, blisko źródła.", "Vážený pane, děkuji za dopis."],
    "cp1251": ["Мост построили в 1931 году.", "Музей закрыт по вторникам."],
    "koi8-r": ["Мост построили в 1931 году.", "Она сказала, что не придёт."],
    "cp1253": ["Η γέφυρα χτίστηκε το 1931.", "Το μουσείο είναι κλειστό τη Δευτέρα."],
    "cp1254": [
        "Köprü geçen yıl yapıldı, şimdi açık.",
        "Müze pazartesi günleri kapalıdır, değil mi?",
    ],
    "cp1255": ["הגשר נבנה בשנת אלף תשע מאות", "המוזיאון סגור ביום שלישי"],
    "cp1256": ["بني الجسر قبل عشرين سنة", "المتحف مغلق يوم الثلاثاء"],
    "cp1257": [
        "Tiltą pastatė prieš dvidešimt metų, ir šiemet žmonės juo džiaugiasi.",
        "Muzejs pirmdienās ir slēgts, bet dārzs vaļā.",
    ],
    "shift_jis": ["橋は一九三一年に建てられました。"],
    "euc-jp": ["博物館は火曜日に休みです。"],
    "gb18030": ["这座桥建于一九三一年。"],
    "euc-kr": ["박물관은 화요일에 쉽니다."],
    "utf-16": ["The bridge is closed – until May."],
    "utf-16-le": ["The bridge is closed until May."],
}


@pytest.mark.parametrize(
    ("encoding", "line"), [(name, line) for name, lines in LINES.items() for line in lines]
)
def test_short_line(encoding: str, line: str) -> None:
    assert decode(line.encode(encoding)) == line


LETTER = "Der Müller aus Köln fährt über die Brücke nach Düren. Er grüßt schön."


@pytest.mark.parametrize("bad", [b"\xff", b"\xe9", b"\x80", b"\xc3"])
@pytest.mark.parametrize("place", [0, 22, 60])
def test_a_bad_byte_costs_one_character(bad: bytes, place: int, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(LETTER[:place].encode() + bad + LETTER[place:].encode())
    document = load(path)
    assert document.text == LETTER[:place] + "\ufffd" + LETTER[place:]
    assert [(one.kind, one.text) for one in document.omitted] == [("damaged character", None)]


def test_a_file_cut_in_a_character_reads_up_to_there(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(LETTER.encode()[: LETTER.encode().index("ß".encode()) + 1])
    assert load(tmp_path / "a.txt").text == LETTER[: LETTER.index("ß")] + "\ufffd"


@pytest.mark.slow
@pytest.mark.parametrize("declared", ["utf-8", "windows-1252", "shift_jis", "no-such"])
def test_a_page_in_another_encoding_than_it_says(declared: str, tmp_path: Path) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>{LETTER}</p></body></html>'
    (tmp_path / "a.html").write_bytes(page.encode("cp1252"))
    assert load(tmp_path / "a.html").text == LETTER

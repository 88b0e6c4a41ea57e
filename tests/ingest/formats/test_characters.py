import pytest

from onrecord.ingest.documents import Document, Rejected, Source
from onrecord.ingest.formats.characters import Characters, codec_of, declared_charset, read_characters
from onrecord.ingest.formats.decode import decode

ENGLISH = "The council of Tarsk said it would “wait and see”, and that the €3.5 million were spent."
RUSSIAN = "Совет города Тарск в четверг отложил голосование о порте до осени. «Нас никто не спросил», сказала Уна Велл."
POLISH = "Rada miejska odłożyła w czwartek głosowanie w sprawie portu. „Nikt nas nie zapytał”, powiedziała Una Wełł, która mówi w imieniu dokerów."
JAPANESE = "市議会は木曜日、港の採決を秋まで延期した。①予算②工期「誰も私たちに尋ねなかった」とウナ・ヴェルは語った。"
CHINESE = "市议会星期四把港口的表决推迟到秋天。朱镕基说:“没有人问过我们。”码头工人的发言人离开了大厅。"


def text_of(raw: bytes, named: str = "", stated: str = "") -> str:
    found = read_characters(raw, "here", named, stated)
    assert isinstance(found, Characters), found
    return found.text


@pytest.mark.parametrize(
    ("text", "label", "encoding"),
    [
        (ENGLISH, "iso-8859-1", "cp1252"),
        (ENGLISH, "latin-1", "cp1252"),
        (ENGLISH, "us-ascii", "cp1252"),
        (CHINESE, "gb2312", "gb18030"),
        (JAPANESE, "Shift_JIS", "cp932"),
        ("İstanbul’da “bekleyeceğiz” dedi.", "iso-8859-9", "cp1254"),
        ("펲 시의회는 “기다리겠다”고 말했다.", "euc-kr", "cp949"),
        (JAPANESE.replace("①", "1").replace("②", "2"), "iso-2022-jp", "iso2022_jp"),
    ],
)
def test_labels_mean_what_they_mean_to_browsers(text: str, label: str, encoding: str) -> None:
    assert text_of(text.encode(encoding), stated=label) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8-r"), (POLISH, "cp1250"), (ENGLISH, "cp1252"), (JAPANESE, "cp932"), (CHINESE, "gb18030"), (RUSSIAN, "utf-16"),
     (ENGLISH, "utf-16-le"), (ENGLISH, "utf-16-be"), (ENGLISH, "utf-8-sig"), (ENGLISH, "utf-32")],
)  # fmt: skip
def test_encodings_that_nothing_states_are_recognized(text: str, encoding: str) -> None:
    text = text.replace("«", '"').replace("»", '"') if encoding == "koi8-r" else text
    assert text_of(text.encode(encoding)) == text


def test_good_utf_8_goes_before_what_a_page_states() -> None:
    assert text_of(ENGLISH.encode(), stated="windows-1251") == ENGLISH


def test_the_user_has_the_last_word() -> None:
    assert text_of(POLISH.encode("cp1250"), named="windows-1250", stated="utf-8") == POLISH
    assert text_of("é".encode(), named="windows-1252") == "Ã©"


def test_a_stray_byte_costs_one_character_and_is_recorded() -> None:
    found = read_characters(ENGLISH.encode() + b" caf\xe9 in Tarsk", "here")
    assert isinstance(found, Characters)
    assert found.text == f"{ENGLISH} caf\ufffd in Tarsk" and [r.rule for r in found.removed] == ["bytes-not-utf-8"]
    assert "caf\ufffd in Tarsk" in found.removed[0].text
    stated = read_characters(JAPANESE.encode("cp932") + b"\x80 end", "here", stated="shift_jis")
    assert isinstance(stated, Characters) and stated.text.startswith(JAPANESE) and stated.text.endswith(" end")


def test_what_is_no_text_is_rejected_with_what_to_do() -> None:
    for raw, named in ((bytes(range(256)) * 20, ""), (RUSSIAN.encode("cp1251"), "utf-8")):
        found = read_characters(raw, "here", named)
        assert isinstance(found, Rejected) and "--encoding" in found.reason


def test_how_a_text_was_read_is_said() -> None:
    found = read_characters(RUSSIAN.encode("cp1251"), "here")
    assert isinstance(found, Characters) and found.encoding == "windows-1251 (guessed from its letters)"
    assert read_characters(ENGLISH.encode(), "here") == Characters(ENGLISH)


@pytest.mark.parametrize("label", ["hex", "rot13", "base64", "utf-7", "nobody-knows", "", "punycode", "../x"])
def test_labels_of_no_text(label: str) -> None:
    assert codec_of(label) is None


@pytest.mark.parametrize(
    ("head", "label"),
    [(b'<meta charset="koi8-r">', "koi8-r"), (b'<meta http-equiv=content-type content="text/html; charset=big5">', "big5"), (b"<p>", ""),
     (b'<?xml version="1.0" encoding="windows-1250"?><html>', "windows-1250")],
)  # fmt: skip
def test_a_page_declares_its_encoding(head: bytes, label: str) -> None:
    assert declared_charset(head) == label


@pytest.mark.parametrize(("charset", "declared", "encoding"), [("windows-1251", "utf-8", "cp1251"), ("utf-8", "windows-1251", "cp1251"), ("", "", "cp1251")])
def test_a_server_can_say_how_its_page_is_encoded(charset: str, declared: str, encoding: str) -> None:
    page = f"<html><head><meta charset='{declared}'></head><body>{RUSSIAN}</body></html>".encode(encoding)
    (source,) = decode(Document("https://a.example/", "", "page", page, charset=charset))
    assert isinstance(source, Source) and RUSSIAN in source.raw

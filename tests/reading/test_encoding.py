"""Decoding: every encoding and line end that Chinese text files arrive in."""

from __future__ import annotations

import codecs

import pytest

from notes.errors import DamagedFileError
from notes.reading.encoding import decode
from notes.reading.plausibility import plausibility
from notes.reading.text import read_text

SIMPLIFIED = (
    "关于加强基层服务的几点体会\n"
    "这段时间，我跟着社区的同志走访了二十三户居民，听到了不少实话。\n"
    "有人说：“办事大厅搬近了，心也就近了。”这句话我一直记着。\n"
    "下一步，要把好的做法固定下来，把没有做到的事情一件一件补上。"
)
TRADITIONAL = (
    "關於加強基層服務的幾點體會\n"
    "這段時間，我跟著社區的同志走訪了二十三戶居民，聽到了不少實話。\n"
    "有人說：「辦事大廳搬近了，心也就近了。」這句話我一直記著。\n"
    "下一步，要把好的做法固定下來，把沒有做到的事情一件一件補上。"
)
ENDS = {"lf": "\n", "crlf": "\r\n", "cr": "\r", "nel": "\x85", "ls": "\u2028", "double": "\r\r\n"}
UNICODE = [
    ("utf-8", b"", "utf-8"),
    ("utf-8", codecs.BOM_UTF8, "utf-8-sig"),
    ("utf-16-le", b"", "utf-16-le"),
    ("utf-16-be", b"", "utf-16-be"),
    ("utf-16-le", codecs.BOM_UTF16_LE, "utf-16-le"),
    ("utf-16-be", codecs.BOM_UTF16_BE, "utf-16-be"),
    ("utf-32-le", codecs.BOM_UTF32_LE, "utf-32-le"),
    ("utf-32-be", codecs.BOM_UTF32_BE, "utf-32-be"),
    ("gb18030", b"", "gb18030"),
    ("gb18030", b"\x84\x31\x95\x33", "gb18030"),
]


@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL], ids=["simplified", "traditional"])
@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize(("codec", "mark", "name"), UNICODE, ids=repr)
def test_every_encoding_with_every_line_end(
    text: str, end: str, codec: str, mark: bytes, name: str
) -> None:
    """The text comes back whole, with plain line ends, and the encoding is named."""
    document = read_text(mark + text.replace("\n", end).encode(codec), "稿.txt")
    assert document.text == text
    assert document.encoding == name
    assert document.warnings == ()


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_big5_is_told_from_gb18030(end: str) -> None:
    """Traditional text in Big5 is not read as GB18030 mojibake."""
    document = read_text(TRADITIONAL.replace("\n", end).encode("cp950"), "稿.txt")
    assert (document.text, document.encoding) == (TRADITIONAL, "big5")


def test_hong_kong_characters() -> None:
    """Characters that only the Hong Kong extension of Big5 has are read."""
    text = TRADITIONAL + "佢哋喺度嘅鋪頭，嗰陣時好多人嚟。"
    assert decode(text.encode("big5hkscs"), "稿").text == text


@pytest.mark.parametrize("codec", ["gb18030", "utf-16-le", "utf-16-be", "utf-8"])
@pytest.mark.parametrize("length", [6, 10, 20])
def test_short_texts(codec: str, length: int) -> None:
    """A handful of characters is enough to tell the encoding."""
    for text in (SIMPLIFIED, TRADITIONAL):
        for at in range(0, len(text) - length, 3):
            piece = text[at : at + length].strip()
            assert decode(piece.encode(codec), "稿").text == piece


def test_two_characters_that_are_valid_utf8() -> None:
    """学习 in GB18030 is valid UTF-8 for ѧϰ; it is read as Chinese all the same."""
    assert decode("学习".encode("gb18030"), "稿").text == "学习"


@pytest.mark.parametrize("text", ["Привет, мир", "Ελληνικά", "café déjà vu", "plain text"])
def test_other_scripts_in_utf8_stay(text: str) -> None:
    """Valid UTF-8 in other scripts is not turned into Chinese."""
    assert decode(text.encode(), "x").text == text


def test_latin_text_is_a_declared_guess() -> None:
    """Latin text in a Windows code page is read, with a warning that it is a guess."""
    text = "The café’s menu was naïve – “déjà vu”, as they say in the old town of Évry. " * 3
    decoded = decode(text.encode("cp1252"), "x")
    assert decoded.text == text
    assert "推测" in decoded.warnings[0]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_damaged_bytes_are_replaced_and_declared(codec: str) -> None:
    """One bad byte in a long text costs a character or two and is said, with its line."""
    data = bytearray((SIMPLIFIED * 4).encode(codec))
    at = data.index("居民".encode(codec))
    data[at] = 0xFF
    decoded = decode(bytes(data), "稿")
    assert decoded.encoding == codec
    assert "\ufffd" in decoded.text
    assert "第 2 行" in decoded.warnings[0]
    assert decoded.text.count("办事大厅") == 4


def test_cut_off_in_the_middle_of_a_character() -> None:
    """A download that stops inside a character is read up to there, with a warning."""
    decoded = decode(SIMPLIFIED.encode()[:-1], "稿")
    assert decoded.text.rstrip("\ufffd") == SIMPLIFIED[:-1]
    assert decoded.warnings


def test_too_much_damage_is_refused() -> None:
    """A text with every tenth byte destroyed is not passed on as if it were read."""
    data = bytearray(SIMPLIFIED.encode())
    data[::10] = b"\xff" * len(data[::10])
    with pytest.raises(DamagedFileError, match=r"^稿.txt: .*UTF-8"):
        decode(bytes(data), "稿.txt")


def test_a_stray_control_character_is_dropped_with_a_warning() -> None:
    """One bell character does not make a text binary, but is not dropped silently."""
    decoded = decode((SIMPLIFIED + "\x07").encode(), "稿")
    assert decoded.text == SIMPLIFIED
    assert decoded.warnings == ("去掉了 1 个不可见的控制字符。",)


def test_zeros_after_the_end_are_declared() -> None:
    """A file padded with zero bytes (power cut) gives its text and a warning."""
    decoded = decode(SIMPLIFIED.encode() + bytes(4096), "稿")
    assert decoded.text == SIMPLIFIED
    assert "空字节" in decoded.warnings[0]


def test_byte_order_marks_inside_are_dropped() -> None:
    """Files put together by copying keep marks in the middle; they are no text."""
    part = "\ufeff" + SIMPLIFIED
    assert decode((part + "\n" + part).encode(), "稿").text == SIMPLIFIED + "\n" + SIMPLIFIED


def test_plausibility_separates_text_from_mojibake() -> None:
    """Prose lies above 1.2, the same bytes in a wrong encoding below 0.8."""
    assert plausibility(SIMPLIFIED) > 1.2
    assert plausibility(TRADITIONAL) > 1.2
    assert plausibility(SIMPLIFIED.encode().decode("gb18030", "replace")) < 0.8
    assert plausibility(TRADITIONAL.encode("cp950").decode("gb18030", "replace")) < 0.8
    assert plausibility(SIMPLIFIED.encode("gb18030").decode("cp950", "replace")) < 0.8
    assert plausibility("plain English") == 1

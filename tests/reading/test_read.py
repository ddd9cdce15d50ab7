"""Reading a path: dispatch by format, and one clear sentence for everything that is wrong."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notes import reading
from notes.errors import (
    DamagedFileError,
    EmptyDocumentError,
    InputError,
    MissingFileError,
    UnknownFormatError,
    UnreadableFileError,
)
from notes.reading import READABLE, read
from notes.values import Document

Word = Callable[..., bytes]
TEXT = "图书角开了三个月，借书的人多了起来。"
PARAGRAPH = f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"


def refused(path: Path, kind: type[InputError], *words: str) -> str:
    """``read`` refuses ``path`` with one sentence that names the file; the sentence."""
    with pytest.raises(InputError) as caught:
        read(path)
    assert type(caught.value) is kind
    message = str(caught.value)
    assert path.name in message
    assert "\n" not in message
    assert message.endswith("。")
    assert message.count("。") == 1
    for word in words:
        assert word in message
    return message


def archive(**parts: bytes | str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["稿 一.txt", "a.TEXT", "b.md", "C.Markdown"])
def test_text_formats_by_suffix(tmp_path: Path, name: str) -> None:
    """The suffix decides in any case; the source is the path as given."""
    path = tmp_path / name
    path.write_text(TEXT, encoding="utf-8")
    document = read(path)
    assert (document.text, document.source) == (TEXT, str(path))


def test_word_by_suffix(tmp_path: Path, word: Word) -> None:
    """A .docx goes to the reader of Word documents."""
    path = tmp_path / "稿.DOCX"
    path.write_bytes(word(PARAGRAPH))
    assert read(path).text == TEXT


def test_missing_folder_and_special_files(tmp_path: Path) -> None:
    """A path that is no file is refused before anything is opened."""
    refused(tmp_path / "无.txt", MissingFileError, "不存在")
    refused(tmp_path / "无.pdf", MissingFileError)
    (tmp_path / "夹.txt").mkdir()
    refused(tmp_path / "夹.txt", UnreadableFileError, "文件夹")
    os.mkfifo(tmp_path / "管.txt")
    refused(tmp_path / "管.txt", UnreadableFileError)
    refused(tmp_path / ("长" * 200 + ".txt"), UnreadableFileError)
    loop = tmp_path / "环.txt"
    loop.symlink_to(loop)
    refused(loop, UnreadableFileError)
    with pytest.raises(MissingFileError):
        read(Path("坏\x00名.txt"))


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be opened says so (the tests may run as root: simulated)."""
    path = tmp_path / "密.txt"
    path.write_text(TEXT, encoding="utf-8")

    def closed(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", closed)
    refused(path, UnreadableFileError, "权限")


@pytest.mark.parametrize("suffix", [".ofd", ".mht", ".epub", ".PPTX", ".xlsx"])
def test_convertible_formats_say_how(tmp_path: Path, suffix: str) -> None:
    """The sentence names what can be read and what to save as."""
    path = tmp_path / f"稿{suffix}"
    path.write_bytes(b"x")
    refused(path, UnknownFormatError, suffix.lower(), "另存为 .docx、.pdf 或 .txt", *READABLE)


@pytest.mark.parametrize("name", ["稿.xyz", "稿", ".txt"])
def test_other_formats_list_what_can_be_read(tmp_path: Path, name: str) -> None:
    """Unknown suffixes, and none, are refused with the list of readable ones."""
    (tmp_path / name).write_bytes(b"x")
    refused(tmp_path / name, UnknownFormatError, *READABLE)


@pytest.mark.parametrize("content", ["", " \n\t　\r\n", "\ufeff", "\u200b \u200b"])
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_empty_text(tmp_path: Path, content: str, suffix: str) -> None:
    """Nothing, or nothing but white space and invisible characters, is an empty document."""
    path = tmp_path / f"空{suffix}"
    path.write_text(content, encoding="utf-8")
    refused(path, EmptyDocumentError)


def test_empty_word_documents(tmp_path: Path, word: Word) -> None:
    """A document without text says so; one of pictures only says what to do about it."""
    path = tmp_path / "空.docx"
    path.write_bytes(b"")
    refused(path, EmptyDocumentError)
    path.write_bytes(word("<w:p/>"))
    refused(path, EmptyDocumentError, "没有文字")
    path.write_bytes(word("<w:p><w:r><w:drawing><pic:pic/></w:drawing></w:r></w:p>"))
    refused(path, EmptyDocumentError, "OCR")


FOREIGN = {
    "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "PNG": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "JPEG": b"\xff\xd8\xff\xe0" + bytes(range(256)),
    "GIF": b"GIF89a" + bytes(50),
    "RTF": rb"{\rtf1\ansi text}",
    "gzip": b"\x1f\x8b\x08" + bytes(20),
    "RAR": b"Rar!\x1a\x07\x01" + bytes(20),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(20),
    ".doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
    ".xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"),
    ".ppt": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint Document".encode("utf-16-le"),
    "密码": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "Excel": archive(**{"xl/workbook.xml": "<a/>"}),
    "演示文稿": archive(**{"ppt/presentation.xml": "<a/>"}),
    "zip": archive(a="b"),
    "网页": b"<!DOCTYPE html><html><body>text</body></html>",
    "图片": b"BM" + (60).to_bytes(4, "little") + bytes(54),
}


@pytest.mark.parametrize("suffix", [".txt", ".md", ".docx", ".pdf", ".html"])
@pytest.mark.parametrize("name", FOREIGN)
def test_files_under_a_wrong_name(tmp_path: Path, name: str, suffix: str) -> None:
    """What the file seems to be is said, whatever its name pretends."""
    if (name, suffix) in {("PDF", ".pdf"), ("网页", ".html")}:
        pytest.skip("the name is right")
    path = tmp_path / f"稿{suffix}"
    path.write_bytes(FOREIGN[name])
    refused(path, DamagedFileError, name)


def test_word_document_named_as_text(tmp_path: Path, word: Word) -> None:
    """The other way round is said too, with the suffix to use."""
    path = tmp_path / "稿.txt"
    path.write_bytes(word(PARAGRAPH))
    refused(path, DamagedFileError, ".docx")
    path = tmp_path / "稿.docx"
    path.write_text(TEXT, encoding="utf-8")
    refused(path, DamagedFileError, ".txt")


def test_binary_garbage(tmp_path: Path) -> None:
    """Bytes that are no text in any encoding are refused, in any text format."""
    garbage = bytes((at * 167 + at // 7 * 31) % 256 for at in range(3000))
    for data in (garbage, bytes(1000), TEXT.encode() + bytes(range(32)) * 30 + TEXT.encode()):
        for suffix in (".txt", ".md"):
            path = tmp_path / f"乱{suffix}"
            path.write_bytes(data)
            refused(path, DamagedFileError)


def test_broken_word_documents(tmp_path: Path, word: Word) -> None:
    """Cut off, flipped, or with a part missing or broken: one sentence each."""
    path = tmp_path / "坏.docx"
    good = word(PARAGRAPH * 50)
    path.write_bytes(good[: len(good) // 2])
    refused(path, DamagedFileError, "损坏")
    path.write_bytes(archive(**{"word/other.xml": "<a/>"}))
    refused(path, DamagedFileError)
    path.write_bytes(archive(**{"word/document.xml": "<w:document"}))
    refused(path, DamagedFileError, "word/document.xml")
    path.write_bytes(archive(**{"word/document.xml": "<document/>"}))
    refused(path, DamagedFileError)
    path.write_bytes(word(PARAGRAPH, styles="<w:style>"))
    refused(path, DamagedFileError, "styles")
    flipped = bytearray(good)
    at = good.index(b"word/document.xml") + 40
    flipped[at : at + 8] = bytes(8)
    path.write_bytes(flipped)
    refused(path, DamagedFileError)


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(
        f'<!ENTITY {new} "{f"&{old};" * 10}">'
        for old, new in zip("abcdefg", "bcdefgh", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize(
    "head",
    [LAUGHS, '<!DOCTYPE x [<!ENTITY h SYSTEM "file:///etc/hostname">]>', "<!DOCTYPE x>"],
    ids=["laughs", "external", "doctype"],
)
def test_entity_tricks(tmp_path: Path, head: str) -> None:
    """A part with a document type is refused; no entity is expanded or fetched."""
    path = tmp_path / "实体.docx"
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = "<w:p><w:r><w:t>&h;</w:t></w:r></w:p>"
    body = f'<w:document xmlns:w="{namespace}"><w:body>{text}</w:body></w:document>'
    path.write_bytes(archive(**{"word/document.xml": head + body}))
    tracemalloc.start()
    refused(path, DamagedFileError, "实体")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_zip_bombs(tmp_path: Path) -> None:
    """Parts that unpack to far more than a document has are refused before unpacking."""
    path = tmp_path / "弹.docx"
    spaces = b" " * (9 * 2**20)
    for parts in (
        {"word/document.xml": spaces},
        {"word/document.xml": "<a/>", **{f"word/media/{n}.png": spaces for n in range(23)}},
    ):
        data = archive(**parts)
        path.write_bytes(data)
        tracemalloc.start()
        refused(path, DamagedFileError, "压缩炸弹")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 3_000_000


def test_a_part_that_lies_about_its_size(tmp_path: Path, word: Word) -> None:
    """A part that unpacks to more than it states is refused, in bounded memory."""
    path = tmp_path / "谎.docx"
    data = word(PARAGRAPH + " " * (16 << 20))
    size = data.index(b"word/document.xml", data.index(b"PK\x01\x02")) - 46 + 24
    path.write_bytes(data[:size] + (5000).to_bytes(4, "little") + data[size + 4 :])
    tracemalloc.start()
    refused(path, DamagedFileError, "损坏")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000


def test_too_many_elements(tmp_path: Path, word: Word, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small parts of very many elements are refused too (limit lowered for speed)."""
    monkeypatch.setattr("notes.reading.docx_package.ELEMENT_LIMIT", 1000)
    path = tmp_path / "多.docx"
    path.write_bytes(word("<w:p/>" * 1001))
    refused(path, DamagedFileError, "过多")


def test_bottomless_nesting(tmp_path: Path, word: Word) -> None:
    """Elements nested thousands deep are refused; tables in tables are read."""
    path = tmp_path / "深.docx"
    path.write_bytes(word("<w:sdt><w:sdtContent>" * 3000 + "</w:sdtContent></w:sdt>" * 3000))
    refused(path, DamagedFileError, "嵌套")
    path.write_bytes(word("<w:tbl><w:tr><w:tc>" * 40 + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * 40))
    assert read(path).text == TEXT


def test_path_traversal_reads_nothing_outside(tmp_path: Path) -> None:
    """Names with .. in an archive, and targets that point outside, lead nowhere."""
    outside = tmp_path / "outside.xml"
    outside.write_text("<a/>", encoding="utf-8")
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Type="x/officeDocument" Target="../../outside.xml"/></Relationships>'
    )
    path = tmp_path / "越.docx"
    path.write_bytes(archive(**{"_rels/.rels": relations, "../../evil.txt": "x"}))
    refused(path, DamagedFileError)
    assert sorted(item.name for item in tmp_path.iterdir()) == ["outside.xml", "越.docx"]


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file over the limit is refused by its size, without being read."""
    path = tmp_path / "大.txt"
    with path.open("wb") as file:
        file.truncate(reading.SIZE_LIMIT + 1)
    monkeypatch.setattr(Path, "open", None)
    refused(path, UnreadableFileError, "64 MB")


def test_importing_the_readers_is_light() -> None:
    """Importing the package and reading plain text loads no library of another format."""
    code = (
        "import sys, notes.reading, notes.batch.discover; from notes.reading.text import read_text;"
        "read_text('学习体会。'.encode(), 'a');"
        "heavy = {'docx', 'lxml', 'charset_normalizer', 'markdown_it', 'torch', 'transformers',"
        " 'jieba', 'xml.etree.ElementTree', 'zipfile', 'pypdfium2', 'trafilatura', 'rapidocr'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def attempt(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    with suppress(InputError):
        document = read(path)
        assert isinstance(document, Document)
        assert "\r" not in document.text
        document.text.encode()
        for mark in document.marks:
            assert 0 <= mark.start <= mark.end <= len(document.text)


FUZZ = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FUZZ
@given(data=st.binary(max_size=200), suffix=st.sampled_from(sorted(READABLE)))
def test_any_bytes(tmp_path: Path, data: bytes, suffix: str) -> None:
    """Any bytes give a document or an ``InputError``."""
    attempt(tmp_path / f"a{suffix}", data)


@FUZZ
@given(
    text=st.text(max_size=200),
    codec=st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-32"]),
    suffix=st.sampled_from([".txt", ".md"]),
)
def test_any_text(tmp_path: Path, text: str, codec: str, suffix: str) -> None:
    """Any text in any encoding gives a document or an ``InputError``."""
    attempt(tmp_path / f"a{suffix}", text.encode(codec, "replace"))


@FUZZ
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=6))
def test_mutated_word_documents(tmp_path: Path, word: Word, flips: list[tuple[int, int]]) -> None:
    """A Word document with changed bytes gives a document or an ``InputError``."""
    data = bytearray(word(PARAGRAPH * 3, styles="<w:style/>", numbering="<w:num/>"))
    for at, value in flips:
        data[at % len(data)] = value
    attempt(tmp_path / "a.docx", bytes(data))


# fmt: off
TAGS = [
    "p", "r", "t", "tab", "br", "ins", "del", "sdt", "sdtContent", "tbl", "tr", "tc", "numPr",
    "numId", "ilvl", "pPr", "rPr", "vanish", "pStyle", "txbxContent", "hyperlink", "sectPr",
    "footnoteReference", "outlineLvl", "sym", "altChunk", "lvl", "num", "abstractNum", "style",
    "name", "basedOn",
]
# fmt: on
TREE = st.recursive(
    st.sampled_from(["字", "。", "\n", ""]),
    lambda inner: st.builds(
        lambda tag, value, parts: (
            f'<w:{tag} w:val="{value}" w:ilvl="{value}">{"".join(parts)}</w:{tag}>'
        ),
        st.sampled_from(TAGS),
        st.sampled_from(["0", "1", "8", "-1", "x", "99999999999"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=15,
)


@FUZZ
@given(body=TREE, styles=TREE, numbering=TREE)
def test_any_structure_of_word_elements(
    tmp_path: Path, word: Word, body: str, styles: str, numbering: str
) -> None:
    """Elements where no schema allows them give a document or an ``InputError``."""
    attempt(tmp_path / "a.docx", word(body, styles=styles, numbering=numbering))

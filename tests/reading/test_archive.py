"""Archives: every document in one is read; bombs, tricks with names and damage are refused."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from notes.errors import (
    DamagedFileError,
    EmptyDocumentError,
    InputError,
    MissingFileError,
    UnknownFormatError,
    UnreadableFileError,
)
from notes.reading import documents_in, read

TEXT = "图书角开了三个月，借书的人多了起来。"
PARAGRAPH = f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"


def write(path: Path, **contents: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in contents.items():
            file.writestr(name, content)
    return path


def written(path: Path, contents: dict[str, bytes]) -> Path:
    return write(path, **contents)


def names(path: Path) -> list[str]:
    documents, errors = documents_in(path)
    assert errors == ()
    return [document.relative_to(path).as_posix() for document in documents]


def only_error(path: Path) -> InputError:
    documents, errors = documents_in(path)
    assert documents == ()
    (error,) = errors
    assert str(error).endswith("。")
    assert str(error).count("。") == 1
    return error


def test_every_readable_member_is_a_document(tmp_path: Path, word: Callable[..., bytes]) -> None:
    """Documents in folders too; other files, hidden files and lock files are passed over."""
    path = written(
        tmp_path / "材料.zip",
        {
            "讲话.txt": TEXT.encode(),
            "心得/第一篇.docx": word(PARAGRAPH),
            "心得/第二篇.md": f"# 标题\n\n{TEXT}".encode(),
            "心得/图.gif": b"GIF89a",
            "__MACOSX/._讲话.txt": b"x",
            ".隐藏.txt": b"x",
            "~$讲话.docx": b"x",
            "空/": b"",
        },
    )
    assert names(path) == ["讲话.txt", "心得/第一篇.docx", "心得/第二篇.md"]
    documents, _ = documents_in(path)
    assert [read(document).text for document in documents] == [TEXT, TEXT, f"标题\n{TEXT}"]
    assert read(documents[1]).source == str(path / "心得/第一篇.docx")
    assert read(documents[1]).format == "docx"


def test_an_archive_with_one_document_is_that_document(tmp_path: Path) -> None:
    """``read`` takes it; with several it says what to do."""
    path = written(tmp_path / "一.ZIP", {"夹/讲话.txt": TEXT.encode()})
    assert read(path).text == TEXT
    written(path, {"a.txt": TEXT.encode(), "b.txt": TEXT.encode()})
    with pytest.raises(UnknownFormatError, match="2 个文档"):
        read(path)


def with_raw_names(path: Path, raw: dict[bytes, bytes]) -> Path:
    """An archive whose names are the given bytes, without the UTF-8 flag, as Windows writes."""
    buffer = io.BytesIO()
    stand_ins = {name: f"{at:0{len(name)}d}" for at, name in enumerate(raw)}
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in raw.items():
            file.writestr(stand_ins[name], content)
    data = buffer.getvalue()
    for name, stand_in in stand_ins.items():
        data = data.replace(stand_in.encode(), name)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("codec", ["gb18030", "utf-8", "cp437"])
def test_names_in_gbk_and_in_utf8_without_a_flag(tmp_path: Path, codec: str) -> None:
    """Names that Chinese Windows packed come out in Chinese; they lead to their documents."""
    name = "readme-notes.txt" if codec == "cp437" else "学习心得/第一篇体会文章.txt"
    path = with_raw_names(tmp_path / "包.zip", {name.encode(codec): TEXT.encode()})
    assert names(path) == [name]
    assert read(path / name).text == TEXT


def test_the_name_in_the_extra_field_counts(tmp_path: Path) -> None:
    """Info-ZIP keeps the Unicode name beside the name in the old encoding."""
    path = tmp_path / "包.zip"
    info = zipfile.ZipInfo("old.txt")
    body = b"\x01" + b"\0\0\0\0" + "新名字.txt".encode()
    info.extra = struct.pack("<HH", 0x7075, len(body)) + body
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(info, TEXT)
    assert names(path) == ["新名字.txt"]


def test_names_that_lead_outside_or_that_windows_forbids(tmp_path: Path) -> None:
    """Such names are made safe; the text is read, nothing is written, nothing else is read."""
    outside = tmp_path / "外面.txt"
    outside.write_text("不该读到的", encoding="utf-8")
    path = tmp_path / "包.zip"
    contents = [
        "../外面.txt", "/etc/绝对.txt", "C:\\夹\\盘符.txt", "con.txt", "a<b>?.txt", "尾 . /点.txt",
        "a/./b/../同名.txt", "a\tb.txt",
    ]  # fmt: skip
    written(path, {name: TEXT.encode() for name in contents})
    found = names(path)
    assert len(found) == len(contents)
    for name in found:
        for part in name.split("/"):
            assert part not in {"", ".", ".."}
            assert not set(part) & set('<>:"|?*\\\t')
            assert not part.endswith((".", " "))
        assert read(path / name).text == TEXT
    assert "_con.txt" in found
    assert sorted(item.name for item in tmp_path.iterdir()) == ["包.zip", "外面.txt"]


def test_entries_of_one_name_are_both_read(tmp_path: Path) -> None:
    """The second gets a number."""
    path = tmp_path / "包.zip"
    contents = {b"one.x": f"甲：{TEXT}".encode(), b"two.x": f"乙：{TEXT}".encode()}
    with_raw_names(path, contents)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"one.x", b"a.txt").replace(b"two.x", b"a.txt"))
    assert [read(path / name).text[0] for name in names(path)] == ["甲", "乙"]


def test_encrypted_members_and_archives_inside_are_errors_beside_the_rest(tmp_path: Path) -> None:
    """One bad member does not cost the others."""
    path = written(tmp_path / "包.zip", {"好.txt": TEXT.encode(), "密.txt": b"x", "内.zip": b"PK"})
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02", data.index("密.txt".encode(), data.index(b"PK\x01\x02")) - 60)
    data[at + 8] |= 1
    path.write_bytes(data)
    documents, errors = documents_in(path)
    assert [document.name for document in documents] == ["好.txt"]
    assert [type(error) for error in errors] == [DamagedFileError, DamagedFileError]
    assert any("密码" in str(error) for error in errors)
    assert any("压缩包里的压缩包" in str(error) for error in errors)


def test_bombs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Members of impossible compression, too large members, too many, too much: refused."""
    path = tmp_path / "弹.zip"
    written(path, {"a.txt": b"a" * (4 << 20), "好.txt": TEXT.encode()})
    tracemalloc.start()
    documents, errors = documents_in(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [document.name for document in documents] == ["好.txt"]
    assert "压缩炸弹" in str(errors[0])
    assert peak < 2_000_000
    with pytest.raises(DamagedFileError, match="压缩炸弹"):
        read(path / "a.txt")
    monkeypatch.setattr("notes.reading.archive.MEMBER_LIMIT", 1 << 20)
    assert "上限" in str(documents_in(path)[1][0])
    monkeypatch.setattr("notes.reading.archive.TOTAL_LIMIT", 1 << 20)
    assert "压缩炸弹" in str(only_error(path))
    monkeypatch.setattr("notes.reading.archive.ENTRY_LIMIT", 1)
    assert isinstance(only_error(path), UnreadableFileError)
    monkeypatch.setattr("notes.reading.archive.ARCHIVE_LIMIT", 100)
    assert "256 MB" in str(only_error(path)) or "上限" in str(only_error(path))


def test_a_directory_of_millions_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """The size of the directory is looked at first, also in the larger form of the format."""
    path = tmp_path / "多.zip"
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 65535, 65535, 200 << 20, 0, 0)
    path.write_bytes(b"PK\x03\x04" + bytes(100) + end)
    assert isinstance(only_error(path), UnreadableFileError)
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 9, 9, 1 << 33, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 104, 1)
    path.write_bytes(b"PK\x03\x04" + bytes(100) + record + locator + end)
    assert isinstance(only_error(path), UnreadableFileError)


def test_a_lying_size_does_not_cost_memory(tmp_path: Path) -> None:
    """A member that unpacks to more than its entry says is cut at that and refused."""
    path = written(tmp_path / "谎.zip", {"a.txt": b"ab" * (8 << 20)})
    data = path.read_bytes()
    for at in (data.index(b"PK\x03\x04") + 22, data.index(b"PK\x01\x02") + 24):
        data = data[:at] + struct.pack("<L", 5000) + data[at + 4 :]
    path.write_bytes(data)
    (document,) = documents_in(path)[0]
    tracemalloc.start()
    with pytest.raises(DamagedFileError, match="损坏"):
        read(document)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 3_000_000


def test_broken_and_empty_archives(tmp_path: Path) -> None:
    """Cut off, garbage, empty, without documents: one sentence each, and never a crash."""
    path = tmp_path / "坏.zip"
    good = written(path, {"a.txt": TEXT.encode() * 50}).read_bytes()
    for data in (good[: len(good) // 2], b"PK\x03\x04" + bytes(200), b"", TEXT.encode()):
        path.write_bytes(data)
        assert isinstance(only_error(path), DamagedFileError)
    written(path, {"图.gif": b"GIF89a"})
    assert isinstance(only_error(path), EmptyDocumentError)
    written(path, {})
    assert isinstance(only_error(path), EmptyDocumentError)
    with pytest.raises(EmptyDocumentError):
        read(path)


def test_paths_that_are_not_there(tmp_path: Path) -> None:
    """A member or an archive that does not exist; a folder called like an archive."""
    path = written(tmp_path / "包.zip", {"a.txt": TEXT.encode()})
    with pytest.raises(MissingFileError, match="没有这个文件"):
        read(path / "b.txt")
    with pytest.raises(MissingFileError):
        read(tmp_path / "无.zip" / "b.txt")
    assert isinstance(only_error(tmp_path / "无.zip"), MissingFileError)
    folder = tmp_path / "夹.zip"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    assert read(folder / "a.txt").text == TEXT

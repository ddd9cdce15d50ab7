"""Discovery: which files a command line means."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from notes.batch.discover import Filters, bytes_of, discover, natural_key
from notes.errors import (
    InputError,
    MissingFileError,
    SettingsError,
    UnknownFormatError,
    UnreadableFileError,
)


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("体会。", encoding="utf-8")


def names(folder: Path, found: tuple[Path, ...]) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in found]


def test_a_folder_gives_its_readable_files_in_natural_order(tmp_path: Path) -> None:
    """To the bottom, numbers by value, Chinese numbers too; other formats are told apart."""
    make(
        tmp_path,
        "10.txt",
        "9.md",
        "b/2.DOCX",
        "b/c/1.text",
        "篇十.txt",
        "篇二.txt",
        "旧.mht",
        "x.py",
    )
    found = discover([tmp_path])
    assert names(tmp_path, found.files) == [
        "9.md", "10.txt", "b/2.DOCX", "b/c/1.text", "篇二.txt", "篇十.txt",
    ]  # fmt: skip
    assert found.errors == ()
    assert names(tmp_path, found.skipped) == ["旧.mht"]
    assert discover([tmp_path]) == found


def test_hidden_files_and_lock_files_are_passed_over(tmp_path: Path) -> None:
    """Only what a person put there as a document is read; a hidden folder given is entered."""
    make(tmp_path, ".a.txt", ".git/b.txt", "~$稿.docx", ".~lock.稿.docx", "稿.docx")
    assert names(tmp_path, discover([tmp_path]).files) == ["稿.docx"]
    assert names(tmp_path, discover([tmp_path / ".git"]).files) == [".git/b.txt"]


def test_given_order_is_kept_and_doubles_are_read_once(tmp_path: Path) -> None:
    """Files as given, then folders; a file given twice, also by a link, comes once."""
    make(tmp_path, "a.txt", "b.txt", "c/d.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    paths = [tmp_path / "b.txt", tmp_path, tmp_path / "c" / ".." / "a.txt", tmp_path / "link.txt"]
    found = discover(paths)
    assert names(tmp_path, found.files) == ["b.txt", "a.txt", "c/d.txt"]
    assert found.errors == ()


def test_loops_of_links_end(tmp_path: Path) -> None:
    """A link to a folder above is not followed for ever."""
    make(tmp_path, "a/b/x.txt")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path / "a", target_is_directory=True)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    assert names(tmp_path, discover([tmp_path]).files) == ["a/b/x.txt"]


def test_errors_are_collected(tmp_path: Path) -> None:
    """Each bad path has its error, in order, and the good ones are found."""
    make(tmp_path, "好.txt", "旧.mht", "表.xlsx", "~$锁.docx", "夹/a.epub")
    (tmp_path / "空").mkdir()
    given = ["无.txt", "旧.mht", "好.txt", "表.xlsx", "~$锁.docx", "空", "夹"]
    found = discover([tmp_path / name for name in given] + [Path("坏\x00名")])
    assert names(tmp_path, found.files) == ["好.txt"]
    assert [type(error) for error in found.errors] == [
        MissingFileError, UnknownFormatError, UnknownFormatError, UnknownFormatError,
        InputError, InputError, MissingFileError,
    ]  # fmt: skip
    for error in found.errors:
        assert str(error).endswith("。")
        assert str(error).count("。") == 1
    assert "另存为" in str(found.errors[1])
    assert "没有可读的文件" in str(found.errors[4])
    assert "1 个 .epub" in str(found.errors[5])


def test_a_folder_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It becomes an error; the folders beside it are read (simulated: tests may run as root)."""
    make(tmp_path, "a/1.txt", "b/2.txt")
    real = Path.iterdir

    def guarded(path: Path) -> object:
        if path.name == "a":
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "iterdir", guarded)
    found = discover([tmp_path])
    assert names(tmp_path, found.files) == ["b/2.txt"]
    assert [type(error) for error in found.errors] == [UnreadableFileError]
    assert "权限" in str(found.errors[0])


def test_nothing_given_is_nothing_found() -> None:
    """No path gives no file and no error."""
    found = discover([])
    assert (found.files, found.errors, found.skipped) == ((), (), ())


def test_natural_order() -> None:
    """Digits by value whatever their length, then Chinese numerals, then names."""
    given = [
        "篇二十一",
        "篇十",
        "篇九",
        "篇一百零",
        "a10",
        "a9",
        "a09",
        "9" * 5000,
        "第3章",
        "第12章",
    ]
    ordered = sorted(given, key=natural_key)
    assert ordered.index("a9") < ordered.index("a10")
    assert ordered.index("第3章") < ordered.index("第12章")
    assert [name for name in ordered if name.startswith("篇")] == [
        "篇九",
        "篇十",
        "篇二十一",
        "篇一百零",
    ]


def test_an_archive_stands_for_its_documents(tmp_path: Path) -> None:
    """A zip gives its documents as if it were a folder; one that cannot be opened is named."""
    with ZipFile(tmp_path / "材料.zip", "w") as archive:
        archive.writestr("篇二.txt", "第二篇的正文。")
        archive.writestr("篇十.txt", "第十篇的正文。")
    (tmp_path / "坏.zip").write_bytes(b"PK not a zip")
    found = discover([tmp_path])
    assert [path.name for path in found.files] == ["篇二.txt", "篇十.txt"]
    assert [Path(error.path).name for error in found.errors] == ["坏.zip"]
    assert discover([tmp_path / "材料.zip"]).files == found.files


def test_a_picture_counts_when_it_is_named_itself(tmp_path: Path) -> None:
    """In a folder pictures are mostly logos; a named one is meant."""
    picture = tmp_path / "扫描.png"
    picture.write_bytes(b"")
    (tmp_path / "正文.txt").write_text("正文。", "utf-8")
    assert [path.name for path in discover([tmp_path]).files] == ["正文.txt"]
    assert discover([picture]).files == (picture,)


def test_globs_choose_files(tmp_path: Path) -> None:
    """By name, by path within the folder, by folder; upper and lower case are the same."""
    make(tmp_path, "讲话一.TXT", "心得.txt", "草稿/讲话二.txt", "草稿/旧/讲话三.txt", "表.xlsx")

    def found(**globs: tuple[str, ...]) -> list[str]:
        return names(tmp_path, discover([tmp_path], Filters(**globs)).files)  # type: ignore[arg-type]

    assert found(include=("*讲话*.txt",)) == ["草稿/旧/讲话三.txt", "草稿/讲话二.txt", "讲话一.TXT"]
    assert found(exclude=("草稿",)) == found(exclude=("草稿/*",)) == ["心得.txt", "讲话一.TXT"]
    assert found(include=("讲话*",), exclude=("草稿/旧/",)) == ["草稿/讲话二.txt", "讲话一.TXT"]
    assert discover([tmp_path], Filters(exclude=("*.xlsx",))).skipped == ()
    assert discover([tmp_path / "心得.txt"], Filters(exclude=("心得*",))).files == ()


def test_large_files_are_told_apart(tmp_path: Path) -> None:
    """Files over the size are not read but reported."""
    make(tmp_path, "短.txt")
    (tmp_path / "长.txt").write_bytes(b"x" * 2000)
    found = discover([tmp_path], Filters(size=bytes_of("1.5k")))
    assert names(tmp_path, found.files) == ["短.txt"]
    assert names(tmp_path, found.large) == ["长.txt"]


@pytest.mark.parametrize(
    ("text", "size"), [("800", 800), ("500KB", 512000), ("20 MB", 20971520), ("1g", 1 << 30)]
)
def test_sizes(text: str, size: int) -> None:
    """Sizes as people write them."""
    assert bytes_of(text) == size


@pytest.mark.parametrize("text", ["", "MB", "-3", "三兆", "1T"])
def test_senseless_sizes(text: str) -> None:
    """One sentence that names the option."""
    with pytest.raises(SettingsError, match="--max-size"):
        bytes_of(text)


def test_folders_of_notes_are_not_entered(tmp_path: Path) -> None:
    """What the program wrote is no source."""
    make(tmp_path, "a.txt", "out/a/index.md")
    found = discover([tmp_path], Filters(without=(tmp_path / "out",)))
    assert names(tmp_path, found.files) == ["a.txt"]

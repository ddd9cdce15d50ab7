"""Archives (.zip): every readable document in one is a document of its own.

A member is named by a path that goes on inside the archive: ``材料.zip/第一篇.docx``.
``members`` gives these paths and ``notes.reading.read`` reads them. Nothing is ever
written to disk, so names with ``..`` lead nowhere; in the paths they are made safe.

Bounds: size and number of entries, size of each member and of all of them, how far they
were compressed (zip bombs); an archive in an archive is not opened.
"""

from __future__ import annotations

import re
import struct
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from notes.errors import DamagedFileError, InputError, MissingFileError, UnreadableFileError
from notes.reading.zipped import BROKEN, read_entry

SUFFIXES = frozenset({".zip"})
"""Suffixes, in lower case, of the archives that ``members`` understands."""

ARCHIVE_LIMIT = 256 * 1024 * 1024
"""Largest archive, in bytes."""

MEMBER_LIMIT = 64 * 1024 * 1024
"""Largest unpacked size of one document, in bytes."""

TOTAL_LIMIT = 1024 * 1024 * 1024
"""Largest sum of the unpacked sizes of all entries, in bytes."""

RATIO_LIMIT = 200
"""Highest compression of a document over 1 MB; Chinese text stays below 10."""

ENTRY_LIMIT = 10_000
"""Most entries of the archive."""

_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_UNICODE_PATH = 0x7075
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_NAME_LONGEST = 120
_ENTRY_SIZE = 300
_TAIL = 66_000


@dataclass(frozen=True, slots=True)
class Contents:
    """The documents in an archive, as paths, and what is wrong with other entries."""

    documents: tuple[Path, ...]
    errors: tuple[InputError, ...] = ()


def members(path: Path, readable: Iterable[str]) -> Contents:
    """The members of the archive at ``path`` whose suffix is in ``readable``.

    They come in the order of the archive. Encrypted members, archives and members that
    are too large become errors beside the others. Raises ``DamagedFileError`` or
    ``UnreadableFileError`` where the archive as a whole cannot be used.
    """
    suffixes = frozenset(readable)
    documents: list[Path] = []
    errors: list[InputError] = []
    for label, info in entries(path).items():
        member = path / label
        suffix = member.suffix.lower()
        if suffix in SUFFIXES:
            errors.append(DamagedFileError(member, "压缩包里的压缩包不会打开，请先解压出来。"))
        elif suffix in suffixes:
            problem = _problem(member, info)
            if problem:
                errors.append(problem)
            else:
                documents.append(member)
    return Contents(tuple(documents), tuple(errors))


def archive_of(path: Path) -> Path | None:
    """The archive that ``path`` goes on inside of, or ``None`` for an ordinary path."""
    if path.exists():  # a folder may be called so too
        return None
    for parent in path.parents:
        if parent.suffix.lower() in SUFFIXES and parent.is_file():
            return parent
    return None


def load_member(path: Path, archive: Path) -> bytes:
    """The bytes of the member ``path``, a path as ``members`` gives it.

    Raises ``MissingFileError``, ``UnreadableFileError`` or ``DamagedFileError``.
    """
    info = entries(archive).get(path.relative_to(archive).as_posix())
    if info is None:
        raise MissingFileError(path, "压缩包里没有这个文件，请检查名称。")
    problem = _problem(path, info)
    if problem:
        raise problem
    try:
        with zipfile.ZipFile(archive) as file:
            return read_entry(file, info)
    except BROKEN:
        raise DamagedFileError(path, "在压缩包里已损坏，请重新下载压缩包或先解压。") from None


def entries(path: Path) -> Mapping[str, zipfile.ZipInfo]:
    """The files in the archive by a safe relative path; hidden ones are left out.

    Raises ``DamagedFileError`` or ``UnreadableFileError``.
    """
    try:
        if path.stat().st_size > ARCHIVE_LIMIT:
            raise UnreadableFileError(
                path, f"压缩包超过 {ARCHIVE_LIMIT // 2**20} MB 的上限，请先解压，再给出文件夹。"
            )
        if _directory_size(path) > ENTRY_LIMIT * _ENTRY_SIZE:
            raise _too_many(path)
        with zipfile.ZipFile(path) as file:
            infos = [info for info in file.infolist() if not info.is_dir()]
    except PermissionError:
        raise UnreadableFileError(path, "没有读取权限，请检查文件权限。") from None
    except BROKEN:
        raise DamagedFileError(path, "压缩包已损坏，或不是 zip 格式，请重新下载。") from None
    if len(infos) > ENTRY_LIMIT:
        raise _too_many(path)
    if sum(info.file_size for info in infos) > TOTAL_LIMIT:
        raise DamagedFileError(
            path,
            f"解压后超过 {TOTAL_LIMIT // 2**20} MB，可能是压缩炸弹，请确认来源，或先解压。",
        )
    return dict(_labelled(infos))


def _too_many(path: Path) -> UnreadableFileError:
    return UnreadableFileError(
        path, f"压缩包里的文件超过 {ENTRY_LIMIT} 个，请先解压，再给出需要的文件夹。"
    )


def _directory_size(path: Path) -> int:
    """The size of the directory of the archive by its last record, in bytes.

    ``zipfile`` makes an object of every entry at once, so this is asked before.
    """
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - _TAIL))
        tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if b"PK\x06\x07" in tail:  # the larger form of the format, zip64
        record = tail.rfind(b"PK\x06\x06")
        return int.from_bytes(tail[record + 40 : record + 48], "little") if record >= 0 else 1 << 40
    return int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0


def _labelled(infos: Iterable[zipfile.ZipInfo]) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    taken: Counter[str] = Counter()
    for info in infos:
        parts = [_safe(part) for part in re.split(r"[/\\]", member_name(info))]
        parts = [part for part in parts if part]
        if not parts or any(part.startswith((".", "~$")) or part == "__MACOSX" for part in parts):
            continue
        label = "/".join(parts)
        taken[label.casefold()] += 1
        count = taken[label.casefold()]
        if count > 1:
            # Two entries of one name: the second gets a number that no other name has.
            stem, dot, suffix = parts[-1].rpartition(".")
            name = f"{stem}（{count}）.{suffix}" if dot else f"{suffix}（{count}）"
            label = "/".join((*parts[:-1], name))
            if label.casefold() in taken:
                continue
            taken[label.casefold()] += 1
        yield label, info


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of an entry; names that Chinese Windows wrote are in GBK without saying so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    stated = _unicode_path(info.extra)
    if stated:
        return stated
    try:
        raw = info.orig_filename.split("\x00", 1)[0].encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for codec in ("utf-8", "gb18030", "cp950"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename


def _unicode_path(extra: bytes) -> str:
    """The name in the extra field of Info-ZIP (0x7075), or an empty text."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == _UNICODE_PATH and size > 5:
            return extra[at + 9 : at + 4 + size].decode("utf-8", "ignore")
        at += 4 + size
    return ""


def _safe(part: str) -> str:
    """One step of a name as Windows allows it too; empty for steps that lead nowhere."""
    name = _FORBIDDEN.sub("_", part).lstrip().rstrip(" .")[-_NAME_LONGEST:]
    if not part.strip(". "):
        return ""
    return f"_{name}" if _DEVICE.fullmatch(name) else name


def _problem(path: Path, info: zipfile.ZipInfo) -> InputError | None:
    if info.flag_bits & _ENCRYPTED:
        return DamagedFileError(path, "在压缩包里加了密码，请先用密码解压，再给出解压后的文件。")
    if info.file_size > MEMBER_LIMIT:
        return UnreadableFileError(
            path,
            f"文件有 {info.file_size / 2**20:.0f} MB，超过 {MEMBER_LIMIT // 2**20} MB 的上限，"
            "请拆成几份。",
        )
    if info.file_size > 2**20 and info.file_size > RATIO_LIMIT * max(info.compress_size, 1):
        return DamagedFileError(path, "压缩得不像真实的文档，可能是压缩炸弹，请确认来源。")
    return None

"""The parts of a .docx file: a zip of XML, opened with a guard on everything.

The parts are read with ``zipfile`` and ``xml.etree`` rather than through python-docx:
that library loads every picture into memory, fails on files with a dangling
relationship (common in converted files), and has no interface to what this reader
needs (numbering, footnotes, text boxes, tracked changes, hidden text).

Guards: the number of entries, the sum of their sizes, the size of each XML part and how
far it was compressed (zip bombs); no document type declaration (entity tricks; Word
never writes one); depth of nesting (the walk over the document is recursive).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from notes.errors import DamagedFileError
from notes.reading.foreign import foreign_format, is_zip
from notes.reading.zipped import BROKEN, read_entry

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""Namespace of WordprocessingML, in the notation of ElementTree."""

TOTAL_LIMIT = 200 * 1024 * 1024
"""Largest sum of the unpacked sizes of all parts, in bytes."""

XML_LIMIT = 48 * 1024 * 1024
"""Largest unpacked size of one XML part, in bytes (a 1,000-page book has about 20 MB)."""

RATIO_LIMIT = 400
"""Highest compression of an XML part over 4 MB; Word's own XML stays below 100."""

ENTRY_LIMIT = 20_000
"""Most entries of the archive."""

DEPTH_LIMIT = 150
"""Deepest nesting of XML elements; tables in tables in text boxes stay below 60."""

ELEMENT_LIMIT = 1_500_000
"""Most XML elements of one part; a 1,000-page book has about 300,000."""

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# Files saved as "Strict Open XML" use other namespaces for the same elements.
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml/main|officeDocument/rel)")
_TRANSITIONAL = {
    b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"officeDocument/rel": b"http://schemas.openxmlformats.org/officeDocument/2006/rel",
}


class _Guard(ET.TreeBuilder):
    """Builds the tree of a part; refuses document types and bottomless nesting."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def doctype(self, *_: str | None) -> None:
        raise _RefusedError("带有 Word 不会写出的实体声明")

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self._depth += 1
        self._count += 1
        if self._count > ELEMENT_LIMIT:
            raise _RefusedError("内容过多")
        if self._depth > DEPTH_LIMIT:
            raise _RefusedError("内容嵌套过深")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self._depth -= 1
        return super().end(tag)


class _RefusedError(Exception):
    """A part that is well formed but not to be trusted."""


class Package:
    """An opened .docx; ``part`` gives the XML of one of its parts.

    Raises ``DamagedFileError`` for bytes that are no Word document.
    """

    def __init__(self, data: bytes, source: str) -> None:
        self._source = source
        if not is_zip(data):
            raise self._damaged(_not_a_zip(data))
        if data.count(b"PK\x01\x02") > ENTRY_LIMIT:
            raise self._damaged("压缩包里的文件太多，不像 Word 文档，请用 Word 重新保存")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._sizes = {info.filename: info for info in self._zip.infolist()}
        except BROKEN:
            raise self._damaged("压缩结构已损坏，请重新下载，或用 Word 打开修复后另存") from None
        if sum(info.file_size for info in self._zip.infolist()) > TOTAL_LIMIT:
            raise self._damaged(
                f"解压后超过 {TOTAL_LIMIT // 2**20} MB，可能是压缩炸弹，请确认来源或用 Word 另存"
            )
        self.main = self._main_part(data)

    def part(self, name: str) -> ET.Element | None:
        """The root element of the part ``name``, or ``None`` where there is none."""
        info = self._sizes.get(name)
        if info is None:
            return None
        packed = max(info.compress_size, 1)
        if info.file_size > XML_LIMIT or (
            info.file_size > 4 * 2**20 and info.file_size / packed > RATIO_LIMIT
        ):
            raise self._damaged(
                f"部件 {name} 解压后有 {info.file_size // 2**20} MB，可能是压缩炸弹，"
                "请拆分文档或用 Word 另存"
            )
        if info.flag_bits & 1:
            raise self._damaged("压缩包加了密码，请去掉密码后重试")
        try:
            data = read_entry(self._zip, info)
        except BROKEN:
            raise self._damaged(f"部件 {name} 已损坏，请重新下载或用 Word 修复后另存") from None
        return self._parse(data, name)

    def related(self, kind: str) -> ET.Element | None:
        """The part that the main part points to as ``kind`` (styles, numbering, footnotes…)."""
        folder, base = posixpath.split(self.main)
        targets = self._relations(posixpath.join(folder, "_rels", f"{base}.rels"))
        target = targets.get(kind)
        name = _resolve(folder, target) if target else posixpath.join(folder, f"{kind}.xml")
        return self.part(name)

    def _main_part(self, data: bytes) -> str:
        target = self._relations("_rels/.rels").get("officeDocument", "word/document.xml")
        name = _resolve("", target)
        if name in self._sizes and not name.startswith(("xl/", "ppt/")):
            return name
        what, step = foreign_format(data) or ("", "")
        if what == "Word 文档" or not what:
            raise self._damaged("里面缺少正文部件（word/document.xml），请用 Word 修复后另存")
        raise self._damaged(f"不是 Word 文档，像是{what}，{step}")

    def _relations(self, name: str) -> Mapping[str, str]:
        root = self.part(name)
        if root is None:
            return {}
        found: dict[str, str] = {}
        for relation in root.iter(_RELATIONSHIP):
            kind = posixpath.basename(relation.get("Type", ""))
            if relation.get("TargetMode") != "External":
                found.setdefault(kind, relation.get("Target", ""))
        return found

    def _parse(self, data: bytes, name: str) -> ET.Element:
        data = _STRICT.sub(lambda match: _TRANSITIONAL[match.group(1)], data)
        try:
            # _Guard refuses what the rule is about: document types, and so entities.
            return ET.fromstring(data, parser=ET.XMLParser(target=_Guard()))  # noqa: S314
        except _RefusedError as refusal:
            raise self._damaged(f"部件 {name} {refusal}，请用 Word 重新另存") from None
        except (ET.ParseError, ValueError, LookupError):
            raise self._damaged(f"部件 {name} 的内容已损坏，请用 Word 打开修复后另存") from None

    def _damaged(self, sentence: str) -> DamagedFileError:
        return DamagedFileError(self._source, f"{sentence}。")


def _resolve(folder: str, target: str) -> str:
    path = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(path).lstrip("/")


def _not_a_zip(data: bytes) -> str:
    foreign = foreign_format(data)
    if foreign:
        return f"不是 .docx 文档，像是{foreign[0]}，{foreign[1]}"
    return "不是 .docx 文档（不是 zip 结构），请用 Word 另存为 .docx；若是纯文本，请把后缀改为 .txt"

"""What a file really is when its content does not fit its name, by its first bytes."""

from __future__ import annotations

import re

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_SAVE = "请用能打开它的程序另存为 .docx 或 .txt"
_OCR = "请先做文字识别（OCR）再保存为 .txt"
_UNPACK = "请先解压"

# First bytes, what it is, next step. Signatures as registered in the file formats' own
# specifications; none of them is the beginning of a text.
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", "PDF 文件", "请把后缀改为 .pdf"),
    (b"{\\rtf", "RTF 文档", "请把后缀改为 .rtf"),
    (b"\x89PNG\r\n\x1a\n", "PNG 图片", "请把后缀改为 .png，或先做文字识别（OCR）"),
    (b"\xff\xd8\xff", "JPEG 图片", "请把后缀改为 .jpg，或先做文字识别（OCR）"),
    (b"GIF87a", "GIF 图片", _OCR),
    (b"GIF89a", "GIF 图片", _OCR),
    (b"II*\x00", "TIFF 图片", _OCR),
    (b"MM\x00*", "TIFF 图片", _OCR),
    (b"\x1f\x8b", "gzip 压缩文件", _UNPACK),
    (b"Rar!\x1a\x07", "RAR 压缩包", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包", _UNPACK),
    (b"PK\x05\x06", "空的 zip 压缩包", "请检查文件是否下载完整"),
    (b"\x7fELF", "可执行程序", "请给出文档本身"),
    (b"SQLite format 3\x00", "数据库文件", "请给出文档本身"),
)
_WEB_PAGE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s{0,64}(?:<!doctype\s+html|<html[\s>]|mime-version:)", re.IGNORECASE
)


def is_ole(data: bytes) -> bool:
    """Whether ``data`` is an OLE compound file: an old .doc/.wps or an encrypted .docx."""
    return data.startswith(_OLE)


def is_zip(data: bytes) -> bool:
    """Whether ``data`` begins as a zip archive does."""
    return data.startswith(_ZIP)


def foreign_format(data: bytes) -> tuple[str, str] | None:
    """What ``data`` is and the next step, or ``None`` where it may be text.

    >>> foreign_format(b"%PDF-1.7")[0]
    'PDF 文件'
    """
    for magic, name, step in _MAGIC:
        if data.startswith(magic):
            return name, step
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    # BM alone may begin a text; a bitmap gives its own size after it.
    bitmap = data[:2] == b"BM" and data[2:6] == len(data).to_bytes(4, "little")
    if webp or bitmap:
        return "图片", _OCR
    if is_ole(data):
        return _ole_kind(data)
    if is_zip(data):
        return _zip_kind(data)
    if _WEB_PAGE.match(data[:256]):
        return "网页", "请把后缀改为 .html"
    return None


def _ole_kind(data: bytes) -> tuple[str, str]:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "加了打开密码的文档", "请在 Word 或 WPS 里去掉密码后另存为 .docx"
    if "Workbook".encode("utf-16-le") in data:
        return "旧版 Excel 表格（.xls）", _SAVE
    if "PowerPoint Document".encode("utf-16-le") in data:
        return "旧版演示文稿（.ppt）", _SAVE
    return "旧版 Word 或 WPS 文档（.doc）", "请把后缀改为 .doc，或用 Word、WPS 打开并另存为 .docx"


def _zip_kind(data: bytes) -> tuple[str, str]:
    # Names of the entries stand uncompressed in the archive.
    if b"word/document" in data:
        return "Word 文档", "请把后缀改为 .docx"
    if b"xl/workbook" in data:
        return "Excel 表格", _SAVE
    if b"ppt/presentation" in data:
        return "演示文稿", _SAVE
    if b"application/vnd.oasis.opendocument" in data[:128]:
        return "OpenDocument 文档", "请把后缀改为 .odt"
    if b"application/epub+zip" in data[:128]:
        return "EPUB 电子书", _SAVE
    return "zip 压缩包", "请把后缀改为 .zip，或先解压，再给出里面的文档"

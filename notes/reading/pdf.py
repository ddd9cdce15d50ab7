"""PDF files (.pdf): the text layer as a reader of the pages would read it.

Running headers, footers and page numbers are left out, columns are read one after the
other, lines are joined to paragraphs, sizes and bold type give headings. Pages without
a text layer (scans) go through optical recognition where it is installed.

PDFium is a native library and a PDF is a program of a kind: the work is done in a child
process with bounds on time and memory, so that no file can stop or break the run.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from notes.errors import DamagedFileError, EmptyDocumentError, InputError, UnreadableFileError
from notes.reading.foreign import foreign_format
from notes.values import Document

if TYPE_CHECKING:
    from notes.reading.page import Page

PAGE_LIMIT = 2000
"""Most pages of a file."""

TEXT_LIMIT = 4_000_000
"""Most characters of a file; a page has about 1,000."""

UNKNOWN_SHARE = 0.2
"""Largest share of characters without a meaning in a text that is still read."""

_PASSWORD, _SECURITY = 4, 5
_HEADER_WITHIN = 1024

Recognize = Callable[[Any, int], "Page"]


class PagesAreImagesError(Exception):
    """No page of the file has text; its ``pages`` are pictures to be recognised first."""

    def __init__(self, pages: int) -> None:
        super().__init__(pages)
        self.pages = pages


def read_pdf(data: bytes, source: str) -> Document:
    """The document in the bytes of a PDF file, read in a child process.

    A scanned file is recognised where that is installed, else the error says what to
    install. Raises ``DamagedFileError``, ``EmptyDocumentError``, ``UnreadableFileError``.
    """
    from notes.reading.isolation import PDF_SECONDS, ScannedError, read_isolated
    from notes.reading.recognition import INSTALL, PAGE_SECONDS, is_installed

    _check(data, source)
    try:
        return read_isolated("pdf", data, source, PDF_SECONDS)
    except ScannedError as scan:
        if not is_installed():
            raise EmptyDocumentError(
                source, f"这是扫描的 PDF，只有图片，没有文字层，{INSTALL}，或先用别的程序识别。"
            ) from None
        return read_isolated("pdf-ocr", data, source, PDF_SECONDS + PAGE_SECONDS * scan.pages)


def extract_pdf(data: bytes, source: str, recognize: Recognize | None = None) -> Document:
    """The document in the bytes of a PDF file, read in this process.

    ``recognize`` turns a page of pypdfium2 and its number into pieces; without it a
    file of which no page has text raises ``PagesAreImagesError``. Raises ``DamagedFileError``,
    ``EmptyDocumentError`` or ``UnreadableFileError`` for a file that cannot be read.
    """
    import pypdfium2  # type: ignore[import-untyped]

    _check(data, source)
    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unopened(source, getattr(error, "err_code", None)) from None
    try:
        return _document(file, source, recognize)
    finally:
        file.close()


def _check(data: bytes, source: str) -> None:
    if b"%PDF-" in data[:_HEADER_WITHIN]:
        return
    foreign = foreign_format(data)
    if foreign:
        raise DamagedFileError(source, f"内容不是 PDF，像是{foreign[0]}，{foreign[1]}。")
    raise DamagedFileError(source, "内容不是 PDF 文件，请检查文件或重新下载。")


def _unopened(source: str, code: int | None) -> InputError:
    if code == _PASSWORD:
        return DamagedFileError(
            source, "PDF 加了打开密码，请在阅读器里输入密码后另存（打印）为没有密码的 PDF。"
        )
    if code == _SECURITY:
        return DamagedFileError(
            source, "PDF 的加密方式不能识别，请在原来的阅读器里打印成没有加密的 PDF。"
        )
    return DamagedFileError(source, "PDF 已损坏，打不开，请重新下载，或用阅读器打开后另存。")


def _document(file: Any, source: str, recognize: Recognize | None) -> Document:
    from notes.reading.page_text import document_text

    if len(file) > PAGE_LIMIT:
        raise UnreadableFileError(
            source, f"PDF 有 {len(file)} 页，超过 {PAGE_LIMIT} 页的上限，请拆成几份。"
        )
    reader = _Reader(file, source, recognize)
    pages = [reader.page(at) for at in range(len(file))]
    if not any(page.pieces for page in pages):
        if reader.pictures and recognize is None:
            raise PagesAreImagesError(len(reader.pictures))
        raise EmptyDocumentError(source, "PDF 里没有文字，请检查它是否保存完整。")
    if reader.unknown > UNKNOWN_SHARE * max(reader.glyphs, 1):
        raise DamagedFileError(
            source,
            "PDF 的字体没有给出文字编码，取出来是乱码，请用原文件另存，或做文字识别（OCR）。",
        )
    text, marks = document_text(pages)
    return Document(source, text, marks, "pdf", "utf-8", reader.warnings())


class _Reader:
    """Reads pages one by one and keeps what has to be said about them."""

    def __init__(self, file: Any, source: str, recognize: Recognize | None) -> None:
        self._file, self._source, self._recognize = file, source, recognize
        self.glyphs = self.unknown = self._turned = 0
        self.pictures: list[int] = []
        self._recognized = 0
        self._broken: list[int] = []

    def page(self, at: int) -> Page:
        from pypdfium2 import PdfiumError

        from notes.reading.page import Page
        from notes.reading.pdf_glyphs import glyphs_of
        from notes.reading.pdf_pieces import pieces_of

        try:
            page = self._file[at]
        except PdfiumError:
            self._broken.append(at + 1)
            return Page(at + 1, 1.0, 1.0, ())
        try:
            found = glyphs_of(page)
            self.glyphs += len(found.found) + found.unknown
            self.unknown += found.unknown
            self._turned += found.turned
            if self.glyphs > TEXT_LIMIT:
                raise UnreadableFileError(
                    self._source, f"PDF 的文字超过 {TEXT_LIMIT // 10_000} 万字，请拆成几份。"
                )
            if not found.found and has_picture(page):
                self.pictures.append(at + 1)
                if self._recognize:
                    self._recognized += 1
                    return self._recognize(page, at + 1)
            return Page(at + 1, found.width, found.height, pieces_of(found.found))
        except PdfiumError:
            self._broken.append(at + 1)
            return Page(at + 1, 1.0, 1.0, ())
        finally:
            page.close()

    def warnings(self) -> tuple[str, ...]:
        """What was not read, and what was read by recognition, in sentences."""
        found = []
        if self._recognized:
            found.append(f"有 {self._recognized} 页是图片，文字由识别（OCR）得来，可能有错字。")
        elif self.pictures:
            found.append(f"第 {_listed(self.pictures)} 页是图片，没有文字层，没有读取。")
        if self._broken:
            found.append(f"第 {_listed(self._broken)} 页已损坏，没有读取。")
        if self.unknown:
            found.append(f"有 {self.unknown} 个字的字体没有给出编码，没有读取。")
        if self._turned:
            found.append(f"有 {self._turned} 个斜排或横放的字（水印、印章等），没有读取。")
        return tuple(found)


def has_picture(page: Any) -> bool:
    """Whether an image stands on ``page``, also inside a form."""
    from pypdfium2 import raw

    kinds = (raw.FPDF_PAGEOBJ_IMAGE,)
    return next(iter(page.get_objects(filter=kinds, max_depth=3)), None) is not None


def _listed(numbers: list[int]) -> str:
    shown = "、".join(map(str, numbers[:10]))
    return shown if len(numbers) <= 10 else f"{shown} 等 {len(numbers)} "

"""Plain text files.

Changes made here (decoding, line ends, hard wraps) come before any offset: offsets in
notes refer to the ``Document.text`` that this reader returns, not to bytes of the file.
"""

from __future__ import annotations

import re

from notes.errors import DamagedFileError
from notes.reading.encoding import Decoded, decode
from notes.reading.foreign import foreign_format
from notes.reading.wraps import join_wraps
from notes.values import Document

# CR CR LF comes from transfers that translated line ends twice.
_LINE_END = re.compile(r"\r{1,2}\n|[\r\x0b\x0c\x85\u2028\u2029]")


def read_text(data: bytes, source: str) -> Document:
    """The document in the bytes of a text file.

    Line ends become line feeds; lines of a text that was wrapped at a fixed width are
    rejoined (``notes.reading.wraps``), with a warning that says how many. Raises
    ``DamagedFileError`` for bytes that are no text.
    """
    decoded = decode_text(data, source)
    text, joined = join_wraps(decoded.text)
    warnings = decoded.warnings
    if joined:
        warnings = (*warnings, f"原文按固定宽度换行，已把 {joined} 处断行接回段落。")
    return Document(source, text, (), "txt", decoded.encoding, warnings)


def decode_text(data: bytes, source: str) -> Decoded:
    """Decode ``data`` and normalise its line ends, after a look at what it really is."""
    foreign = foreign_format(data)
    if foreign:
        name, step = foreign
        raise DamagedFileError(source, f"内容不是文本，像是{name}，{step}。")
    decoded = decode(data, source)
    return Decoded(normal_line_ends(decoded.text), decoded.encoding, decoded.warnings)


def normal_line_ends(text: str) -> str:
    """``text`` with every kind of line end (CRLF, CR, NEL, U+2028, page feed) as a line feed."""
    return _LINE_END.sub("\n", text)

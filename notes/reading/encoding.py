"""Bytes to text: which encoding, and what could not be read.

Order of trust: a byte order mark; strict UTF-8; strict GB18030, Big5 and UTF-16 without
a mark, the most plausible of them; the same with damaged bytes replaced (never
silently); charset-normalizer for what is left (mostly Latin text). Bytes that give no
plausible text in any of these raise ``DamagedFileError``.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from notes.errors import DamagedFileError
from notes.reading.plausibility import plausibility

REPLACED_SHARE = 0.02
"""Largest share of characters that may be unreadable in a text that is still read."""

_PLAUSIBLE = 0.8
# UTF-32 LE begins with the mark of UTF-16 LE, so it is looked for first.
_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# Big5 of Windows first; Hong Kong characters are in big5hkscs only.
_STRICT = ("gb18030", "cp950", "big5hkscs", "utf-16-le", "utf-16-be")
_LENIENT = ("utf-8", "gb18030", "cp950", "utf-16-le", "utf-16-be")
_NAMES = {"cp950": "big5", "big5hkscs": "big5-hkscs"}
_LATIN = ("cp1252", "mac_roman")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_CONTROL_BYTES = bytes((*range(9), *range(0x0E, 0x20)))
_BEYOND_TWO_BYTES = re.compile(r"[\u0800-\U0010ffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_GUESS_SAMPLE = 1 << 16


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded text, the encoding by name, and what was lost on the way, in sentences."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes, source: str) -> Decoded:
    """Decode the bytes of a text file; ``source`` names it in the error.

    Raises ``DamagedFileError`` where the bytes are no text in any known encoding.
    """
    found = _by_mark(data) or _by_strict(data) or _by_repair(data) or _by_guess(data)
    if found is None:
        raise DamagedFileError(
            source, "内容不是文字，或文字编码已损坏，请重新下载，或用记事本另存为 UTF-8 文本。"
        )
    text, encoding, guessed = found
    warnings = []
    if guessed:
        warnings.append(f"文字编码是推测的（{encoding}），如有乱码请另存为 UTF-8。")
    whole = text.rstrip("\x00")
    if len(whole) < len(text):
        warnings.append("文件末尾是空字节，可能没有保存完整。")
    text, dropped = _without_control(whole)
    if dropped > max(1, len(text) // 100) or (warnings and not text.strip()):
        raise DamagedFileError(
            source, "内容里有大量二进制字符，不是文本文件，请检查文件或重新下载。"
        )
    if dropped:
        warnings.append(f"去掉了 {dropped} 个不可见的控制字符。")
    broken = text.count("\ufffd")
    if broken > max(2, len(text) * REPLACED_SHARE):
        raise DamagedFileError(
            source, f"有 {broken} 处字节损坏，无法还原文字，请重新下载或另存为 UTF-8 文本。"
        )
    if broken:
        line = text.count("\n", 0, text.index("\ufffd")) + 1
        warnings.append(f"有 {broken} 处字节损坏，以“\ufffd”代替（第一处在第 {line} 行）。")
    return Decoded(text, _NAMES.get(encoding, encoding), tuple(warnings))


def _by_mark(data: bytes) -> tuple[str, str, bool] | None:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            body = data[len(mark) :]
            return body.decode(codec, "replace"), "utf-8-sig" if codec == "utf-8" else codec, False
    return None


def _by_strict(data: bytes) -> tuple[str, str, bool] | None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _most_plausible(data, _STRICT, "strict")
    # Chinese punctuation in UTF-16 is made of valid but unprintable ASCII.
    if not _CONTROL.search(text) and not _is_short_gb(data, text):
        return text, "utf-8", False
    best = _most_plausible(data, _STRICT, "strict")
    if best and plausibility(best[0]) > plausibility(text):
        return best
    return text, "utf-8", False


def _is_short_gb(data: bytes, text: str) -> bool:
    """Whether valid UTF-8 is a few GB characters (学习 reads ѧϰ; the 联通 of Notepad fame).

    Two-byte UTF-8 holds no Chinese, so a text made of it alone is looked at again.
    """
    if text.isascii() or _BEYOND_TWO_BYTES.search(text):
        return False
    try:
        return plausibility(data.decode("gb2312")) > 1.2
    except UnicodeDecodeError:
        return False


def _by_repair(data: bytes) -> tuple[str, str, bool] | None:
    return _most_plausible(data, _LENIENT, "replace")


def _most_plausible(
    data: bytes, codec_names: tuple[str, ...], errors: str
) -> tuple[str, str, bool] | None:
    best: tuple[float, str, str] | None = None
    for codec in codec_names:
        try:
            text = data.decode(codec, errors)
        except UnicodeDecodeError:
            continue
        score = plausibility(text)
        if score >= _PLAUSIBLE and (best is None or score > best[0]):
            best = score, text, codec
    return best and (best[1], best[2], False)


def _by_guess(data: bytes) -> tuple[str, str, bool] | None:
    head = data[:_GUESS_SAMPLE]
    ascii_bytes = sum(byte < 0x80 for byte in head)
    controls = len(head) - len(head.translate(None, _CONTROL_BYTES))
    # Beyond Chinese only text that is mostly Latin is worth reading.
    if controls * 100 > len(head) or ascii_bytes * 10 < len(head) * 8:
        return None
    from charset_normalizer import from_bytes

    match = from_bytes(head, cp_isolation=list(_LATIN)).best()
    if match is None:
        return None
    return data.decode(match.encoding, "replace"), match.encoding, True


def _without_control(text: str) -> tuple[str, int]:
    text = _SURROGATE.sub("\ufffd", text.replace("\ufeff", ""))
    # An end-of-file mark of DOS is no damage.
    return _CONTROL.subn("", text.removesuffix("\x1a"))

"""Old and foreign word processor files (.doc, .wps, .rtf, .odt) through LibreOffice.

LibreOffice, where it is installed, saves the file as .docx, which the Word reader reads.
It runs with a profile folder of its own (so that an open window of the user does not
matter and no macro is trusted), without a window, and with a time limit.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from notes.errors import DamagedFileError, UnknownFormatError
from notes.reading.foreign import foreign_format, is_ole
from notes.values import Document

SECONDS = 120
"""Longest time for one conversion; the first of a machine takes about 10 s."""

_PROGRAMS = ("soffice", "libreoffice")
_USUAL_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "/opt/libreoffice/program/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_CONVERTED = frozenset({"OpenDocument 文档", "RTF 文档", "旧版 Word 或 WPS 文档（.doc）"})


def read_office(data: bytes, source: str) -> Document:
    """The document in the bytes of a file that LibreOffice can open.

    What is a Word, web or text file under an old name (.doc files of web sites often
    are) is read as such, without LibreOffice. Raises ``UnknownFormatError`` with how to
    convert where LibreOffice is missing, ``DamagedFileError`` where it fails.
    """
    suffix = Path(source).suffix.lower()
    kind, step = foreign_format(data) or ("", "")
    if kind == "Word 文档":
        from notes.reading.docx import read_docx

        return read_docx(data, source)
    if kind == "网页":
        from notes.reading.web import read_web

        return read_web(data, source)
    if not kind:
        from notes.reading.text import read_text

        return read_text(data, source)
    if kind not in _CONVERTED:
        raise DamagedFileError(source, f"不是 {suffix} 文档，像是{kind}，{step}。")
    program = find_program()
    if program is None:
        raise UnknownFormatError(
            source,
            f"读取 {suffix} 文件要用 LibreOffice，请安装它（免费），"
            "或用 Word、WPS 打开并另存为 .docx。",
        )
    from notes.reading.docx import read_docx

    document = read_docx(_converted(data, source, suffix, program), source)
    return replace(document, format=suffix.lstrip("."))


def find_program() -> str | None:
    """The LibreOffice program, ``SOFFICE`` of the environment first; ``None`` without one."""
    named = os.environ.get("SOFFICE")
    if named:
        return shutil.which(named)
    found = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    return found or next((place for place in _USUAL_PLACES if Path(place).is_file()), None)


def _converted(data: bytes, source: str, suffix: str, program: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="study-notes-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        # The user's own name could be an option or hold what a shell or URL reads.
        copy = folder / f"source{suffix}"
        copy.write_bytes(data)
        result = folder / "out" / "source.docx"
        _run(
            [
                program,
                f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                str(result.parent),
                str(copy),
            ],
            source,
        )
        try:
            return result.read_bytes()
        except OSError:
            reason = "文件加了密码或已损坏" if is_ole(data) or data[:2] == b"PK" else "文件已损坏"
            raise DamagedFileError(
                source, f"LibreOffice 打不开它，可能{reason}，请用 Word 或 WPS 另存为 .docx。"
            ) from None


def _run(command: list[str], source: str) -> None:
    """Run a converter; a child of it must not outlive the time limit either."""
    try:
        process = subprocess.Popen(  # noqa: S603 - program found by us, fixed arguments
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise UnknownFormatError(
            source, f"LibreOffice 启动不了（{error.strerror}），请用 Word、WPS 另存为 .docx。"
        ) from None
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise DamagedFileError(
            source, f"LibreOffice {SECONDS} 秒内没有转换完，请用 Word 或 WPS 另存为 .docx。"
        ) from None
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the converter and the programs that it started."""
    if sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    if process.poll() is None:
        process.kill()
        process.wait()

"""Old word processor files: through LibreOffice where it is installed, else a sentence how."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as WordDocument

from notes.errors import DamagedFileError, UnknownFormatError
from notes.reading import office, read

TEXT = "图书角开了三个月，借书的人多了起来。"
PARAGRAPH = f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
RTF = rb"{\rtf1\ansi\ansicpg936 {\fonttbl{\f0\fcharset134 SimSun;}}\f0 "
SAMPLES = {
    ".doc": OLE,
    ".wps": OLE,
    ".rtf": RTF + b"".join(rb"\u%d?" % ord(char) for char in TEXT) + rb"\par}",
    ".odt": b"PK\x03\x04" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text",
}


@pytest.fixture
def soffice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Install a program with the given Python source as LibreOffice; gives its folder."""

    def install(source: str) -> Path:
        if sys.platform == "win32":
            pytest.skip("needs a script that can be run")
        program = tmp_path / "bin" / "soffice"
        program.parent.mkdir()
        program.write_text(f"#!{sys.executable}\nimport sys, os, time\n{source}", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("SOFFICE", str(program))
        return program.parent

    return install


@pytest.mark.parametrize("suffix", SAMPLES)
def test_without_libreoffice_the_sentence_says_how(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    """Both ways are named: install LibreOffice, or save as .docx."""
    monkeypatch.setattr(office, "find_program", lambda: None)
    path = tmp_path / f"旧稿{suffix}"
    path.write_bytes(SAMPLES[suffix])
    with pytest.raises(UnknownFormatError, match=r"旧稿.*LibreOffice.*另存为 \.docx。\Z"):
        read(path)


@pytest.mark.parametrize("suffix", SAMPLES)
def test_the_converted_document_is_read(
    tmp_path: Path, word: Callable[..., bytes], soffice: Callable[[str], Path], suffix: str
) -> None:
    """The program gets a plain file name, a profile of its own and writes where it is told."""
    folder = soffice(
        "arguments = sys.argv[1:]\n"
        "assert arguments[0].startswith('-env:UserInstallation=file:///')\n"
        "assert '--headless' in arguments\n"
        "assert os.path.basename(arguments[-1]).startswith('source.')\n"
        "out = arguments[arguments.index('--outdir') + 1]\n"
        "os.makedirs(out)\n"
        "here = os.path.dirname(sys.argv[0])\n"
        "data = open(os.path.join(here, 'good.docx'), 'rb').read()\n"
        "open(os.path.join(out, 'source.docx'), 'wb').write(data)\n"
    )
    (folder / "good.docx").write_bytes(word(PARAGRAPH))
    path = tmp_path / f"--旧 稿;$(x){suffix}"
    path.write_bytes(SAMPLES[suffix])
    document = read(path)
    assert (document.text, document.format) == (TEXT, suffix[1:])
    assert document.source == str(path)


def test_a_program_that_fails_or_hangs(
    tmp_path: Path, soffice: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No result, or none in time: one sentence, and no program is left running."""
    folder = soffice(
        "here = os.path.dirname(sys.argv[0])\n"
        "if os.path.exists(here + '/hang'):\n"
        "    os.fork()\n"
        "    open(here + f'/{os.getpid()}.pid', 'w').close()\n"
        "    time.sleep(60)\n"
    )
    path = tmp_path / "旧稿.doc"
    path.write_bytes(OLE)
    with pytest.raises(DamagedFileError, match=r"旧稿.doc: [^。]*密码或已损坏[^。]*。\Z"):
        read(path)
    (folder / "hang").touch()
    monkeypatch.setattr(office, "SECONDS", 1)
    start = time.monotonic()
    with pytest.raises(DamagedFileError, match="没有转换完"):
        read(path)
    assert time.monotonic() - start < 5
    for mark in folder.glob("*.pid"):
        listed = subprocess.run(
            ["ps", "-o", "stat=", "-p", mark.stem], capture_output=True, text=True, check=False
        )
        assert listed.stdout.strip()[:1] in {"", "Z"}


def test_a_program_that_cannot_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that leads nowhere is no LibreOffice; a broken program is a sentence."""
    monkeypatch.setenv("SOFFICE", str(tmp_path / "nothing"))
    path = tmp_path / "旧稿.doc"
    path.write_bytes(OLE)
    with pytest.raises(UnknownFormatError, match="安装"):
        read(path)
    monkeypatch.setattr(office, "find_program", lambda: str(tmp_path))
    with pytest.raises(UnknownFormatError, match="启动不了"):
        read(path)


def test_what_is_called_doc_but_is_something_else(
    tmp_path: Path, word: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Word, web and text files under an old name are read without LibreOffice."""
    monkeypatch.setattr(office, "find_program", lambda: None)
    path = tmp_path / "稿.doc"
    path.write_bytes(word(PARAGRAPH))
    assert read(path).text == TEXT
    path.write_text(f"<html><body><p>{TEXT}</p><p>{TEXT}</p></body></html>", encoding="gb18030")
    assert read(path).text == f"{TEXT}\n{TEXT}"
    path.write_text(TEXT, encoding="gb18030")
    assert read(path).text == TEXT
    path.write_bytes(OLE + "Workbook".encode("utf-16-le"))
    with pytest.raises(DamagedFileError, match="Excel"):
        read(path)
    path.write_bytes(OLE + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(DamagedFileError, match="密码"):
        read(path)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".doc", ".odt", ".rtf"])
def test_with_the_real_program(tmp_path: Path, suffix: str) -> None:
    """A document that LibreOffice saves in an old format is read as the original is."""
    program = office.find_program()
    if program is None:
        pytest.skip("LibreOffice is not installed")
    original = WordDocument()
    original.add_heading("一、先把情况摸清楚", 1)
    original.add_paragraph(TEXT)
    buffer = io.BytesIO()
    original.save(buffer)
    path = tmp_path / "稿.docx"
    path.write_bytes(buffer.getvalue())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    target = ["--convert-to", suffix[1:], "--outdir", str(tmp_path)]
    subprocess.run(
        [program, profile, "--headless", *target, str(path)], check=True, capture_output=True
    )
    converted = read(path.with_suffix(suffix))
    assert converted.text == read(path).text
    assert [(mark.kind, mark.level) for mark in converted.marks] == [("heading", 1)]

"""Pictures of the renderings, for the eyes: ``python -m tests.render.pictures docx OUTDIR``.

``docx`` makes notes of the example inputs without a model, renders them as Word
documents and prints them through LibreOffice (``soffice``) and poppler
(``pdftoppm``) as one PNG a page. ``html`` renders the page instead and pictures it in
headless Chromium (``chromium``, ``chromedriver``, selenium) at phone and desktop width,
light and dark. Further sources may follow OUTDIR.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from notes import Settings, read, take_notes
from notes.render.docx import render_docx
from notes.render.html import render_html
from notes.render.names import folder_name

_INPUTS = Path(__file__).parents[2] / "examples" / "input"
_RESOLUTION = 80
# Free fonts in place of those of Chinese offices, where these are not installed.
_STAND_INS = {
    "方正小标宋简体": ("Noto Serif CJK SC",),
    "仿宋_GB2312": ("Noto Serif CJK SC",),
    "楷体_GB2312": ("AR PL UKai CN", "LXGW WenKai", "Noto Serif CJK SC"),
    "黑体": ("Noto Sans CJK SC",),
    "宋体": ("Noto Serif CJK SC",),
}


def docx(folder: Path, sources: Sequence[Path]) -> list[Path]:
    """Write ``NAME.docx``, ``NAME.pdf`` and ``NAME-01.png``… for each of ``sources``."""
    folder.mkdir(parents=True, exist_ok=True)
    pages: list[Path] = []
    for source in sources:
        name = folder_name(source.name)
        document = folder / f"{name}.docx"
        document.write_bytes(render_docx(take_notes(read(source), Settings(created="2026-01-01"))))
        pages += print_docx(document)
    return pages


def html(folder: Path, sources: Sequence[Path]) -> list[Path]:
    """Write ``NAME.html`` and its pictures ``NAME-phone-dark-top.png``… for each of ``sources``."""
    from tests.render.html.pictures import take

    folder.mkdir(parents=True, exist_ok=True)
    pages = []
    for source in sources:
        page = folder / f"{folder_name(source.name)}.html"
        notebook = take_notes(read(source), Settings(created="2026-01-01"))
        page.write_text(render_html(notebook), encoding="utf-8")
        pages.append(page)
    return take(pages, folder)


def print_docx(document: Path) -> list[Path]:
    """The pages of ``document`` as PNG files beside it; needs LibreOffice and poppler."""
    folder = document.parent
    fonts = folder / "fonts.conf"
    fonts.write_text(_fonts_conf(), encoding="utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(fonts.resolve()), "LC_ALL": "C.UTF-8"}
    profile = (folder / "profile").resolve().as_uri()
    _run(
        ["soffice", "--headless", f"-env:UserInstallation={profile}"],
        ["--convert-to", "pdf", "--outdir", str(folder), str(document)],
        environment,
    )
    shutil.rmtree(folder / "profile", ignore_errors=True)
    printed = document.with_suffix(".pdf")
    stem = str(document.with_suffix(""))
    _run(["pdftoppm"], ["-r", str(_RESOLUTION), "-png", str(printed), stem], environment)
    return sorted(folder.glob(f"{_escaped(document.stem)}-*.png"))


def _run(command: list[str], arguments: list[str], environment: dict[str, str]) -> None:
    subprocess.run(
        [*command, *arguments],
        check=True,
        env=environment,
        capture_output=True,
        timeout=300,
    )


def _escaped(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "[]*?" else letter for letter in name)


def _fonts_conf() -> str:
    aliases = "".join(
        f"<match target='pattern'><test name='family'><string>{name}</string></test>"
        f"<edit name='family' mode='assign' binding='strong'>"
        f"{''.join(f'<string>{one}</string>' for one in fonts)}</edit></match>"
        for name, fonts in _STAND_INS.items()
    )
    return (
        "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'>"
        f"<fontconfig><include>/etc/fonts/fonts.conf</include>{aliases}</fontconfig>"
    )


_COMMANDS: dict[str, Callable[[Path, Sequence[Path]], list[Path]]] = {"docx": docx, "html": html}


def main(arguments: Sequence[str]) -> int:
    """Run one of the commands and print the paths of its pictures."""
    if len(arguments) < 2 or arguments[0] not in _COMMANDS:
        sys.stderr.write(f"usage: pictures {{{','.join(_COMMANDS)}}} OUTDIR [SOURCE...]\n")
        return 2
    sources = [Path(one) for one in arguments[2:]] or sorted(_INPUTS.iterdir())
    for page in _COMMANDS[arguments[0]](Path(arguments[1]), sources):
        sys.stdout.write(f"{page}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

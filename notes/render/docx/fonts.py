"""The fonts of the document and what stands in for them.

GB/T 9704 names typefaces (小标宋体, 仿宋体, 楷体, 黑体, 宋体); offices have them as the
fonts below. Where one is missing, Word looks for the ``alternatives`` of the font
table, then for a font of the same kind. Each style names its font for all four
scripts at once. Two traps are avoided so: a theme font wins over a named one, and
quotation marks, dashes and dots are taken from the Latin font, which draws them
narrow amid Chinese text.
"""

from __future__ import annotations

from dataclasses import dataclass

from notes.render.docx.elements import Element, element


@dataclass(frozen=True, slots=True)
class Font:
    """A font by its name in Word; ``panose`` classifies it for the search of a substitute."""

    name: str
    alternatives: tuple[str, ...]
    panose: str
    family: str
    pitch: str = "default"


SONG_TITLE = Font(
    "方正小标宋简体",
    ("方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "华文中宋", "STZhongsong", "宋体", "SimSun"),
    "02010601030101010101",
    "roman",
)
FANGSONG = Font(
    "仿宋_GB2312",
    ("仿宋", "FangSong", "FangSong_GB2312", "华文仿宋", "STFangsong"),
    "02010609060101010101",
    "modern",
)
KAI = Font(
    "楷体_GB2312",
    ("楷体", "KaiTi", "KaiTi_GB2312", "华文楷体", "STKaiti"),
    "02010609060101010101",
    "modern",
)
HEI = Font("黑体", ("SimHei", "华文黑体", "STHeiti"), "02010609060101010101", "modern")
SONG = Font("宋体", ("SimSun", "华文宋体", "STSong"), "02010600030101010101", "roman")
FONTS = (SONG_TITLE, FANGSONG, KAI, HEI, SONG)


def named(font: Font) -> Element:
    """The ``w:rFonts`` of a style: one font for every script, no theme."""
    name = font.name
    return element("rFonts", hint="eastAsia", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def font_table() -> Element:
    """The root of ``fontTable.xml``."""
    return element("fonts", *map(_entry, FONTS))


def _entry(font: Font) -> Element:
    return element(
        "font",
        element("altName", val=",".join(font.alternatives)),
        element("panose1", val=font.panose),
        element("charset", val="86"),  # GB2312: the substitute must have Chinese
        element("family", val=font.family),
        element("pitch", val=font.pitch),
        name=font.name,
    )

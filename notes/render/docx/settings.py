"""``settings.xml``: what Word must know besides the text, in the order of CT_Settings.

No ``updateFields``: Word would ask the reader about fields of other files at each
opening. The compatibility options are those of a new document of Chinese Word.
"""

from __future__ import annotations

from notes.render.docx.elements import Element, element
from notes.render.docx.footnotes import SEPARATORS

_OFFICE = "http://schemas.microsoft.com/office/word"
_FAR_EAST = (
    "spaceForUL",
    "balanceSingleByteDoubleByteWidth",
    "doNotLeaveBackslashAlone",
    "ulTrailSpace",
    "doNotExpandShiftReturn",
    "adjustLineHeightInTable",
    "useFELayout",
)


def settings() -> Element:
    """The root of ``settings.xml``."""
    rules = [element("footnote", id=identity) for identity in SEPARATORS.values()]
    modern = {
        "compatibilityMode": "15",
        "overrideTableStyleFontSizeAndJustification": "1",
        "enableOpenTypeFeatures": "1",
        "doNotFlipMirrorIndents": "1",
    }
    return element(
        "settings",
        element("zoom", percent=100),
        element("defaultTabStop", val=420),
        element("evenAndOddHeaders"),
        element("characterSpacingControl", val="compressPunctuation"),
        element("footnotePr", *rules),
        element(
            "compat",
            *map(element, _FAR_EAST),
            *(
                element("compatSetting", name=name, uri=_OFFICE, val=value)
                for name, value in modern.items()
            ),
        ),
        element("themeFontLang", val="en-US", eastAsia="zh-CN"),
        element("decimalSymbol", val="."),
        element("listSeparator", val=","),
    )

"""The looks: colours that can be read, in light and dark, and one place for each."""

from __future__ import annotations

import re
from itertools import product

import pytest

from notes.render.html.environment import BUILT_IN

STYLE = (BUILT_IN / "page.css").read_text("utf-8")
_COLOUR = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
_LISTS = [dict(_COLOUR.findall(block)) for block in re.findall(r"{[^{}]*--paper[^{}]*}", STYLE)]


def test_dark_colours_are_the_same_by_system_and_by_switch() -> None:
    """The two lists of dark colours are one; light, dark and dark name the same colours."""
    light, by_system, by_switch = _LISTS[:3]
    assert by_system == by_switch
    assert set(light) == set(by_system)


@pytest.mark.parametrize("colours", _LISTS[:2], ids=["light", "dark"])
def test_text_can_be_read_on_what_it_stands_on(colours: dict[str, str]) -> None:
    """Each colour of text has a contrast of 4.5 to 1 at least on each ground (WCAG 2.2, AA)."""
    pairs = [
        *product(("ink", "soft", "faint", "link", "accent", "warn"), ("paper", "sheet")),
        *product(("gone", "put"), ("paper", "sheet")),
        ("ink", "wash"), ("link", "link-wash"), ("ink", "cited"), ("put", "put-wash"),
        ("gone", "cited"), ("paper", "link"),
    ]  # fmt: skip
    for text, ground in pairs:
        assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert _contrast("#ffffff", colours["root"]) >= 4.5


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

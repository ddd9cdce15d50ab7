"""Write out the numbering that Word generates (一、 （一） 1. 1.1 …), as Word would show it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from notes.reading.docx_package import W
from notes.reading.docx_styles import Styles, number_of
from notes.reading.numerals import write_number

_PLACE = re.compile(r"%([1-9])")
_LEVELS = 9
_LABEL_LIMIT = 60


@dataclass(frozen=True, slots=True)
class _Level:
    """``w:lvl``: how the numbers of one level look."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    digits_only: bool = False
    glued: bool = False
    style: str = ""


class Numbering:
    """The numbering part with the counters of its lists; call ``label`` in document order."""

    def __init__(self, root: ET.Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._links: dict[str, str] = {}
        self._lists: dict[int, ET.Element] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._started: set[int] = set()
        for element in root if root is not None else ():
            if element.tag == f"{W}abstractNum":
                key = element.get(f"{W}abstractNumId", "")
                self._abstract[key] = dict(_levels(element))
                link = element.find(f"{W}numStyleLink")
                if link is not None:
                    self._links[key] = link.get(f"{W}val", "")
            elif element.tag == f"{W}num":
                number = element.get(f"{W}numId", "")
                if number.isdecimal():
                    self._lists[int(number)] = element

    def label(self, properties: ET.Element | None, style: str) -> tuple[str, int] | None:
        """The number of the next paragraph and its level from 1; ``None`` without one.

        ``properties`` is the paragraph's own ``w:numPr``, ``style`` its style id. A
        bullet gives ``None``: it says nothing that the line break does not.
        """
        number, level = self._which(properties, style)
        element = self._lists.get(number) if number else None
        if element is None:
            return None
        key = self._abstract_of(element)
        levels = self._levels_of(element, key)
        if level is None:
            level = next((at for at in levels if levels[at].style == style), 0)
        if level not in levels:
            return None
        self._count(number, element, key, level, levels)
        shown = levels[level]
        if shown.form in {"bullet", "none"}:
            return None
        text = _PLACE.sub(lambda place: self._place(place, key, shown, levels), shown.text).strip()
        if not text:
            return None
        space = "" if shown.glued or text[-1] in "、．。）】〕：" else " "
        return text + space, level + 1

    def _which(self, properties: ET.Element | None, style: str) -> tuple[int, int | None]:
        inherited = self._styles.numbering(style) or (0, None)
        if properties is None:
            return inherited
        number = number_of(properties.find(f"{W}numId"))
        level = number_of(properties.find(f"{W}ilvl"))
        if number is None:
            return inherited[0], level if level is not None else inherited[1]
        return number, level or 0

    def _abstract_of(self, element: ET.Element) -> str:
        """The abstract list of ``element``, through at most one link by a list style."""
        reference = element.find(f"{W}abstractNumId")
        key = reference.get(f"{W}val", "") if reference is not None else ""
        linked = self._styles.numbering(self._links.get(key, ""))
        if linked and linked[0] in self._lists:
            reference = self._lists[linked[0]].find(f"{W}abstractNumId")
            key = reference.get(f"{W}val", "") if reference is not None else key
        return key

    def _levels_of(self, element: ET.Element, key: str) -> dict[int, _Level]:
        levels = dict(self._abstract.get(key, {}))
        for override in element.findall(f"{W}lvlOverride"):
            levels.update(_levels(override))
            level = _index(override)
            start = number_of(override.find(f"{W}startOverride"))
            if start is not None and level in levels:
                levels[level] = replace(levels[level], start=start)
        return levels

    def _count(
        self, number: int, element: ET.Element, key: str, level: int, levels: dict[int, _Level]
    ) -> None:
        counters = self._counters.setdefault(key, {})
        if number not in self._started:
            self._started.add(number)
            # Lists of one abstract list count on, unless this one says where it starts.
            for override in element.findall(f"{W}lvlOverride"):
                if override.find(f"{W}startOverride") is not None:
                    counters.pop(_index(override), None)
        counters[level] = counters[level] + 1 if level in counters else levels[level].start
        for deeper in [at for at in counters if at > level]:
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or 0 <= level < restart:
                del counters[deeper]

    def _place(
        self, place: re.Match[str], key: str, shown: _Level, levels: dict[int, _Level]
    ) -> str:
        at = int(place.group(1)) - 1
        if at not in levels:
            return ""
        number = self._counters[key].get(at, levels[at].start)
        return write_number(number, "decimal" if shown.digits_only else levels[at].form)


def _index(element: ET.Element) -> int:
    value = element.get(f"{W}ilvl", "0")
    return int(value) if value.isdecimal() and int(value) < _LEVELS else 0


def _levels(element: ET.Element) -> Iterator[tuple[int, _Level]]:
    for level in element.findall(f"{W}lvl"):
        start = number_of(level.find(f"{W}start"))
        yield (
            _index(level),
            _Level(
                start=1 if start is None else start,
                form=_value(level, "numFmt") or "decimal",
                text=_value(level, "lvlText")[:_LABEL_LIMIT],
                restart=number_of(level.find(f"{W}lvlRestart")),
                digits_only=level.find(f"{W}isLgl") is not None,
                glued=_value(level, "suff") == "nothing",
                style=_value(level, "pStyle"),
            ),
        )


def _value(level: ET.Element, name: str) -> str:
    element = level.find(f"{W}{name}")
    return element.get(f"{W}val", "") if element is not None else ""

"""What a statement puts between quotation marks must stand in the source word for word."""

from __future__ import annotations

import re

from notes.values import Finding
from notes.verify.normal import skeleton
from notes.verify.parsed import Parsed
from notes.verify.source import Place, Scope

_QUOTED = re.compile(r"“([^“”]*)”|‘([^‘’]*)’")


def check(statement: Parsed, scope: Scope) -> tuple[list[Finding], list[Place]]:
    """Findings about quotations, and the sentences where the good ones stand."""
    findings: list[Finding] = []
    places: list[Place] = []
    for match in _QUOTED.finditer(statement.text):
        quoted = skeleton(match.group(1) or match.group(2) or "")
        if not quoted:
            continue
        holder = next((p for p in scope.places if quoted in p.parsed.bare), None)
        if holder:
            places.append(holder)
        elif quoted not in scope.bare:
            findings.append(Finding("quotation", match.group()))
    return findings, places

"""What a run gives back: a row for each source, and the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from notes.batch.weak import WeakLine, weak_lines
from notes.values import Notebook

Status = Literal["written", "unchanged", "duplicate", "failed", "skipped"]
"""*written*: in this run; *unchanged*: the notes of an earlier run still hold; *duplicate*:
the same content as an earlier source; *failed*: no notes, for a reason; *skipped*: a document
that is not read (its format, its size)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a report says of the notes of one source.

    ``repairs`` are counts by kind; ``verified``, ``replaced``, ``refused`` and ``weak`` add up
    the audits of its essays. The ``file`` of a weak line is a name in the folder.
    """

    essays: int
    claimed: int | None
    characters: int
    repairs: tuple[tuple[str, int], ...]
    verified: int
    replaced: int
    refused: int
    weak: int
    weak_lines: tuple[WeakLine, ...] = ()
    warnings: tuple[str, ...] = ()

    @staticmethod
    def of(notebook: Notebook, names: Sequence[str]) -> Facts:
        """The facts of ``notebook``, whose notes are in the files ``names``."""
        audits = [note.audit for note in notebook.notes]
        counts = Counter(repair.kind for repair in notebook.repaired.repairs)
        return Facts(
            essays=len(notebook.notes),
            claimed=notebook.bundle.claimed,
            characters=len(notebook.repaired.document.text),
            repairs=tuple(sorted(counts.items())),
            verified=sum(audit.verified for audit in audits),
            replaced=sum(audit.replaced for audit in audits),
            refused=sum(audit.refused for audit in audits),
            weak=sum(audit.weak for audit in audits),
            weak_lines=tuple(weak_lines(notebook, [Path(name) for name in names])),
            warnings=notebook.warnings,
        )

    def as_json(self) -> dict[str, Any]:
        """The value for the journal; ``from_json`` reads it back."""
        whole = asdict(self)
        whole["weak_lines"] = [
            [str(one.file), one.text, list(one.paragraphs)] for one in self.weak_lines
        ]
        return whole

    @staticmethod
    def from_json(whole: Mapping[str, Any]) -> Facts:
        """The value of ``as_json``. Raises ``KeyError``, ``TypeError`` or ``ValueError``."""
        lines = [WeakLine(Path(file), text, tuple(at)) for file, text, at in whole["weak_lines"]]
        return Facts(
            essays=int(whole["essays"]),
            claimed=whole["claimed"],
            characters=int(whole["characters"]),
            repairs=tuple((str(kind), int(count)) for kind, count in whole["repairs"]),
            verified=int(whole["verified"]),
            replaced=int(whole["replaced"]),
            refused=int(whole["refused"]),
            weak=int(whole["weak"]),
            weak_lines=tuple(lines),
            warnings=tuple(whole["warnings"]),
        )


@dataclass(frozen=True, slots=True)
class BatchRow:
    """What became of one source.

    ``reason`` is a sentence that names the source, where the status needs one.
    ``outputs`` are the files of the notes, those of the essays first. ``seconds`` are by stage
    (see ``console.STAGES``), empty for what was not done in this run.
    """

    source: str
    status: Status
    reason: str = ""
    folder: Path | None = None
    outputs: tuple[Path, ...] = ()
    facts: Facts | None = None
    seconds: tuple[tuple[str, float], ...] = ()
    duplicate_of: str = ""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What became of all sources of a run, in the order of discovery.

    ``stopped`` is the sentence that says why a run ended before its end, or empty;
    ``exit_code`` is that of the command.
    """

    output: Path
    rows: tuple[BatchRow, ...]
    model: str
    created: str
    workers: int
    seconds: float
    stopped: str = ""
    exit_code: int = 0

    def of(self, *statuses: Status) -> tuple[BatchRow, ...]:
        """The rows with one of ``statuses``."""
        return tuple(row for row in self.rows if row.status in statuses)

"""The verdict ``misattributed`` in the note, in its report and in the JSON."""

from __future__ import annotations

import json
from dataclasses import replace

from notes.render.markdown import render_note
from notes.render.names import note_names
from notes.render.notes_json import render_json
from notes.values import Checked, Finding, Notebook, Point


def test_what_is_misattributed_is_counted_and_not_shown(notebook: Notebook) -> None:
    """Refused like an unsupported sentence; the report says of how many, the JSON of which."""
    first, second = notebook.notes
    borrowed = Checked(
        Point("读完手记我懂得了服务的内涵。", first.outline.sentences[:1], "model"),
        "misattributed",
        (Finding("misattributed", "2"),),
    )
    audit = replace(first.audit, refused=2, refusals=(*first.audit.refusals, borrowed))
    note = replace(first, points=(*first.points, borrowed), audit=audit)
    changed = replace(notebook, notes=(note, second))
    assert not borrowed.accepted
    text = render_note(changed, note, note_names(changed))
    assert borrowed.text not in text
    assert "被拒的句子中有 1 句是同一材料里别篇的话" in text
    assert "别篇的话" not in render_note(notebook, first, note_names(notebook))
    essay = json.loads(render_json(changed))["essays"][0]
    assert borrowed.text not in [point["text"] for point in essay["points"]]
    assert [one["verdict"] for one in essay["audit"]["refusals"]] == [
        "unsupported",
        "misattributed",
    ]

"""Containers without a clock."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes.render.fixed_zip import fixed_zip


@given(st.dictionaries(st.text("abc/甲", min_size=1), st.binary()))
def test_entries_come_back_in_their_order(entries: dict[str, bytes]) -> None:
    """Names, contents and order are those that went in."""
    with zipfile.ZipFile(io.BytesIO(fixed_zip(entries.items()))) as archive:
        assert {one: archive.read(one) for one in archive.namelist()} == entries
        assert archive.namelist() == list(entries)


def test_the_clock_does_not_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same entries a year later are the same bytes."""
    before = fixed_zip([("a.xml", b"<a/>")])
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 365 * 86400)
    assert fixed_zip([("a.xml", b"<a/>")]) == before
    (entry,) = zipfile.ZipFile(io.BytesIO(before)).infolist()
    assert entry.date_time == (1980, 1, 1, 0, 0, 0)

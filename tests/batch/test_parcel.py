"""What travels between processes is our own values; other bytes run nothing."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from notes.batch.parcel import packed, unpacked
from notes.errors import SettingsError
from notes.pipeline import draft
from notes.settings import Settings
from notes.values import Document

TEXT = (
    "一、把路修到家门口\n去年全镇修路12.5公里，惠及3600人。要继续把路修好，让群众出行更方便。\n"
    "二、把灯点亮\n村里装了86盏灯。群众说，灯亮了，心里就踏实了。\n"
)


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("true",)


def test_a_draft_and_an_error_come_back_as_they_were() -> None:
    """All that a draft is made of may travel."""
    made = draft(Document("路.txt", TEXT), Settings())
    back = unpacked(packed(made))
    assert back.requests == made.requests
    assert back.repaired == made.repaired
    assert [one.passages for one in back.materials] == [one.passages for one in made.materials]
    error = unpacked(packed(SettingsError("坏了。")))
    assert isinstance(error, SettingsError)
    assert unpacked(packed(Path("甲.txt"))) == Path("甲.txt")


@pytest.mark.parametrize(
    "bytes_", [pickle.dumps(Evil()), b"cnotes.batch.inside\nos\n.", b"cbuiltins\neval\n."]
)
def test_other_bytes_are_refused(bytes_: bytes) -> None:
    """Functions, and what our modules merely import, are not looked up."""
    with pytest.raises(pickle.UnpicklingError, match="not a value"):
        unpacked(bytes_)

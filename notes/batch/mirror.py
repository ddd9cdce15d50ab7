"""An output folder that has a URL: worked on in a local mirror, which is kept alike.

Journal, lock, atomic moves and the care for edited notes need a real folder. So the run
works on a mirror in the cache of this user; ``pull`` brings what changed at the URL since,
``push`` sends each finished set of notes, and the journal after it. Two machines must not
write to one URL at once: the lock holds on this machine only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

from notes.batch.journal import JOURNAL
from notes.batch.lock import LOCK
from notes.batch.remote import file_system, url_of
from notes.errors import OutputError

STAMPS = ".notes-mirror.json"
"""In the mirror: what stood at the URL when both were last alike. It is not sent."""
EVERY = 50
"""The journal is sent after so many sources, and at the end."""

_OWN = {STAMPS, LOCK}


class Mirror:
    """The folder at ``url`` and its local mirror ``folder``."""

    def __init__(self, url: Path, home: Path | None = None) -> None:
        """Raises ``SettingsError`` where the library for the URL is missing."""
        self.url = url_of(url)
        self._fs, self._root = file_system(url)
        if home is None:
            from platformdirs import user_cache_path

            home = user_cache_path("study-notes") / "mirrors"
        self.folder = home / hashlib.sha256(self.url.encode()).hexdigest()[:16]
        self._stamps: dict[str, str] = {}
        self._since = 0

    def pull(self) -> None:
        """Make the mirror like the URL. Raises ``OutputError``."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._stamps = self._known()
            there = self._listing()
            for name in self._stamps.keys() - there.keys():
                (self.folder / name).unlink(missing_ok=True)
            for name, stamp in there.items():
                path = self.folder / name
                if self._stamps.get(name) != stamp or not path.exists():
                    path.parent.mkdir(parents=True, exist_ok=True)
                    self._fs.get_file(f"{self._root}/{name}", str(path))
            self._stamps = there
            self._remember()
        except Exception as error:  # each file system raises its own
            raise self._failed(error) from error

    def push(self, name: str) -> None:
        """Send the notes in the folder ``name``, and now and then the journal.

        Raises ``OutputError``.
        """
        self._send(path for path in (self.folder / name).iterdir() if path.is_file())
        gone = [
            one
            for one in self._stamps
            if one.startswith(f"{name}/") and not (self.folder / one).exists()
        ]
        self._remove(gone)
        self._since += 1
        if self._since >= EVERY:
            self.finish()

    def finish(self) -> None:
        """Send the journal and the reports. Raises ``OutputError``."""
        self._since = 0
        tops = [path for path in self.folder.iterdir() if path.is_file() and path.name not in _OWN]
        # The journal last: it must not tell of files that are not there yet.
        self._send(sorted(tops, key=lambda path: path.name == JOURNAL))
        self._remember()

    def _send(self, paths: Iterable[Path]) -> None:
        try:
            for path in sorted(paths) if not isinstance(paths, list) else paths:
                name = path.relative_to(self.folder).as_posix()
                target = f"{self._root}/{name}"
                self._fs.makedirs(str(PurePosixPath(target).parent), exist_ok=True)
                self._fs.put_file(str(path), target)
                self._stamps[name] = _stamp(self._fs.info(target))
        except Exception as error:  # each file system raises its own
            raise self._failed(error) from error

    def _remove(self, names: Iterable[str]) -> None:
        try:
            for name in names:
                self._fs.rm_file(f"{self._root}/{name}")
                del self._stamps[name]
        except Exception as error:  # each file system raises its own
            raise self._failed(error) from error

    def _listing(self) -> dict[str, str]:
        self._fs.invalidate_cache()
        found: dict[str, dict[str, Any]] = self._fs.find(self._root, detail=True)
        names = {}
        for path, info in found.items():
            name = path[len(self._root) :].lstrip("/")
            if name and ".." not in PurePosixPath(name).parts and name not in _OWN:
                names[name] = _stamp(info)
        return names

    def _known(self) -> dict[str, str]:
        try:
            stamps = json.loads((self.folder / STAMPS).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(name): str(stamp) for name, stamp in stamps.items()}

    def _remember(self) -> None:
        text = json.dumps(self._stamps, ensure_ascii=False, sort_keys=True)
        temporary = self.folder / f"{STAMPS}.tmp"
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(self.folder / STAMPS)

    def _failed(self, error: Exception) -> OutputError:
        if isinstance(error, OutputError):
            return error
        told = str(error).strip().partition("\n")[0] or type(error).__name__
        return OutputError(f"{self.url}: 笔记送不到这里（{told}），请检查地址、网络和权限后重试。")


def _stamp(info: dict[str, Any]) -> str:
    """What changes when a file does: its ETag where there is one, else size and time."""
    mark = info.get("ETag") or info.get("etag") or info.get("md5Hash")
    if mark:
        return str(mark)
    when = info.get("mtime") or info.get("LastModified") or info.get("created") or ""
    return f"{info.get('size')} {when}"

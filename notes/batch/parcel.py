"""Values of a run as bytes, on their way between its processes, and back.

What comes back is built of our own value types and a few plain ones only: any other class
or function that the bytes name is refused before it is looked up, so bytes of another
origin cannot run code (as the Python documentation has it under "Restricting Globals").
"""

from __future__ import annotations

import io
import pickle
from typing import Any

PLAIN = {
    ("builtins", "frozenset"),
    ("builtins", "set"),
    ("builtins", "slice"),
    ("collections", "Counter"),
    ("numpy", "dtype"),
    ("numpy", "ndarray"),
    ("numpy._core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "scalar"),
    ("numpy._core.numeric", "_frombuffer"),
    ("pathlib", "PosixPath"),
    ("pathlib", "WindowsPath"),
    ("pathlib._local", "PosixPath"),
    ("pathlib._local", "WindowsPath"),
    ("scipy.sparse._csr", "csr_array"),
}
"""Types that stand in our values and are not our own."""


def packed(value: object) -> bytes:
    """``value`` as bytes."""
    return pickle.dumps(value, pickle.HIGHEST_PROTOCOL)


def unpacked(parcel: bytes) -> Any:
    """The value that ``packed`` made bytes of.

    Raises ``pickle.UnpicklingError`` where they name anything but our own value types.
    """
    return _OwnTypes(io.BytesIO(parcel)).load()


class _OwnTypes(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in PLAIN:
            return super().find_class(module, name)
        if module.startswith("notes.") and "." not in name:
            found = super().find_class(module, name)
            # Not what a module of ours has merely imported.
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"not a value of this program: {module}.{name}")

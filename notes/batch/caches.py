"""The caches of texts, which a long run empties now and then."""

from __future__ import annotations

import sys

_LARGE, _KEPT = 1024, 4096


def forget() -> None:
    """Empty the larger caches of texts that the stages have filled, so that memory stays flat.

    They are the ``lru_cache`` functions of this package with room for ``_LARGE`` entries or
    more; small ones hold tables, which stay.
    """
    for name, module in tuple(sys.modules.items()):
        if not name.startswith("notes."):
            continue
        for found in tuple(vars(module).values()):
            if not (hasattr(found, "cache_clear") and hasattr(found, "cache_parameters")):
                continue
            room = found.cache_parameters()["maxsize"] or 0
            if room >= _LARGE and found.cache_info().currsize > _KEPT:
                found.cache_clear()

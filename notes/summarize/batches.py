"""Rows of like length share a batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def batches(lengths: Sequence[int], tokens: int) -> Iterator[list[int]]:
    """Rows in batches of at most ``tokens`` padded tokens, longest first."""
    order = sorted(range(len(lengths)), key=lambda row: (-lengths[row], row))
    while order:
        count = max(1, tokens // max(lengths[order[0]], 1))
        yield order[:count]
        order = order[count:]

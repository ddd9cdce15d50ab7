"""How seconds grow with size."""

from __future__ import annotations

import math
from collections.abc import Mapping


def exponent(seconds: Mapping[int, float]) -> float | None:
    """The ``k`` of the best fit of ``seconds = c * size ** k`` (least squares of logarithms).

    1 is linear, 2 quadratic; ``None`` for fewer than two sizes.
    """
    points = [(math.log(size), math.log(value)) for size, value in seconds.items() if value > 0]
    if len(points) < 2:
        return None
    middle = sum(x for x, _ in points) / len(points)
    height = sum(y for _, y in points) / len(points)
    spread = sum((x - middle) ** 2 for x, _ in points)
    return sum((x - middle) * (y - height) for x, y in points) / spread if spread else None

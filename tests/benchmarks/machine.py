"""What this machine can do at most: products of matrices, and moving memory."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter

_SIZE = 1536
_BYTES = 256 * 2**20


def limits(seconds: float) -> dict[str, float]:
    """Billions of floating-point operations a second (fp32, bf16), GB a second of a copy.

    Each is the best of several tries within ``seconds``; a copy reads and writes.
    """
    import torch

    found: dict[str, float] = {"cores": float(torch.get_num_threads())}
    for name, kind in (("fp32", torch.float32), ("bf16", torch.bfloat16)):
        left, right = torch.randn(2, _SIZE, _SIZE, dtype=torch.float32).to(kind)
        best = _best(lambda left=left, right=right: left @ right, seconds)  # type: ignore[misc]
        found[f"{name}_gflops"] = 2 * _SIZE**3 / best / 1e9
    source = torch.zeros(_BYTES // 4)
    target = torch.empty_like(source)
    found["copy_gb_s"] = 2 * _BYTES / _best(lambda: target.copy_(source), seconds) / 1e9
    return found


def _best(work: Callable[[], object], seconds: float) -> float:
    work()
    best, began = float("inf"), perf_counter()
    while perf_counter() - began < seconds:
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return best

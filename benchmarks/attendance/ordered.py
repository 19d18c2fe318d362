"""Times in order: how long most of them took, and the slowest."""

from __future__ import annotations

from collections.abc import Sequence


def percentiles(seconds: Sequence[float]) -> dict[str, float]:
    """Milliseconds within which a share of them was done."""
    ordered = sorted(seconds)
    return {
        f"p{share * 100:g}": round(1000 * ordered[int(share * (len(ordered) - 1))], 1)
        for share in (0.5, 0.9, 0.99, 0.999, 1.0)
    }

"""Which of many repairs people are to choose from."""

from __future__ import annotations

from scheduler.domain.repairs import Repair

MOST_REPAIRS = 6


def pareto(found: list[Repair]) -> list[Repair]:
    """Those that no other beats in people touched and in quality; fewest touched first."""
    kept: list[Repair] = []
    for one in sorted(found, key=lambda r: (r.weight, r.score.rank)):
        if not kept or one.score.rank < kept[-1].score.rank:
            kept.append(one)
    # Of many in between those that differ most from each other are enough to choose from.
    while len(kept) > MOST_REPAIRS:
        gaps = [two.weight - one.weight for one, two in zip(kept[:-2], kept[2:], strict=True)]
        del kept[1 + gaps.index(min(gaps))]
    return kept

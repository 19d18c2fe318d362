"""Random histories of marks, in any order and with repeats, against the naive reference.

python -m benchmarks.attendance.histories [--histories 10000]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.attendance.ledger import fold
from scheduler.domain.attendance import Mark
from scheduler.domain.standing import Expected
from tests.unit.attendance.marking import CAMPUS, OUT, READING, SESSION
from tests.unit.attendance.reference import gist, histories, naive


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=10_000)
    args = parser.parse_args()
    counts = {"histories": 0, "marks": 0}
    folding = 0.0

    @settings(
        max_examples=args.histories,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(histories(), st.sampled_from([OUT, CAMPUS, SESSION]), st.randoms())
    def compare(history: list[Mark], expected: Expected, dice: Random) -> None:
        nonlocal folding
        begun = time.perf_counter()
        standing = fold(expected, history, READING)
        folding += time.perf_counter() - begun
        again = [*history, *history[: len(history) // 2]]
        dice.shuffle(again)
        assert fold(expected, again, READING) == standing
        assert gist(standing) == naive(expected, history)
        counts["histories"] += 1
        counts["marks"] += len(history)

    compare()
    each = {"microseconds_a_fold": round(1e6 * folding / counts["histories"], 1)}
    print(json.dumps(counts | each, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The register of any minute of a term, for 30,000 students.

python -m benchmarks.attendance.registers [--preset network]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from random import Random

from benchmarks.attendance.ordered import percentiles
from scheduler.attendance.register import Holding, Register
from scheduler.made import make


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--preset", default="network")
    parser.add_argument("--minutes", type=int, default=2_000, help="of random dates")
    args = parser.parse_args()
    made = make(args.preset, 1, planted=True)
    assert made.hidden is not None
    term = made.instance.term
    register = Register(
        [Holding(number=1, holds_from=term.first, instance=made.instance, timetable=made.hidden)]
    )
    days = [day for day, _, _ in term.dates()]
    compiling = []
    for day in days:
        begun = time.perf_counter()
        register.on(day).whereabouts.at(0)
        compiling.append(time.perf_counter() - begun)
    draw, asking = Random(1), []
    for _ in range(args.minutes):
        begun = time.perf_counter()
        register.on(draw.choice(days)).whereabouts.at(draw.randrange(24 * 60))
        asking.append(time.perf_counter() - begun)
    found = {
        "students": len(made.instance.students),
        "dates": len(days),
        "first_time_of_a_pattern_s": round(max(compiling), 2),
        "any_minute_ms": percentiles(asking),
    }
    print(json.dumps(found, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""``python -m benchmarks.change``: repairs after random changes, one by one.

For each change: seconds to the first repair that passes the checker, to the fewest
touched being proven, and (``--menus``) to the whole menu. Resumable: what is in the
results of the same sources is not run again.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from statistics import median

from benchmarks.change.ground import FOLDER, edits_of, release_of
from benchmarks.change.peer import counted, resolved
from benchmarks.quality.running import state_of_sources
from scheduler.domain.edits import apply
from scheduler.solver.reshuffle import Base, reshuffle


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.change", description=__doc__)
    parser.add_argument("--preset", default="met")
    parser.add_argument("--seed", type=int, default=1, help="of the school")
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--edits-seed", type=int, default=1)
    parser.add_argument("--plan-seconds", type=float, default=60.0)
    parser.add_argument("--seconds", type=float, default=10.0, help="for one repair")
    parser.add_argument("--menus", action="store_true", help="also the menu")
    parser.add_argument("--peer", action="store_true", help="beside it CP-SAT, pinned, with hints")
    parser.add_argument("--results", type=Path, default=FOLDER / "repairs.jsonl")
    return parser.parse_args()


def main() -> int:
    wanted = arguments()
    instance, release = release_of(wanted.preset, wanted.seed, wanted.plan_seconds)
    edits = edits_of(instance, release, wanted.edits_seed, wanted.edits)
    base = Base(instance, release)
    what = f"{wanted.preset} {wanted.seed} {wanted.edits_seed}"
    case = f"{what} {wanted.seconds} {wanted.menus} {wanted.peer}"
    key = f"{case} {state_of_sources()}"
    known = {
        row["number"]: row
        for line in (wanted.results.read_text().splitlines() if wanted.results.exists() else ())
        if (row := json.loads(line))["key"] == key
    }
    for number, edit in enumerate(edits):
        if number in known:
            continue
        applied = apply(instance, [edit])
        # Somebody hears of each repair, as people do: the first is looked at by itself.
        found = reshuffle(
            base,
            applied,
            seconds=wanted.seconds,
            menu=wanted.menus,
            on_repair=lambda repair: None,
        )
        found_row: dict[str, object] = {"key": key, "number": number, "kind": edit.edit}
        if wanted.peer:
            other = resolved(base, applied, wanted.seconds, pinned=True)
            found_row["peer"] = {
                "first": other.first,
                "seconds": round(other.seconds, 3),
                **counted(base, applied, other.timetable),
            }
        if found is not None:
            found_row |= {
                "stranded": len(found.stranded),
                "first": found.first_seconds,
                "proven": found.proven_seconds,
                "seconds": found.seconds,
                "unplaced_proven": found.unplaced_proven,
                "touched_proven": found.touched_proven,
                "touched": found.fewest.weight,
                "least": found.proof.touched,
                "newly_unplaced": len(found.fewest.newly_unplaced),
                "penalty": found.fewest.score.penalty,
                "menu": [[r.weight, *r.score.unplaced, r.score.penalty] for r in found.menu],
            }
        known[number] = found_row
        wanted.results.parent.mkdir(parents=True, exist_ok=True)
        with wanted.results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(found_row) + "\n")
        print(
            number, edit.edit, {k: v for k, v in found_row.items() if k != "key"}, file=sys.stderr
        )
    print(table([known[number] for number in range(len(edits))], wanted.menus))
    return 0


def share(values: list[float], part: float) -> float:
    """The value that so large a part of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


def table(rows: list[dict[str, object]], menus: bool) -> str:
    """Print figures over all changes, and by kind how many there were and how they went."""
    repaired = [row for row in rows if "first" in row]
    lines = ["| | p50 | p95 | worst |", "| --- | ---: | ---: | ---: |"]

    def line(name: str, values: list[float]) -> None:
        if values:
            lines.append(
                f"| {name} | {median(values):.2f} | {share(values, 0.95):.2f} | {max(values):.2f} |"
            )

    never = float("inf")
    line("first repair that passes the checker, s", [float(str(r["first"])) for r in repaired])
    proven = [float(str(r["proven"])) if r["proven"] is not None else never for r in repaired]
    line("fewest touched, proven, s", proven)
    if menus:
        line("menu, s", [float(str(r["seconds"])) for r in repaired])
        sizes = [len(r["menu"]) for r in repaired]  # type: ignore[arg-type]
        lines.append(f"\nrepairs in a menu: {min(sizes)} to {max(sizes)}, median {median(sizes):g}")
    lines += _beside(rows)
    lines += ["", "| kind | changes | repaired | proven | touched, median | newly unplaced |"]
    lines.append("| --- | ---: | ---: | ---: | ---: | ---: |")
    kinds: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        kinds[str(row["kind"])].append(row)
    for kind, some in sorted(kinds.items()):
        done = [row for row in some if "first" in row]
        touched = [float(str(row["touched"])) for row in done]
        lines.append(
            f"| {kind} | {len(some)} | {len(done)} | {sum(r['proven'] is not None for r in done)}"
            f" | {median(touched) if touched else 0:g}"
            f" | {sum(int(str(r['newly_unplaced'])) for r in done)} |"
        )
    return "\n".join(lines)


def _beside(rows: list[dict[str, object]]) -> list[str]:
    """Our figures and those of the peer, over the changes that both answered."""
    both = [(row, row["peer"]) for row in rows if "peer" in row and "first" in row]
    pairs = [(row, one) for row, one in both if isinstance(one, dict) and one.get("broken") == 0]
    if not pairs:
        return []
    lines = ["", "| answered by both | ours | CP-SAT, all else pinned, hints |"]
    lines.append("| --- | ---: | ---: |")

    def values(of: int, field: str) -> list[float]:
        return [float(str(pair[of][field])) for pair in pairs if pair[of][field] is not None]

    for name, field in (("first repair", "first"), ("all of it", "seconds")):
        ours, theirs = values(0, field), values(1, field)
        said = [f"{median(some):.2f} / {share(some, 0.95):.2f}" for some in (ours, theirs)]
        lines.append(f"| {name}, p50 / p95, s | {said[0]} | {said[1]} |")
    for name, field in (("touched", "touched"), ("newly unplaced", "newly_unplaced")):
        ours, theirs = values(0, field), values(1, field)
        lines.append(f"| {name}, all together | {sum(ours):g} | {sum(theirs):g} |")
    ours, theirs = values(0, "penalty"), values(1, "penalty")
    lines.append(f"| penalty, median | {median(ours):g} | {median(theirs):g} |")
    lines.append(f"| changes | {len(pairs)} of {len(rows)} | |")
    return lines


if __name__ == "__main__":
    sys.exit(main())

"""One table: a line for each school's size and peer, medians over its runs, then every run."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from statistics import median

from benchmarks.peers.catalogue import OURS, PEERS
from benchmarks.peers.cells import Cell, Judged
from benchmarks.peers.comparing import Comparison, Verdict, compare

Known = dict[Cell, Judged]
HEAD = ("school", "peer", "runs", "answers", "unplaced", "penalty", "a student", "violations")
TAIL = ("first answer, s", "penalty by ours", "verdict")


def table(cells: Sequence[Cell], known: Known) -> str:
    """Write medians over all runs of a peer on schools of a size, and below each run."""
    done = [cell for cell in cells if cell in known]
    groups: dict[tuple[str, str], list[Cell]] = {}
    for cell in done:
        groups.setdefault((cell.preset, cell.peer), []).append(cell)
    lines = [_row(*HEAD, *TAIL), _row(*["---"] * 2, *["---:"] * 8, "---")]
    lines += [_summed(preset, peer, some, known) for (preset, peer), some in groups.items()]
    lines += ["", _row("run", *HEAD[4:], *TAIL, "it says")]
    lines.append(_row("---", *["---:"] * 6, "---", "---"))
    lines += [_run(cell, known) for cell in done]
    return "\n".join([*lines, "", _measured_with(done)]) if done else "Nothing was run."


def comparison_of(cell: Cell, known: Known) -> Comparison:
    """A run beside our own of the same school and limits."""
    return compare(known[cell], known.get(cell.of_ours), known.get(cell.of_ours_held))


def _summed(preset: str, peer: str, cells: list[Cell], known: Known) -> str:
    runs = [known[cell] for cell in cells]
    lacking = next((one.missing for one in runs if one.missing), "")
    answers = [one for one in runs if one.unplaced is not None]
    name = f"{preset}{', planted' if cells[0].planted else ''}"
    if not answers:
        text = lacking or "no answer"
        return _row(name, peer, str(len(runs)), "0", *["none"] * 5, "", text)
    compared = [comparison_of(cell, known) for cell in cells]
    return _row(
        name,
        peer,
        str(len(runs)),
        str(len(answers)),
        _median([sum(one.unplaced or ()) for one in answers]),
        _median([one.penalty or 0 for one in answers]),
        f"{median((one.penalty or 0) / one.students for one in answers):.2f}",
        _median([one.violations or 0 for one in answers]),
        _first(answers),
        "" if peer == OURS else _ratios(compared),
        "" if peer == OURS else _verdicts(compared) + _part(peer),
    )


def _run(cell: Cell, known: Known) -> str:
    one = known[cell]
    if one.unplaced is None or one.penalty is None:
        return _row(cell.name, *["none"] * 5, "", one.missing or "no answer", one.says)
    compared = comparison_of(cell, known)
    return _row(
        cell.name,
        f"{sum(one.unplaced)} ({'/'.join(map(str, one.unplaced))})",
        f"{one.penalty:,}",
        f"{one.penalty / one.students:.2f}",
        f"{one.violations} {' '.join(one.rules)}".strip(),
        _first([one]),
        "" if cell.peer == OURS else _ratios([compared]),
        "" if cell.peer == OURS else str(compared.verdict) + _part(cell.peer),
        one.says,
    )


def _median(values: Sequence[float]) -> str:
    return f"{median(values):,.0f}"


def _first(answers: Sequence[Judged]) -> str:
    return f"{median(one.first_seconds or one.seconds for one in answers):.1f}"


def _ratios(compared: Sequence[Comparison]) -> str:
    """The median ratio, and how many pairs it stands on; ``h``: ours was held."""
    ratios = [one.ratio for one in compared if one.ratio is not None]
    if not ratios:
        return "none"
    held = sum(one.held for one in compared)
    pairs = f" ({len(ratios)} of {len(compared)})" if len(compared) > 1 else ""
    return f"{median(ratios):.2f}{' h' if held else ''}{pairs}"


def _verdicts(compared: Sequence[Comparison]) -> str:
    counts = {verdict: sum(one.verdict is verdict for one in compared) for verdict in Verdict}
    return ", ".join(f"{verdict} {count}" for verdict, count in counts.items() if count)


def _part(peer: str) -> str:
    """Say of a peer that decides only a part of the week that the rest is ours."""
    return "" if PEERS[peer].whole else " (a part of the week; the rest is ours)"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _measured_with(cells: Sequence[Cell]) -> str:
    one = cells[0]
    return (
        f"{'planted' if one.planted else 'ordinary'}, {one.seconds:g} s, {one.workers} workers,"
        f" sources {one.sources}; {os.cpu_count()} cores, {platform.machine()},"
        f" {platform.system()}. A ratio is given where as much is unplaced in both; h: ours was"
        " planned without as many items as the peer leaves out."
    )

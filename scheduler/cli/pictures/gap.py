"""How penalty, bound and unplaced items went while the run ran."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure

from scheduler.cli.pictures import colours
from scheduler.domain.instance import Instance


def figure(instance: Instance, history: Sequence[dict[str, Any]]) -> Figure:
    """Draw penalty and proven bound, the gap, and the unplaced items over time."""
    drawn = Figure(figsize=(8, 7))
    above, middle, below = drawn.subplots(3, 1, sharex=True, height_ratios=(3, 2, 2))
    known = [one for one in history if one["penalty"] is not None]
    seconds = [one["seconds"] for one in known]
    above.step(
        seconds,
        [one["penalty"] for one in known],
        where="post",
        color=colours.BLUE,
        label="penalty of the best timetable",
    )
    above.step(
        seconds,
        [one["bound"] for one in known],
        where="post",
        color=colours.VERMILION,
        linestyle="--",
        label="proven bound",
    )
    above.set(ylabel="points", ylim=(0, None), title=f"{instance.name}: the gap over time")
    above.legend(frameon=False)
    middle.step(seconds, [100 * one["gap"] for one in known], where="post", color=colours.BLACK)
    middle.set(ylabel="gap in %", ylim=(0, 103))
    below.step(seconds, [one["unplaced"] for one in known], where="post", color=colours.ORANGE)
    below.set(ylabel="unplaced items", xlabel="seconds since the run began", ylim=(0, None))
    return drawn

"""How long students travel to and from their internships."""

from __future__ import annotations

from matplotlib.figure import Figure

from scheduler.cli.pictures import colours
from scheduler.domain.instance import Instance
from scheduler.domain.places import Mode
from scheduler.domain.timetable import Timetable, journey_minutes, journey_mode

STEP = 5
LONG = 45
"""Minutes above which a way costs more."""


def minutes_by_mode(timetable: Timetable) -> dict[Mode, list[int]]:
    """Minutes of every way there and back, by mode."""
    found: dict[Mode, list[int]] = {mode: [] for mode in Mode}
    for out in timetable.days_out:
        for journey in (out.there, out.back):
            mode = journey_mode(journey)
            if mode is not None:
                found[mode].append(journey_minutes(journey))
    return {mode: minutes for mode, minutes in found.items() if minutes}


def figure(instance: Instance, timetable: Timetable) -> Figure:
    """Draw a stacked histogram of the minutes of a way, in steps of five."""
    found = minutes_by_mode(timetable)
    longest = max((max(minutes) for minutes in found.values()), default=0)
    drawn = Figure(figsize=(8, 4.5))
    axes = drawn.subplots()
    if found:
        everything = sorted(one for minutes in found.values() for one in minutes)
        median = everything[len(everything) // 2]
        modes = list(Mode)
        _, _, stacks = axes.hist(
            list(found.values()),
            bins=range(0, longest + STEP + 1, STEP),
            stacked=True,
            color=[colours.ALL[modes.index(mode)] for mode in found],
            label=[f"{mode.value} ({len(minutes):,})" for mode, minutes in found.items()],
            edgecolor="white",
        )
        del stacks
        axes.axvline(median, color=colours.BLACK, linestyle=":", label=f"median {median} min")
        axes.axvline(LONG, color=colours.BLACK, linestyle="--", linewidth=0.8, label=f"{LONG} min")
        axes.legend(frameon=False, fontsize=8)
    axes.set(
        xlabel="minutes of one way",
        ylabel="ways",
        title=f"{instance.name}: ways to and from internships",
    )
    return drawn

"""When every section is: a grid of sections by slots."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from scheduler.cli.pictures import colours
from scheduler.domain.calendar import DAY_NAMES, clock
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable

MOST_NAMED = 60
"""Sections up to which each row is named."""

Time = tuple[int, int, int]


def times_of(instance: Instance, timetable: Timetable) -> dict[str, list[Time]]:
    """Weekday, start and end of every slot each running section takes."""
    found: dict[str, list[Time]] = {}
    for section in timetable.sections:
        _, workshop = instance.section_of[section.section]
        taken: list[Time] = []
        for session in section.sessions:
            grid = instance.room_of[session.room][1].grid
            for slot in grid[session.slot : session.slot + workshop.length]:
                taken.append((slot.day, *slot.minutes))
        found[section.section] = taken
    return found


def figure(instance: Instance, timetable: Timetable) -> Figure:
    """Draw a row a running section and a column a slot, full where it meets."""
    found = times_of(instance, timetable)
    columns = sorted(
        {(slot.day, *slot.minutes) for site in instance.school_sites for slot in site.grid}
    )
    index = {time: number for number, time in enumerate(columns)}
    rows = sorted(found, key=lambda one: (sorted(found[one]), one))
    drawn = Figure(figsize=(11, min(30.0, 2.5 + 0.16 * len(rows))))
    axes = drawn.subplots()
    cells = [[0] * len(columns) for _ in rows] or [[0] * len(columns)]
    for number, one in enumerate(rows):
        for time in found[one]:
            cells[number][index[time]] = 1
    axes.imshow(
        cells,
        aspect="auto",
        cmap=ListedColormap(["white", colours.BLUE]),
        vmin=0,
        vmax=1,
        interpolation="nearest",
    )
    axes.set_xticks(
        range(len(columns)),
        [f"{clock(start):%H:%M}" for _, start, _ in columns],
        rotation=90,
        fontsize=6,
    )
    axes.grid(visible=False)
    _mark_days(axes, columns, instance)
    if len(rows) <= MOST_NAMED:
        axes.set_yticks(range(len(rows)), [instance.names[one] for one in rows], fontsize=6)
    else:
        axes.set_yticks([])
        axes.set_ylabel(f"{len(rows):,} sections")
    axes.set_title(f"{instance.name}: when sections meet")
    return drawn


def _mark_days(axes: Axes, columns: list[Time], instance: Instance) -> None:
    for day in instance.term.weekdays:
        places = [number for number, time in enumerate(columns) if time[0] == day]
        if places:
            axes.axvline(places[0] - 0.5, color=colours.BLACK, linewidth=0.8)
            axes.text(
                (places[0] + places[-1]) / 2,
                1.0,
                DAY_NAMES[day],
                transform=axes.get_xaxis_transform(),
                ha="center",
                va="bottom",
                fontsize=8,
            )

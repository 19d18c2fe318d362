"""When every section is: a grid of sections by slots."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from scheduler.cli.pictures import colours
from scheduler.domain.calendar import DAY_NAMES, clock
from scheduler.domain.ids import SectionId
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable

MOST_NAMED = 60
"""Sections up to which each row is named."""
MOST_DRAWN = 200
"""Sections up to which more of them make a higher picture."""

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
    """Draw a row a running section and a column a slot, full where it meets.

    Sections stand together by school site, each site in a colour of its own.
    """
    found = times_of(instance, timetable)
    columns = sorted(
        {(slot.day, *slot.minutes) for site in instance.school_sites for slot in site.grid}
    )
    index = {time: number for number, time in enumerate(columns)}
    sites = [site.id for site in instance.school_sites]
    site_of = {one: sites.index(instance.section_of[SectionId(one)][0].site) for one in found}
    rows = sorted(found, key=lambda one: (site_of[one], sorted(found[one]), one))
    cells = [[0] * len(columns) for _ in rows] or [[0] * len(columns)]
    for row, one in enumerate(rows):
        for time in found[one]:
            cells[row][index[time]] = 1 + site_of[one] % len(colours.ALL)
    named = len(rows) <= MOST_NAMED
    drawn = Figure(figsize=(11, 2.5 + (0.17 if named else 0.06) * min(len(rows), MOST_DRAWN)))
    axes = drawn.subplots()
    axes.imshow(
        cells,
        aspect="auto",
        cmap=ListedColormap(["white", *colours.ALL]),
        vmin=0,
        vmax=len(colours.ALL),
        interpolation="nearest",
    )
    starts = [f"{clock(start):%H:%M}" for _, start, _ in columns]
    axes.set_xticks(range(len(columns)), starts, rotation=90, fontsize=7)
    axes.grid(visible=False)
    _mark_days(axes, columns, instance)
    if named:
        axes.set_yticks(range(len(rows)), [instance.names[one] for one in rows], fontsize=7)
    else:
        axes.set_yticks([])
        axes.set_ylabel(f"{len(rows):,} sections")
    if 1 < len(sites) <= len(colours.ALL):
        keys = [
            Patch(color=colours.ALL[number], label=instance.names[site])
            for number, site in enumerate(sites)
        ]
        drawn.legend(handles=keys, loc="outside lower center", ncols=len(keys), frameon=False)
    axes.set_title(f"{instance.name}: when sections meet", pad=20)
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

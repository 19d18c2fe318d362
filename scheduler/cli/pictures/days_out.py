"""How many students are out on each weekday, by school site."""

from __future__ import annotations

from collections import Counter

from matplotlib.figure import Figure

from scheduler.cli.pictures import colours
from scheduler.domain.calendar import DAY_NAMES
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable

MOST_BARS = len(colours.ALL)


def counts(instance: Instance, timetable: Timetable) -> dict[str, Counter[int]]:
    """Students out by school site and weekday, in the fullest week of the cycle."""
    by_week: Counter[tuple[str, int, int]] = Counter()
    for out in timetable.days_out:
        student = instance.student_of[out.student]
        wish = student.internships[out.internship]
        if wish.block is None:
            site = instance.school_site_of_student(student).id
            for week in instance.weeks(wish.weeks):
                by_week[site, out.day, week] += 1
    found: dict[str, Counter[int]] = {site.id: Counter() for site in instance.school_sites}
    for (home, day, _), number in by_week.items():
        found[home][day] = max(found[home][day], number)
    return found


def figure(instance: Instance, timetable: Timetable) -> Figure:
    """Draw one group of bars a weekday, one bar a school site.

    Where there are more sites than colours, the smaller ones are drawn together.
    """
    found = counts(instance, timetable)
    sites = list(found)
    if len(sites) > MOST_BARS:
        sites.sort(key=lambda site: (-found[site].total(), site))
    bars = {instance.names[site]: found[site] for site in sites[:MOST_BARS]}
    if len(sites) > MOST_BARS:
        last = sites[MOST_BARS - 1 :]
        del bars[instance.names[last[0]]]
        bars[f"{len(last)} other sites"] = sum((found[site] for site in last), Counter[int]())
    drawn = Figure(figsize=(8, 4.5))
    axes = drawn.subplots()
    days = instance.term.weekdays
    width = 0.8 / max(1, len(bars))
    for number, (name, out) in enumerate(bars.items()):
        places = [index - 0.4 + (number + 0.5) * width for index in range(len(days))]
        drawn_bars = axes.bar(
            places,
            [out[day] for day in days],
            width=width,
            color=colours.ALL[number],
            hatch=colours.HATCHES[number],
            edgecolor="white",
            label=name,
        )
        axes.bar_label(drawn_bars, fontsize=8)
    axes.set_xticks(range(len(days)), [DAY_NAMES[day] for day in days])
    axes.set(ylabel="students out", title=f"{instance.name}: students out by weekday")
    axes.grid(visible=False, axis="x")
    axes.legend(frameon=False, fontsize=8)
    return drawn

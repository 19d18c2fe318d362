"""Make a school, a city of schools, or a whole network of them."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain.ids import SchoolId
from scheduler.domain.instance import Instance
from scheduler.domain.people import School
from scheduler.domain.places import TravelRow
from scheduler.domain.timetable import Timetable
from scheduler.made.assemble import assemble, travel_rows
from scheduler.made.buses import Buses
from scheduler.made.campuses import add_campus
from scheduler.made.choices import Choices
from scheduler.made.dice import Dice
from scheduler.made.drafts import CampusDraft, CityDraft
from scheduler.made.ground import draw_ground
from scheduler.made.hidden import HiddenWeek
from scheduler.made.hidden_timetable import HiddenTimetable
from scheduler.made.internships import Asking
from scheduler.made.layout import CityPlan, lay_out
from scheduler.made.leads import add_leads
from scheduler.made.numbering import Numbering
from scheduler.made.offer import draw_workshops, seat_sections, workshop_data
from scheduler.made.placement import Placement
from scheduler.made.presets import DENSITY, Size, size_of
from scheduler.made.report import Report, Tally
from scheduler.made.requests import ask_for, draw_counts, draw_requests
from scheduler.made.rooms import add_rooms, rooms_for
from scheduler.made.sites import add_mentors, add_sites, open_up, widen
from scheduler.made.students import add_students, forbid_pairs
from scheduler.made.vans import add_vans
from scheduler.made.ways import Ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A made-up instance, what is known about it, and its hidden timetable if planted."""

    instance: Instance
    report: Report
    hidden: Timetable | None = None


def make(preset: str, seed: int, planted: bool = False) -> Made:
    """Make up a school of a preset's size; same preset and seed, same bytes.

    Parameters
    ----------
    preset
        ``small``, ``met``, ``district`` or ``network``.
    seed
        Not negative.
    planted
        Draw a hidden timetable first, and demands that it meets without exception.

    Raises
    ------
    NotFoundError
        If no preset has that name.
    """
    return make_sized(size_of(preset), seed, planted)


def make_sized(size: Size, seed: int, planted: bool = False) -> Made:
    """Make up a school of any size; same size and seed, same bytes."""
    dice = Dice(seed)
    numbers = Numbering(max(size.students, size.mentors, size.internship_sites))
    schools = tuple(
        School(id=SchoolId(name), name=f"School {name[1:]}")
        for name in (numbers.next("H") for _ in range(size.schools))
    )
    maker = _Maker(dice, numbers, schools, planted)
    for plan in lay_out(dice, size):
        maker.make_city(plan)
    name = f"{size.name}-planted-{seed}" if planted else f"{size.name}-{seed}"
    instance = assemble(name, name, dice, DENSITY, schools, maker.cities, maker.rows)
    return Made(
        instance=instance,
        report=maker.tally.report(instance),
        hidden=maker.hidden.finish(instance.id) if planted else None,
    )


class _Maker:
    """Draws city after city."""

    def __init__(
        self, dice: Dice, numbers: Numbering, schools: tuple[School, ...], planted: bool
    ) -> None:
        self._dice = dice
        self._numbers = numbers
        self._schools = schools
        self._planted = planted
        self.cities: list[CityDraft] = []
        self.rows: list[TravelRow] = []
        self.tally = Tally()
        self.hidden = HiddenTimetable()

    def make_city(self, plan: CityPlan) -> None:
        """Draw a city: places, people, days out, workshops, and what is asked for."""
        dice, numbers = self._dice, self._numbers
        city = CityDraft(ground=draw_ground(dice))
        for campus in plan.campuses:
            school = self._schools[campus.school].id
            add_campus(dice, city, numbers, school, list(campus.sizes), campus.sections)
        add_sites(dice, city, numbers, DENSITY, plan.internship_sites)
        add_mentors(dice, city, numbers, DENSITY, plan.mentors)
        add_students(dice, city, numbers, DENSITY)
        forbid_pairs(dice, city, DENSITY)
        widen(dice, city, DENSITY, sum(sum(one.wanted) for one in city.students))
        open_up(dice, city)
        add_vans(dice, city, numbers, plan.vans)
        buses = Buses(dice, DENSITY)
        choices = Choices(dice, city, Ways(city, buses))
        placement = Placement(dice, city, choices, self._planted)
        if self._planted:
            self._hide(city, placement)
            for student in city.students:
                choices.forget(student)
        asked = Asking(dice, DENSITY, choices, placement, self._planted)
        asked.ask(city)
        if not self._planted:
            for campus_draft in city.campuses:
                self._add_workshops(campus_draft)
        self.tally.add(city, choices, asked)
        self.rows += travel_rows(city, buses, asked)
        self.cities.append(city)

    def _add_workshops(self, campus: CampusDraft) -> None:
        dice = self._dice
        workshops = draw_workshops(dice, campus, self._numbers)
        add_leads(dice, campus, self._numbers, workshops)
        counts = draw_counts(dice, campus, DENSITY)
        seat_sections(workshops, sum(counts), DENSITY.seats_asked)
        add_rooms(campus, workshops, rooms_for(workshops, DENSITY))
        draw_requests(dice, campus, DENSITY, workshops, counts)
        campus.workshops += [workshop_data(campus, one) for one in workshops]

    def _hide(self, city: CityDraft, placement: Placement) -> None:
        """Draw a hidden timetable, and an offer and requests that it meets."""
        dice = self._dice
        out = placement.days_by_student()
        self.hidden.add_days_out(placement.stays)
        for campus in city.campuses:
            workshops = draw_workshops(dice, campus, self._numbers)
            add_leads(dice, campus, self._numbers, workshops)
            counts = draw_counts(dice, campus, DENSITY)
            week = HiddenWeek(dice, campus, self._numbers, workshops, counts, out)
            workshops = week.fit_offer(workshops, DENSITY)
            week.fit_rooms(workshops)
            campus.study_seats = week.study_seats()
            ask_for(dice, campus, DENSITY, workshops, week.enrolled.taken)
            campus.workshops += [workshop_data(campus, one) for one in workshops]
            self.hidden.add_week(week, workshops)

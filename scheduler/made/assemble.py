"""Turn drawn cities into one instance."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.domain.instance import AttendanceRate, Instance
from scheduler.domain.people import School
from scheduler.domain.places import Mode, TravelRow, TravelTable
from scheduler.made.buses import Buses
from scheduler.made.campuses import advisory_data, campus_data, home_rooms
from scheduler.made.dice import Dice
from scheduler.made.drafts import CityDraft
from scheduler.made.internships import Asking
from scheduler.made.presets import PRESET_VERSION, Density
from scheduler.made.sites import mentor_data, site_data
from scheduler.made.students import student_data
from scheduler.made.week import TERM

_BY_DAY = (0.9, 0.92, 0.92, 0.91, 0.87)
_BY_MODE = {Mode.TRANSIT: 0.9, Mode.VAN: 0.93, Mode.DRIVE: 0.95}


def travel_rows(city: CityDraft, buses: Buses, asked: Asking) -> list[TravelRow]:
    """Bus connections between every student's home and the places asked for."""
    rows: list[TravelRow] = []
    for student in city.students:
        places = {site.id: site for one in asked.listed[student.id] for site in one.sites}
        rows += buses.rows(student, [places[key] for key in sorted(places)])
    return rows


def attendance_rates(dice: Dice, cities: Sequence[CityDraft]) -> list[AttendanceRate]:
    """Expected attendance by weekday and mode, and of a few students and sites."""
    rates = [AttendanceRate(share=share, day=day) for day, share in enumerate(_BY_DAY)]
    rates += [AttendanceRate(share=share, mode=mode) for mode, share in _BY_MODE.items()]
    for city in cities:
        for student in city.students:
            if dice.chance(30):
                share = dice.between(70, 85) / 100
                rates.append(AttendanceRate(share=share, student=student.id))
        for site in city.sites:
            if dice.chance(20):
                rates.append(AttendanceRate(share=dice.between(92, 98) / 100, site=site.id))
    return rates


def assemble(
    name: str,
    title: str,
    dice: Dice,
    density: Density,
    schools: tuple[School, ...],
    cities: Sequence[CityDraft],
    rows: Sequence[TravelRow],
) -> Instance:
    """The instance as data."""
    campuses = [campus for city in cities for campus in city.campuses]
    return Instance(
        id=name,
        name=f"{title} (made up, preset version {PRESET_VERSION})",
        organisation="Made-up Schools",
        schools=schools,
        term=TERM,
        school_sites=tuple(campus_data(one, density) for one in campuses),
        internship_sites=tuple(site_data(one) for city in cities for one in city.sites),
        mentors=tuple(mentor_data(one) for city in cities for one in city.mentors),
        staff=tuple(one for campus in campuses for one in campus.staff),
        advisories=tuple(
            advisory_data(one, room.id)
            for campus in campuses
            for one, room in zip(campus.advisories, home_rooms(campus), strict=True)
        ),
        students=tuple(student_data(one) for city in cities for one in city.students),
        workshops=tuple(one for campus in campuses for one in campus.workshops),
        vehicles=tuple(one for city in cities for one in city.vehicles),
        runs=tuple(one for city in cities for one in city.runs),
        travel=TravelTable(rows=tuple(rows)),
        attendance=tuple(attendance_rates(dice, cities)),
    )

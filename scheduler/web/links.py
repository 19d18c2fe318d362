"""Addresses of weeks, for those things whose week somebody may look at."""

from __future__ import annotations

from functools import cache
from urllib.parse import quote

from scheduler.domain.accounts import Actor
from scheduler.service.weeks.diary import Diary
from scheduler.service.whose_week import may_see


class Links:
    """Where the weeks of things are, under an address such as ``/terms/x/weeks``."""

    def __init__(self, actor: Actor, diary: Diary, under: str) -> None:
        self._known = diary.instance.names.keys() - diary.schools
        self._may = cache(lambda one: may_see(actor, diary.instance, one))
        self.under = under

    def of(self, one: str) -> str:
        """Give the address of a thing's week; empty where there is none to look at."""
        return self.at(one) if one in self._known and self._may(one) else ""

    def at(self, one: str) -> str:
        """Give the address of a thing's week, whoever looks."""
        return f"{self.under}/{quote(one, safe='')}"


KINDS = (
    ("Students", "students"),
    ("Advisories", "advisories"),
    ("Staff", "staff"),
    ("Mentors", "mentors"),
    ("Internship sites", "internship_sites"),
    ("School sites", "school_sites"),
    ("Workshops", "workshops"),
    ("Vans", "vehicles"),
)


def groups(diary: Diary, links: Links) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """List everything that has a week to look at, by kind: address, name, id."""
    instance = diary.instance
    found = []
    for heading, field in KINDS:
        things = sorted((each.name, each.id) for each in getattr(instance, field))
        seen = [(links.of(one), name, one) for name, one in things if links.of(one)]
        if seen:
            found.append((heading, seen))
    rooms = [(links.of(one), room.name, str(one)) for one, (room, _) in instance.room_of.items()]
    if seen := [each for each in rooms if each[0]]:
        found.append(("Rooms", seen))
    return found


def kind_of(diary: Diary, one: str) -> str:
    """Say what a thing is, for lists of things of several kinds."""
    instance = diary.instance
    kinds = (
        (instance.student_of, "student"),
        (instance.advisory_of, "advisory"),
        (instance.staff_of, "staff"),
        (instance.mentor_of, "mentor"),
        (instance.site_of, "internship site"),
        (instance.school_site_of, "school site"),
        (instance.room_of, "room"),
        (instance.workshop_of, "workshop"),
        (instance.section_of, "section"),
        (instance.vehicle_of, "van"),
        (instance.run_of, "van run"),
    )
    return next((kind for ids, kind in kinds if one in ids), "")

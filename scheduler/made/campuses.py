"""School sites of a made-up city, with their advisories and staff."""

from __future__ import annotations

from scheduler.domain.ids import AdvisoryId, RoomId, SchoolId, SchoolSiteId, StaffId
from scheduler.domain.people import Advisory, MeetingKind, Staff
from scheduler.domain.places import Room, SchoolSite
from scheduler.made.dice import Dice
from scheduler.made.drafts import AdvisoryDraft, CampusDraft, CityDraft
from scheduler.made.ground import CENTRE, draw_spot
from scheduler.made.numbering import Numbering
from scheduler.made.presets import Density
from scheduler.made.week import GRID, SLOT_MINUTES, whole_days

WHOLE, CIRCLE = "whole", "circle"
_MEETINGS_NEEDED = 2


def add_campus(
    dice: Dice,
    city: CityDraft,
    numbers: Numbering,
    school: SchoolId,
    sizes: list[int],
    sections: int,
) -> None:
    """Draw a school site with an advisory and an advisor for each of the sizes."""
    number = numbers.next("C")
    spot = draw_spot(dice, CENTRE, 2500)
    campus = CampusDraft(
        id=SchoolSiteId(number),
        name=f"School Site {number[1:]}",
        school=school,
        spot=spot,
        position=city.ground.position(spot),
        grid=GRID,
        sections=sections,
    )
    for size in sizes:
        advisor = StaffId(numbers.next("T"))
        campus.staff.append(
            Staff(
                id=advisor,
                name=f"Advisor {advisor[1:]}",
                school=school,
                kind="advisor",
                most_day=4,
                most_week=12,
            )
        )
        name = numbers.next("A")
        campus.advisories.append(
            AdvisoryDraft(
                id=AdvisoryId(name),
                name=f"Advisory {name[1:]}",
                campus=campus,
                advisor=advisor,
                size=size,
                whole_day=(0, 2, 4)[dice.weighted((4, 3, 4))],
                quorum=dice.pick((0.4, 0.45, 0.5)),
            )
        )
    city.campuses.append(campus)


def advisory_data(advisory: AdvisoryDraft, room: RoomId) -> Advisory:
    """The advisory as data: one whole meeting and two with a quorum each week."""
    return Advisory(
        id=advisory.id,
        name=advisory.name,
        advisor=advisory.advisor,
        room=room,
        meetings=(
            MeetingKind(name=WHOLE, count=1, length=1, allowed=whole_days(0, 2, 4), whole=True),
            MeetingKind(name=CIRCLE, count=2, length=1, quorum=advisory.quorum),
        ),
        minutes=_MEETINGS_NEEDED * SLOT_MINUTES,
    )


def home_rooms(campus: CampusDraft) -> list[Room]:
    """A home room for each advisory, in their order."""
    return [
        Room(
            id=RoomId(f"{campus.id}-H{number:02}"),
            name=f"Home room {number}",
            kind="home",
            seats=advisory.size + 4,
        )
        for number, advisory in enumerate(campus.advisories, start=1)
    ]


def campus_data(campus: CampusDraft, density: Density) -> SchoolSite:
    """The school site as data."""
    count = sum(advisory.size for advisory in campus.advisories)
    return SchoolSite(
        id=campus.id,
        name=campus.name,
        school=campus.school,
        position=campus.position,
        grid=campus.grid,
        rooms=(*home_rooms(campus), *campus.rooms),
        seats=count * density.seats // 1000 + 1,
        study_seats=max(campus.study_seats, count * density.study_seats // 1000),
        most_slots_without_break=4,
    )

"""Workshops, sections, the staff who lead them, and the rooms they need."""

from __future__ import annotations

from dataclasses import dataclass, field

from scheduler.domain.calendar import Span
from scheduler.domain.ids import RoomId, SectionId, StaffId, WorkshopId
from scheduler.domain.offer import Section, Workshop
from scheduler.domain.people import Staff
from scheduler.domain.places import Room
from scheduler.made.dice import Dice
from scheduler.made.drafts import CampusDraft
from scheduler.made.numbering import Numbering
from scheduler.made.presets import Density
from scheduler.made.week import whole_days

TITLES = (
    "Algebra", "Animation", "Anatomy", "Ballads", "Biology", "Bridges", "Budgets", "Cartography",
    "Ceramics", "Chemistry", "City Council", "Coding", "Comics", "Debate", "Ecology", "Electronics",
    "Essays", "First Aid", "Food Science", "Functions", "Geology", "Geometry", "Graphic Design",
    "Journalism", "Law", "Local History", "Logic", "Money", "Navigation", "Novels", "Photography",
    "Physics", "Podcasts", "Poetry", "Portfolio", "Psychology", "Robotics", "Screen Printing",
    "Short Film", "Spanish", "Speech", "Statistics", "Theatre", "Urban Garden", "Water", "Wellness",
    "Woodwork", "World Music",
)  # fmt: skip
_KINDS = ("classroom", "lab", "studio")
_SECTIONS_A_TEACHER = 9
"""Slots a week that are laid out for a member of staff who has no advisory."""
_OPEN_DAYS = 3
_LEAST = 5


@dataclass(slots=True, kw_only=True)
class SectionDraft:
    """A section while its size and leads may change."""

    id: SectionId
    workshop: WorkshopDraft
    leads: list[StaffId] = field(default_factory=list)
    least: int = _LEAST
    most: int = 0
    linked: list[SectionDraft] = field(default_factory=list)
    after: list[SectionDraft] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class WorkshopDraft:
    """A workshop; ``popular`` is how much it is asked for."""

    id: WorkshopId
    name: str
    popular: int
    sessions: int = 2
    length: int = 1
    kind: str = "classroom"
    features: tuple[str, ...] = ()
    run_all: bool = False
    comes_along: bool = False
    """Whether it is only taken together with another workshop."""
    sections: list[SectionDraft] = field(default_factory=list)

    @property
    def slots(self) -> int:
        """Slots a week of one section."""
        return self.sessions * self.length


def draw_workshops(dice: Dice, campus: CampusDraft, numbers: Numbering) -> list[WorkshopDraft]:
    """Draw what a school site offers: so many sections in workshops of two to four."""
    titles = dice.shuffled(TITLES)
    found: list[WorkshopDraft] = []
    left = campus.sections
    while left > 0:
        count = min(left, (2, 3, 4)[dice.weighted((35, 42, 23))])
        left -= count
        number = numbers.next("W")
        workshop = WorkshopDraft(
            id=WorkshopId(number),
            name=titles[len(found) % len(titles)],
            popular=count * dice.between(80, 120),
            kind=_KINDS[dice.weighted((80, 11, 9))],
        )
        if dice.chance(80):
            workshop.sessions, workshop.length = 1, 2
        elif dice.chance(80):
            workshop.sessions = 1
        if workshop.kind == "classroom" and dice.chance(100):
            workshop.features = ("projector",)
        for place in range(1, count + 1):
            name = SectionId(f"{number}-{place}")
            workshop.sections.append(SectionDraft(id=name, workshop=workshop))
        found.append(workshop)
    _tie(found)
    return found


def _tie(workshops: list[WorkshopDraft]) -> None:
    """Make one a lab that comes along with a lecture, and one that comes after another."""
    plain = [one for one in workshops if one.slots == 2 and one.length == 1 and not one.features]
    pair = next(
        (
            (one, two)
            for one in plain
            for two in plain
            if one is not two and len(one.sections) == len(two.sections)
        ),
        None,
    )
    if pair is None:
        return
    lecture, lab = pair
    lab.name, lab.kind, lab.sessions, lab.length = f"{lecture.name} Lab", "lab", 1, 2
    lab.comes_along = True
    for one, two in zip(lecture.sections, lab.sections, strict=True):
        two.linked, two.after = [one], [one]
    rest = [one for one in plain if one not in pair]
    if len(rest) >= 3:
        rest[1].name = f"{rest[0].name}: Critique"
        rest[1].sections[0].after = [rest[0].sections[0]]
        rest[2].run_all = True
        for section in rest[2].sections:
            section.least = 0


def add_leads(
    dice: Dice, campus: CampusDraft, numbers: Numbering, workshops: list[WorkshopDraft]
) -> None:
    """Say who may lead each section: advisors one each, teachers the rest."""
    sections = dice.shuffled([one for workshop in workshops for one in workshop.sections])
    advisors = [one.id for one in campus.staff]
    mine = {s.id for s in sections[: min(len(advisors), len(sections) // 2)]}
    for advisor, section in zip(advisors, sections, strict=False):
        if section.id in mine:
            section.leads.append(advisor)
    rest = [s for w in workshops for s in w.sections if s.id not in mine]
    slots = sum(one.workshop.slots for one in rest)
    teachers = [
        _teacher(dice, campus, numbers) for _ in range(max(1, -(-slots // _SECTIONS_A_TEACHER)))
    ]
    campus.staff += teachers
    given = 0
    for section in rest:
        section.leads.append(teachers[given * len(teachers) // slots].id)
        given += section.workshop.slots
    everybody = [one.id for one in campus.staff]
    for section in sections:
        for _ in range(dice.weighted((35, 45, 20))):
            other = dice.pick(everybody)
            if other not in section.leads:
                section.leads.append(other)


def _teacher(dice: Dice, campus: CampusDraft, numbers: Numbering) -> Staff:
    days = sorted(dice.some((0, 2, 4, 0, 1, 2, 3, 4), _OPEN_DAYS + 2))
    part_time = dice.chance(120)
    available = whole_days(*sorted({0, 2, *days})) if part_time else ()
    return new_teacher(campus, numbers, available)


def new_teacher(campus: CampusDraft, numbers: Numbering, available: tuple[Span, ...] = ()) -> Staff:
    """Somebody who has no advisory and leads sections only."""
    number = numbers.next("T")
    return Staff(
        id=StaffId(number),
        name=f"Teacher {number[1:]}",
        school=campus.school,
        kind="teacher",
        available=available,
        most_day=4,
        most_week=16,
    )


def seat_sections(workshops: list[WorkshopDraft], requests: int, asked: int) -> None:
    """Give sections their most students, so that requests are a share of all seats.

    ``asked`` is per mille.
    """
    open_to_all = [w for w in workshops if not w.comes_along]
    sections = sum(len(one.sections) for one in open_to_all)
    seats = requests * 1000 // asked
    for number, workshop in enumerate(open_to_all):
        wobble = (-1, 0, 1, 0)[number % 4]
        for place, section in enumerate(workshop.sections):
            extra = (
                1 if (number + place * len(open_to_all)) * 7 % sections < seats % sections else 0
            )
            section.most = max(_LEAST, seats // sections + wobble + extra)
    mirror_links(workshops)


def mirror_links(workshops: list[WorkshopDraft]) -> None:
    """Give sections that come along the seats of the section they come along with."""
    for workshop in workshops:
        for section in workshop.sections:
            for other in section.linked:
                section.least, section.most = other.least, other.most


def add_rooms(campus: CampusDraft, workshops: list[WorkshopDraft], needed: dict[str, int]) -> None:
    """Give the school site so many rooms of each kind, each with all the features."""
    most = max(section.most for workshop in workshops for section in workshop.sections)
    for kind in _KINDS:
        for number in range(1, needed.get(kind, 0) + 1):
            campus.rooms.append(
                Room(
                    id=RoomId(f"{campus.id}-{kind[0].upper()}{number:02}"),
                    name=f"{kind.capitalize()} {number}",
                    kind=kind,
                    seats=most + number % 3 * 2,
                    features=("projector",) if kind == "classroom" and number % 2 else (),
                )
            )


def rooms_for(workshops: list[WorkshopDraft], density: Density) -> dict[str, int]:
    """How many rooms of each kind are just enough on Monday, Wednesday and Friday."""
    slots: dict[str, int] = {}
    for workshop in workshops:
        used = workshop.slots * len(workshop.sections)
        slots[workshop.kind] = slots.get(workshop.kind, 0) + used
    return {
        kind: max(1, (used * 1000 + 15 * density.rooms_used // 2) // (15 * density.rooms_used))
        for kind, used in slots.items()
    }


def workshop_data(campus: CampusDraft, workshop: WorkshopDraft) -> Workshop:
    """The workshop as data."""
    return Workshop(
        id=workshop.id,
        name=workshop.name,
        sections=tuple(
            Section(
                id=section.id,
                site=campus.id,
                leads=tuple(section.leads),
                least=section.least,
                most=section.most,
                linked=tuple(one.id for one in section.linked),
                after=tuple(one.id for one in section.after),
            )
            for section in workshop.sections
        ),
        run_all=workshop.run_all,
        sessions=workshop.sessions,
        length=workshop.length,
        room_kind=workshop.kind,
        features=workshop.features,
    )

"""Workshops and sections of a made-up school site, while they are drawn and as data."""

from __future__ import annotations

from dataclasses import dataclass, field

from scheduler.domain.ids import SectionId, StaffId, WorkshopId
from scheduler.domain.offer import Section, Workshop
from scheduler.made.dice import Dice
from scheduler.made.drafts import CampusDraft
from scheduler.made.numbering import Numbering

TITLES = (
    "Algebra", "Animation", "Anatomy", "Ballads", "Biology", "Bridges", "Budgets", "Cartography",
    "Ceramics", "Chemistry", "City Council", "Coding", "Comics", "Debate", "Ecology", "Electronics",
    "Essays", "First Aid", "Food Science", "Functions", "Geology", "Geometry", "Graphic Design",
    "Journalism", "Law", "Local History", "Logic", "Money", "Navigation", "Novels", "Photography",
    "Physics", "Podcasts", "Poetry", "Portfolio", "Psychology", "Robotics", "Screen Printing",
    "Short Film", "Spanish", "Speech", "Statistics", "Theatre", "Urban Garden", "Water", "Wellness",
    "Woodwork", "World Music",
)  # fmt: skip
KINDS = ("classroom", "lab", "studio")
"""Of rooms for sections."""
_LEAST = 5
_LARGE = 36
"""Sections from which a school site always has a lecture with a lab."""


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
    shares = (35, 42, 23) if left >= _LARGE else (55, 40, 5)
    while left > 0:
        count = min(left, (2, 3, 4)[dice.weighted(shares)])
        left -= count
        number = numbers.next("W")
        workshop = WorkshopDraft(
            id=WorkshopId(number),
            name=titles[len(found) % len(titles)],
            popular=count * dice.between(80, 120),
            kind=KINDS[dice.weighted((80, 11, 9))],
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
    _tie(found, campus.sections >= _LARGE or dice.chance(250))
    return found


def _tie(workshops: list[WorkshopDraft], with_lab: bool) -> None:
    """Make one a lab that comes along with a lecture, and one that comes after another."""
    pair = _tie_lab(workshops) if with_lab else ()
    rest = [one for one in _plain(workshops) if one not in pair]
    if len(rest) >= 3:
        rest[1].name = f"{rest[0].name}: Critique"
        rest[1].sections[0].after = [rest[0].sections[0]]
        rest[2].run_all = True
        for section in rest[2].sections:
            section.least = 0


def _plain(workshops: list[WorkshopDraft]) -> list[WorkshopDraft]:
    return [one for one in workshops if one.slots == 2 and one.length == 1 and not one.features]


def _tie_lab(workshops: list[WorkshopDraft]) -> tuple[WorkshopDraft, ...]:
    plain = _plain(workshops)
    pair = next(
        (
            (one, two)
            for one in plain
            for two in plain
            if one is not two and len(one.sections) == len(two.sections) == 2
        ),
        None,
    )
    if pair is None:
        return ()
    lecture, lab = pair
    lab.name, lab.kind, lab.sessions, lab.length = f"{lecture.name} Lab", "lab", 1, 2
    lab.comes_along = True
    for one, two in zip(lecture.sections, lab.sections, strict=True):
        two.linked, two.after = [one], [one]
    return pair


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

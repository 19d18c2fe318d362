"""The sizes and densities of made-up schools, fixed so that figures stay comparable.

Ranges come from what schools publish (how many advisories, which weekdays, how far
the sites are); where nothing is published they are plausible guesses. Any change of a
number here changes every made-up school and therefore raises `PRESET_VERSION`.
"""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.errors import NotFoundError

PRESET_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many there are of everything."""

    name: str
    students: int
    advisories: int
    schools: int
    school_sites: int
    cities: int
    internship_sites: int
    mentors: int
    vans: int
    sections: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Density:
    """How much is asked of what there is; shares are per mille."""

    # Days out.
    no_day: int = 30
    """Students without an internship: not yet judged ready."""
    one_day: int = 110
    """Students out one day a week; the rest two days."""
    two_mentors: int = 20
    """Students with two internships of a day each, of those with two days."""
    confirmed: int = 400
    """Internships with a confirmed mentor. Early October: later most are."""
    agreed: int = 600
    """Other internships whose list has a mentor that would suit everybody else too."""
    options: tuple[int, int] = (14, 28)
    """Range of (mentor, days) options that a candidate list of two days aims at."""
    candidates: tuple[int, int] = (3, 9)
    stray_candidate: int = 60
    """Candidate lists with a mentor nobody checked: may be out of reach."""
    only_stray: int = 3
    """Internships whose only candidate nobody checked."""
    allowed_days: int = 40
    """Students whose days out are limited to some weekdays."""
    far_apart: int = 80
    """Students whose days out must not be adjacent."""
    capacity: int = 1400
    """Interns that mentors can take on all their days, per 1,000 days wanted.

    It grows to about 1,600 when mentors take one more intern so that everybody fits. Seats
    of sites and ``in_all`` leave less: nearly all days wanted can be placed, hardly more.
    """
    mentor_days: tuple[int, ...] = (0, 60, 420, 330, 130, 60)
    """Mentors by number of weekdays."""
    weekdays: tuple[int, ...] = (3, 11, 3, 11, 2)
    """How much mentors like each weekday, Monday first."""
    never_with: int = 15
    """Mentors who are never to be paired with some student."""
    second_intern: int = 400
    """Mentors who take one more intern on other days."""

    # Journeys.
    van: int = 200
    """Students who may go by van; a third of them by nothing else that reaches."""
    van_only: int = 80
    drive: int = 70
    walk: int = 60
    cycle: int = 60
    no_bus: int = 180
    """Internship sites that no bus reaches."""
    late_bus: int = 90
    """Homes and sites between which the first bus comes late."""

    # Workshops.
    requests: tuple[int, ...] = (0, 0, 60, 420, 500, 20)
    """Students by number of requests."""
    seats_asked: int = 850
    """Requests per 1,000 seats, drawn at random."""
    seats_planted: int = 880
    """Enrolments per 1,000 seats, in a hidden timetable."""
    alternative: int = 180
    """Requests that another workshop would do for."""
    rooms_used: int = 870
    """Slots of classrooms used if nobody came on Tuesday and Thursday; labs and studios
    come in whole rooms and are used less at small schools. A hidden timetable has just
    the rooms it uses."""
    study_seats: int = 720
    """Supervised study seats per 1,000 students."""
    seats: int = 1050

    # People.
    college: int = 40
    """Students with a college class in school hours."""
    accommodated: int = 30


DENSITY = Density()

PRESETS = {
    size.name: size
    for size in (
        Size(
            name="small",
            students=180,
            advisories=10,
            schools=1,
            school_sites=1,
            cities=1,
            internship_sites=80,
            mentors=110,
            vans=2,
            sections=40,
        ),
        Size(
            name="met",
            students=704,
            advisories=44,
            schools=1,
            school_sites=3,
            cities=1,
            internship_sites=320,
            mentors=540,
            vans=6,
            sections=176,
        ),
        Size(
            name="district",
            students=2_500,
            advisories=150,
            schools=12,
            school_sites=12,
            cities=1,
            internship_sites=1_000,
            mentors=1_700,
            vans=20,
            sections=600,
        ),
        Size(
            name="network",
            students=30_000,
            advisories=1_900,
            schools=275,
            school_sites=275,
            cities=95,
            internship_sites=12_000,
            mentors=20_000,
            vans=600,
            sections=7_000,
        ),
    )
}


def size_of(preset: str) -> Size:
    """The size that goes by a name.

    Raises
    ------
    NotFoundError
        If no preset has that name.
    """
    if preset not in PRESETS:
        names = ", ".join(PRESETS)
        raise NotFoundError(f"There is no preset {preset!r}. Choose one of {names}.", (preset,))
    return PRESETS[preset]

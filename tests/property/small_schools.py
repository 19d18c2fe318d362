"""Small made-up schools of every shape, from a source of choices.

``school(choose)`` makes one: ``choose(low, high)`` is a whole number from low to high,
drawn by Hypothesis or by a seeded generator. Low numbers are the plain cases.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

from hypothesis import strategies as st

from scheduler.domain.calendar import DateSpan
from scheduler.domain.instance import AttendanceRate, Instance
from scheduler.domain.people import Accommodations
from scheduler.domain.places import Clearance, Mode, Opening
from scheduler.domain.rules import GoalId, GoalWeight, Profile, RuleId, SoftRule
from tests import factories as f

Choose = Callable[[int, int], int]
DAYS = 3
SLOTS = 4
SOFT = (
    RuleId.AVAILABLE,
    RuleId.DAYS_OUT,
    RuleId.SAME_MENTOR,
    RuleId.DAYS_APART,
    RuleId.JOURNEY,
    RuleId.ADVISORY_MEETS,
    RuleId.ADVISORY_TIME,
    RuleId.SECTION_SESSIONS,
    RuleId.ENROLLED_ONCE,
    RuleId.LINKED,
    RuleId.MENTOR_LOAD,
    RuleId.SITE_SEATS,
    RuleId.VEHICLE_RUN,
    RuleId.ADVISORY_WHOLE,
    RuleId.SECTION_SIZE,
    RuleId.SCHOOL_SEATS,
    RuleId.STUDENT_DAY,
    RuleId.STAFF_DAY,
)


def school(choose: Choose) -> Instance:
    """Make a school of two to five students."""
    cycle = choose(1, 2) if choose(0, 3) == 3 else 1
    two_sites = choose(0, 3) == 3

    def weeks() -> tuple[int, ...]:
        return (choose(0, cycle - 1),) if cycle > 1 and choose(0, 1) else ()

    def some_span() -> object:
        day, start = choose(0, DAYS - 1), choose(9, 12)
        return f.span(day, f"{start}:00", f"{start + choose(1, 2)}:00", *weeks())

    def rarely(value: object, otherwise: object, one_in: int = 3) -> object:
        return value if choose(0, one_in) == one_in else otherwise

    grids = [f.grid(days=DAYS, first=10 * 60, slots=SLOTS)]
    grids.append(f.grid(days=DAYS, first=10 * 60 + 30 * choose(0, 1), slots=SLOTS - 1, minutes=60))
    sites = []
    for number, name in enumerate(("HALL", "ANNEX")[: 1 + two_sites]):
        sites.append(
            f.school_site(
                name,
                position=f.north(number * 400),
                grid=grids[number],
                rooms=tuple(
                    f.room(
                        f"R{number}{one}",
                        seats=choose(2, 5),
                        unavailable=rarely((some_span(),), ()),
                    )
                    for one in range(2)
                ),
                seats=choose(4, 6),
                study_seats=choose(2, 6),
                most_slots_without_break=rarely(2, None),
            )
        )
    staff = tuple(
        f.staff(
            f"T{number}",
            kind="teacher",
            available=rarely(
                tuple(f.span(day, "9:00", f"{choose(12, 15)}:00") for day in range(DAYS)), ()
            ),
            most_day=rarely(2, None),
            most_week=rarely(4, None),
        )
        for number in range(3)
    )
    sites_out = (
        f.site(
            "LAB",
            seats=rarely(1, None),
            openings=rarely(
                tuple(
                    Opening(day=d, start=f.at("9:00"), end=f.at("15:00"), seats=rarely(1, None))
                    for d in range(DAYS)
                ),
                (),
            ),
        ),
        f.site("WARD", parent="LAB", position=f.north(2400), minimum_age=rarely(17, 0)),
        f.site("SHOP", position=f.north(-1600), requires=rarely(("badge",), ())),
    )
    mentors = tuple(
        f.mentor(
            f"M{number}",
            sites=(("LAB",), ("WARD", "SHOP"), ("SHOP",))[number],
            hours=tuple(
                f.span(day, f"{choose(9, 11)}:00", f"{choose(14, 15)}:00") for day in range(DAYS)
            ),
            at_once=choose(1, 2),
            in_all=choose(1, 3),
            wished=rarely(1, None),
            clearance_until=rarely(date(2026, 9, 20), None, 5),
        )
        for number in range(3)
    )
    advisories = tuple(
        f.advisory(
            f"A{number}",
            advisor=f"T{number}",
            room=f"R{number if two_sites else 0}{0 if two_sites else number}",
            minutes=rarely(60, 0),
            meetings=tuple(
                f.meeting_kind(
                    f"kind{one}",
                    count=choose(1, 2),
                    length=choose(1, 2) if one else 1,
                    whole=choose(0, 2) == 2,
                    quorum=choose(0, 2) / 2,
                    weeks=weeks(),
                )
                for one in range(1 + (choose(0, 2) == 2))
            ),
        )
        for number in range(2)
    )
    workshops = []
    for number in range(choose(1, 3)):
        sections = tuple(
            f.section(
                f"W{number}-{one}",
                site=sites[choose(0, len(sites) - 1)].id,
                leads=("T2",) if choose(0, 1) else ("T2", "T0"),
                least=choose(0, 1),
                most=choose(1, 3),
                linked=(f"W{number - 1}-0",) if number and one == 0 and choose(0, 4) == 4 else (),
                after=(f"W{number - 1}-0",) if number and one == 0 and choose(0, 3) == 3 else (),
            )
            for one in range(choose(1, 2))
        )
        workshops.append(
            f.workshop(
                f"W{number}",
                sections=sections,
                sessions=choose(1, 2),
                length=1 if choose(0, 3) < 3 else 2,
                run_all=choose(0, 4) == 4,
                weeks=weeks(),
            )
        )
    offered = [workshop.id for workshop in workshops]

    def requests() -> tuple[object, ...]:
        found = []
        for number in range(choose(0, len(offered))):
            other = offered[choose(0, len(offered) - 1)]
            alternatives = (other,) if other != offered[number] and choose(0, 2) == 2 else ()
            kind = f.must if choose(0, 1) else f.wish
            found.append(kind(offered[number], *alternatives))
        return tuple(found)

    def internships() -> tuple[object, ...]:
        found: list[object] = []
        for number in range(choose(0, 2) if choose(0, 3) == 3 else choose(0, 1)):
            candidates = [mentor.id for mentor in mentors][number :: 1 + number]
            if choose(0, 6) == 6:
                block = DateSpan(first=date(2026, 9, 14), last=date(2026, 9, 13 + choose(1, 2)))
                found.append(f.internship(block=block, candidates=tuple(candidates)))
            else:
                found.append(
                    f.internship(
                        days=choose(1, 2) if not number else 1,
                        candidates=tuple(candidates),
                        weeks=weeks(),
                    )
                )
        return tuple(found)

    students = tuple(
        f.student(
            f"S{number}",
            advisory=f"A{number % 2}",
            age=16 + choose(0, 1),
            internships=internships(),
            requests=requests(),
            home=f.north(choose(0, 2) * 500),
            modes=((Mode.WALK,), (Mode.WALK, Mode.VAN), (Mode.CYCLE,))[choose(0, 2)],
            unavailable=rarely((some_span(),), ()),
            least_apart=rarely(2, 1),
            longest_journey=rarely(20, 60),
            clearances=(Clearance(name="badge"),) if choose(0, 1) else (),
            accommodations=Accommodations(
                wheelchair=choose(0, 6) == 6, break_every=rarely(2, None, 5)
            ),
        )
        for number in range(choose(2, 5))
    )
    vans = choose(0, 1)
    vehicles = (
        (f.vehicle("V1", seats=choose(1, 2), wheelchair_places=choose(0, 1)),) if vans else ()
    )
    runs = (
        tuple(
            f.run(f"V1-{number}", *stops, day=day, weeks=weeks())
            for number, (day, stops) in enumerate(
                (
                    (0, (("S0", "8:30"), ("S1", "8:36"), ("WARD", "8:50"), ("LAB", "8:58"))),
                    (0, (("LAB", "15:00"), ("WARD", "15:10"), ("HALL", "15:22"))),
                    (1, (("HALL", "8:40"), ("SHOP", "8:52"))),
                    (1, (("HALL", "8:58"), ("LAB", "9:00"))),
                )
            )
        )
        if vans
        else ()
    )
    return f.instance(
        id="small",
        term=f.term(cycle=cycle, weekdays=tuple(range(DAYS))),
        school_sites=tuple(sites),
        internship_sites=sites_out,
        mentors=mentors,
        staff=staff,
        advisories=advisories,
        students=students,
        workshops=tuple(workshops),
        vehicles=vehicles,
        runs=runs,
        attendance=rarely(
            (AttendanceRate(share=0.5, day=0), AttendanceRate(share=0.8, mode=Mode.VAN)), ()
        ),
        soft_rules=rarely(
            (SoftRule(rule=SOFT[choose(0, len(SOFT) - 1)], points=choose(1, 30)),), ()
        ),
        profiles=(
            Profile(name="other", weights=(GoalWeight(goal=GoalId.COMPACT, factor=choose(0, 3)),)),
        ),
        profile="other",
    )


def seeded(seed: int) -> Instance:
    """Make the school of a seed."""
    return school(Random(seed).randint)


schools = st.composite(lambda draw: school(lambda low, high: draw(st.integers(low, high))))()

"""The lists of the term, of the school's own sites, and of internship sites and mentors."""

from __future__ import annotations

from scheduler.files.csv_folder.cells import (
    CLEARANCES,
    DATE,
    SPANS,
    TEXTS,
    TRUTH,
    WEEKDAY,
    WEEKDAYS,
    WHOLE,
)
from scheduler.files.csv_folder.columns import (
    ID,
    NAME,
    ON_DAY,
    POSITION,
    WEEKS_OF,
    Table,
    may,
    needed,
)

TERM = Table(
    "term.csv",
    (),
    (
        ID,
        NAME,
        needed("organisation", "organisation"),
        needed("first day", "term.first", DATE),
        needed("last day", "term.last", DATE),
        needed("time zone", "term.zone"),
        may("weekdays", "term.weekdays", WEEKDAYS),
        may("weeks in cycle", "term.cycle", WHOLE),
        may("profile", "profile"),
        may("estimate travel", "travel.estimate", TRUTH),
        may("priority of days out", "priorities.day", WHOLE),
        may("priority of musts", "priorities.must", WHOLE),
        may("priority of minutes", "priorities.minutes", WHOLE),
    ),
)

CALENDAR = (
    Table(
        "holidays.csv",
        ("term", "holidays"),
        (needed("first day", "first", DATE), needed("last day", "last", DATE)),
    ),
    Table(
        "special_dates.csv",
        ("term", "special"),
        (needed("date", "when", DATE), needed("follows weekday", "day", WEEKDAY)),
    ),
)

CAMPUS = (
    Table("schools.csv", ("schools",), (ID, NAME), always=True),
    Table(
        "school_sites.csv",
        ("school_sites",),
        (
            ID,
            NAME,
            needed("school", "school"),
            *POSITION,
            needed("seats", "seats", WHOLE),
            needed("study seats", "study_seats", WHOLE),
            may("most slots without break", "most_slots_without_break", WHOLE),
        ),
        always=True,
    ),
    Table(
        "slots.csv",
        ("grid",),
        (*ON_DAY, may("lunch", "lunch", TRUTH)),
        owner="school_sites",
        owner_header="school site",
        always=True,
    ),
    Table(
        "rooms.csv",
        ("rooms",),
        (
            ID,
            NAME,
            needed("kind", "kind"),
            needed("seats", "seats", WHOLE),
            may("features", "features", TEXTS),
            may("unavailable", "unavailable", SPANS),
        ),
        owner="school_sites",
        owner_header="school site",
        always=True,
    ),
)

INTERNSHIP_SITES = (
    Table(
        "internship_sites.csv",
        ("internship_sites",),
        (
            ID,
            NAME,
            *POSITION,
            may("part of", "parent"),
            may("seats", "seats", WHOLE),
            may("minimum age", "minimum_age", WHOLE),
            may("hazards", "hazards", TEXTS),
            may("clearances required", "requires", TEXTS),
            may("own clearances", "clearances", CLEARANCES),
        ),
    ),
    Table(
        "openings.csv",
        ("openings",),
        (*ON_DAY, may("seats", "seats", WHOLE)),
        owner="internship_sites",
        owner_header="internship site",
    ),
    Table(
        "mentors.csv",
        ("mentors",),
        (
            ID,
            NAME,
            needed("internship sites", "sites", TEXTS),
            may("interns at once", "at_once", WHOLE),
            may("interns in all", "in_all", WHOLE),
            may("interns wished", "wished", WHOLE),
            may("interests", "interests", TEXTS),
            may("clearance until", "clearance_until", DATE),
            may("never with", "never_with", TEXTS),
        ),
    ),
    Table(
        "mentor_hours.csv",
        ("hours",),
        (*ON_DAY, WEEKS_OF),
        owner="mentors",
        owner_header="mentor",
        always=True,
    ),
)

"""The lists of staff, advisories, students, and of the workshops they ask for."""

from __future__ import annotations

from scheduler.files.csv_folder.cells import (
    CLEARANCES,
    DATE,
    NUMBER,
    SPANS,
    TEXTS,
    TRUTH,
    WEEKDAYS,
    WHOLE,
)
from scheduler.files.csv_folder.columns import ID, NAME, WEEKS_OF, Table, may, needed

PEOPLE = (
    Table(
        "staff.csv",
        ("staff",),
        (
            ID,
            NAME,
            needed("school", "school"),
            needed("kind", "kind"),
            may("available", "available", SPANS),
            may("most slots a day", "most_day", WHOLE),
            may("most slots a week", "most_week", WHOLE),
        ),
    ),
    Table(
        "advisories.csv",
        ("advisories",),
        (
            ID,
            NAME,
            needed("advisor", "advisor"),
            needed("home room", "room"),
            may("minutes a week", "minutes", WHOLE),
        ),
    ),
    Table(
        "meetings.csv",
        ("meetings",),
        (
            needed("meeting", "name"),
            needed("times a week", "count", WHOLE),
            needed("slots", "length", WHOLE),
            may("allowed", "allowed", SPANS),
            may("everybody there", "whole", TRUTH),
            may("least share there", "quorum", NUMBER),
            WEEKS_OF,
        ),
        owner="advisories",
        owner_header="advisory",
    ),
    Table(
        "students.csv",
        ("students",),
        (
            ID,
            NAME,
            needed("advisory", "advisory"),
            needed("grade", "grade", WHOLE),
            needed("age", "age", WHOLE),
            needed("home latitude", "home.lat", NUMBER),
            needed("home longitude", "home.lon", NUMBER),
            may("interests", "interests", TEXTS),
            may("travels by", "modes", TEXTS),
            may("longest journey minutes", "longest_journey", WHOLE),
            may("days out least apart", "least_apart", WHOLE),
            may("days out most apart", "most_apart", WHOLE),
            may("days out wanted apart", "wanted_apart", WHOLE),
            may("unavailable", "unavailable", SPANS),
            may("clearances", "clearances", CLEARANCES),
            may("avoid hazards", "avoid_hazards", TEXTS),
            may("wheelchair", "accommodations.wheelchair", TRUTH),
            may("most minutes walking", "accommodations.most_walk_minutes", WHOLE),
            may("break every slots", "accommodations.break_every", WHOLE),
        ),
    ),
    Table(
        "internships.csv",
        ("internships",),
        (
            may("days a week", "days", WHOLE),
            may("block from", "block.first", DATE),
            may("block to", "block.last", DATE),
            may("confirmed mentor", "confirmed"),
            may("candidates", "candidates", TEXTS),
            may("allowed weekdays", "allowed_days", WEEKDAYS),
            WEEKS_OF,
        ),
        owner="students",
        owner_header="student",
    ),
    Table(
        "requests.csv",
        ("requests",),
        (
            needed("workshop", "workshop"),
            needed("must or wish", "kind"),
            may("alternatives", "alternatives", TEXTS),
        ),
        owner="students",
        owner_header="student",
    ),
)

OFFER = (
    Table(
        "workshops.csv",
        ("workshops",),
        (
            ID,
            NAME,
            may("all sections run", "run_all", TRUTH),
            may("sessions a week", "sessions", WHOLE),
            may("slots", "length", WHOLE),
            may("kind of room", "room_kind"),
            may("features", "features", TEXTS),
            WEEKS_OF,
            may("allowed", "allowed", SPANS),
        ),
    ),
    Table(
        "sections.csv",
        ("sections",),
        (
            ID,
            needed("school site", "site"),
            needed("leads", "leads", TEXTS),
            may("least students", "least", WHOLE),
            may("most students", "most", WHOLE),
            may("together with", "linked", TEXTS),
            may("after", "after", TEXTS),
        ),
        owner="workshops",
        owner_header="workshop",
        always=True,
    ),
)

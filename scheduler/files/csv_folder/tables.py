"""The files of a folder: which column of which list is which field of an instance."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.files.csv_folder.cells import (
    CLEARANCES,
    CLOCK,
    DATE,
    FACTORS,
    NUMBER,
    SPANS,
    TEXT,
    TEXTS,
    TRUTH,
    WEEKDAY,
    WEEKDAYS,
    WEEKS,
    WHOLE,
    Cell,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list."""

    header: str
    path: tuple[str, ...]
    """The field of the entry that a row stands for, by its keys."""
    cell: Cell
    needed: bool = False
    """Whether a list without this column cannot be used."""


@dataclass(frozen=True, slots=True)
class Table:
    """One file: a row for each entry of a list of the instance, or of another entry."""

    file: str
    path: tuple[str, ...]
    """Where the list is, in the instance or in the entry it belongs to; the file of
    the term has none: its one row is the instance itself."""
    columns: tuple[Column, ...]
    owner: str = ""
    """The key of the list whose entries these belong to, such as ``students``."""
    owner_header: str = ""
    """The column that says which entry that is, by its id."""
    always: bool = False
    """Whether the instance file has the list also when it is empty."""


def _needed(header: str, path: str, cell: Cell = TEXT) -> Column:
    return Column(header, tuple(path.split(".")), cell, needed=True)


def _may(header: str, path: str, cell: Cell = TEXT) -> Column:
    return Column(header, tuple(path.split(".")), cell)


ID = _needed("id", "id")
NAME = _needed("name", "name")
POSITION = (
    _needed("latitude", "position.lat", NUMBER),
    _needed("longitude", "position.lon", NUMBER),
)
WEEKS_OF = _may("weeks", "weeks", WEEKS)
ON_DAY = (
    _needed("weekday", "day", WEEKDAY),
    _needed("start", "start", CLOCK),
    _needed("end", "end", CLOCK),
)

TERM = Table(
    "term.csv",
    (),
    (
        ID,
        NAME,
        _needed("organisation", "organisation"),
        _needed("first day", "term.first", DATE),
        _needed("last day", "term.last", DATE),
        _needed("time zone", "term.zone"),
        _may("weekdays", "term.weekdays", WEEKDAYS),
        _may("weeks in cycle", "term.cycle", WHOLE),
        _may("profile", "profile"),
        _may("estimate travel", "travel.estimate", TRUTH),
        _may("priority of days out", "priorities.day", WHOLE),
        _may("priority of musts", "priorities.must", WHOLE),
        _may("priority of minutes", "priorities.minutes", WHOLE),
    ),
)

CALENDAR = (
    Table(
        "holidays.csv",
        ("term", "holidays"),
        (_needed("first day", "first", DATE), _needed("last day", "last", DATE)),
    ),
    Table(
        "special_dates.csv",
        ("term", "special"),
        (_needed("date", "when", DATE), _needed("follows weekday", "day", WEEKDAY)),
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
            _needed("school", "school"),
            *POSITION,
            _needed("seats", "seats", WHOLE),
            _needed("study seats", "study_seats", WHOLE),
            _may("most slots without break", "most_slots_without_break", WHOLE),
        ),
        always=True,
    ),
    Table(
        "slots.csv",
        ("grid",),
        (*ON_DAY, _may("lunch", "lunch", TRUTH)),
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
            _needed("kind", "kind"),
            _needed("seats", "seats", WHOLE),
            _may("features", "features", TEXTS),
            _may("unavailable", "unavailable", SPANS),
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
            _may("part of", "parent"),
            _may("seats", "seats", WHOLE),
            _may("minimum age", "minimum_age", WHOLE),
            _may("hazards", "hazards", TEXTS),
            _may("clearances required", "requires", TEXTS),
            _may("own clearances", "clearances", CLEARANCES),
        ),
    ),
    Table(
        "openings.csv",
        ("openings",),
        (*ON_DAY, _may("seats", "seats", WHOLE)),
        owner="internship_sites",
        owner_header="internship site",
    ),
    Table(
        "mentors.csv",
        ("mentors",),
        (
            ID,
            NAME,
            _needed("internship sites", "sites", TEXTS),
            _may("interns at once", "at_once", WHOLE),
            _may("interns in all", "in_all", WHOLE),
            _may("interns wished", "wished", WHOLE),
            _may("interests", "interests", TEXTS),
            _may("clearance until", "clearance_until", DATE),
            _may("never with", "never_with", TEXTS),
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

PEOPLE = (
    Table(
        "staff.csv",
        ("staff",),
        (
            ID,
            NAME,
            _needed("school", "school"),
            _needed("kind", "kind"),
            _may("available", "available", SPANS),
            _may("most slots a day", "most_day", WHOLE),
            _may("most slots a week", "most_week", WHOLE),
        ),
    ),
    Table(
        "advisories.csv",
        ("advisories",),
        (
            ID,
            NAME,
            _needed("advisor", "advisor"),
            _needed("home room", "room"),
            _may("minutes a week", "minutes", WHOLE),
        ),
    ),
    Table(
        "meetings.csv",
        ("meetings",),
        (
            _needed("meeting", "name"),
            _needed("times a week", "count", WHOLE),
            _needed("slots", "length", WHOLE),
            _may("allowed", "allowed", SPANS),
            _may("everybody there", "whole", TRUTH),
            _may("least share there", "quorum", NUMBER),
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
            _needed("advisory", "advisory"),
            _needed("grade", "grade", WHOLE),
            _needed("age", "age", WHOLE),
            _needed("home latitude", "home.lat", NUMBER),
            _needed("home longitude", "home.lon", NUMBER),
            _may("interests", "interests", TEXTS),
            _may("travels by", "modes", TEXTS),
            _may("longest journey minutes", "longest_journey", WHOLE),
            _may("days out least apart", "least_apart", WHOLE),
            _may("days out most apart", "most_apart", WHOLE),
            _may("days out wanted apart", "wanted_apart", WHOLE),
            _may("unavailable", "unavailable", SPANS),
            _may("clearances", "clearances", CLEARANCES),
            _may("avoid hazards", "avoid_hazards", TEXTS),
            _may("wheelchair", "accommodations.wheelchair", TRUTH),
            _may("most minutes walking", "accommodations.most_walk_minutes", WHOLE),
            _may("break every slots", "accommodations.break_every", WHOLE),
        ),
    ),
    Table(
        "internships.csv",
        ("internships",),
        (
            _may("days a week", "days", WHOLE),
            _may("block from", "block.first", DATE),
            _may("block to", "block.last", DATE),
            _may("confirmed mentor", "confirmed"),
            _may("candidates", "candidates", TEXTS),
            _may("allowed weekdays", "allowed_days", WEEKDAYS),
            WEEKS_OF,
        ),
        owner="students",
        owner_header="student",
    ),
    Table(
        "requests.csv",
        ("requests",),
        (
            _needed("workshop", "workshop"),
            _needed("must or wish", "kind"),
            _may("alternatives", "alternatives", TEXTS),
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
            _may("all sections run", "run_all", TRUTH),
            _may("sessions a week", "sessions", WHOLE),
            _may("slots", "length", WHOLE),
            _may("kind of room", "room_kind"),
            _may("features", "features", TEXTS),
            WEEKS_OF,
            _may("allowed", "allowed", SPANS),
        ),
    ),
    Table(
        "sections.csv",
        ("sections",),
        (
            ID,
            _needed("school site", "site"),
            _needed("leads", "leads", TEXTS),
            _may("least students", "least", WHOLE),
            _may("most students", "most", WHOLE),
            _may("together with", "linked", TEXTS),
            _may("after", "after", TEXTS),
        ),
        owner="workshops",
        owner_header="workshop",
        always=True,
    ),
)

TRAVEL = (
    Table(
        "vehicles.csv",
        ("vehicles",),
        (
            ID,
            NAME,
            _needed("seats", "seats", WHOLE),
            _may("wheelchair places", "wheelchair_places", WHOLE),
            _needed("starts at", "start"),
            _may("driver hours", "driver_hours", SPANS),
            _may("boarding minutes", "boarding_minutes", WHOLE),
            _may("most minutes riding", "most_ride_minutes", WHOLE),
        ),
    ),
    Table(
        "runs.csv",
        ("runs",),
        (ID, _needed("vehicle", "vehicle"), _needed("weekday", "day", WEEKDAY), WEEKS_OF),
    ),
    Table(
        "stops.csv",
        ("stops",),
        (_needed("place", "place"), _needed("time", "at", CLOCK)),
        owner="runs",
        owner_header="run",
        always=True,
    ),
    Table(
        "travel.csv",
        ("travel", "rows"),
        (
            _needed("from", "origin"),
            _needed("to", "destination"),
            _needed("by", "mode"),
            _needed("minutes", "minutes", WHOLE),
            _may("not before", "since", CLOCK),
            _may("not after", "until", CLOCK),
            _may("both ways", "two_way", TRUTH),
        ),
    ),
)

SETTINGS = (
    Table(
        "rates.csv",
        ("attendance",),
        (
            _needed("share attended", "share", NUMBER),
            _may("student", "student"),
            _may("internship site", "site"),
            _may("weekday", "day", WEEKDAY),
            _may("travels by", "mode"),
        ),
    ),
    Table(
        "rules.csv",
        ("soft_rules",),
        (_needed("softened rule", "rule"), _needed("points", "points", WHOLE)),
    ),
    Table("profiles.csv", ("profiles",), (NAME, _may("goals", "weights", FACTORS))),
)

LISTS = (*CALENDAR, *CAMPUS, *INTERNSHIP_SITES, *PEOPLE, *OFFER, *TRAVEL, *SETTINGS)
"""Every file but that of the term; owners come before what belongs to them."""

TIMETABLES = {"pins.json": ("pins", "timetable"), "release.json": ("release",)}
"""Timetables that lie in the folder as JSON, and where they are in the instance."""

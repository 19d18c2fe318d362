"""The lists of vans, travel minutes, rates of attendance, rules and profiles."""

from __future__ import annotations

from scheduler.files.csv_folder.cells import CLOCK, FACTORS, NUMBER, SPANS, TRUTH, WEEKDAY, WHOLE
from scheduler.files.csv_folder.columns import ID, NAME, WEEKS_OF, Table, may, needed

TRAVEL = (
    Table(
        "vehicles.csv",
        ("vehicles",),
        (
            ID,
            NAME,
            needed("seats", "seats", WHOLE),
            may("wheelchair places", "wheelchair_places", WHOLE),
            needed("starts at", "start"),
            may("driver hours", "driver_hours", SPANS),
            may("boarding minutes", "boarding_minutes", WHOLE),
            may("most minutes riding", "most_ride_minutes", WHOLE),
        ),
    ),
    Table(
        "runs.csv",
        ("runs",),
        (ID, needed("vehicle", "vehicle"), needed("weekday", "day", WEEKDAY), WEEKS_OF),
    ),
    Table(
        "stops.csv",
        ("stops",),
        (needed("place", "place"), needed("time", "at", CLOCK)),
        owner="runs",
        owner_header="run",
        always=True,
    ),
    Table(
        "travel.csv",
        ("travel", "rows"),
        (
            needed("from", "origin"),
            needed("to", "destination"),
            needed("by", "mode"),
            needed("minutes", "minutes", WHOLE),
            may("not before", "since", CLOCK),
            may("not after", "until", CLOCK),
            may("both ways", "two_way", TRUTH),
        ),
    ),
)

SETTINGS = (
    Table(
        "rates.csv",
        ("attendance",),
        (
            needed("share attended", "share", NUMBER),
            may("student", "student"),
            may("internship site", "site"),
            may("weekday", "day", WEEKDAY),
            may("travels by", "mode"),
        ),
    ),
    Table(
        "rules.csv",
        ("soft_rules",),
        (needed("softened rule", "rule"), needed("points", "points", WHOLE)),
    ),
    Table("profiles.csv", ("profiles",), (NAME, may("goals", "weights", FACTORS))),
)

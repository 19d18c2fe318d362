"""For every kind of fault one spoilt instance, and exactly the faults that it has."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scheduler.domain.faults import faults, timetable_faults
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.files.shapes import instance_adapter

EVERYTHING = json.loads(
    (Path(__file__).parents[1] / "files" / "everything.json").read_text(encoding="utf-8")
)
Data = dict[str, Any]
Spoil = Callable[[Data], object]


def instance_of(data: Data) -> Instance:
    return instance_adapter().validate_json(json.dumps(data))


def spoilt(spoil: Spoil) -> Instance:
    data = copy.deepcopy(EVERYTHING)
    spoil(data)
    return instance_of(data)


def span(day: int, start: str, end: str, weeks: list[int] | None = None) -> Data:
    return {"day": day, "start": start, "end": end, "weeks": weeks or []}


def alone(data: Data) -> None:
    """Leave out what was decided, so that a change elsewhere has only its own faults."""
    del data["pins"], data["release"]


def both(*spoils: Spoil) -> Spoil:
    return lambda data: [spoil(data) for spoil in spoils]


def put(path: str, value: Any) -> Spoil:
    """Set what is at a dotted path, such as ``students.0.age``."""

    def spoil(data: Any) -> None:
        *before, last = [int(key) if key.isdecimal() else key for key in path.split(".")]
        for key in before:
            data = data[key]
        data[last] = value

    return spoil


def add(path: str, value: Any) -> Spoil:
    """Append to the list at a dotted path; the list is made where there is none."""

    def spoil(data: Any) -> None:
        *before, last = [int(key) if key.isdecimal() else key for key in path.split(".")]
        for key in before:
            data = data[key]
        data.setdefault(last, []).append(value)

    return spoil


STUDENT = {
    "id": "S9",
    "name": "Nine",
    "advisory": "A1",
    "grade": 9,
    "age": 15,
    "home": {"lat": 32.8, "lon": -117.1},
}


def wants(*internships: Data, **more: Any) -> Spoil:
    return add("students", {**STUDENT, "internships": list(internships), **more})


def asks(*requests: Data, **more: Any) -> Spoil:
    return add("students", {**STUDENT, "requests": list(requests), **more})


def two_days(*allowed: int) -> Data:
    return {"days": 2, "confirmed": "M2", "allowed_days": list(allowed)}


def week(first: str, last: str, mentor: str = "M2") -> Data:
    return {"block": {"first": first, "last": last}, "confirmed": mentor}


PINNED_DAY = EVERYTHING["pins"]["timetable"]["days_out"][0]


def pinned(*slots: int) -> Data:
    return {
        "section": "W1a",
        "lead": "T2",
        "sessions": [{"slot": slot, "room": "R2"} for slot in slots],
    }


def meeting(slot: int) -> Data:
    return {"advisory": "A1", "kind": "circle", "slot": slot}


CASES: dict[str, tuple[Spoil, list[tuple[str, str]]]] = {
    # ids
    "id used twice in a kind": (
        add("students", {**STUDENT, "id": "S3"}),
        [("student S3", "students[3].id")],
    ),
    "id used twice across kinds": (
        add("students", {**STUDENT, "id": "R1"}),
        [("room R1", "school_sites[0].rooms[0].id")],
    ),
    "empty id": (add("schools", {"id": "", "name": "?"}), [("school 3", "schools[2].id")]),
    "instance without id": (
        both(alone, put("id", "")),
        [("instance ", "id")],
    ),
    "another format": (put("format", 2), [("instance everything", "format")]),
    # references
    "unknown school of a site": (
        put("school_sites.0.school", "X"),
        [("school site C1", "school_sites[0].school")],
    ),
    "unknown parent": (
        put("internship_sites.2.parent", "X"),
        [("internship site SHOP", "internship_sites[2].parent")],
    ),
    "parent of another kind": (
        put("internship_sites.2.parent", "C1"),
        [("internship site SHOP", "internship_sites[2].parent")],
    ),
    "unknown site of a mentor": (
        put("mentors.1.sites", ["SHOP", "X"]),
        [("mentor M2", "mentors[1].sites[1]")],
    ),
    "unknown never_with": (
        put("mentors.0.never_with", ["X"]),
        [("mentor M1", "mentors[0].never_with[0]")],
    ),
    "unknown school of staff": (put("staff.1.school", "X"), [("staff T2", "staff[1].school")]),
    "unknown advisor": (
        put("advisories.1.advisor", "X"),
        [("advisory A2", "advisories[1].advisor")],
    ),
    "unknown home room": (
        put("advisories.1.room", "X"),
        [("advisory A2", "advisories[1].room")],
    ),
    "unknown advisory": (
        put("students.2.advisory", "X"),
        [("student S3", "students[2].advisory")],
    ),
    "unknown confirmed mentor": (
        wants({"days": 1, "confirmed": "X"}),
        [("student S9", "students[3].internships[0].confirmed")],
    ),
    "unknown candidate": (
        wants({"days": 1, "candidates": ["M1", "X"]}),
        [("student S9", "students[3].internships[0].candidates[1]")],
    ),
    "unknown workshop": (
        asks({"workshop": "X", "kind": "must"}),
        [("student S9", "students[3].requests[0].workshop")],
    ),
    "unknown alternative": (
        asks({"workshop": "W3", "kind": "wish", "alternatives": ["X"]}),
        [("student S9", "students[3].requests[0].alternatives[0]")],
    ),
    "unknown site of a section": (
        put("workshops.2.sections.0.site", "X"),
        [("section W3a", "workshops[2].sections[0].site")],
    ),
    "lead whom no school employs": (
        put("workshops.2.sections.0.leads", ["M1"]),
        [("section W3a", "workshops[2].sections[0].leads[0]")],
    ),
    "unknown linked section": (
        put("workshops.2.sections.0.linked", ["W1"]),
        [("section W3a", "workshops[2].sections[0].linked[0]")],
    ),
    "unknown section before": (
        put("workshops.2.sections.0.after", ["X"]),
        [("section W3a", "workshops[2].sections[0].after[0]")],
    ),
    "unknown start of a vehicle": (
        put("vehicles.0.start", "X"),
        [("vehicle V1", "vehicles[0].start")],
    ),
    "unknown vehicle": (put("runs.1.vehicle", "X"), [("vehicle run V1b", "runs[1].vehicle")]),
    "stop at no place": (
        put("runs.1.stops.1.place", "M1"),
        [("vehicle run V1b", "runs[1].stops[1].place")],
    ),
    "travel to no place": (
        put("travel.rows.1.destination", "X"),
        [("travel row 2", "travel.rows[1].destination")],
    ),
    "travel from no place": (
        put("travel.rows.1.origin", "X"),
        [("travel row 2", "travel.rows[1].origin")],
    ),
    "rate of nobody": (
        put("attendance.1.student", "X"),
        [("attendance rate 2", "attendance[1].student")],
    ),
    "rate of nowhere": (
        put("attendance.1.site", "X"),
        [("attendance rate 2", "attendance[1].site")],
    ),
    # the term
    "holiday outside the term": (
        add("term.holidays", {"first": "2027-01-01", "last": "2027-01-02"}),
        [("term", "term.holidays[1]")],
    ),
    "special date outside the term": (
        add("term.special", {"when": "2027-01-04", "day": 1}),
        [("term", "term.special[1].when")],
    ),
    "special date twice": (
        add("term.special", {"when": "2026-11-24", "day": 1}),
        [("term", "term.special[1].when")],
    ),
    "special date with a weekday not used": (
        add("term.special", {"when": "2026-10-12", "day": 5}),
        [("term", "term.special[1].day")],
    ),
    "no school date": (
        add("term.holidays", {"first": "2026-09-01", "last": "2026-12-31"}),
        [("term", "term"), ("student S2", "students[1].internships[0].block")],
    ),
    "unknown time zone": (put("term.zone", "Mars/Olympus"), [("term", "term.zone")]),
    "time zone that is a path": (put("term.zone", "../etc"), [("term", "term.zone")]),
    "grid on a weekday not used": (
        add("school_sites.1.grid", {"day": 5, "start": "09:00", "end": "10:00"}),
        [("school site C2", "school_sites[1].grid[12].day")],
    ),
    "week outside the cycle": (
        put("school_sites.0.rooms.1.unavailable.0.weeks", [0, 2]),
        [("room R2", "school_sites[0].rooms[1].unavailable[0].weeks[1]")],
    ),
    # internship sites and mentors
    "site inside itself": (
        put("internship_sites.2.parent", "SHOP"),
        [("internship site SHOP", "internship_sites[2].parent")],
    ),
    "two sites inside each other": (
        put("internship_sites.0.parent", "HW"),
        [("internship site H", "internship_sites[0].parent")],
    ),
    "mentor without hours": (put("mentors.1.hours", []), [("mentor M2", "mentors[1].hours")]),
    "mentor only at the weekend": (
        put("mentors.1.hours", [span(5, "09:00", "15:00")]),
        [("mentor M2", "mentors[1].hours")],
    ),
    "mentor only when the site is closed": (
        put("mentors.0.hours", [span(0, "09:00", "15:00"), span(1, "16:00", "18:00")]),
        [("mentor M1", "mentors[0].hours")],
    ),
    "mentor only when the parent is closed": (
        both(put("mentors.0.hours", [span(4, "09:00", "15:00")]), put("mentors.0.sites", ["HW"])),
        [("mentor M1", "mentors[0].hours")],
    ),
    "two spans of hours on one day": (
        add("mentors.1.hours", span(4, "08:00", "09:00", [1])),
        [("mentor M2", "mentors[1].hours[3]")],
    ),
    "hours in a week outside the cycle": (
        put("mentors.1.hours.0.weeks", [0, 1, 5]),
        [("mentor M2", "mentors[1].hours[0].weeks[2]")],
    ),
    "interns wished below none": (
        put("mentors.1.wished", -1),
        [("mentor M2", "mentors[1].wished")],
    ),
    # students
    "more days than weekdays": (
        wants(two_days(1)),
        [("student S9", "students[3].internships[0].days")],
    ),
    "weekday not used": (
        wants({"days": 1, "confirmed": "M2", "allowed_days": [1, 6]}),
        [("student S9", "students[3].internships[0].allowed_days[1]")],
    ),
    "two internships on one weekday": (
        wants(
            {"days": 1, "confirmed": "M1", "allowed_days": [1]},
            {"days": 1, "confirmed": "M2", "allowed_days": [1]},
        ),
        [("student S9", "students[3].internships")],
    ),
    "days too near for least_apart": (
        wants(two_days(1, 2), least_apart=2),
        [("student S9", "students[3].least_apart")],
    ),
    "days too far for most_apart": (
        wants(two_days(0, 4), most_apart=3),
        [("student S9", "students[3].least_apart")],
    ),
    "week of an internship outside the cycle": (
        wants({"days": 1, "confirmed": "M2", "weeks": [2]}),
        [("student S9", "students[3].internships[0].weeks[0]")],
    ),
    "block beyond the term": (
        wants(week("2026-12-14", "2026-12-21")),
        [("student S9", "students[3].internships[0].block")],
    ),
    "block without a school date": (
        wants(week("2026-11-25", "2026-11-29")),
        [("student S9", "students[3].internships[0].block")],
    ),
    "blocks that share dates": (
        wants(week("2026-10-05", "2026-10-09"), week("2026-10-09", "2026-10-16", "M1")),
        [("student S9", "students[3].internships[1].block")],
    ),
    "two internships confirmed with one mentor": (
        wants({"days": 1, "confirmed": "M2"}, {"days": 1, "confirmed": "M2"}),
        [("student S9", "students[3].internships[1].confirmed")],
    ),
    "unavailable in a week outside the cycle": (
        put("students.0.unavailable.0.weeks", [3]),
        [("student S1", "students[0].unavailable[0].weeks[0]")],
    ),
    "workshop asked for twice": (
        asks({"workshop": "W2", "kind": "must"}, {"workshop": "W2", "kind": "wish"}),
        [("student S9", "students[3].requests[1].workshop")],
    ),
    "workshop asked for again as an alternative": (
        asks(
            {"workshop": "W2", "kind": "must"},
            {"workshop": "W3", "kind": "wish", "alternatives": ["W2"]},
        ),
        [("student S9", "students[3].requests[1].alternatives[0]")],
    ),
    "workshop without sections": (
        both(
            add("workshops", {"id": "W4", "name": "None", "sections": []}),
            asks({"workshop": "W4", "kind": "wish"}),
        ),
        [("student S9", "students[3].requests[0].workshop")],
    ),
    "no slot without a break": (
        asks(accommodations={"break_every": 0}),
        [("student S9", "students[3].accommodations.break_every")],
    ),
    "must longer than the break allows": (
        asks({"workshop": "W1", "kind": "must"}, accommodations={"break_every": 1}),
        [("student S9", "students[3].requests[0].workshop")],
    ),
    "walk below no minutes": (
        asks(accommodations={"most_walk_minutes": -1}),
        [("student S9", "students[3].accommodations.most_walk_minutes")],
    ),
    # advisories
    "meeting longer than a day": (
        both(alone, put("advisories.0.meetings.1.length", 7), put("advisories.0.minutes", 0)),
        [
            ("advisory A1", "advisories[0].meetings[1].length"),
            ("advisory A1", "advisories[0].meetings[1].length"),
        ],
    ),
    "meeting longer than the slots without a break": (
        put("advisories.0.meetings.1.length", 4),
        [("advisory A1", "advisories[0].meetings[1].length")],
    ),
    "meeting whose spans fit no slot": (
        put("advisories.0.meetings.1.allowed", [span(0, "09:30", "10:30")]),
        [
            ("advisory A1", "advisories[0].meetings[1].allowed"),
            ("advisory A1", "advisories[0].minutes"),
        ],
    ),
    "meeting whose spans hold in another week": (
        put("advisories.0.meetings.1.allowed", [span(0, "09:00", "10:00", [1])]),
        [
            ("advisory A1", "advisories[0].meetings[1].allowed"),
            ("advisory A1", "advisories[0].minutes"),
        ],
    ),
    "more meetings than weekdays": (
        put("advisories.0.meetings.0.count", 3),
        [("advisory A1", "advisories[0].meetings[0].count")],
    ),
    "more minutes than the meetings give": (
        put("advisories.0.minutes", 181),
        [("advisory A1", "advisories[0].minutes")],
    ),
    "minutes and no meetings": (
        put("advisories.1.minutes", 1),
        [("advisory A2", "advisories[1].minutes")],
    ),
    "more meetings than slots": (
        put(
            "advisories.1.meetings",
            [{"name": str(number), "count": 2, "length": 3} for number in range(3)],
        ),
        [("advisory A2", "advisories[1].meetings")],
    ),
    "meeting in a week outside the cycle": (
        add("advisories.1.meetings", {"name": "x", "count": 1, "length": 1, "weeks": [2]}),
        [("advisory A2", "advisories[1].meetings[0].weeks[0]")],
    ),
    "advisor who is never there": (
        put("staff.0.available", [span(0, "16:00", "18:00")]),
        [
            ("section W1a", "workshops[0].sections[0].leads[0]"),
            ("advisory A1", "advisories[0].advisor"),
        ],
    ),
    # workshops and sections
    "run_all without sections": (
        add("workshops", {"id": "W4", "name": "None", "sections": [], "run_all": True}),
        [("workshop W4", "workshops[3].sections")],
    ),
    "session longer than a day": (
        put("workshops.2.length", 7),
        [("workshop W3", "workshops[2].length")],
    ),
    "more sessions than weekdays": (
        put("workshops.2.sessions", 3),
        [("workshop W3", "workshops[2].sessions")],
    ),
    "sessions whose spans fit no slot": (
        put("workshops.2.allowed", [span(0, "09:10", "10:00")]),
        [("workshop W3", "workshops[2].allowed")],
    ),
    "must longer than the slots without a break": (
        both(alone, put("school_sites.0.most_slots_without_break", 1)),
        [("workshop W1", "workshops[0].length")],
    ),
    "no room of the kind": (
        put("workshops.2.room_kind", "stage"),
        [("section W3a", "workshops[2].sections[0].site")],
    ),
    "no room with the features": (
        put("workshops.2.features", ["laser"]),
        [("section W3a", "workshops[2].sections[0].site")],
    ),
    "no room with the seats": (
        both(put("workshops.2.sections.0.least", 21), put("workshops.2.sections.0.most", 30)),
        [("section W3a", "workshops[2].sections[0].least")],
    ),
    "lead who is never there": (
        put("staff.1.available", [span(0, "09:30", "10:30"), span(5, "09:00", "15:00")]),
        [
            ("section W1a", "workshops[0].sections[0].leads[1]"),
            ("section W2a", "workshops[1].sections[0].leads[0]"),
            ("section W3a", "workshops[2].sections[0].leads[0]"),
            ("advisory A2", "advisories[1].advisor"),
        ],
    ),
    "workshop in a week outside the cycle": (
        put("workshops.2.weeks", [2]),
        [("workshop W3", "workshops[2].weeks[0]")],
    ),
    "sections after each other": (
        put("workshops.0.sections.0.after", ["W2a"]),
        [("section W1a", "workshops[0].sections[0].after")],
    ),
    "section after itself": (
        put("workshops.2.sections.0.after", ["W3a"]),
        [("section W3a", "workshops[2].sections[0].after")],
    ),
    "links in a ring": (
        both(
            put("workshops.0.sections.0.linked", ["W3a"]),
            put("workshops.2.sections.0.linked", ["W2a"]),
        ),
        [("section W1a", "workshops[0].sections[0].linked")],
    ),
    "link within a workshop": (
        add(
            "workshops.2.sections",
            {"id": "W3b", "site": "C2", "leads": ["T2"], "linked": ["W3a"]},
        ),
        [("section W3b", "workshops[2].sections[1].linked")],
    ),
    "links that lead back to the workshop": (
        both(
            put("workshops.2.sections.0.linked", ["W2a"]),
            add(
                "workshops.2.sections",
                {"id": "W3b", "site": "C2", "leads": ["T2"], "linked": ["W1a"]},
            ),
        ),
        [("section W3b", "workshops[2].sections[1].linked")],
    ),
    # vans, travel, attendance
    "run on a weekday not used": (put("runs.1.day", 6), [("vehicle run V1b", "runs[1].day")]),
    "run in a week outside the cycle": (
        put("runs.1.weeks", [4]),
        [("vehicle run V1b", "runs[1].weeks[0]")],
    ),
    "driver in a week outside the cycle": (
        put("vehicles.0.driver_hours.0.weeks", [2]),
        [("vehicle V1", "vehicles[0].driver_hours[0].weeks[0]")],
    ),
    "boarding below no minutes": (
        put("vehicles.0.boarding_minutes", -1),
        [("vehicle V1", "vehicles[0].boarding_minutes")],
    ),
    "trip longer than its window": (
        put("travel.rows.0.until", "07:20"),
        [("travel row 1", "travel.rows[0].minutes")],
    ),
    "rate on a weekday not used": (
        put("attendance.1.day", 7),
        [("attendance rate 2", "attendance[1].day")],
    ),
    "rate given twice": (
        add("attendance", {"share": 0.5}),
        [("attendance rate 3", "attendance[2].share")],
    ),
    # rules and goals
    "unknown profile": (put("profile", "nice"), [("instance everything", "profile")]),
    "profile named standard": (
        add("profiles", {"name": "standard"}),
        [("profile standard", "profiles[1].name")],
    ),
    "two profiles of a name": (
        add("profiles", {"name": "short ways"}),
        [("profile short ways", "profiles[1].name")],
    ),
    "goal weighed twice": (
        add("profiles.0.weights", {"goal": "travel", "factor": 2}),
        [("profile short ways", "profiles[0].weights[2].goal")],
    ),
    "rule softened twice": (
        add("soft_rules", {"rule": "student-day", "points": 5}),
        [("softened rule student-day", "soft_rules[1].rule")],
    ),
    # what is decided
    "release of another instance": (
        put("release.instance", "spring"),
        [("release", "release.instance")],
    ),
    "pinned day of nobody": (
        put("pins.timetable.days_out.0.student", "X"),
        [("pins", "pins.timetable.days_out[0].student")],
    ),
    "pinned day with nobody": (
        put("pins.timetable.days_out.0.mentor", "X"),
        [("pins", "pins.timetable.days_out[0].mentor")],
    ),
    "pinned day nowhere": (
        put("pins.timetable.days_out.0.site", "X"),
        [("pins", "pins.timetable.days_out[0].site")],
    ),
    "pinned day on a weekday not used": (
        put("pins.timetable.days_out.0.day", 6),
        [("pins", "pins.timetable.days_out[0].day")],
    ),
    "pinned day of no internship": (
        put("pins.timetable.days_out.0.internship", 2),
        [("pins", "pins.timetable.days_out[0].internship")],
    ),
    "day out pinned twice": (
        add("pins.timetable.days_out", PINNED_DAY),
        [("pins", "pins.timetable.days_out[1]")],
    ),
    "section pinned twice": (
        put("pins.timetable.sections", [pinned(13), pinned(14)]),
        [("pins", "pins.timetable.sections[1]")],
    ),
    "session pinned twice": (
        put("pins.timetable.sections", [pinned(13, 13)]),
        [("pins", "pins.timetable.sections[0].sessions[1]")],
    ),
    "meeting pinned twice": (
        put("pins.timetable.meetings", [meeting(0), meeting(0)]),
        [("pins", "pins.timetable.meetings[1]")],
    ),
    "more meetings pinned than there are": (
        put("pins.timetable.meetings", [meeting(0), meeting(12), meeting(1), meeting(2)]),
        [("pins", "pins.timetable.meetings[2]")],
    ),
    "enrolment pinned twice": (
        put("pins.timetable.enrolments", 2 * [{"student": "S1", "section": "W1a"}]),
        [("pins", "pins.timetable.enrolments[1]")],
    ),
    "journey from nowhere": (
        put("release.days_out.0.there.0.origin", "X"),
        [("release", "release.days_out[0].there[0].origin")],
    ),
    "journey to nowhere": (
        put("release.days_out.0.back.0.destination", "X"),
        [("release", "release.days_out[0].back[0].destination")],
    ),
    "journey on no run": (
        put("release.days_out.0.back.0.run", "X"),
        [("release", "release.days_out[0].back[0].run")],
    ),
    "meeting of nobody": (
        put("release.meetings.0.advisory", "X"),
        [("release", "release.meetings[0].advisory")],
    ),
    "meeting of no kind": (
        put("release.meetings.0.kind", "x"),
        [("release", "release.meetings[0].kind")],
    ),
    "meeting in no slot": (
        put("release.meetings.0.slot", 30),
        [("release", "release.meetings[0].slot")],
    ),
    "section that is none": (
        put("release.sections.0.section", "W1"),
        [("release", "release.sections[0].section")],
    ),
    "section led by nobody": (
        put("release.sections.0.lead", "M1"),
        [("release", "release.sections[0].lead")],
    ),
    "session over the end of a day": (
        put("release.sections.0.sessions.0.slot", 17),
        [("release", "release.sections[0].sessions[0].slot")],
    ),
    "session in no room": (
        put("release.sections.0.sessions.0.room", "X"),
        [("release", "release.sections[0].sessions[0].room")],
    ),
    "enrolment of nobody": (
        put("release.enrolments.0.student", "X"),
        [("release", "release.enrolments[0].student")],
    ),
    "enrolment in nothing": (
        put("release.enrolments.0.section", "X"),
        [("release", "release.enrolments[0].section")],
    ),
    "run that is none": (put("release.runs.0.run", "X"), [("release", "release.runs[0].run")]),
    "stop that is none": (
        put("release.runs.0.stops", [0, 2]),
        [("release", "release.runs[0].stops[1]")],
    ),
    "rider who is nobody": (
        put("release.runs.0.riders", ["X"]),
        [("release", "release.runs[0].riders[0]")],
    ),
    "nobody unplaced": (
        put("release.unplaced.0.student", "X"),
        [("release", "release.unplaced[0].student")],
    ),
    "unplaced in no internship": (
        put("release.unplaced.0.subject", "2"),
        [("release", "release.unplaced[0].subject")],
    ),
    "unplaced in no week": (
        put("release.unplaced.1.subject", "2"),
        [("release", "release.unplaced[1].subject")],
    ),
    "unplaced in no workshop": (
        put("release.unplaced.2.subject", "X"),
        [("release", "release.unplaced[2].subject")],
    ),
    "unplaced in an endless number": (
        put("release.unplaced.0.subject", "1" * 5000),
        [("release", "release.unplaced[0].subject")],
    ),
    "unplaced in a week of an endless number": (
        put("release.unplaced.1.subject", "1" * 5000),
        [("release", "release.unplaced[1].subject")],
    ),
    "unplaced in a word": (
        put("release.unplaced.1.subject", "first"),
        [("release", "release.unplaced[1].subject")],
    ),
}


def test_the_unspoilt_instance_has_no_fault() -> None:
    assert faults(instance_of(EVERYTHING)) == []


@pytest.mark.parametrize("case", CASES)
def test_a_spoilt_instance_has_exactly_its_faults(case: str) -> None:
    spoil, expected = CASES[case]
    found = faults(spoilt(spoil))
    assert [(fault.thing, fault.position) for fault in found] == expected, [*map(str, found)]
    for fault in found:
        assert fault.message.endswith(".")
        assert fault.next_step.endswith(".")
        assert fault.position.endswith(fault.field)


def test_all_faults_are_told_at_once() -> None:
    picked = ("unknown advisor", "holiday outside the term", "profile named standard")
    found = faults(spoilt(both(*(CASES[case][0] for case in picked))))
    expected = [place for case in picked for place in CASES[case][1]]
    assert [(fault.thing, fault.position) for fault in found] == expected


@pytest.mark.parametrize(
    "spoil",
    [
        # a section may come after the one it is taken together with, named either way
        put("workshops.0.sections.0.linked", ["W2a"]),
        # days out in different weeks of the cycle may be on one weekday
        wants(
            {"days": 1, "confirmed": "M1", "allowed_days": [1], "weeks": [0]},
            {"days": 1, "confirmed": "M2", "allowed_days": [1], "weeks": [1]},
        ),
        # hours in different weeks may be on one weekday
        put("mentors.1.hours", [span(1, "09:00", "12:00", [0]), span(1, "10:00", "15:00", [1])]),
        # a must with an alternative can be met otherwise
        asks(
            {"workshop": "W1", "kind": "must", "alternatives": ["W3"]},
            accommodations={"break_every": 1},
        ),
        # a mentor may pause, and nobody has to be in an advisory
        put("mentors.1.at_once", 0),
        # where meetings may be more, more may be pinned
        both(
            put("pins.timetable.meetings", [meeting(0), meeting(12), meeting(1)]),
            put("soft_rules.0.rule", "advisory-meets"),
        ),
        # exactly as many minutes as the meetings give
        put("advisories.0.minutes", 180),
    ],
)
def test_what_only_looks_odd_is_no_fault(spoil: Spoil) -> None:
    assert faults(spoilt(spoil)) == []


def test_a_timetable_of_unknown_things_is_told_before_it_is_checked() -> None:
    instance = instance_of(EVERYTHING)
    assert instance.release is not None
    assert timetable_faults(instance, instance.release) == []
    found = timetable_faults(spoilt(both(alone, put("staff.1.id", "T3"))), instance.release)
    assert [(fault.thing, fault.position) for fault in found] == [("timetable", "sections[0].lead")]
    other = timetable_faults(instance, Timetable(instance="spring"))
    assert [fault.position for fault in other] == ["instance"]

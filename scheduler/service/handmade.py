"""A timetable written by hand as a table: one line an entry, named as people name things.

What follows from the decisions is not asked for: the shortest ways there and back, which
vans are driven, and what is left unplaced are found.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

from scheduler.domain.calendar import DAY_NAMES
from scheduler.domain.ids import AdvisoryId, MentorId, RoomId, SectionId, SiteId, StaffId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.places import SchoolSite
from scheduler.domain.timetable import (
    DayOut,
    Enrolment,
    Meeting,
    PlacedSession,
    RunningSection,
    Timetable,
)
from scheduler.errors import Fault, InvalidInputError, NotFoundError
from scheduler.service.completing import completed
from scheduler.service.journeys import shortest_trips
from scheduler.service.weeks.names import Names

COLUMNS = ("entry", "who", "what", "where", "day", "start", "lead")
"""Columns of the table; those that an entry does not need stay empty."""
MOST_FAULTS = 200
Line = Mapping[str, str]


class _WrongError(Exception):
    """A cell that cannot be read."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field, self.message = field, message


class _Reader:
    """Reads the lines, each into an entry."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.names = Names(instance)
        self.outs: list[DayOut] = []
        self.meetings: list[Meeting] = []
        self.sessions: dict[tuple[SectionId, StaffId], list[PlacedSession]] = {}
        self.enrolments: list[Enrolment] = []

    def read(self, line: Line) -> None:
        """Take one line in."""
        kinds: dict[str, Callable[[Line], None]] = {
            "day out": self._day_out,
            "meeting": self._meeting,
            "session": self._session,
            "enrolment": self._enrolment,
        }
        kind = line["entry"].strip().lower()
        if kind not in kinds:
            raise _WrongError("entry", f"An entry is one of {', '.join(kinds)}.")
        kinds[kind](line)

    def timetable(self) -> Timetable:
        """Give what was read, with all that follows from it."""
        sections = tuple(
            RunningSection(
                section=section,
                lead=lead,
                sessions=tuple(sorted(sessions, key=lambda one: one.slot)),
            )
            for (section, lead), sessions in self.sessions.items()
        )
        return completed(
            self.instance,
            Timetable(
                instance=self.instance.id,
                days_out=tuple(self.outs),
                meetings=tuple(self.meetings),
                sections=sections,
                enrolments=tuple(self.enrolments),
            ),
        )

    def _day_out(self, line: Line) -> None:
        one = StudentId(self._id(line, "who", self.instance.student_of, "student"))
        student = self.instance.student_of[one]
        mentor = MentorId(self._id(line, "what", self.instance.mentor_of, "mentor"))
        wishes = [i for i, wish in enumerate(student.internships) if mentor in wish.mentors]
        if not wishes:
            raise _WrongError("what", "The student has no internship that may be with this mentor.")
        sites = self.instance.mentor_of[mentor].sites
        if line["where"].strip() or len(sites) > 1:
            site = SiteId(self._id(line, "where", self.instance.site_of, "internship site"))
        else:
            site = sites[0]
        day = self._day(line)
        trips = shortest_trips(self.instance, student, wishes[0], mentor, site, day)
        self.outs.append(
            DayOut(
                student=one,
                internship=wishes[0],
                mentor=mentor,
                site=site,
                day=day,
                there=trips.there,
                back=trips.back,
            )
        )

    def _meeting(self, line: Line) -> None:
        one = AdvisoryId(self._id(line, "who", self.instance.advisory_of, "advisory"))
        advisory = self.instance.advisory_of[one]
        kinds = {kind.name.lower(): kind.name for kind in advisory.meetings}
        kind = kinds.get(line["what"].strip().lower())
        if kind is None:
            raise _WrongError("what", f"A meeting of it is one of {', '.join(kinds.values())}.")
        site = self.instance.room_of[advisory.room][1]
        self.meetings.append(Meeting(advisory=one, kind=kind, slot=self._slot(line, site)))

    def _session(self, line: Line) -> None:
        section = SectionId(self._id(line, "what", self.instance.section_of, "section"))
        lead = StaffId(self._id(line, "lead", self.instance.staff_of, "member of staff"))
        room = RoomId(self._id(line, "where", self.instance.room_of, "room"))
        slot = self._slot(line, self.instance.room_of[room][1])
        self.sessions.setdefault((section, lead), []).append(PlacedSession(slot=slot, room=room))

    def _enrolment(self, line: Line) -> None:
        one = StudentId(self._id(line, "who", self.instance.student_of, "student"))
        section = SectionId(self._id(line, "what", self.instance.section_of, "section"))
        self.enrolments.append(Enrolment(student=one, section=section))

    def _id(self, line: Line, field: str, known: Container[Any], kind: str) -> str:
        text = line[field].strip()
        if not text:
            raise _WrongError(field, f"It names no {kind}.")
        try:
            found = self.names.find(text)
        except NotFoundError:
            found = ""
        if found not in known:
            raise _WrongError(field, f"It names no {kind}, or several: give the id.")
        return found

    def _day(self, line: Line) -> int:
        text = line["day"].strip().lower()[:3]
        days = [name.lower() for name in DAY_NAMES]
        if text not in days:
            raise _WrongError("day", f"A weekday is one of {', '.join(DAY_NAMES)}.")
        return days.index(text)

    def _slot(self, line: Line, site: SchoolSite) -> int:
        day, start = self._day(line), line["start"].strip()
        for number, slot in enumerate(site.grid):
            if slot.day == day and f"{slot.start:%H:%M}" == start.zfill(5):
                return number
        raise _WrongError("start", "No slot of that weekday begins then; write it as 10:05.")


def timetable_of(instance: Instance, data: bytes) -> Timetable:
    """Read a timetable made by hand from a CSV with one line an entry.

    ========== ============ ==================== ========== === ===== =====
    entry      who          what                 where      day start lead
    ========== ============ ==================== ========== === ===== =====
    day out    student      mentor               site       Tue
    meeting    advisory     kind of meeting                 Mon 09:00
    session                 section              room       Mon 10:00 staff
    enrolment  student      section
    ========== ============ ==================== ========== === ===== =====

    Raises
    ------
    InvalidInputError
        With every fault found, by line.
    """
    reader, faults = _Reader(instance), []
    for number, line in _lines(data):
        try:
            reader.read(line)
        except _WrongError as wrong:
            faults.append(
                Fault(
                    thing=f"line {number}",
                    field=wrong.field,
                    message=wrong.message,
                    next_step="Mend the line.",
                    position=f"line {number}",
                )
            )
            if len(faults) == MOST_FAULTS:
                break
    if faults:
        raise InvalidInputError(f"The table has faults in {len(faults)} lines.", faults)
    return reader.timetable()


def _lines(data: bytes) -> Iterator[tuple[int, Line]]:
    try:
        text = data.decode("utf-8-sig")
        table = csv.DictReader(io.StringIO(text, newline=""), restval="")
        missing = [name for name in COLUMNS[:3] if name not in (table.fieldnames or ())]
        if missing:
            raise InvalidInputError(
                f"The table has no column {missing[0]}. Its first line names the columns:"
                f" {', '.join(COLUMNS)}."
            )
        for line in table:
            if any(value for value in line.values()):
                whole = {name: str(line.get(name) or "") for name in COLUMNS}
                yield table.line_num, whole
    except (UnicodeDecodeError, csv.Error):
        raise InvalidInputError("The file is no CSV in UTF-8. Save it as that.") from None

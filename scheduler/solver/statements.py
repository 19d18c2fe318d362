"""Rules for one subject in words: about named people and places."""

from __future__ import annotations

from collections import Counter

from scheduler.domain.calendar import DAY_NAMES
from scheduler.domain.ids import AdvisoryId, MentorId, SchoolSiteId, SectionId, StaffId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Advisory, MeetingKind
from scheduler.domain.rules import RuleId
from scheduler.domain.runs import Statement
from scheduler.domain.timetable import Timetable
from scheduler.solver.build import Stated, Subject
from scheduler.solver.names import Names, listed, when


class Statements:
    """Says what a rule asks of a subject, and what giving way would mean."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._names = Names(instance)

    def of(self, key: Stated) -> Statement:
        """The rule for a subject, as said to a person."""
        rule, subject = key
        return Statement(
            rule=rule,
            subjects=tuple(str(part) for part in subject),
            text=_capital(self._text(rule, subject)),
        )

    def way_out(self, key: Stated, timetable: Timetable, excess: int) -> str:
        """What has to be allowed instead, in a timetable that exceeds the rule by so much."""
        rule, subject = key
        if rule is RuleId.STAFF_DAY:
            staff = self._instance.staff_of[StaffId(str(subject[0]))]
            most = staff.most_week if len(subject) == 2 else staff.most_day
            each = "a week" if len(subject) == 2 else f"on {self._week_day(subject[1:])}"
            allowed = f"{(most or 0) + excess} slots {each} instead of {most}"
            return f"{self._names(staff.id)} may lead {allowed}"
        if rule is RuleId.MENTOR_LOAD:
            mentor = self._instance.mentor_of[MentorId(str(subject[0]))]
            limit = mentor.in_all if len(subject) == 1 else mentor.at_once
            each = "in all" if len(subject) == 1 else f"on {self._week_day(subject[1:])}"
            return f"{self._names(mentor.id)} may host {limit + excess} {each} instead of {limit}"
        if rule is RuleId.SITE_SEATS:
            name, day = self._names(str(subject[0])), self._week_day(subject[1:])
            return f"{name} has {excess} more {'seat' if excess == 1 else 'seats'} on {day}"
        if rule is RuleId.SCHOOL_SEATS:
            time = self._time(SchoolSiteId(str(subject[0])), int(subject[2]))
            return f"{self._names(str(subject[0]))} has {excess} more seats supervised on {time}"
        if rule is RuleId.SECTION_SIZE:
            return self._other_size(SectionId(str(subject[0])), timetable)
        if rule is RuleId.SECTION_SESSIONS:
            return f"{self._names(str(subject[0]))} need not run, or not in full"
        if rule is RuleId.PINNED:
            return f"it is no longer pinned that {self._pin(subject)}"
        if rule is RuleId.ADVISORY_MEETS:
            what = f"{subject[1]} of {self._names(str(subject[0]))}"
            return f"{what} is held less often, or two on one day"
        if rule is RuleId.ADVISORY_WHOLE:
            return f"{self._meeting(subject)} is held with fewer members"
        if rule is RuleId.AVAILABLE:
            return f"{self._names(str(subject[0]))} is available {self._activity(subject)}"
        if rule is RuleId.LINKED and len(subject) == 2:
            earlier, later = (self._names(str(part)) for part in subject)
            return f"{later} need not come after {earlier}"
        return f"this need not hold: {self._text(rule, subject)}"

    def _other_size(self, section_id: SectionId, timetable: Timetable) -> str:
        section, _ = self._instance.section_of[section_id]
        sizes = Counter(one.section for one in timetable.enrolments)
        size, name = sizes[section_id], self._names(section_id)
        if size > section.most:
            return f"{name} may hold {size} instead of {section.most}"
        return f"{name} may run with {size} instead of at least {section.least}"

    def _text(self, rule: RuleId, subject: Subject) -> str:
        name = self._names(str(subject[0]))
        rest = [str(part) for part in subject[1:]]
        if rule is RuleId.ONE_PLACE:
            return f"{name} is in one place at a time on {self._week_day(subject[1:])}"
        if rule is RuleId.AVAILABLE:
            return f"{name} is not available {self._activity(subject)}"
        if rule is RuleId.MENTOR_LOAD:
            return self._mentor_load(subject)
        if rule is RuleId.SITE_SEATS:
            return f"{name} has no more than its seats taken on {self._week_day(subject[1:])}"
        if rule is RuleId.ADVISORY_MEETS:
            return self._meets(subject)
        if rule is RuleId.ADVISORY_WHOLE:
            return self._attended(subject)
        if rule is RuleId.SECTION_SESSIONS:
            return self._runs(SectionId(str(subject[0])))
        if rule is RuleId.SECTION_SIZE:
            section, _ = self._instance.section_of[SectionId(str(subject[0]))]
            return f"{name} has {section.least} to {section.most} students if it runs"
        if rule is RuleId.SCHOOL_SEATS:
            return self._seats(subject)
        if rule is RuleId.STAFF_DAY:
            return self._leads(subject)
        if rule is RuleId.LINKED:
            other = self._names(rest[0])
            if len(subject) == 2:
                return f"{other} begins after the first session of {name} has ended"
            return f"{self._names(rest[1])} is in both of {name} and {other} or in neither"
        if rule is RuleId.PINNED:
            return f"it is pinned that {self._pin(subject)}"
        return self._of_student(rule, subject)

    def _of_student(self, rule: RuleId, subject: Subject) -> str:
        name = self._names(str(subject[0]))
        if rule is RuleId.STUDENT_DAY:
            return f"{name} has lunch and breaks on {self._week_day(subject[1:])}"
        if rule is RuleId.ENROLLED_ONCE:
            workshop = self._names(str(subject[1]))
            return f"{name} is in one section of {workshop} at most, as asked for"
        if rule is RuleId.VEHICLE_RUN:
            return f"{name} has a seat for every rider, in the driver's hours"
        if rule is RuleId.ADVISORY_TIME:
            return f"{name} has the advisory minutes of week {subject[1]} or they are unplaced"
        what = {
            RuleId.DAYS_OUT: "is out on allowed weekdays, no more often than wanted",
            RuleId.SAME_MENTOR: "is with one mentor asked for in each internship",
            RuleId.DAYS_APART: "has days out at the distances asked for",
            RuleId.ELIGIBLE: "may be with this mentor at this site",
            RuleId.JOURNEY: "gets there in time and back by ways of the own, not too long",
        }[rule]
        others = [self._names(str(part)) for part in subject[1:] if isinstance(part, str)]
        return f"{name} {what}" + (f" ({', '.join(others)})" if others else "")

    def _week_day(self, cell: Subject) -> str:
        week, day = int(cell[0]), int(cell[1])
        weeks = f" of week {week}" if self._instance.term.cycle > 1 else ""
        return f"{DAY_NAMES[day]}{weeks}"

    def _activity(self, subject: Subject) -> str:
        """When somebody or a room would be needed, from (who, for what, slot)."""
        if len(subject) < 3:
            return "then"
        what = str(subject[1])
        if what in self._instance.section_of:
            site = self._instance.section_of[SectionId(what)][0].site
        elif what in self._instance.advisory_of:
            advisory = self._instance.advisory_of[AdvisoryId(what)]
            site = self._instance.room_of[advisory.room][1].id
        else:
            return f"on {DAY_NAMES[int(subject[2])]}"
        return f"for {self._names(what)} on {self._time(site, int(subject[2]))}"

    def _time(self, site: SchoolSiteId, slot: int) -> str:
        one = self._instance.school_site_of[site].grid[slot]
        return when(one.day, one.minutes[0])

    def _kind(self, subject: Subject) -> tuple[Advisory, MeetingKind]:
        advisory = self._instance.advisory_of[AdvisoryId(str(subject[0]))]
        return advisory, next(kind for kind in advisory.meetings if kind.name == subject[1])

    def _meeting(self, subject: Subject) -> str:
        advisory, kind = self._kind(subject)
        site = self._instance.room_of[advisory.room][1].id
        time = self._time(site, int(subject[2]))
        return f"{kind.name} of {self._names(advisory.id)} on {time}"

    def _meets(self, subject: Subject) -> str:
        advisory, kind = self._kind(subject)
        often = "once" if kind.count == 1 else f"{kind.count} times on different days"
        where = f"with {self._names(advisory.advisor)} in {self._names(advisory.room)}"
        times = ", inside the times allowed" if kind.allowed else ""
        return f"{self._names(advisory.id)} has {kind.name} {often} a week {where}{times}"

    def _attended(self, subject: Subject) -> str:
        _, kind = self._kind(subject)
        who = "every member" if kind.whole else f"at least {kind.quorum:.0%} of the members"
        return f"{self._meeting(subject)} has {who} there if it is held"

    def _runs(self, section_id: SectionId) -> str:
        section, workshop = self._instance.section_of[section_id]
        must = "runs" if workshop.run_all else "runs fully if at all"
        sessions = "1 session" if workshop.sessions == 1 else f"{workshop.sessions} sessions"
        leads = " or ".join(self._names(lead) for lead in section.leads)
        times = ", inside the times allowed" if workshop.allowed else ""
        where = f"in a fitting {workshop.room_kind}"
        text = f"{sessions} a week on different days, {where}, led by {leads}"
        return f"{self._names(section_id)} {must}: {text}{times}"

    def _mentor_load(self, subject: Subject) -> str:
        mentor = self._instance.mentor_of[MentorId(str(subject[0]))]
        name = self._names(mentor.id)
        if len(subject) == 1:
            return f"{name} hosts at most {mentor.in_all} in all"
        return f"{name} hosts at most {mentor.at_once} on {self._week_day(subject[1:])}"

    def _seats(self, subject: Subject) -> str:
        site = self._instance.school_site_of[SchoolSiteId(str(subject[0]))]
        time = self._time(site.id, int(subject[2]))
        limits = f"at most {site.seats} students and {site.study_seats} of them in study seats"
        return f"{self._names(site.id)} has {limits} on {time}"

    def _leads(self, subject: Subject) -> str:
        staff = self._instance.staff_of[StaffId(str(subject[0]))]
        if len(subject) == 2:
            return f"{self._names(staff.id)} leads at most {staff.most_week} slots a week"
        day = self._week_day(subject[1:])
        return f"{self._names(staff.id)} leads at most {staff.most_day} slots on {day}"

    def _pin(self, subject: Subject) -> str:
        kind, *rest = subject
        if kind == "day out":
            return f"{self._names(str(rest[0]))} is out on {DAY_NAMES[int(rest[2])]}"
        if kind == "meeting":
            advisory = self._instance.advisory_of[AdvisoryId(str(rest[0]))]
            site = self._instance.room_of[advisory.room][1].id
            time = self._time(site, int(rest[2]))
            return f"{rest[1]} of {self._names(advisory.id)} is on {time}"
        if kind == "section":
            return f"{self._names(str(rest[0]))} runs{self._pinned_at(rest[0])}"
        return f"{self._names(str(rest[0]))} is in {self._names(str(rest[1]))}"

    def _pinned_at(self, section_id: str | int) -> str:
        pins = self._instance.pins.timetable
        for one in pins.sections if pins else ():
            if one.section == section_id:
                lead = f", led by {self._names(one.lead)}"
                if not one.sessions:
                    return f" without a session{lead}"
                site = self._instance.section_of[one.section][0].site
                times = [self._time(site, slot) for slot in sorted(s.slot for s in one.sessions)]
                rooms = dict.fromkeys(self._names(session.room) for session in one.sessions)
                return f" on {listed(times)} in {listed(list(rooms))}{lead}"
        return ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

"""What a made-up school turned out to be: its densities, and demands that cannot be met."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from scheduler.domain.instance import Instance
from scheduler.domain.people import RequestKind
from scheduler.domain.places import Mode
from scheduler.made.choices import Choices
from scheduler.made.drafts import CityDraft, MentorDraft, SiteDraft, StudentDraft
from scheduler.made.internships import Asking

_TUESDAY_THURSDAY = (1, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A demand that cannot be met, whatever else is decided."""

    subjects: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How much is asked of what there is. Shares are from 0 to 1."""

    students: int
    days_wanted: int
    internships: int
    confirmed: float
    """Internships with a confirmed mentor."""
    options: float
    """(mentor, days) options of an internship, on average."""
    van_riders: int
    """Students who may go by van."""
    van_only: int
    """Students who ask for a mentor whom they can reach by van alone."""
    mentor_days: int
    """Interns that mentors can take, summed over their weekdays."""
    tuesday_thursday: float
    """Of these, on Tuesday and Thursday."""
    sections: int
    requests: int
    musts: int
    seats: int
    """In sections that can be asked for, not counting those that come along."""
    room_slots: int
    """Slots a week of sections, each of which needs a room."""
    rooms: int
    """Rooms for sections."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Said by the generator about what it made."""

    notes: tuple[Note, ...]
    figures: Figures


class Tally:
    """Counts while cities are drawn."""

    def __init__(self) -> None:
        self._notes: list[Note] = []
        self._options = 0
        self._van_only = 0

    def add(self, city: CityDraft, choices: Choices, asked: Asking) -> None:
        """Count a city's options, and note internships without any."""
        for student in city.students:
            for internship in range(len(student.internships)):
                count = asked.options[student.id, internship]
                self._options += count
                if count == 0:
                    text = (
                        f"{student.name} ({student.id}) can reach nobody of internship"
                        f" {internship + 1} on enough days."
                    )
                    self._notes.append(Note(subjects=(student.id,), text=text))
            self._van_only += _needs_van(student, choices, asked)

    def report(self, instance: Instance) -> Report:
        """The report on the finished instance."""
        self._note_musts(instance)
        wishes = [one for student in instance.students for one in student.internships]
        mentor_days = Counter[int]()
        for mentor in instance.mentors:
            for span in mentor.hours:
                mentor_days[span.day] += mentor.at_once
        requests = [one for student in instance.students for one in student.requests]
        sections = [one for workshop in instance.workshops for one in workshop.sections]
        rooms = [r for site in instance.school_sites for r in site.rooms if r.kind != "home"]
        figures = Figures(
            students=len(instance.students),
            days_wanted=sum(one.days for one in wishes),
            internships=len(wishes),
            confirmed=sum(one.confirmed is not None for one in wishes) / max(1, len(wishes)),
            options=self._options / max(1, len(wishes)),
            van_riders=sum(Mode.VAN in one.modes for one in instance.students),
            van_only=self._van_only,
            mentor_days=mentor_days.total(),
            tuesday_thursday=sum(mentor_days[day] for day in _TUESDAY_THURSDAY)
            / max(1, mentor_days.total()),
            sections=len(sections),
            requests=len(requests),
            musts=sum(one.kind is RequestKind.MUST for one in requests),
            seats=sum(one.most for one in sections if not one.linked),
            room_slots=sum(w.sessions * w.length * len(w.sections) for w in instance.workshops),
            rooms=len(rooms),
        )
        return Report(notes=tuple(self._notes), figures=figures)

    def _note_musts(self, instance: Instance) -> None:
        """Note workshops with more musts that nothing else would do for than seats."""
        asked = Counter(
            one.workshop
            for student in instance.students
            for one in student.requests
            if one.kind is RequestKind.MUST and not one.alternatives
        )
        for workshop in instance.workshops:
            seats = sum(section.most for section in workshop.sections)
            if asked[workshop.id] > seats:
                text = f"{workshop.id} has {seats} seats for {asked[workshop.id]} musts."
                self._notes.append(Note(subjects=(workshop.id,), text=text))


def _needs_van(student: StudentDraft, choices: Choices, asked: Asking) -> bool:
    """Whether a student asks for a mentor whom only the van reaches, there or back."""
    return Mode.VAN in student.modes and any(
        days and not _goes_alone(student, mentor, days, choices)
        for mentor in asked.listed[student.id]
        for days in (choices.days(student, mentor),)
    )


def _goes_alone(
    student: StudentDraft, mentor: MentorDraft, days: dict[int, list[SiteDraft]], choices: Choices
) -> bool:
    """Whether some day with a mentor can be reached and left without a van."""
    start, end = mentor.hours
    return any(
        any(len(way) == 1 for way in choices.ways.there(student, site, day, start))
        and any(len(way) == 1 for way in choices.ways.back(student, site, day, end))
        for day, sites in days.items()
        for site in sites
    )

"""One change to a school's data after another: pure, in any order, each with its inverse.

>>> from scheduler.domain.edits import MentorLeft, apply  # doctest: +SKIP
>>> applied = apply(school, [MentorLeft(mentor="M012")])  # doctest: +SKIP
>>> apply(applied.instance, applied.undo).instance == school  # doctest: +SKIP
True
"""

from __future__ import annotations

from scheduler.domain.edits.applying import Applied, apply
from scheduler.domain.edits.campus import RoomLost, StaffAway, VanOut
from scheduler.domain.edits.dated import Dated, Scenario
from scheduler.domain.edits.internships import InternshipConfirmed, InternshipEnded, StudentDays
from scheduler.domain.edits.kinds import Edit, Stated
from scheduler.domain.edits.mentors import (
    MentorAway,
    MentorCapacity,
    MentorHours,
    MentorJoined,
    MentorLeft,
)
from scheduler.domain.edits.offer import SectionSplit, WorkshopAdded, WorkshopDropped
from scheduler.domain.edits.put_back import PutBack, Splice
from scheduler.domain.edits.refusing import faults
from scheduler.domain.edits.settings import CalendarException, GoalWeighed, RuleStrength
from scheduler.domain.edits.sites import SiteClosed, SiteOpened, SiteSeats
from scheduler.domain.edits.students import (
    StudentJoined,
    StudentLeft,
    StudentMoved,
    StudentUnavailable,
)

__all__ = [
    "Applied",
    "CalendarException",
    "Dated",
    "Edit",
    "GoalWeighed",
    "InternshipConfirmed",
    "InternshipEnded",
    "MentorAway",
    "MentorCapacity",
    "MentorHours",
    "MentorJoined",
    "MentorLeft",
    "PutBack",
    "RoomLost",
    "RuleStrength",
    "Scenario",
    "SectionSplit",
    "SiteClosed",
    "SiteOpened",
    "SiteSeats",
    "Splice",
    "StaffAway",
    "Stated",
    "StudentDays",
    "StudentJoined",
    "StudentLeft",
    "StudentMoved",
    "StudentUnavailable",
    "VanOut",
    "WorkshopAdded",
    "WorkshopDropped",
    "apply",
    "faults",
]

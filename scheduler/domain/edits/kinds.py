"""All kinds of edit."""

from __future__ import annotations

from scheduler.domain.edits.campus import RoomLost, StaffAway, VanOut
from scheduler.domain.edits.internships import InternshipConfirmed, InternshipEnded, StudentDays
from scheduler.domain.edits.mentors import (
    MentorAway,
    MentorCapacity,
    MentorHours,
    MentorJoined,
    MentorLeft,
)
from scheduler.domain.edits.offer import SectionSplit, WorkshopAdded, WorkshopDropped
from scheduler.domain.edits.put_back import PutBack
from scheduler.domain.edits.settings import CalendarException, GoalWeighed, RuleStrength
from scheduler.domain.edits.sites import SiteClosed, SiteOpened, SiteSeats
from scheduler.domain.edits.students import (
    StudentJoined,
    StudentLeft,
    StudentMoved,
    StudentUnavailable,
)

Stated = (
    MentorLeft
    | MentorAway
    | MentorHours
    | MentorCapacity
    | MentorJoined
    | SiteClosed
    | SiteOpened
    | SiteSeats
    | StudentJoined
    | StudentLeft
    | StudentMoved
    | StudentDays
    | InternshipConfirmed
    | InternshipEnded
    | StudentUnavailable
    | StaffAway
    | RoomLost
    | VanOut
    | WorkshopAdded
    | WorkshopDropped
    | SectionSplit
    | RuleStrength
    | GoalWeighed
    | CalendarException
)
"""What people say has changed."""
Edit = Stated | PutBack
"""One change to a school's data. Each kind knows

- ``named``: ids of the people it names itself, who do not count as touched by it,
- ``says``: what it says about which thing; two that say the same contradict each other,
- ``wrong(instance, thing)``: the faults of naming what is not there,
- ``made(instance)``: the data with the change made.
"""

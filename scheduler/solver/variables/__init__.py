"""One container for each kind of decision: the only owner of its literals."""

from scheduler.solver.variables.days_out import DaysOut, Visit, interns_of
from scheduler.solver.variables.enrolments import Enrolments
from scheduler.solver.variables.meetings import MeetingStarts
from scheduler.solver.variables.rides import RunUses, Stretch
from scheduler.solver.variables.sections import (
    Leads,
    Rooms,
    Runs,
    SessionStarts,
    extract_sections,
)

__all__ = [
    "DaysOut",
    "Enrolments",
    "Leads",
    "MeetingStarts",
    "Rooms",
    "RunUses",
    "Runs",
    "SessionStarts",
    "Stretch",
    "Visit",
    "extract_sections",
    "interns_of",
]

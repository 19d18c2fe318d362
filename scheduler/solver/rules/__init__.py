"""Every rule with the module that adds it to a model."""

from types import ModuleType

from scheduler.domain.rules import RuleId
from scheduler.solver.rules import (
    advisory_meets,
    advisory_time,
    advisory_whole,
    available,
    days_apart,
    days_out,
    eligible,
    enrolled_once,
    journey,
    linked,
    mentor_load,
    one_place,
    pinned,
    same_mentor,
    school_seats,
    section_sessions,
    section_size,
    site_seats,
    staff_day,
    student_day,
    vehicle_run,
)

RULES: dict[RuleId, ModuleType] = {
    RuleId.ONE_PLACE: one_place,
    RuleId.AVAILABLE: available,
    RuleId.DAYS_OUT: days_out,
    RuleId.SAME_MENTOR: same_mentor,
    RuleId.DAYS_APART: days_apart,
    RuleId.MENTOR_LOAD: mentor_load,
    RuleId.SITE_SEATS: site_seats,
    RuleId.ELIGIBLE: eligible,
    RuleId.JOURNEY: journey,
    RuleId.VEHICLE_RUN: vehicle_run,
    RuleId.ADVISORY_MEETS: advisory_meets,
    RuleId.ADVISORY_WHOLE: advisory_whole,
    RuleId.ADVISORY_TIME: advisory_time,
    RuleId.SECTION_SESSIONS: section_sessions,
    RuleId.SECTION_SIZE: section_size,
    RuleId.ENROLLED_ONCE: enrolled_once,
    RuleId.LINKED: linked,
    RuleId.SCHOOL_SEATS: school_seats,
    RuleId.STUDENT_DAY: student_day,
    RuleId.STAFF_DAY: staff_day,
    RuleId.PINNED: pinned,
}
"""The modules, by the id of their rule."""

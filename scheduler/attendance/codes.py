"""The codes that a school begins with; it may change them and add its own."""

from __future__ import annotations

from scheduler.domain.codes import Code, Codes, Counts, Direction, EdFi, Scope

PRESENT = "P"
OFF_SITE = "PO"
OUT = "OUT"
LATE = "L"
LEFT_EARLY = "LE"
ABSENT = "A"
EXCUSED = "E"
ILL = "I"
TRIP = "T"
BOARDED = "B"
NOT_BOARDED = "NB"
VOID = "VOID"
DISPUTED = "DISP"

_IN, _OUT, _NEITHER = Direction.IN, Direction.OUT, Direction.NEITHER

DEFAULTS: tuple[Code, ...] = (
    Code(
        id=PRESENT,
        name="Present",
        direction=_IN,
        scope=Scope.ON_SITE,
        counts=Counts.PRESENT,
        ed_fi=EdFi.PRESENT,
    ),
    Code(
        id=OFF_SITE,
        name="Present at the internship",
        direction=_IN,
        scope=Scope.OFF_SITE,
        counts=Counts.PRESENT,
        ed_fi=EdFi.IN_ATTENDANCE,
    ),
    Code(
        id=LATE,
        name="Late",
        direction=_IN,
        scope=Scope.LATE,
        counts=Counts.PRESENT,
        ed_fi=EdFi.TARDY,
    ),
    Code(
        id=LEFT_EARLY,
        name="Left early",
        direction=_OUT,
        scope=Scope.LEFT_EARLY,
        counts=Counts.PRESENT,
        ed_fi=EdFi.EARLY_DEPARTURE,
    ),
    Code(
        id=OUT,
        name="Left",
        direction=_OUT,
        scope=Scope.OFF_SITE,
        counts=Counts.PRESENT,
        reportable=False,
    ),
    Code(
        id=ABSENT,
        name="Absent",
        direction=_NEITHER,
        scope=Scope.ON_SITE,
        counts=Counts.ABSENT,
        ed_fi=EdFi.UNEXCUSED,
    ),
    Code(
        id=EXCUSED,
        name="Excused by a note",
        direction=_NEITHER,
        scope=Scope.OFF_SITE,
        counts=Counts.EXCUSED,
        ed_fi=EdFi.EXCUSED,
        future=True,
    ),
    Code(
        id=ILL,
        name="Ill",
        direction=_NEITHER,
        scope=Scope.OFF_SITE,
        counts=Counts.EXCUSED,
        ed_fi=EdFi.EXCUSED,
        future=True,
    ),
    Code(
        id=TRIP,
        name="On a trip of the school",
        direction=_NEITHER,
        scope=Scope.OFF_SITE,
        counts=Counts.PRESENT,
        ed_fi=EdFi.IN_ATTENDANCE,
        future=True,
    ),
    Code(
        id=BOARDED,
        name="Boarded the van",
        direction=_NEITHER,
        scope=Scope.ON_THE_WAY,
        counts=Counts.PRESENT,
        reportable=False,
    ),
    Code(
        id=NOT_BOARDED,
        name="Did not board the van",
        direction=_NEITHER,
        scope=Scope.ON_THE_WAY,
        counts=Counts.ABSENT,
        reportable=False,
    ),
    Code(
        id=DISPUTED,
        name="Disputed",
        direction=_NEITHER,
        scope=Scope.ON_SITE,
        counts=Counts.NOTHING,
        reportable=False,
    ),
    Code(
        id=VOID,
        name="Void",
        direction=_NEITHER,
        scope=Scope.ON_SITE,
        counts=Counts.NOTHING,
        reportable=False,
    ),
)

FIXED = frozenset({VOID, DISPUTED, BOARDED, NOT_BOARDED})
"""What these mean is built in; a school may name them, no more."""


def codes_of(own: tuple[Code, ...] = ()) -> Codes:
    """Put an organisation's own codes over the defaults."""
    return {one.id: one for one in (*DEFAULTS, *own)}

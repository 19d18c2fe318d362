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
_PRESENT, _ABSENT, _EXCUSED = Counts.PRESENT, Counts.ABSENT, Counts.EXCUSED
_ON_SITE, _OFF_SITE, _ON_THE_WAY = Scope.ON_SITE, Scope.OFF_SITE, Scope.ON_THE_WAY


def _code(
    id: str,
    name: str,
    direction: Direction,
    scope: Scope,
    counts: Counts,
    ed_fi: EdFi | None = None,
    *,
    future: bool = False,
) -> Code:
    """A default: what has a category of Ed-Fi is what the state is told."""
    return Code(
        id=id,
        name=name,
        direction=direction,
        scope=scope,
        counts=counts,
        ed_fi=ed_fi,
        reportable=ed_fi is not None,
        future=future,
    )


DEFAULTS: tuple[Code, ...] = (
    _code(PRESENT, "Present", _IN, _ON_SITE, _PRESENT, EdFi.PRESENT),
    _code(OFF_SITE, "Present at the internship", _IN, _OFF_SITE, _PRESENT, EdFi.IN_ATTENDANCE),
    _code(LATE, "Late", _IN, Scope.LATE, _PRESENT, EdFi.TARDY),
    _code(LEFT_EARLY, "Left early", _OUT, Scope.LEFT_EARLY, _PRESENT, EdFi.EARLY_DEPARTURE),
    _code(OUT, "Left", _OUT, _OFF_SITE, _PRESENT),
    _code(ABSENT, "Absent", _NEITHER, _ON_SITE, _ABSENT, EdFi.UNEXCUSED),
    _code(EXCUSED, "Excused by a note", _NEITHER, _OFF_SITE, _EXCUSED, EdFi.EXCUSED, future=True),
    _code(ILL, "Ill", _NEITHER, _OFF_SITE, _EXCUSED, EdFi.EXCUSED, future=True),
    _code(
        TRIP,
        "On a trip of the school",
        _NEITHER,
        _OFF_SITE,
        _PRESENT,
        EdFi.IN_ATTENDANCE,
        future=True,
    ),
    _code(BOARDED, "Boarded the van", _NEITHER, _ON_THE_WAY, _PRESENT),
    _code(NOT_BOARDED, "Did not board the van", _NEITHER, _ON_THE_WAY, _ABSENT),
    _code(DISPUTED, "Disputed", _NEITHER, _ON_SITE, Counts.NOTHING),
    _code(VOID, "Void", _NEITHER, _ON_SITE, Counts.NOTHING),
)

FIXED = frozenset({VOID, DISPUTED, BOARDED, NOT_BOARDED})
"""What these mean is built in; a school may name them, no more."""


def codes_of(own: tuple[Code, ...] = ()) -> Codes:
    """Put an organisation's own codes over the defaults."""
    return {one.id: one for one in (*DEFAULTS, *own)}

"""How standings, disputes and codes look as JSON."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from scheduler.api.mark_shapes import MarkId, MarkOut, Note, shown
from scheduler.api.shapes import BodyIn, BodyOut, Id, Moment, Text, Truth, example
from scheduler.attendance.rollup import Lived
from scheduler.domain.attendance import How, Refusal, Witness
from scheduler.domain.codes import Code, Counts, Direction, EdFi, Scope
from scheduler.domain.places import Mode
from scheduler.domain.standing import EntryKind, Flag, Presence
from scheduler.service.attend.standings import Evidence

_STANDING = {
    "student": "S1",
    "day": "2026-09-08",
    "entry": "day-out.0",
    "kind": "day-out",
    "site": "LAB",
    "place": "LAB",
    "people": ["M1"],
    "advisory": "A1",
    "start": "09:30",
    "end": "15:30",
    "mode": "walk",
    "presence": "confirmed",
    "code": "PO",
    "counts": "present",
    "arrived": "09:52",
    "left": None,
    "late": True,
    "minutes_late": 22,
    "left_early": False,
    "minutes_early": 0,
    "minutes_present": 338,
    "minutes_excused": 0,
    "minutes_absent": 22,
    "says": {"mentor": "present", "student": "present"},
    "holds": "0f0a7c1e-5d2b-4c43-9a41-6a0f5a0f3f11",
    "submitted": "0f0a7c1e-5d2b-4c43-9a41-6a0f5a0f3f11",
    "flags": [],
}


class StandingOut(BodyOut):
    """A line of the register and how it stands with it."""

    model_config = example(**_STANDING)
    student: str
    day: date
    entry: str
    kind: EntryKind
    site: str
    place: str
    people: list[str] = Field(description="With whom: the mentor, the lead, the advisor.")
    advisory: str
    start: str = Field(description="Clock time at the school.")
    end: str
    mode: Mode | None = Field(description="Of the way there.")
    presence: Presence = Field(description="`unverified` is not `absent`: nobody has said.")
    code: str
    counts: Counts
    arrived: str | None
    left: str | None
    late: bool
    minutes_late: int
    left_early: bool
    minutes_early: int
    minutes_present: int
    minutes_excused: int
    minutes_absent: int
    says: dict[Witness, Counts] = Field(description="What each witness says.")
    holds: str | None = Field(description="The id of the mark that holds.")
    submitted: str | None = Field(description="The one that would hold without the office's.")
    flags: list[Flag]

    @classmethod
    def of(cls, found: Lived) -> StandingOut:
        """Put a line and its standing into their JSON shape."""
        one, standing = found.expected, found.standing
        return cls(
            student=one.student,
            day=one.day,
            entry=one.entry,
            kind=one.kind,
            site=one.site,
            place=one.place,
            people=list(one.people),
            advisory=one.advisory,
            start=shown(one.start) or "",
            end=shown(one.end) or "",
            mode=one.mode,
            presence=standing.presence,
            code=standing.code,
            counts=standing.counts,
            arrived=shown(standing.arrived),
            left=shown(standing.left),
            late=standing.is_late,
            minutes_late=standing.late,
            left_early=standing.is_early,
            minutes_early=standing.early,
            minutes_present=standing.present_minutes,
            minutes_excused=standing.excused_minutes,
            minutes_absent=standing.absent_minutes,
            says=dict(standing.says),
            holds=standing.holds,
            submitted=standing.submitted,
            flags=sorted(standing.flags),
        )


class EvidenceOut(BodyOut):
    """Everything that is known of a student's day: standings, and all marks behind them."""

    model_config = example(standings=[_STANDING], marks=[])
    standings: list[StandingOut]
    marks: list[MarkOut] = Field(description="Superseded ones too, as they were received.")

    @classmethod
    def of(cls, found: Evidence) -> EvidenceOut:
        """Put a day into its JSON shape."""
        return cls(
            standings=[StandingOut.of(one) for one in found.found],
            marks=[MarkOut.of(one, found.notes.get(one.id, "")) for one in found.marks],
        )


class DisputeIn(BodyIn):
    """A mark that is contested, and why."""

    model_config = example(
        id="a4c1b1de-0d5f-4a6b-8f5e-2f0a4d2c9b10",
        mark="0f0a7c1e-5d2b-4c43-9a41-6a0f5a0f3f11",
        reason="I was at the lab until three.",
    )
    id: MarkId = Field(description="Made by the sender: sent again under it, it does nothing.")
    mark: MarkId
    reason: Annotated[Note, StringConstraints(min_length=1)]


class VoidIn(BodyIn):
    """A period in which marks of some kind were made in error."""

    model_config = example(
        id="7c0d3a52-52d1-4b84-8b2e-0e9d5b7f2a77",
        first="2026-09-08T12:00:00Z",
        last="2026-09-08T14:00:00Z",
        how="kiosk",
        site="HALL",
        reason="The screen at the door showed yesterday.",
    )
    id: MarkId = Field(description="Made by the sender: sent again under it, it does nothing.")
    first: Moment
    last: Moment
    how: How | None = Field(None, description="Only marks that came in this way.")
    site: Id | None = Field(None, description="Only marks at this site.")
    reason: Annotated[Note, StringConstraints(min_length=1)]


class VoidedOut(BodyOut):
    """What was voided."""

    model_config = example(voided=["0f0a7c1e-5d2b-4c43-9a41-6a0f5a0f3f11"])
    voided: list[str] = Field(description="Ids of the marks that no longer say anything.")


class RefusalOut(BodyOut):
    """A mark that was not taken."""

    model_config = example(
        mark="0f0a7c1e-5d2b-4c43-9a41-6a0f5a0f3f11",
        why="not-yours",
        sentence="This student is not with you on that date.",
        student="",
        made_by="lnk_mfrggzdfmztwq2lknnwg23tp",
        received_at="2026-09-08T13:01:12Z",
    )
    mark: str
    why: str
    sentence: str
    student: str = Field(description="Whom it was about, where that was for its sender to know.")
    made_by: str
    received_at: datetime

    @classmethod
    def of(cls, one: Refusal) -> RefusalOut:
        """Put a refusal into its JSON shape."""
        return cls(
            mark=one.mark,
            why=one.code,
            sentence=one.sentence,
            student=one.student,
            made_by=one.made_by,
            received_at=one.received_at,
        )


_CODE = {
    "id": "V",
    "name": "Visit to a college",
    "direction": "neither",
    "scope": "off-site",
    "counts": "present",
    "ed_fi": "In Attendance",
    "reportable": True,
    "future": True,
    "active": True,
}


class CodeIn(BodyIn):
    """A code of attendance as it is to be."""

    model_config = example(**_CODE)
    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]{1,8}$")]
    name: Annotated[Text, StringConstraints(max_length=60)]
    direction: Direction
    scope: Scope
    counts: Counts
    ed_fi: EdFi | None = Field(None, description="Its category in the Ed-Fi data standard.")
    reportable: Truth = True
    future: Truth = Field(False, description="Whether it may be given ahead.")
    active: Truth = True

    def code(self) -> Code:
        """Say it in the words of the domain."""
        return Code(**self.model_dump())


class CodeOut(BodyOut):
    """A code of attendance."""

    model_config = example(**_CODE)
    id: str
    name: str
    direction: Direction
    scope: Scope
    counts: Counts
    ed_fi: EdFi | None
    reportable: bool
    future: bool
    active: bool

    @classmethod
    def of(cls, code: Code) -> CodeOut:
        """Put a code into its JSON shape."""
        return cls(
            id=code.id,
            name=code.name,
            direction=code.direction,
            scope=code.scope,
            counts=code.counts,
            ed_fi=code.ed_fi,
            reportable=code.reportable,
            future=code.future,
            active=code.active,
        )


class CodesOut(BodyOut):
    """All codes."""

    model_config = example(items=[_CODE])
    items: list[CodeOut]

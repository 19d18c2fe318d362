"""Changes to what people live by, and repairs of it, as they are sent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import Field

from scheduler.api.edit_shapes import EDIT, EditOut, Edits
from scheduler.api.score_shapes import PersonChangesOut, ReasonOut
from scheduler.api.shapes import BodyIn, BodyOut, Date, Number, Text, Whole, example
from scheduler.api.timetable_shapes import Pins
from scheduler.domain.records import ReshuffleRecord
from scheduler.domain.repairs import Aim
from scheduler.domain.rules import GoalId
from scheduler.domain.service_runs import RunState
from scheduler.service.accepting import Opened
from scheduler.service.reshuffling import Reshuffle
from scheduler.service.saying import sentences

_REPAIR = {
    "number": 1,
    "aim": "fewest touched",
    "timetable": "tt_mfrggzdfmztwq2lknnwg23tp",
    "touched": ["M7", "S1"],
    "weight": 6,
    "told": 3,
    "journeys": 2,
    "newly_unplaced": 0,
    "unplaced": [0, 1, 0],
    "penalty": 13420,
    "goals": {"travel": {"before": 9000, "after": 9020}},
}
_HEAD = {
    "id": "rsh_mfrggzdfmztwq2lknnwg23tp",
    "term": "term_mfrggzdfmztwq2lknnwg23tp",
    "run": "run_mfrggzdfmztwq2lknnwg23tp",
    "release": "rel_mfrggzdfmztwq2lknnwg23tp",
    "instance": "ins_mfrggzdfmztwq2lknnwg23tp",
    "since": "2026-10-15",
    "until": None,
    "accepted": None,
    "made_at": "2026-10-11T20:00:00Z",
    "made_by": "acc_nbswy3dpeb3w64tmmqqho2lu",
}


class ReshuffleIn(BodyIn):
    """What changes, and from when on."""

    model_config = example(
        since="2026-10-15", until=None, edits=[EDIT], pins=None, seconds=10, name="Ana"
    )
    since: Date = Field(description="The first date; today and the days of notice do not move.")
    until: Date | None = Field(
        None,
        description="The last date; from the school day after it all is as before. Null: it stays.",
    )
    edits: Edits
    pins: Pins | None = Field(None, description="Entries of the release that stay as they are.")
    seconds: Number = Field(10, gt=0, le=3600, description="For all repairs together.")
    seed: Whole = Field(0, ge=0, le=2**31 - 1)
    name: Text | None = None


class AcceptanceIn(BodyIn):
    """Which repair is to become the next release."""

    model_config = example(repair=1, holds_from="2026-10-15", note="Ana is away on Thursdays.")
    repair: Whole = Field(ge=1, le=100, description="Its number in the menu.")
    holds_from: Date | None = Field(None, description="Null: from when on the change holds.")
    note: str = Field("", max_length=2000)


class GoalChangeOut(BodyOut):
    """Points of a goal before and after."""

    before: int
    after: int


class RepairOut(BodyOut):
    """One repair of a menu: what it costs to go there, and how good it is there."""

    model_config = example(**_REPAIR)
    number: int
    aim: Aim
    timetable: str
    touched: list[str] = Field(
        description="Students, staff and mentors for whom something changes, by id, without"
        " those whom the edits name."
    )
    weight: int = Field(description="What they weigh: more, the nearer the first date is.")
    told: int = Field(description="How many have to be told, of a changed room, too.")
    journeys: int = Field(description="Days out with another way there or back, new or gone.")
    newly_unplaced: int
    unplaced: list[int] = Field(description="Items of priority 1, 2 and 3 left unplaced.")
    penalty: int
    goals: dict[GoalId, GoalChangeOut] = Field(description="Those whose points change.")

    @classmethod
    def of(cls, number: int, summed: dict[str, Any]) -> RepairOut:
        """Put a repair into its JSON shape."""
        goals = {
            GoalId(goal): GoalChangeOut(before=was, after=now)
            for goal, (was, now) in summed["goals"].items()
        }
        return cls(**{**summed, "number": number, "goals": goals})


class WholeRepairOut(RepairOut):
    """One repair with who is told what, and why things stay unplaced."""

    model_config = example(
        **_REPAIR,
        people=[{"person": "S1", "changes": ["day out: from Thu 09:00-15:00 to Wed 09:00-15:00."]}],
        reasons=[],
    )
    people: list[PersonChangesOut]
    reasons: list[ReasonOut] = Field(description="Of what has no place now and had one before.")

    @classmethod
    def whole(cls, opened: Opened) -> WholeRepairOut:
        """Put a repair into its JSON shape."""
        head = RepairOut.of(opened.number, opened.summed)
        instance = opened.mending.after[0]
        return cls(
            **dict(head),
            people=[
                PersonChangesOut(
                    person=one.person, changes=list(sentences(instance, one, lambda id: id))
                )
                for one in opened.mending.changes
            ],
            reasons=[ReasonOut.of(one) for one in opened.reasons],
        )


class RepairsOut(BodyOut):
    """What was found: who is stranded, what is proven, and the menu."""

    stranded: list[str] = Field(
        description="Students, advisories and sections that cannot stay as they are."
    )
    unplaced_bound: list[int] = Field(
        description="No repair leaves fewer of the stranded items unplaced, by priority."
    )
    unplaced_proven: bool = Field(description="Whether the first repair leaves no more than that.")
    touched_bound: int = Field(description="No such repair touches people of less weight.")
    touched_proven: bool = Field(description="Whether the first repair touches no more than that.")
    first_seconds: float
    proven_seconds: float | None
    seconds: float
    menu: list[RepairOut] = Field(description="From fewest touched to best plan.")

    @classmethod
    def of(cls, answer: dict[str, Any]) -> RepairsOut:
        """Put an answer into its JSON shape."""
        menu = [RepairOut.of(number, one) for number, one in enumerate(answer["menu"], 1)]
        return cls(**{**answer, "menu": menu})


class ReshuffleHeadOut(BodyOut):
    """A reshuffle, without its edits and answer."""

    model_config = example(**_HEAD)
    id: str
    term: str
    run: str | None = Field(description="Follow it for progress; null once it was let go of.")
    release: str = Field(description="The release that is repaired.")
    instance: str = Field(description="The data with the edits made.")
    since: date
    until: date | None
    accepted: str | None = Field(description="The release that came of it.")
    made_at: datetime
    made_by: str

    @classmethod
    def of(cls, record: ReshuffleRecord) -> ReshuffleHeadOut:
        """Put a reshuffle into its JSON shape."""
        return cls(
            id=record.id,
            term=record.term,
            run=record.run,
            release=record.release,
            instance=record.instance,
            since=record.first,
            until=record.until,
            accepted=record.accepted,
            made_at=record.made_at,
            made_by=record.made_by,
        )


class ReshufflesOut(BodyOut):
    """The reshuffles of a term, newest first."""

    model_config = example(items=[_HEAD])
    items: list[ReshuffleHeadOut]


class ReshuffleOut(ReshuffleHeadOut):
    """A reshuffle as it stands."""

    model_config = example(
        **_HEAD,
        state="done",
        best="tt_mfrggzdfmztwq2lknnwg23tp",
        edits=[
            {
                "id": "edt_mfrggzdfmztwq2lknnwg23tp",
                "kind": "mentor-away",
                "edit": EDIT,
                "instance": "ins_mfrggzdfmztwq2lknnwg23tp",
                "made_at": "2026-10-11T20:00:00Z",
                "made_by": "acc_nbswy3dpeb3w64tmmqqho2lu",
            }
        ],
        answer={
            "stranded": ["S1"],
            "unplaced_bound": [0, 0, 0],
            "unplaced_proven": True,
            "touched_bound": 6,
            "touched_proven": True,
            "first_seconds": 0.3,
            "proven_seconds": 0.9,
            "seconds": 8.4,
            "menu": [_REPAIR],
        },
        reason=None,
    )
    state: RunState | None
    best: str | None = Field(description="The timetable of the first repair, once there is one.")
    edits: list[EditOut]
    answer: RepairsOut | None = Field(description="Null while nothing is found.")
    reason: str | None = Field(description="Why nothing was found, or it ended early.")

    @classmethod
    def whole(cls, found: Reshuffle) -> ReshuffleOut:
        """Put a reshuffle into its JSON shape."""
        head = ReshuffleHeadOut.of(found.record)
        answer = found.record.answer
        return cls(
            **dict(head),
            state=None if found.run is None else found.run.state,
            best=None if found.run is None else found.run.best,
            edits=[EditOut.of(one) for one in found.edits],
            answer=None if answer is None else RepairsOut.of(answer),
            reason=None if found.run is None else found.run.reason,
        )

"""Edits and scenarios as they are sent: edits as in a file, with clock times in whole minutes."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, TypeAdapter

from scheduler.api.shapes import BodyIn, BodyOut, Id, Text, example, strictly, writable
from scheduler.api.timetable_shapes import described
from scheduler.domain.edits import Stated
from scheduler.domain.records import EditRecord, ScenarioRecord
from scheduler.files.edits import tagged
from scheduler.files.shapes import CLOCK_PATTERN, clocked
from scheduler.service.scenarios import Read

MOST_EDITS = 200
TOO_LARGE = 10**9
_CLOCKS = frozenset({"start", "end", "at", "since", "until"})
_CLOCK = re.compile(CLOCK_PATTERN)
EDIT = {"edit": "mentor-away", "mentor": "M1", "days": [1]}
_SCENARIO = {
    "id": "scn_mfrggzdfmztwq2lknnwg23tp",
    "term": "term_mfrggzdfmztwq2lknnwg23tp",
    "instance": "ins_mfrggzdfmztwq2lknnwg23tp",
    "name": "Ana is away on Tuesdays",
    "made_at": "2026-10-11T20:00:00Z",
    "made_by": "acc_nbswy3dpeb3w64tmmqqho2lu",
}
_KEPT = {
    "id": "edt_mfrggzdfmztwq2lknnwg23tp",
    "kind": "mentor-away",
    "edit": EDIT,
    "instance": None,
    "made_at": "2026-10-11T20:00:00Z",
    "made_by": "acc_nbswy3dpeb3w64tmmqqho2lu",
}


def _storable(sent: Any) -> Any:
    """Refuse what no file of edits may hold: odd clock times, NUL, huge numbers."""
    _check(sent, "")
    return sent


def _check(sent: Any, field: str) -> None:
    if isinstance(sent, dict):
        for key, one in sent.items():
            _check(one, key)
    elif isinstance(sent, list):
        for one in sent:
            _check(one, field)
    elif isinstance(sent, int) and abs(sent) >= TOO_LARGE:
        raise ValueError("a number is too large")
    elif isinstance(sent, str):
        writable(sent)
        if field in _CLOCKS and sent[2:3] == ":" and not _CLOCK.fullmatch(sent):
            raise ValueError("clock times are whole minutes without a zone")


_Edits = Annotated[
    list[Annotated[Stated, Discriminator("edit")]], Field(min_length=1, max_length=MOST_EDITS)
]
Edits = Annotated[
    _Edits,
    strictly(TypeAdapter(_Edits)),
    BeforeValidator(_storable),
    described("Edits", clocked(tagged(TypeAdapter(_Edits).json_schema(), "edit"))),
]
"""Edits as they are sent, in the order in which they are made."""


class ScenarioIn(BodyIn):
    """A what if: a name, and what would change."""

    model_config = example(name="Ana is away on Tuesdays", instance=None, edits=[EDIT])
    name: Text
    instance: Id | None = Field(
        None, description="Version of the data it is about; null: the newest."
    )
    edits: Edits


class MoreEditsIn(BodyIn):
    """What would change besides."""

    model_config = example(edits=[{"edit": "mentor-capacity", "mentor": "M1", "in_all": 1}])
    edits: Edits


class EditOut(BodyOut):
    """One change of a scenario."""

    model_config = example(**_KEPT)
    id: str
    kind: str
    edit: dict[str, Any] = Field(description="As it was sent; new people are called by their ids.")
    instance: str | None = Field(description="Id of the version that came of it, once kept.")
    made_at: datetime
    made_by: str

    @classmethod
    def of(cls, record: EditRecord) -> EditOut:
        """Put an edit into its JSON shape."""
        return cls(
            id=record.id,
            kind=record.kind,
            edit=record.body,
            instance=record.instance,
            made_at=record.made_at,
            made_by=record.made_by,
        )


class ScenarioOut(BodyOut):
    """A scenario, without its edits."""

    model_config = example(**_SCENARIO)
    id: str
    term: str
    instance: str = Field(description="Id of the version of the data it is about.")
    name: str
    made_at: datetime
    made_by: str

    @classmethod
    def of(cls, record: ScenarioRecord) -> ScenarioOut:
        """Put a scenario into its JSON shape."""
        return cls(
            id=record.id,
            term=record.term,
            instance=record.instance,
            name=record.name,
            made_at=record.made_at,
            made_by=record.made_by,
        )


class ScenariosOut(BodyOut):
    """The scenarios of a term, by name."""

    model_config = example(items=[_SCENARIO])
    items: list[ScenarioOut]


class WholeScenarioOut(ScenarioOut):
    """A scenario with its edits, in order."""

    model_config = example(**_SCENARIO, edits=[_KEPT])
    edits: list[EditOut]

    @classmethod
    def whole(cls, found: Read) -> WholeScenarioOut:
        """Put a scenario and its edits into their JSON shape."""
        record = ScenarioOut.of(found.record)
        return cls(**record.model_dump(), edits=[EditOut.of(one) for one in found.edits])

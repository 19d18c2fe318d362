"""``/v1/audit``: who saw and did what; and how long each kind of data is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from scheduler.api.asking import Config, Db, allowed
from scheduler.api.paging import Page, Paging, paged
from scheduler.api.problem_shapes import SIGNED_IN
from scheduler.api.shapes import BodyOut, Id, example
from scheduler.domain.accounts import Actor, AuditRecord
from scheduler.service import audit
from scheduler.service.rights import Action

router = APIRouter(tags=["audit"], responses=SIGNED_IN)


class AuditOut(BodyOut):
    """One thing that somebody did or saw, in ids."""

    model_config = example(
        number=4711,
        made_at="2026-09-01T07:10:00Z",
        actor="acc_nbswy3dpeb3w64tmmqqho2lu",
        action="week.read",
        subjects=["S1"],
        details={"credential": "sgn_mfrggzdfmztwq2lknnwg23tp"},
        request="5f1d7a84db00d2fe",
        seal="9f2feb0f1ef425b292f2f94bc8482494df48cdb5d4c8d0d9e8f7a7b5d0c0d0d0",
    )
    number: int = Field(description="From 1 on without a gap.")
    made_at: datetime
    actor: str
    action: str
    subjects: list[str]
    details: dict[str, Any]
    request: str = Field(description="The id of the request, as in the log.")
    seal: str = Field(description="SHA-256 of the entry and the seal of the one before.")

    @classmethod
    def of(cls, record: AuditRecord) -> AuditOut:
        """Put an entry into its JSON shape."""
        return cls(
            number=record.number,
            made_at=record.made_at,
            actor=record.entry.actor,
            action=record.entry.action,
            subjects=list(record.entry.subjects),
            details=record.entry.details,
            request=record.entry.request,
            seal=record.seal,
        )


class SealsOut(BodyOut):
    """Whether the audit log is as it was written."""

    model_config = example(sound=True, first_broken=None)
    sound: bool
    first_broken: int | None = Field(description="Number of the first entry that is not.")


class RetentionOut(BodyOut):
    """Days each kind of data is kept; 0: for ever."""

    model_config = example(
        days={
            "audit": 2555,
            "idempotency": 3,
            "marks": 2555,
            "messages": 365,
            "runs": 365,
            "sign_ins": 30,
            "timetables": 365,
        }
    )
    days: dict[str, int]


@router.get("/audit")
def list_audit(
    store: Db,
    actor: Annotated[Actor, allowed(Action.AUDIT_READ)],
    wanted: Paging,
    subject: Annotated[
        Id | None, Query(description="Only what is about this person or thing.")
    ] = None,
) -> Page[AuditOut]:
    """List who saw and did what, latest first."""
    found = audit.page(store, actor, before=wanted.number, limit=wanted.limit, subject=subject)
    items, after = paged(found, wanted, lambda entry: str(entry.number))
    return Page[AuditOut](items=[AuditOut.of(one) for one in items], next=after)


@router.get("/audit/seals")
def check_seals(store: Db, actor: Annotated[Actor, allowed(Action.AUDIT_READ)]) -> SealsOut:
    """Check that no entry of the audit log was changed or taken out."""
    broken = audit.first_broken(store, actor)
    return SealsOut(sound=broken is None, first_broken=broken)


@router.get("/retention")
def read_retention(
    settings: Config, actor: Annotated[Actor, allowed(Action.RETENTION_READ)]
) -> RetentionOut:
    """Say how long each kind of data is kept. `fieldweek tidy` deletes what is due."""
    kept = {
        name.removeprefix("keep_").removesuffix("_days"): getattr(settings, name)
        for name in type(settings).model_fields
        if name.startswith("keep_") and name.endswith("_days")
    }
    return RetentionOut(days=kept)

"""What the store holds, one module a noun."""

from __future__ import annotations

from scheduler.store.tables.accounts import (
    AccountRow,
    ApiKeyRow,
    LinkRow,
    SignInRow,
    ThrottleRow,
)
from scheduler.store.tables.alert_steps import AlertStepRow
from scheduler.store.tables.audit import AuditRow
from scheduler.store.tables.drafts import DraftRow, DraftStepRow
from scheduler.store.tables.edits import EditRow, ScenarioRow
from scheduler.store.tables.idempotency import IdempotencyRow
from scheduler.store.tables.instances import InstanceRow
from scheduler.store.tables.marks import CodeRow, MarkNoteRow, MarkRow, RefusedMarkRow
from scheduler.store.tables.messages import MessageRow
from scheduler.store.tables.opening import OpeningRow
from scheduler.store.tables.organisations import OrganisationRow, SchoolRow
from scheduler.store.tables.people import ErasureRow, PersonRow
from scheduler.store.tables.releases import ReleaseRow
from scheduler.store.tables.reshuffles import ReshuffleRow
from scheduler.store.tables.row import Row
from scheduler.store.tables.runs import RunEventRow, RunRow
from scheduler.store.tables.sweeps import SweepLineRow, SweepRow
from scheduler.store.tables.terms import TermRow
from scheduler.store.tables.timetables import ReasonsRow, TimetableRow

__all__ = [
    "AccountRow",
    "AlertStepRow",
    "ApiKeyRow",
    "AuditRow",
    "CodeRow",
    "DraftRow",
    "DraftStepRow",
    "EditRow",
    "ErasureRow",
    "IdempotencyRow",
    "InstanceRow",
    "LinkRow",
    "MarkNoteRow",
    "MarkRow",
    "MessageRow",
    "OpeningRow",
    "OrganisationRow",
    "PersonRow",
    "ReasonsRow",
    "RefusedMarkRow",
    "ReleaseRow",
    "ReshuffleRow",
    "Row",
    "RunEventRow",
    "RunRow",
    "ScenarioRow",
    "SchoolRow",
    "SignInRow",
    "SweepLineRow",
    "SweepRow",
    "TermRow",
    "ThrottleRow",
    "TimetableRow",
]

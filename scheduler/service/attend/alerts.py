"""What people do about alerts: it is kept with what came of it, when and by whom."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from scheduler.attendance.board import BoardBy
from scheduler.domain.alerts import AlertNote, AlertOutcome, AlertStep
from scheduler.errors import ConflictError, InvalidInputError
from scheduler.service import audit
from scheduler.service.attend.boards import board_of
from scheduler.service.rights import Action, allow, may
from scheduler.service.who import moment
from scheduler.store import accounts, alert_steps
from scheduler.store.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.domain.accounts import Actor
    from scheduler.service.attend.shown import AlertSeen
    from scheduler.store.engine import Store


def act(
    store: Store,
    actor: Actor,
    term: str,
    day: date,
    alert: str,
    step: AlertStep,
    outcome: AlertOutcome = AlertOutcome.NONE,
    at: datetime | None = None,
    *,
    again: bool = False,
) -> AlertNote:
    """Acknowledge an alert, say that somebody was called, or resolve it.

    A resolved alert is open again when somebody says ``again`` that they look into it.

    Raises
    ------
    ConflictError
        There is no such alert any more, it is about nobody of theirs, or it was resolved.
    InvalidInputError
        What came of it is not said.
    """
    board = board_of(store, actor, term, day)
    allow(actor, Action.ALERT_EDIT)
    may_of = board.allowed(Action.ALERT_EDIT)
    found = next((one for one in board.show(BoardBy.SITE).alerts if one.alert.key == alert), None)
    lines = board.live.board.of_student
    if found is None or (
        may_of is not None and not set(lines[found.alert.expected.student]) & set(may_of.tolist())
    ):
        raise ConflictError("This alert is over: somebody knows by now where they are.")
    is_resolved = found.step is AlertStep.RESOLVED
    if is_resolved and not again:
        raise ConflictError("Somebody has resolved this alert meanwhile. Look at it again.")
    if again and (not is_resolved or step is not AlertStep.ACKNOWLEDGED):
        raise ConflictError("This alert is open already. Look at it again.")
    _need_outcome(step, outcome)
    note = AlertNote(
        id=new_id("stp"),
        term=board.live.term.id,
        day=day,
        student=found.alert.expected.student,
        entry=found.alert.expected.entry,
        kind=found.alert.kind.value,
        step=step,
        outcome=outcome,
        made_at=at or moment(),
        made_by=actor.account,
    )
    with store.write() as tx:
        alert_steps.add(tx, actor.organisation, note)
        audit.done(tx, actor, "alert", [note.student], step=step.value, outcome=outcome.value)
    board.live.poke()
    return note


def _need_outcome(step: AlertStep, outcome: AlertOutcome) -> None:
    if step is AlertStep.CALLED and outcome is AlertOutcome.NONE:
        raise InvalidInputError("Choose what came of the call first; it may be “No answer yet”.")
    if step is AlertStep.RESOLVED and outcome is AlertOutcome.NONE:
        raise InvalidInputError("Choose what came of it first: then it can be resolved.")
    if step is AlertStep.RESOLVED and outcome is AlertOutcome.NO_ANSWER:
        raise InvalidInputError(
            "While there is no answer it is not resolved. Choose what came of it, or “Called”."
        )


def by_whom(store: Store, actor: Actor, found: Sequence[AlertSeen]) -> dict[str, str]:
    """Name those who did something about alerts last; only to whom acts on alerts, too."""
    wanted = {one.steps[-1].made_by for one in found if one.steps}
    if not wanted or not may(actor, Action.ALERT_EDIT):
        return {}
    with store.read() as tx:
        return accounts.names(tx, actor.organisation, wanted)

"""A release that comes of a change: kept with what people are told of it, or refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scheduler.domain.drafts import Release
from scheduler.domain.instance import Instance
from scheduler.domain.records import TermRecord
from scheduler.errors import ConflictError
from scheduler.service.differences import PersonChanges
from scheduler.service.telling import messages_of
from scheduler.store import messages, people, releases
from scheduler.store.engine import Tx


def summed(since: int, changes: Sequence[PersonChanges]) -> dict[str, Any]:
    """Sum up what a release changes, since the one of a number."""
    return {
        "since": since,
        "touched": [one.person for one in changes],
        "differences": sum(len(one.differences) for one in changes),
    }


def keep(
    tx: Tx,
    term: TermRecord,
    release: Release,
    changes: Sequence[PersonChanges],
    data: tuple[Instance, Instance],
    *,
    mail: bool,
) -> None:
    """Keep a release, and put what people are told of it in the outbox."""
    if not releases.add(tx, term.organisation, release):
        raise late(release.number)
    known = people.people(tx, term.organisation, [one.person for one in changes])
    reached = {id for id, person in known.items() if mail and person.email}
    messages.add(tx, messages_of(term, release, changes, reached, *data))


def late(number: int) -> ConflictError:
    """Say that another release came first."""
    return ConflictError(
        f"Release {number} is the last one by now, and this repairs an earlier one."
        " Ask for repairs anew."
    )

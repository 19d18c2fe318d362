"""The register of a term, from its releases; what was compiled is kept until there is another."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from scheduler.attendance.codes import codes_of as defaults
from scheduler.attendance.register import Holding, Register
from scheduler.domain.codes import Codes
from scheduler.store import instances, releases, timetables

if TYPE_CHECKING:
    from scheduler.store.engine import Tx

MOST = 8
"""Terms whose registers are kept at hand."""

_KEPT: dict[tuple[str, str], Register] = {}
_LOCK = threading.Lock()


def register_of(tx: Tx, organisation: str, term: str) -> Register:
    """Give the register of a term as its releases say now; names are of who is not erased."""
    holdings = tuple(
        Holding(
            number=one.number,
            holds_from=one.holds_from,
            instance=instances.load(tx, organisation, one.instance),
            timetable=timetables.load(tx, organisation, one.timetable),
        )
        for one in reversed(releases.of_term(tx, organisation, term))
    )
    key = (organisation, term)
    with _LOCK:
        found = _KEPT.get(key)
        if found is None or not _are_same(found.holdings, holdings):
            found = _KEPT[key] = Register(holdings)
            while len(_KEPT) > MOST:
                del _KEPT[next(iter(_KEPT))]
        return found


def codes_of(tx: Tx, organisation: str) -> Codes:
    """Give the codes of an organisation."""
    return defaults()


def _are_same(some: tuple[Holding, ...], others: tuple[Holding, ...]) -> bool:
    """Whether they are the same objects: to compare all that is in them would take long."""
    return len(some) == len(others) and all(
        one.number == two.number
        and one.holds_from == two.holds_from
        and one.instance is two.instance
        and one.timetable is two.timetable
        for one, two in zip(some, others, strict=True)
    )

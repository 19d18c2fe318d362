"""The registers of terms, compiled once and kept while releases and names stay the same."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from scheduler.attendance.codes import codes_of
from scheduler.attendance.hearing import Reading
from scheduler.attendance.register import Holding, Register
from scheduler.domain.drafts import Release
from scheduler.domain.records import TermRecord
from scheduler.store import codes, erasing, instances, releases, terms, timetables
from scheduler.store.engine import Store, Tx

LOOKS_AGAIN = 1.0
"""Seconds after which somebody looks whether there is a new release, or a code was changed."""
LARGE = 2_000
"""Students above which the collector of rubbish is told to leave a register alone."""
A_DAY = timedelta(days=1)
"""No clocks of a school are further from UTC."""
MOST = 512
"""Terms whose registers are kept."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What is known of a term to take marks by, and to read them."""

    term: TermRecord
    register: Register
    reading: Reading

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the school's clocks."""
        return self.reading.zone


@dataclass(kw_only=True)
class _Kept:
    known: Known
    made_of: _MadeOf
    looked: float


_MadeOf = tuple[int, tuple[str, ...]]
"""How many people were erased, and the ids of the releases: a register is of such."""


class Registers:
    """The registers of a store."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], _Kept] = {}
        self._terms: dict[str, tuple[float, tuple[TermRecord, ...]]] = {}
        self._making: dict[tuple[str, str], threading.Lock] = {}
        self._lock = threading.Lock()

    def at_hand(self, organisation: str, term: str) -> Known | None:
        """Give what is known of a term without asking the store; None: it has to be asked."""
        kept = self._kept.get((organisation, term))
        fresh = kept is not None and time.monotonic() - kept.looked < LOOKS_AGAIN
        return kept.known if kept is not None and fresh else None

    def soon(self, tx: Tx, organisation: str, term: str) -> Known | None:
        """Give what is known of a term unless that takes long: then it is None."""
        found = self.at_hand(organisation, term)
        kept = self._kept.get((organisation, term))
        if found is not None or kept is None:
            return found
        made_of = _made_of(tx, organisation, releases.of_term(tx, organisation, term))
        return self.of_term(tx, organisation, term) if made_of == kept.made_of else None

    def of_term(self, tx: Tx, organisation: str, term: str) -> Known:
        """Give what is known of a term, looked up anew where it may have changed.

        Raises
        ------
        NotFoundError
            The organisation has no such term.
        """
        found = self.at_hand(organisation, term)
        if found is not None:
            return found
        with self._lock:
            making = self._making.setdefault((organisation, term), threading.Lock())
        with making:  # who comes second takes what the first has made
            return self.at_hand(organisation, term) or self._look(tx, organisation, term)

    def terms_near(self, tx: Tx, organisation: str, day: date) -> tuple[TermRecord, ...]:
        """Give the terms that a date lies in, or the one before or after: anywhere, at a moment."""
        looked, known = self._terms.get(organisation, (0.0, ()))
        if not known or time.monotonic() - looked >= LOOKS_AGAIN:
            known = tuple(terms.terms(tx, organisation))
            self._terms[organisation] = (time.monotonic(), known)
        return tuple(one for one in known if one.first - A_DAY <= day <= one.last + A_DAY)

    def _look(self, tx: Tx, organisation: str, term: str) -> Known:
        kept = self._kept.get((organisation, term))
        record = terms.term(tx, organisation, term)
        made = releases.of_term(tx, organisation, term)
        made_of = _made_of(tx, organisation, made)
        reading = Reading(codes=codes_of(codes.own(tx, organisation)), zone=ZoneInfo(record.zone))
        if kept is not None and kept.made_of == made_of:
            register = kept.known.register
        else:
            register = _register(tx, organisation, made)
        known = Known(term=record, register=register, reading=reading)
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[organisation, term] = _Kept(
            known=known, made_of=made_of, looked=time.monotonic()
        )
        return known


def _made_of(tx: Tx, organisation: str, made: Sequence[Release]) -> _MadeOf:
    return erasing.count(tx, organisation), tuple(one.id for one in made)


def _register(tx: Tx, organisation: str, made: Sequence[Release]) -> Register:
    register = Register(
        [
            Holding(
                number=one.number,
                holds_from=one.holds_from,
                instance=instances.load(tx, organisation, one.instance),
                timetable=timetables.load(tx, organisation, one.timetable),
            )
            for one in made
            if _ever_holds(one, made)
        ]
    )
    if any(len(one.instance.students) > LARGE for one in register.holdings):
        # Millions of objects that stay: to look through them for rubbish would stop the
        # process for a second now and then.
        gc.freeze()
    return register


def _ever_holds(one: Release, made: Sequence[Release]) -> bool:
    later = (other for other in made if other.number > one.number)
    return not any(other.holds_from <= one.holds_from for other in later)


_OF_STORE: WeakKeyDictionary[Store, Registers] = WeakKeyDictionary()


def registers_of(store: Store) -> Registers:
    """Give the registers of a store; there is one of them a process."""
    return _OF_STORE.setdefault(store, Registers())

"""Whatever two schedulers do with a draft in whatever order, nothing is lost or half done."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from scheduler.check import broken, pinned, score
from scheduler.domain.instance import Pins
from scheduler.domain.moves import DropDay, MoveDay, MoveSession, PlaceDay, Withdraw
from scheduler.domain.pins import PinnedDay, PinnedSection, is_empty
from scheduler.domain.timetable import Timetable
from scheduler.errors import ConflictError, InvalidInputError, StaleDraftError
from scheduler.service import draft, draft_versions, pinning, release
from scheduler.service.release import plan_of
from scheduler.store.engine import open_store
from tests import factories as f
from tests.integration.service.planned import BEFORE, MONDAY, SCHOOL, plan

DAYS = st.integers(0, 5)
MOVES = st.one_of(
    st.builds(MoveDay, student=st.just("S1"), day=DAYS, to_day=DAYS),
    st.builds(DropDay, student=st.just("S1"), day=DAYS),
    st.builds(PlaceDay, student=st.just("S1"), day=DAYS),
    st.builds(
        MoveSession,
        section=st.just("W1-1"),
        slot=st.sampled_from([f.slot(0, 10), f.slot(2, 10), f.slot(4, 10)]),
        to_slot=st.integers(-1, 31),
    ),
    st.builds(Withdraw, student=st.sampled_from(["S1", "S2"]), section=st.just("W1-1")),
)
PINS = st.one_of(
    st.builds(PinnedDay, student=st.just("S1"), day=DAYS),
    st.just(PinnedSection(section="W1-1")),
)


@dataclass(frozen=True)
class Model:
    """What the draft must be."""

    timetable: Timetable
    pins: Timetable


class Drafting(RuleBasedStateMachine):
    """One term, one draft; each rule is done by somebody who last looked some time ago."""

    template: Path

    @initialize()
    def begin(self):
        self.folder = Path(tempfile.mkdtemp())
        path = self.folder / "fieldweek.db"
        shutil.copy(self.template, path)
        self.store = open_store(f"sqlite:///{path}")
        self.planned = plan(self.store)
        self.version = self.planned.take()
        self.undoable: list[Model] = []
        self.released: list[tuple[release.Release, Timetable]] = []

    def now(self) -> Model:
        found = self.opened()
        return Model(found.timetable, found.pins)

    def opened(self):
        return draft_versions.opened(self.store, self.planned.actor, self.planned.term).draft

    def change(self, behind, change):
        """Do it on the version of some time ago: it is made on the newest one, or not at all."""
        before, seen = self.now(), max(1, self.version - behind)
        try:
            made = change(seen)
        except StaleDraftError:
            assert seen != self.version
        except InvalidInputError:
            assert seen == self.version
        else:
            assert seen == self.version
            assert made.version == self.version + 1
            self.version += 1
            return before
        assert self.now() == before
        return None

    @rule(moves=st.lists(MOVES, min_size=1, max_size=2), behind=st.sampled_from([0, 0, 0, 1]))
    def move(self, moves, behind):
        at = self.planned
        before = self.change(
            behind, lambda seen: draft.move(self.store, at.actor, at.term, moves, seen)
        )
        if before is not None:
            self.undoable.append(before)

    @rule(pin=PINS, held=st.booleans(), behind=st.sampled_from([0, 0, 1]))
    def pin(self, pin, held, behind):
        at, change = self.planned, pinning.pin if held else pinning.unpin
        before = self.change(
            behind, lambda seen: change(self.store, at.actor, at.term, [pin], seen)
        )
        if before is not None:
            self.undoable.append(before)

    @rule(behind=st.sampled_from([0, 0, 1]))
    def undo(self, behind):
        at = self.planned
        if not self.undoable and (behind == 0 or self.version == 1):
            with pytest.raises(ConflictError):
                draft.undo(self.store, at.actor, at.term, self.version)
            return
        before = self.change(behind, lambda seen: draft.undo(self.store, at.actor, at.term, seen))
        if before is not None:
            assert self.now() == self.undoable.pop()

    @rule()
    def take_the_first_again(self):
        at = self.planned
        before = self.change(
            0, lambda seen: draft.take(self.store, at.actor, at.term, at.timetable, seen)
        )
        if before is not None:
            self.undoable.append(before)

    @rule(after=st.sampled_from([0, 0, -1]), days=st.integers(0, 18))
    def release(self, after, days):
        at, number = self.planned, len(self.released)
        holds_from = MONDAY + timedelta(days=days)
        prepared = release.prepare(
            self.store, at.actor, at.term, self.version, holds_from, clock=BEFORE
        )
        if after and number:
            with pytest.raises(ConflictError):
                release.make(self.store, at.actor, prepared, number + after, clock=BEFORE)
            return
        made = release.make(self.store, at.actor, prepared, number, clock=BEFORE)
        assert made.number == number + 1
        self.released.append((made, self.opened().timetable))

    @invariant()
    def the_draft_keeps_the_rules_and_its_pins(self):
        found = self.opened()
        assert found.version == self.version
        assert broken(SCHOOL, found.timetable) == []
        held = Pins(timetable=None if is_empty(found.pins) else found.pins)
        assert list(pinned.check(replace(SCHOOL, pins=held), found.timetable)) == []
        assert found.score == score(SCHOOL, found.timetable)

    @invariant()
    def what_was_released_is_as_it_was(self):
        at = self.planned
        with self.store.read() as tx:
            for made, timetable in self.released:
                assert plan_of(tx, at.actor.organisation, made)[1] == timetable
        listed = release.listed(self.store, at.actor, at.term)
        assert listed == [made for made, _ in reversed(self.released)]

    @invariant()
    def of_the_releases_begun_the_last_made_holds(self):
        at, when = self.planned, date(2026, 9, 17)
        begun = [made for made, _ in self.released if made.holds_from <= when]
        held = release.holding(self.store, at.actor, at.term, when)
        assert held == (begun[-1] if begun else None)

    def teardown(self):
        if hasattr(self, "store"):
            self.store.close()
            shutil.rmtree(self.folder)


def test_drafts_and_releases_in_any_order(sqlite_template):
    machine = type("Machine", (Drafting,), {"template": sqlite_template})
    few = settings(
        max_examples=15,
        stateful_step_count=20,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=few)

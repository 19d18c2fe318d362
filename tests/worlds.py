"""A district in the store with everything in it: two schools with a term each.

Ids of the second school are those of the first with ``H`` before them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from scheduler.check import score
from scheduler.domain.accounts import Account, Actor, Link, LinkKind, Role
from scheduler.domain.attendance import Asked
from scheduler.domain.edits import MentorAway
from scheduler.domain.instance import Instance
from scheduler.domain.records import TimetableOrigin
from scheduler.domain.runs import Limits
from scheduler.domain.service_runs import Operation
from scheduler.files import instance_bytes, parse_instance, parse_timetable, timetable_bytes
from scheduler.service import (
    draft,
    keys,
    links,
    plan,
    release,
    reshuffling,
    scenarios,
    subscriptions,
    sweeping,
)
from scheduler.service.attend import recording
from scheduler.service.rights import Action, Purpose
from scheduler.service.sweeping import Wanted
from scheduler.service.tokens import Kind, hash_of, new_token
from scheduler.store import links as link_rows
from scheduler.store import reshuffles, sweeps, timetables
from scheduler.store.engine import Store
from scheduler.store.ids import new_id
from scheduler.what_if.leaving_out import Part
from scheduler.what_if.rows import Answer, Row, row_document
from tests import factories as f
from tests.asking import an_account, an_actor, an_app, an_organisation


def at_the_other_school(data: bytes) -> bytes:
    """The same school's data under other ids."""
    ids = sorted({*f.instance().names, f.instance().id}, key=len, reverse=True)
    pattern = "|".join(re.escape(one) for one in ids)
    return re.sub(rf'"({pattern})"', r'"H\1"', data.decode()).encode()


@dataclass
class Site:
    """What there is of one school: ids by the name that paths give them."""

    ids: dict[str, str] = field(default_factory=dict)


class World:
    """A district, or another one that has nothing to do with it."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.organisation = an_organisation(store)
        self.settings = an_app(store).state.settings
        self.maker = an_account(store, self.organisation, Role.SCHEDULER, Role.ADMIN)
        self.actor: Actor = an_actor(self.maker)
        instance, timetable = instance_bytes(f.instance()), timetable_bytes(f.timetable())
        self.bay = self._site(instance, timetable, "")
        self.hill = self._site(at_the_other_school(instance), at_the_other_school(timetable), "H")

    def _site(self, data: bytes, decided: bytes, prefix: str) -> Site:
        instance = parse_instance(data, "test")
        kept = plan.keep_instance(self.store, self.actor, instance)
        run = plan.request_run(
            self.store,
            self.actor,
            kept.id,
            Limits(seconds=1),
            settings=self.settings,
            operation=Operation.NONE,  # over at once, so that following it ends
        )
        school = frozenset({f"{prefix}BAY"})
        account = an_account(self.store, self.organisation, Role.COORDINATOR, schools=school)
        link = links.make(
            self.store, self.actor, f"{prefix}M1", Purpose.WEEK, 1, new_token(Kind.LINK)
        )
        timetable = self._timetable(instance, kept.id, decided)
        ids = {
            "term": kept.term,
            "instance": kept.id,
            "run": run.id,
            "timetable": timetable,
            "release": self._release(kept.term, timetable, instance.term.first),
            "account": account.id,
            "link": link.id,
            "person": f"{prefix}S1",
            "scenario": self._scenario(kept.term, f"{prefix}M1"),
            "reshuffle": self._reshuffle(kept.term, f"{prefix}M1", timetable, instance.term.first),
        }
        ids["sweep"] = self._sweep(kept.term)
        ids["mark"] = self._mark(ids["term"], f"{prefix}S1")
        return Site(ids)

    def _mark(self, term: str, student: str) -> str:
        day = date(2026, 9, 10)
        asked = Asked(id=f"{term}-mark", term=term, student=student, code="PO", day=day)
        then = datetime.combine(day, time(14), UTC)
        (answer,) = recording.record(self.store, self.actor, [asked], then)
        assert answer.became == "recorded"
        return asked.id

    def _timetable(self, instance: Instance, version: str, decided: bytes) -> str:
        timetable = parse_timetable(decided, "test", instance)
        with self.store.write() as tx:
            return timetables.add(
                tx,
                self.organisation,
                timetable,
                instance=version,
                score=score(instance, timetable),
                origin=TimetableOrigin.HAND,
                made_by=self.maker.id,
            ).id

    def _release(self, term: str, timetable: str, first: date) -> str:
        version = draft.take(self.store, self.actor, term, timetable).version
        before = datetime.combine(first - timedelta(days=7), time(), UTC)
        clock: Callable[[], datetime] = lambda: before  # noqa: E731
        ready = release.prepare(self.store, self.actor, term, version, first, clock=clock)
        return release.make(self.store, self.actor, ready, 0, clock=clock).id

    def _scenario(self, term: str, mentor: str) -> str:
        edit = MentorAway(mentor=mentor, days=(0,))
        ready = scenarios.prepare(self.store, self.actor, term, [edit])
        return scenarios.begin(self.store, self.actor, ready, "What if").record.id

    def _reshuffle(self, term: str, mentor: str, timetable: str, first: date) -> str:
        before = datetime.combine(first - timedelta(days=7), time(), UTC)
        asked = reshuffling.prepare(
            self.store,
            self.actor,
            term,
            [MentorAway(mentor=mentor, days=(0,))],
            first,
            Limits(seconds=1),
            settings=self.settings.model_copy(update={"notice_days": 0}),
            clock=lambda: before,
        )
        made = reshuffling.request(self.store, self.actor, asked)
        repair = {
            "aim": "fewest touched",
            "timetable": timetable,
            "touched": [],
            "weight": 0,
            "told": 0,
            "journeys": 0,
            "newly_unplaced": 0,
            "unplaced": [0, 0, 0],
            "penalty": 0,
            "goals": {},
        }
        answer = {
            "stranded": [],
            "unplaced_bound": [0, 0, 0],
            "unplaced_proven": True,
            "touched_bound": 0,
            "touched_proven": True,
            "first_seconds": 0.1,
            "proven_seconds": 0.1,
            "seconds": 0.1,
            "menu": [repair],
        }
        assert made.run is not None
        plan.stop_run(self.store, self.actor, made.run.id)
        with self.store.write() as tx:
            reshuffles.keep_answer(tx, self.organisation, made.record.id, answer)
        return made.record.id

    def _sweep(self, term: str) -> str:
        wanted = Wanted(without=(Part.MENTORS,))
        asked = sweeping.prepare(
            self.store, self.actor, term, wanted, Limits(seconds=9), settings=self.settings
        )
        made = sweeping.request(self.store, self.actor, asked).record.run
        base = Row(scenario="release", status=Answer.PROVEN)
        lines = {0: base, 1: Row(scenario="mentor M1", status=Answer.NONE)}
        with self.store.write() as tx:
            bodies = {number: row_document(one) for number, one in lines.items()}
            sweeps.keep_lines(tx, self.organisation, made, bodies)
        plan.stop_run(self.store, self.actor, made)
        return made

    def calendar(self, person: str) -> str:
        """A calendar of somebody: its id."""
        return subscriptions.make(self.store, self.actor, person, new_token(Kind.LINK)).id

    def device(self, person: str) -> str:
        """A phone that may check in, as that of somebody: its id."""
        phone = Link(
            id=new_id("lnk"),
            organisation=self.organisation,
            kind=LinkKind.DEVICE,
            person=person,
            made_at=datetime.now(UTC),
            made_by=self.maker.id,
        )
        with self.store.write() as tx:
            link_rows.add(tx, phone, hash_of(new_token(Kind.LINK)))
        return phone.id

    def account(self, role: Role) -> Account:
        """Somebody of the first school in a role: S1, their guardian, advisor or mentor."""
        person = {
            Role.STUDENT: "S1",
            Role.MENTOR: "M1",
            Role.ADVISOR: f.instance().advisories[0].advisor,
        }.get(role)
        wards = frozenset({"S1"}) if role is Role.GUARDIAN else frozenset()
        school = frozenset({"BAY"})
        return an_account(
            self.store, self.organisation, role, person=person, wards=wards, schools=school
        )

    def key_of(self, account: Account) -> str:
        """A key of an account that may make some: its id."""
        token = new_token(Kind.KEY)
        scopes = frozenset({Action.TERM_READ})
        return keys.make(self.store, an_actor(account), "test", scopes, token).id

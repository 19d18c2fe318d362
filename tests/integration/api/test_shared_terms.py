"""A term of two schools: everybody sees their own week in it, and nothing of the other school."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from fastapi.testclient import TestClient

from scheduler.asgi import application
from scheduler.check import score
from scheduler.domain.accounts import Role
from scheduler.domain.records import TimetableOrigin
from scheduler.files import instance_bytes, parse_instance, parse_timetable, timetable_bytes
from scheduler.service import draft, plan, release
from scheduler.store import timetables
from scheduler.store.engine import Store
from tests import factories as f
from tests.asking import a_browser, a_key, an_account, an_actor, an_organisation, settings_of
from tests.worlds import at_the_other_school

BEFORE = datetime(2026, 9, 1, tzinfo=UTC)
DAY = "2026-09-08"


def both(data: bytes) -> bytes:
    """The data of the two schools in one."""
    ours, theirs = json.loads(data), json.loads(at_the_other_school(data))
    merged = {
        key: value + theirs[key] if isinstance(value, list) else value
        for key, value in ours.items()
    }
    return json.dumps(merged).encode()


@dataclass(frozen=True)
class Shared:
    store: Store
    organisation: str
    term: str

    def browser(self, role: Role, **fields: object) -> TestClient:
        given = {"schools": frozenset({"BAY"})} | fields
        account = an_account(self.store, self.organisation, role, **given)
        return a_browser(application(self.store, settings_of()), account)


@pytest.fixture
def shared(store: Store) -> Shared:
    organisation = an_organisation(store)
    maker = an_actor(an_account(store, organisation, Role.SCHEDULER, Role.ADMIN))
    school = parse_instance(both(instance_bytes(f.instance())), "test")
    made = parse_timetable(both(timetable_bytes(f.timetable())), "test", school)
    kept = plan.keep_instance(store, maker, school)
    with store.write() as tx:
        taken = timetables.add(
            tx,
            organisation,
            made,
            instance=kept.id,
            score=score(school, made),
            origin=TimetableOrigin.HAND,
            made_by=maker.account,
        ).id
    version = draft.take(store, maker, kept.term, taken).version
    ready = release.prepare(
        store, maker, kept.term, version, date(2026, 9, 7), clock=lambda: BEFORE
    )
    release.make(store, maker, ready, 0, clock=lambda: BEFORE)
    return Shared(store, organisation, kept.term)


PEOPLE = (
    (Role.STUDENT, {"person": "S1"}),
    (Role.GUARDIAN, {"wards": frozenset({"S1"})}),
    (Role.ADVISOR, {"person": "T1"}),
    (Role.COORDINATOR, {}),
)


@pytest.mark.parametrize(("role", "fields"), PEOPLE)
def test_people_of_one_school_see_the_week_of_their_own(
    shared: Shared, role: Role, fields: dict[str, object]
) -> None:
    seen, term = shared.browser(role, **fields), shared.term
    assert [one["id"] for one in seen.get("/v1/terms").json()["items"]] == [term]
    for path in (
        f"/v1/terms/{term}",
        f"/v1/terms/{term}/releases",
        f"/v1/terms/{term}/weeks/S1?date={DAY}",
        f"/terms/{term}",
        f"/terms/{term}/releases",
        f"/terms/{term}/weeks/S1?date={DAY}",
    ):
        assert seen.get(path).status_code == 200, path
    assert term in seen.get("/").text
    # Nothing of the other school's, and no place where its students are among them.
    for one in ("HS1", "HT1", "HA1", "HM1", "HR1", "HHALL", "LAB", "HLAB"):
        for start in (f"/v1/terms/{term}", f"/terms/{term}"):
            assert seen.get(f"{start}/weeks/{one}?date={DAY}").status_code == 404, one
    assert seen.get(f"/v1/terms/{term}/attendance/{DAY}/HS1").status_code == 404


def test_whatever_changes_a_term_needs_all_its_schools(shared: Shared) -> None:
    some, every = shared.browser(Role.SCHEDULER), frozenset({"BAY", "HBAY"})
    whole, term = shared.browser(Role.SCHEDULER, schools=every), shared.term
    for asked, status in ((some, 404), (whole, 200)):
        assert asked.get(f"/v1/terms/{term}/draft").status_code == status
    refused = some.patch(
        f"/v1/terms/{term}/draft/pins",
        json={"pinned": True, "what": [{"pin": "day", "student": "S1", "day": 1}]},
        headers=a_key() | {"If-Match": '"1"'},
    )
    assert refused.status_code == 404

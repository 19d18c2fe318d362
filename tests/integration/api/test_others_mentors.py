"""Mentors are of the schools whose students they have: one school does not act for another's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from fastapi.testclient import TestClient

from scheduler.domain.accounts import Role
from scheduler.files import instance_bytes
from scheduler.service import plan
from scheduler.service.attend.person_days import day_of
from scheduler.service.rights import Purpose
from scheduler.store.engine import Store
from tests import factories as f
from tests.asking import a_browser, a_key, an_account, an_actor, an_app
from tests.worlds import World


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


def office(world: World, role: Role, *schools: str) -> TestClient:
    account = an_account(world.store, world.organisation, role, schools=frozenset(schools))
    return a_browser(an_app(world.store), account)


def linked(browser: TestClient, mentor: str) -> int:
    asked = {"mentor": mentor, "purpose": Purpose.CONFIRM.value, "days": 30}
    return browser.post("/v1/mentor-links", json=asked, headers=a_key()).status_code


def test_an_office_acts_for_mentors_of_its_own_school_only(world: World) -> None:
    ours = office(world, Role.COORDINATOR, "BAY")
    for mentor, link, made, done in (
        ("M1", world.bay.ids["link"], 201, 204),
        ("HM1", world.hill.ids["link"], 404, 404),
    ):
        assert linked(ours, mentor) == made
        assert ours.post(f"/v1/people/{mentor}/calendars", headers=a_key()).status_code == made
        email = ours.put(f"/v1/people/{mentor}/email", json={"email": "a@b.example"})
        assert (email.status_code < 300) is (made == 201)
        assert ours.delete(f"/v1/mentor-links/{link}").status_code == done
    seen = ours.get("/v1/mentor-links").json()["items"]
    assert {one["mentor"] for one in seen} == {"M1"}


def test_somebody_for_all_schools_acts_for_all_mentors(world: World) -> None:
    whole = office(world, Role.COORDINATOR)
    assert linked(whole, "HM1") == 201
    seen = whole.get("/v1/mentor-links", params={"limit": 2}).json()
    assert len(seen["items"]) == 2 and seen["next"]


def test_a_mentor_of_two_schools_is_for_who_has_both(world: World) -> None:
    """Also where each school has a term of its own."""
    shared = replace(f.instance(), id="mine", mentors=(f.mentor(), f.mentor("HM1")))
    students = (
        replace(shared.students[0], internships=(f.internship(confirmed="HM1"),)),
        shared.students[1],
    )
    plan.keep_instance(world.store, world.actor, replace(shared, students=students))
    assert linked(office(world, Role.COORDINATOR, "BAY"), "HM1") == 404
    assert linked(office(world, Role.COORDINATOR, "HBAY"), "HM1") == 404
    assert linked(office(world, Role.COORDINATOR, "BAY", "HBAY"), "HM1") == 201


def test_administrators_make_no_accounts_of_mentors_of_other_schools(world: World) -> None:
    ours = office(world, Role.ADMIN, "BAY")

    def made(mentor: str) -> int:
        asked = {"email": f"{mentor}@b.example", "roles": ["mentor"], "person": mentor}
        body = asked | {"schools": ["BAY"]}
        return ours.post("/v1/accounts", json=body, headers=a_key()).status_code

    assert made("M1") == 201
    assert made("HM1") == 403


def test_a_planner_takes_no_mentor_of_another_school_by_the_id(world: World) -> None:
    ours = office(world, Role.SCHEDULER, "BAY")
    mine = replace(f.instance(), id="mine", mentors=(f.mentor(), f.mentor("HM1", name="Max")))
    headers = {"Content-Type": "application/json"} | a_key()
    refused = ours.post("/v1/instances", content=instance_bytes(mine), headers=headers)
    assert refused.status_code == 403
    assert "HM1" in refused.text


def test_the_day_with_a_mentor_shows_the_interns_of_ones_school(world: World) -> None:
    account = an_account(
        world.store, world.organisation, Role.COORDINATOR, schools=frozenset({"BAY"})
    )
    day = date(2026, 9, 10)
    seen = day_of(world.store, an_actor(account), world.bay.ids["term"], "M1", day)
    assert [one.expected.student for one in seen.lived] == ["S1"]

"""Who may do what with whose data: every route, everybody, all data, from the OpenAPI.

What is sent is the example of the route with the ids of the world put in, so that a new
route is walked without a word here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.api.asking import Allowed
from scheduler.api.describing import calls_of, policies, routes_of
from scheduler.domain.accounts import Account, Role
from scheduler.files import instance_bytes
from scheduler.service import keys, links
from scheduler.service.rights import RIGHTS, Action, Purpose, Whose
from scheduler.service.tokens import Kind, new_token
from scheduler.store import accounts
from tests import factories as f
from tests.asking import ORIGIN, a_key, an_actor, an_app
from tests.staging import Stage
from tests.worlds import at_the_other_school

KINDS = {"ins": "instance", "tt": "timetable", "run": "run", "term": "term", "acc": "account"}
KINDS |= {"rel": "release", "lnk": "link", "key": "key", "scn": "scenario", "rsh": "reshuffle"}
ASKED = {
    "old": "timetable",
    "term": "term",
    "name": "person",
    "away": "person",
    "about": "person",
    "student": "person",
    "place": "person",
    "holds_from": "date",
}
WHOLE = {"/v1/audit", "/v1/audit/seals", "/v1/erasures", "/v1/refused-marks", "PUT /v1/codes"}
"""About all schools: not for an account of one."""
SIGNED_IN_ONLY = {Action.ME_EDIT, Action.KEY_MAKE}
SEEN_BY = {
    Role.STUDENT: {"S1"},
    Role.GUARDIAN: {"S1"},
    Role.MENTOR: {"M1"},
    Role.ADVISOR: {"T1", "S1", "S2"},
}
OFFICE = {"S1", "S2", "T1", "M1"}
STUDENTS = {"S1", "S2"}
LINKED = {Action.WEEK_READ, Action.TERM_READ, Action.RELEASE_READ, Action.ME_READ}
"""What a mentor's link for seeing weeks may do, with what is the mentor's."""
POLICIES = ("Allowed", "AllowedToMark", "Public")
"""By name: the pages have classes of their own."""
PUBLIC = {
    "GET /sign-in",
    "POST /sign-in",
    "GET /sign-in/{token}",
    "POST /sign-in/{token}",
    "GET /static/{name}",
    "GET /check-in/worker.js",
    "GET /confirm/{token}",
    "POST /confirm/{token}",
    "GET /enrol/{token}",
    "POST /enrol/{token}",
    "GET /kiosk/{token}",
    "POST /kiosk/{token}",
    "GET /van/{token}",
    "POST /van/{token}",
    "POST /v1/sign-in",
    "POST /v1/sign-in/link",
    "GET /v1/calendars/{token}.ics",
    "GET /healthz",
    "GET /oidc",
    "GET /oidc/back",
    "GET /readyz",
    "GET /metrics",
}


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Stage]:
    found = Stage(tmp_path_factory.mktemp("stage") / "fieldweek.db", sqlite_template)
    yield found
    found.store.close()


def operations(app: FastAPI) -> Iterator[tuple[str, str, Action]]:
    for route in routes_of(app):
        for policy in policies(route):
            if isinstance(policy, Allowed) and str(route.path).startswith("/v1/"):
                for method in sorted(route.methods or ()):
                    yield method, str(route.path), policy.action


def test_every_route_says_who_may_use_it(stage: Stage) -> None:
    found = {}
    for route in routes_of(stage.app):
        said = [type(one).__name__ for one in calls_of(route) if type(one).__name__ in POLICIES]
        found[f"{min(route.methods or ())} {route.path}"] = said
    assert [path for path, them in found.items() if len(them) != 1] == []
    assert {path for path, them in found.items() if them == ["Public"]} == PUBLIC


class Walk:
    """Asks one route as everybody about everything."""

    def __init__(self, stage: Stage, method: str, path: str, action: Action) -> None:
        self.stage, self.world = stage, stage.world
        self.method, self.path, self.action = method, path, action
        self.said = stage.app.openapi()["paths"][path][method.lower()]

    def ids(self, where: str, asker: Account, person: str) -> dict[str, str]:
        site = {"own": self.world.bay, "hill": self.world.hill, "foreign": self.stage.other.bay}[
            where
        ]
        ids = dict(site.ids) | {"person": person, "about": person, "date": "2026-09-14"}
        ids["student"] = person
        ids["repair"] = "1"
        ids["release_id"], other = ids["release"], self.stage.other
        if "{calendar}" in self.path:
            whose = other if where == "foreign" else self.world
            ids["calendar"] = whose.calendar("S1" if where == "foreign" else person)
        if "{device}" in self.path:
            ids["device"] = self.world.device("S1" if where == "foreign" else person)
        owner = asker if where == "own" else self.world.maker
        if "{key}" in self.path:
            ids["key"] = self.stage.keys.get(owner.id) or self.stage.keys[self.world.maker.id]
        if "{sign_in_id}" in self.path:
            found = self.stage.client(owner).get("/v1/sign-ins").json()["items"]
            ids["sign_in_id"] = found[0]["id"]
        return ids

    def ask(self, client: TestClient, ids: dict[str, str], where: str) -> int:
        def put(value: Any) -> Any:
            if isinstance(value, dict):
                return {
                    key: ids["mark"] if key == "mark" else put(one) for key, one in value.items()
                }
            if isinstance(value, list):
                return [put(one) for one in value]
            kind = re.match(r"([a-z]+)_[a-z2-7]{24}$", value) if isinstance(value, str) else None
            return ids[KINDS[kind[1]]] if kind else value

        params = {
            one["name"]: ids[ASKED[one["name"]]]
            for one in self.said.get("parameters", [])
            if one["in"] == "query" and one["required"]
        }
        sent: dict[str, Any] = {}
        if self.path == "/v1/instances" and self.method == "POST":
            data = instance_bytes(f.instance())
            sent["content"] = data if where == "own" else at_the_other_school(data)
        elif "requestBody" in self.said:
            sent["json"] = put(self.said["requestBody"]["content"]["application/json"]["example"])
        headers = a_key() | {"If-Match": '"1"', "Content-Type": "application/json"}
        path = self.path.format(**ids)
        return client.request(self.method, path, params=params, headers=headers, **sent).status_code

    @property
    def is_about(self) -> str:
        """What a route is about: a person, a school's thing, or nothing in particular."""
        if any(name in self.path for name in ("{person}", "{calendar}", "{about}", "{student}")):
            return "person"
        asked = {one["name"] for one in self.said.get("parameters", []) if one["required"]}
        body = str(self.said.get("requestBody", {}))
        named = re.search(r"'(ins|tt|run|term|rel)_[a-z2-7]{24}'", body)
        about = "{" in self.path or asked & {"old", "term"} or named
        upload = (self.method, self.path) == ("POST", "/v1/instances")
        return "thing" if about or upload else "nothing"

    def expected(self, role: Role, where: str, person: str) -> str:
        granted = RIGHTS[self.action].get(role)
        if granted is None or {self.path, f"{self.method} {self.path}"} & WHOLE:
            return "forbidden"
        if self.is_about == "nothing":
            return "done"
        if self.is_about == "person":
            seen = OFFICE if Whose.SCHOOLS in granted else SEEN_BY[role]
            if granted == {Whose.OWN}:
                seen = {self.stage.people[role].person or ""}
            if "{student}" in self.path:  # on a day on campus, when nobody is with a mentor
                seen = seen & STUDENTS if role is not Role.MENTOR else set()
            if "{term}" in self.path and where != "own":
                return "missing"
            return "done" if person in seen else "missing"
        return "done" if where == "own" else "missing"

    def walk(self) -> list[tuple[str, ...]]:
        wrong = []
        cases = [("own", "S1"), ("hill", "HS1"), ("foreign", "NOBODY")]
        if self.is_about == "person":
            cases += [("own", "S2"), ("own", "T1"), ("own", "M1"), ("hill", "HM1")]
        if self.is_about == "nothing":
            cases = cases[:1]
        for role in Role:
            for where, person in cases:
                expected = self.expected(role, where, person)
                account = self.stage.people[role]
                status = self.ask(
                    self.stage.client(account), self.ids(where, account, person), where
                )
                got = {401: "unknown", 403: "forbidden", 404: "missing"}.get(status, "done")
                if got != expected or status >= 500:
                    wrong.append((role.value, where, person, expected, str(status)))
                if self.method != "GET" and status < 300:
                    self.stage.renew()
        wrong += self.strangers()
        self.stage.renew()
        return wrong

    def strangers(self) -> list[tuple[str, ...]]:
        """Nobody, a disabled account, a key for something else, a mentor's link."""
        world, wrong = self.world, []
        ids = self.ids("own", world.maker, "S1")
        disabled = self.stage.client(self.stage.people[Role.ADMIN])
        with self.stage.store.write() as tx:
            accounts.change(tx, replace(self.stage.people[Role.ADMIN], disabled=True))
        self.stage.app.state.who.forget()  # it was not this process that changed it
        key, link = new_token(Kind.KEY), new_token(Kind.LINK)
        keys.make(self.stage.store, an_actor(world.maker), "t", frozenset({Action.TERM_READ}), key)
        links.make(self.stage.store, world.actor, "M1", Purpose.WEEK, 1, link)
        for name, headers, open_to in (
            ("nobody", {}, None),
            ("key", {"Authorization": f"Bearer {key}"}, {Action.TERM_READ, Action.ME_READ}),
            ("link", {"Authorization": f"Bearer {link}"}, LINKED),
        ):
            client = TestClient(self.stage.app, base_url=ORIGIN, headers=headers)
            status = self.ask(client, ids, "own")
            if open_to is None:
                good = status == 401
            else:
                good = (status != 403) is (self.action in open_to) and status < 500
            if name == "link" and self.action is Action.ME_EDIT:
                good = status == (204 if self.path == "/v1/sign-in" else 403)
            if not good:
                wrong.append((name, str(status)))
        status = self.ask(disabled, ids, "own")
        if status != 401:
            wrong.append(("disabled", str(status)))
        return wrong


def _all() -> list[tuple[str, str, Action]]:
    return sorted(operations(an_app(None)))  # type: ignore[arg-type]


@pytest.mark.parametrize(("method", "path", "action"), _all())
def test_everybody_may_do_what_the_table_says_and_nothing_else(
    stage: Stage, method: str, path: str, action: Action
) -> None:
    assert Walk(stage, method, path, action).walk() == []

"""Who may see which page: every page, everybody, their own and other people's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from scheduler.api.asking import csrf_token
from scheduler.api.describing import calls_of, routes_of
from scheduler.asgi import application
from scheduler.config import Settings
from scheduler.domain.accounts import Role
from scheduler.service.rights import RIGHTS, Action
from tests.asking import ORIGIN
from tests.staging import Stage

SEEN_BY = {
    Role.STUDENT: {"S1"},
    Role.GUARDIAN: {"S1"},
    Role.MENTOR: {"M1"},
    Role.ADVISOR: {"T1", "S1", "S2"},
}
WHOLE = {"/refused-marks"}
"""About all schools: not for an account of one."""
FORM = {"version": "1", "kind": "day", "move": "move-day"}
"""Enough of every form to get behind the question who may send it."""
CASES = [
    ("own", "S1"),
    ("own", "S2"),
    ("own", "T1"),
    ("own", "M1"),
    ("own", "HS1"),
    ("hill", "HS1"),
    ("foreign", "S1"),
]


def pages() -> list[tuple[str, str, Action]]:
    app = application(None, Settings())  # type: ignore[arg-type]
    found = []
    for route in routes_of(app):
        if not str(route.path).startswith("/v1/"):
            for call in calls_of(route):
                if type(call).__name__ == "Allowed":
                    found += [(m, str(route.path), call.action) for m in route.methods or ()]
    return sorted(found)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Iterator[Stage]:
    found = Stage(tmp_path_factory.mktemp("pages") / "fieldweek.db", sqlite_template)
    yield found
    found.store.close()


def ask(stage: Stage, client: TestClient, method: str, path: str, where: str, one: str) -> str:
    world = stage.other if where == "foreign" else stage.world
    ids = (world.hill if where == "hill" else world.bay).ids | {"one": one, "repair": "1"}
    token = csrf_token(client.cookies.get("fieldweek") or "")
    query = {"from": "2026-09-14", "old": ids["timetable"], "new": ids["timetable"]}
    got = client.request(
        method,
        path.format(**ids),
        params=query if method == "GET" else {},
        data=FORM | {"csrf": token, "wanted": one, "timetable": ids["timetable"]}
        if method == "POST"
        else None,
    )
    assert got.status_code < 500, (path, got.text)
    if got.status_code == 401 or "/sign-in" in got.headers.get("location", ""):
        return "unknown" if "sign-out" not in path else "done"
    return {403: "forbidden", 404: "missing"}.get(got.status_code, "done")


def expected(role: Role, action: Action, path: str, where: str, one: str) -> str:
    if role not in RIGHTS[action] or path in WHOLE:
        return "forbidden"
    if "{one}" in path:
        seen = SEEN_BY.get(role, {"S1", "S2", "T1", "M1"})
        return "done" if where == "own" and one in seen else "missing"
    about = "{" in path or path == "/compare"
    return "missing" if about and where != "own" else "done"


@pytest.mark.parametrize(("method", "path", "action"), pages())
def test_everybody_sees_what_the_table_says_and_nothing_else(
    stage: Stage, method: str, path: str, action: Action
) -> None:
    wrong = []
    cases = CASES if "{one}" in path else [CASES[0], *CASES[-2:]]
    for role in Role:
        for where, one in cases if re.search(r"\{|compare", path) else cases[:1]:
            client = stage.client(stage.people[role])
            client.follow_redirects = False
            wanted = min(SEEN_BY.get(role, {one})) if path.endswith("/find") else one
            got = ask(stage, client, method, path, where, wanted)
            if got != expected(role, action, path, where, one):
                wrong.append((role.value, where, one, got))
    stage.renew()
    nobody = TestClient(stage.app, base_url=ORIGIN, follow_redirects=False)
    got = ask(stage, nobody, method, path, "own", "S1")
    if path != "/sign-out" and got != "unknown":
        wrong.append(("nobody", "own", "S1", got))
    assert wrong == []


def test_a_form_of_another_site_is_refused(stage: Stage) -> None:
    for method, path, action in pages():
        if method == "POST":
            role = next(iter(RIGHTS[action]))
            client = stage.client(stage.people[role])
            ids = stage.world.bay.ids | {"one": "S1", "repair": "1"}
            for sent in ({}, {"csrf": ""}, {"csrf": "0" * 64}):
                evil = {"Origin": "https://evil.example"}
                got = client.post(path.format(**ids), data=sent, headers=evil)
                assert got.status_code == 403, (path, sent)


@pytest.mark.parametrize("role", Role)
def test_whatever_the_page_of_a_term_leads_to_may_be_opened(stage: Stage, role: Role) -> None:
    client = stage.client(stage.people[role])
    page = client.get(f"/terms/{stage.world.bay.ids['term']}").text
    links = set(re.findall(r'<a [^>]*href="(/[^"]*)"', page))
    shut = {one for one in links if client.get(one.replace("&amp;", "&")).status_code != 200}
    assert shut == set()
    assert any(one.endswith("/roll") for one in links) is (role in RIGHTS[Action.INSTANCE_KEEP])

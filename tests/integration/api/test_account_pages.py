"""Colleagues get in by the pages: an account, its link, keys, and the way out again."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.api.asking import csrf_token
from scheduler.asgi import application
from scheduler.domain.accounts import Role
from scheduler.service import passwords
from scheduler.store import accounts
from scheduler.store.engine import Store
from tests.asking import ORIGIN, a_browser, an_account, settings_of
from tests.worlds import World

NEW = {
    "email": "T1@school.example",
    "name": "T. One",
    "role-advisor": "yes",
    "person": "t1",
    "school-BAY": "yes",
}


@pytest.fixture
def engine_name() -> str:
    """Pages ask the service, whose own tests run on both databases."""
    return "sqlite"


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


@pytest.fixture
def app(store: Store, world: World) -> Iterator[FastAPI]:
    yield application(store, settings_of())


@pytest.fixture
def admin(app: FastAPI, world: World) -> TestClient:
    return a_browser(app, world.maker)


def post(client: TestClient, path: str, **fields: str) -> tuple[int, str]:
    token = csrf_token(client.cookies.get("fieldweek") or "")
    got = client.post(path, data=fields | {"csrf": token})
    return got.status_code, got.text


def link_in(page: str) -> str:
    return re.findall(rf'value="{ORIGIN}(/sign-in/fwl_[^"]+)"', page)[0]


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        (ORIGIN, 303),
        (None, 303),
        ("https://evil.example", 403),
        ("null", 403),
    ],
)
def test_a_sign_in_is_asked_for_by_our_own_page_alone(
    app: FastAPI, admin: TestClient, world: World, origin: str | None, status: int
) -> None:
    with world.store.write() as tx:
        accounts.set_password(tx, world.maker.id, passwords.hashed("four words nobody says"))
    link = link_in(post(admin, "/accounts", **NEW)[1])
    password = {"email": world.maker.email, "password": "four words nobody says"}
    for path, sent in (("/sign-in", password), (link, {})):
        client = TestClient(app, base_url=ORIGIN, follow_redirects=False)
        # Without a referrer a browser says `null` of our own form as well.
        assert client.get(path).headers["Referrer-Policy"] == "same-origin"
        got = client.post(path, data=sent, headers={"Origin": origin} if origin else {})
        assert (got.status_code, "set-cookie" in got.headers) == (status, status == 303)


def came_by(app: FastAPI, link: str) -> TestClient:
    client = TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    assert client.post(link).status_code == 200
    return client


def listed(admin: TestClient, name: str) -> str:
    """Where the account of this name is, by the list."""
    found = re.findall(rf'<a href="(/accounts/\w+)">{name}</a>', admin.get("/accounts").text)
    assert len(found) == 1
    return str(found[0])


def state(page: str) -> str:
    return re.findall(r'name="state" value="(\w+)"', page)[0]


def test_a_colleague_gets_in_by_the_link_and_sees_what_the_role_allows(
    app: FastAPI, admin: TestClient, world: World
) -> None:
    status, made = post(admin, "/accounts", **NEW)
    assert (status, "T. One comes in, once and within 7 days" in made) == (200, True)
    colleague = came_by(app, link_in(made))
    assert colleague.post(link_in(made)).status_code == 422
    me = colleague.get("/v1/me").json()
    assert (me["roles"], me["person"], me["schools"]) == (["advisor"], "T1", ["BAY"])
    weeks = f"/terms/{world.bay.ids['term']}/weeks"
    assert colleague.get(f"{weeks}/S1?from=2026-09-14").status_code == 200
    home = colleague.get("/").text
    assert ("/accounts" in home, "/runs" in home) == (False, False)
    assert 'href="/accounts"' in admin.get("/").text
    for path in ("/accounts", listed(admin, "T. One")):
        assert colleague.get(path).status_code == 403
        assert post(colleague, path, **NEW)[0] == 403
    assert "API keys" not in colleague.get("/account").text


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    admin: TestClient,
) -> None:
    wrong = {"email": "t1 at school", "name": "Tea", "role-student": "yes", "person": "T1"}
    status, page = post(admin, "/accounts", **wrong, wards="S1, nobody")
    assert status == 422
    assert set(re.findall(r'<li><a href="#(\w+)">', page)) == {"email", "person", "wards"}
    assert re.search('name="role-student" value="yes" checked', page)
    for typed in ("t1 at school", "Tea", "T1", "S1, nobody"):
        assert f'value="{typed}"' in page
    assert "There is nobody of the name or id nobody here." in page
    for missing, said in (
        ({"email": "a@b.example"}, "Without a role an account may do nothing."),
        ({"email": "a@b.example", "role-mentor": "yes"}, "it has to be known who they are"),
        ({"email": "a@b.example", "role-guardian": "yes"}, "Name one student or more."),
    ):
        assert said in post(admin, "/accounts", **missing)[1]
    post(admin, "/accounts", **NEW)
    status, page = post(admin, "/accounts", **NEW)
    assert (status, "signs in with this e-mail address already" in page) == (422, True)


def test_people_are_meant_by_their_whole_name(app: FastAPI, admin: TestClient) -> None:
    wards = {"email": "g@b.example", "role-guardian": "yes", "wards": "ada"}
    status, page = post(admin, "/accounts", **wards)
    assert (status, "ada is the name of several people" in page) == (422, True)
    status, made = post(admin, "/accounts", **{**wards, "wards": "S1"})
    assert came_by(app, link_in(made)).get("/v1/me").json()["wards"] == ["S1"]


def test_an_account_is_changed_given_a_link_disabled_and_enabled(
    app: FastAPI, admin: TestClient
) -> None:
    first = came_by(app, link_in(post(admin, "/accounts", **NEW)[1]))
    path = listed(admin, "T. One")
    shown = admin.get(path).text
    also = NEW | {"role-coordinator": "yes", "state": state(shown)}
    status, changed = post(admin, path, **also)
    assert (status, "Coordinator, Advisor" in changed) == (200, True)
    assert first.get("/v1/me").status_code == 401
    status, stale = post(admin, path, **also, **{"role-admin": "yes"})
    assert (status, "has changed since you read it" in stale) == (422, True)
    link = link_in(post(admin, f"{path}/link")[1])
    assert came_by(app, link).get("/v1/me").json()["roles"] == ["advisor", "coordinator"]
    unused = link_in(post(admin, f"{path}/link")[1])
    status, page = post(admin, f"{path}/disable", do="disable")
    assert (status, "nobody can sign in with it" in page) == (200, True)
    assert post(admin, f"{path}/link")[0] == 422
    nobody = TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    assert nobody.post(unused).status_code == 422
    status, page = post(admin, f"{path}/disable", do="enable")
    assert (status, "Make a sign-in link" in page) == (200, True)
    came_by(app, unused)


def test_nobody_takes_their_own_rights_away(admin: TestClient, world: World) -> None:
    path = f"/accounts/{world.maker.id}"
    mine = {"email": world.maker.email, "state": state(admin.get(path).text)}
    status, page = post(admin, path, **mine, **{"role-scheduler": "yes"})
    assert (status, "Ask another" in page) == (422, True)
    assert post(admin, f"{path}/disable", do="disable")[0] == 422
    assert admin.get("/accounts").status_code == 200


def test_an_administrator_of_one_school_keeps_to_it(
    app: FastAPI, store: Store, world: World
) -> None:
    bay = frozenset({"BAY"})
    admin = a_browser(app, an_account(store, world.organisation, Role.ADMIN, schools=bay))
    status, page = post(admin, "/accounts", **{"email": "a@b.example", "role-admin": "yes"})
    assert (status, "for your own schools only" in page) == (422, True)
    others = {"email": "a@b.example", "role-advisor": "yes", "person": "HT1", "school-BAY": "yes"}
    status, page = post(admin, "/accounts", **others)
    assert (status, "nobody of the name or id HT1 here" in page) == (422, True)
    hill = {"email": "a@b.example", "role-admin": "yes", "school-HBAY": "yes"}
    assert post(admin, "/accounts", **hill)[0] == 422
    assert world.hill.ids["account"] not in admin.get("/accounts").text


def test_many_accounts_are_found_by_name_or_address(
    admin: TestClient, store: Store, world: World
) -> None:
    for number in range(101):
        an_account(store, world.organisation, Role.GUARDIAN, name=f"Guardian {number:03}")
    assert "more accounts: find them" in admin.get("/accounts").text
    found = admin.get("/accounts", params={"find": "guardian 07"}).text
    assert re.findall(r">(Guardian \d+)</a>", found) == [f"Guardian 07{n}" for n in range(10)]
    assert "No account has this" in admin.get("/accounts?find=nobody").text


def test_a_key_asks_in_its_owners_name_until_it_is_ended(app: FastAPI, admin: TestClient) -> None:
    status, page = post(admin, "/account/keys", scope="some")
    assert (status, set(re.findall(r'<li><a href="#([\w-]+)">', page))) == (
        422,
        {"key-name", "scope"},
    )
    programs = []
    for scope in ("read", "all"):
        _, made = post(admin, "/account/keys", scope=scope, **{"key-name": f"to {scope}"})
        key = re.findall(r'value="(fwk_[^"]+)"', made)[0]
        programs.append(TestClient(app, headers={"Authorization": f"Bearer {key}"}))
    reads, does = programs
    assert reads.get("/v1/terms").status_code == does.get("/v1/accounts").status_code == 200
    asked = {"json": {"name": "x"}, "headers": {"Idempotency-Key": "x"}}
    term = does.get("/v1/terms").json()["items"][0]["id"]
    assert reads.delete(f"/v1/runs/{term}").status_code == 403
    assert does.delete(f"/v1/runs/{term}").status_code == 404
    for program in programs:
        assert program.post("/v1/api-keys", **asked).status_code == 403  # type: ignore[arg-type]
    page = admin.get("/account").text
    assert page.index("to read") < page.index("to all")
    key = re.findall(r'name="key" value="(\w+)"', page)[0]
    post(admin, "/account/keys/end", key=key)
    assert reads.get("/v1/me").status_code == 401
    assert does.get("/v1/me").status_code == 200
    assert "to read" not in admin.get("/account").text

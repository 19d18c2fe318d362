"""What holds for every route: headers, problems, where a change comes from, sizes, rates."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.api.asking import Allowed, csrf_token
from scheduler.api.describing import policies, routes_of
from scheduler.domain.accounts import Role
from scheduler.service import keys
from scheduler.service.rights import Action
from scheduler.service.tokens import Kind, new_token
from scheduler.store.engine import Store
from tests.asking import (
    ORIGIN,
    a_browser,
    a_key,
    a_token,
    an_account,
    an_actor,
    an_app,
    an_organisation,
)

HEADERS = {
    "content-security-policy": "default-src 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


@pytest.fixture(params=["sqlite"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Nothing here depends on the database."""
    return str(request.param)


@pytest.fixture
def client(app: FastAPI, store: Store) -> TestClient:
    return a_browser(app, an_account(store, an_organisation(store), Role.ADMIN, Role.SCHEDULER))


def calls(app: FastAPI) -> list[tuple[str, str]]:
    """Method and path of every route, with an id that nothing has."""
    found = []
    for route in routes_of(app):
        path = str(route.path)
        while "{" in path:
            path = path[: path.index("{")] + "nothing" + path[path.index("}") + 1 :]
        found += [(method, path) for method in sorted(route.methods or ())]
    return found


def test_every_answer_has_the_headers_that_keep_browsers_safe(app: FastAPI) -> None:
    client = TestClient(app, base_url=ORIGIN)
    asked = [*calls(app), ("GET", "/nothing"), ("POST", "/v1/me"), ("GET", "/v1/openapi.json")]
    for method, path in asked:
        got = client.request(method, path)
        for name, value in HEADERS.items():
            assert got.headers[name].startswith(value), (method, path, name)
        assert len(got.headers["x-request-id"]) == 16
        assert "strict-transport-security" not in got.headers


def test_by_https_browsers_are_told_to_stay_there_and_keep_the_cookie_to_this_host(
    store: Store,
) -> None:
    app = an_app(store, public_url="https://plan.school.example")
    client = TestClient(app, base_url="https://plan.school.example")
    got = client.get("/v1/me")
    assert got.headers["strict-transport-security"].startswith("max-age=31536000")
    from scheduler.service.accounts import first_link

    link = first_link(store)
    signed_in = client.post("/v1/sign-in/link", json={"token": link})
    cookie = signed_in.headers["set-cookie"]
    assert cookie.startswith("__Host-fieldweek=fws_")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))


def test_every_error_is_a_problem_document(app: FastAPI, client: TestClient) -> None:
    for method, path in calls(app):
        if path.startswith("/v1/") and not path.startswith("/v1/sign-in"):
            got = client.request(method, path, json={"nonsense": 1})
            if got.status_code >= 400:
                assert got.headers["content-type"] == "application/problem+json", (method, path)
                found = got.json()
                assert found["status"] == got.status_code
                assert found["type"] == f"urn:fieldweek:problem:{found['code']}"
                assert found["detail"]
                assert "nonsense" not in got.text


def test_a_change_that_another_site_asks_for_is_refused(app: FastAPI, client: TestClient) -> None:
    cookie = client.cookies["fieldweek"]
    evil = {"Origin": "https://evil.example", "Content-Type": "application/json"}
    for route in routes_of(app):
        if not any(isinstance(one, Allowed) for one in policies(route)):
            continue
        path = str(route.path).replace("{", "").replace("}", "")
        for method in sorted((route.methods or set()) - {"GET", "HEAD"}):
            bare = TestClient(app, base_url=ORIGIN, cookies={"fieldweek": cookie})
            for headers in (
                {},
                evil,
                {"Origin": "null"},
                {"X-CSRF-Token": "0" * 64, "Origin": ORIGIN},
                {"Origin": "http://testserver.evil.example"},
            ):
                got = bare.request(method, path, headers=headers)
                found = (got.status_code, got.json()["code"])
                assert found == (403, "not-from-here"), (method, path, headers)


def test_a_change_with_the_token_of_a_page_or_from_our_own_origin_is_made(
    app: FastAPI, client: TestClient
) -> None:
    cookie = client.cookies["fieldweek"]
    bare = TestClient(app, base_url=ORIGIN, cookies={"fieldweek": cookie})
    token = {"X-CSRF-Token": csrf_token(cookie)}
    assert bare.delete("/v1/sign-ins", headers=token).status_code == 204
    assert bare.delete("/v1/sign-ins", headers={"Origin": ORIGIN}).status_code == 204


def test_signing_in_from_another_site_is_refused(app: FastAPI) -> None:
    client = TestClient(app, base_url=ORIGIN, headers={"Origin": "https://evil.example"})
    body = {"email": "a@b.example", "password": "x"}
    assert client.post("/v1/sign-in", json=body).status_code == 403


@pytest.mark.parametrize(
    ("body", "headers", "status", "code"),
    [
        (b"x" * 10_000_000, {}, 413, "too-large"),
        (b"[" * 10_000 + b"]" * 10_000, {}, 422, "invalid-input"),
        (b'{"a":' * 65 + b"1" + b"}" * 65, {}, 422, "invalid-input"),
        (b"{}", {"Content-Type": "text/plain"}, 415, "wrong-type"),
        (b"{}", {"Content-Type": "application/x-school"}, 415, "wrong-type"),
        (b"{}", {"Content-Type": "application/json; charset=latin-1"}, 415, "wrong-type"),
        (b"a=1", {"Content-Type": "application/x-www-form-urlencoded"}, 415, "wrong-type"),
        (b"{", {}, 400, "not-json"),
        (b"\xff\xfe{}", {}, 400, "not-json"),
        (b'{"name": NaN, "scopes": Infinity}', {}, 422, "invalid-input"),
        (b'{"name": "\\ud800", "scopes": ["term.read"]}', {}, 422, "invalid-input"),
        (b'{"name": "a\\u0000", "scopes": ["term.read"]}', {}, 422, "invalid-input"),
        (b"null", {}, 422, "invalid-input"),
        (b"[]", {}, 422, "invalid-input"),
        (b"", {}, 422, "invalid-input"),
        (b'{"name": "k", "scopes": ["term.read"], "hid": 1}', {}, 422, "invalid-input"),
    ],
)
def test_a_body_that_cannot_be_used_is_refused_in_words(
    client: TestClient, body: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    sent = {"Content-Type": "application/json"} | headers | a_key()
    got = client.post("/v1/api-keys", content=body, headers=sent)
    assert (got.status_code, got.json()["code"]) == (status, code), got.text
    assert "hid" not in got.text


def test_a_body_without_a_length_is_counted_all_the_same(client: TestClient) -> None:
    def parts() -> Any:
        for _ in range(40):
            yield b" " * 100_000

    sent = {"Content-Type": "application/json"} | a_key()
    got = client.post("/v1/api-keys", content=parts(), headers=sent)
    assert (got.status_code, got.json()["code"]) == (413, "too-large")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/terms/%00",
        "/v1/terms/..%2f..%2fetc",
        "/v1/terms/%ff%fe",
        "/v1/terms/\u202egnissim",
        "/v1/people/" + "x" * 5000,
        "/v1/people/%ed%a0%80",
        "/v1/accounts/' OR 1=1",
    ],
)
def test_odd_ids_are_ids_of_nothing(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (404, 422)


@pytest.mark.parametrize(
    "cursor", ["x", "", "é", "bnVsbA", "W10", "WyJ4Il0", "W251bGxd", "=" * 400]
)
@pytest.mark.parametrize("path", ["/v1/audit", "/v1/runs", "/v1/accounts", "/v1/api-keys"])
def test_a_cursor_that_is_none_of_ours_is_refused(
    client: TestClient, path: str, cursor: str
) -> None:
    assert client.get(path, params={"cursor": cursor}).status_code in (200, 422)


def test_who_asks_too_often_is_told_when_to_come_back(store: Store) -> None:
    app = an_app(store, rate_each_second=0.001, rate_at_once=3)
    account = an_account(store, an_organisation(store), Role.ADMIN)
    client = a_browser(app, account)
    assert [client.get("/v1/me").status_code for _ in range(4)] == [200, 200, 200, 429]
    got = client.get("/v1/me")
    assert got.json()["code"] == "too-many"
    assert int(got.headers["retry-after"]) >= 1
    assert a_browser(app, account).get("/v1/me").status_code == 200
    assert client.get("/healthz").status_code == 200


def test_what_a_caller_shows_beside_makes_no_other_caller_of_it(store: Store) -> None:
    app = an_app(store, rate_each_second=0.001, rate_at_once=3)
    account = an_account(store, an_organisation(store), Role.ADMIN)
    token = new_token(Kind.KEY)
    keys.make(store, an_actor(account), "test", frozenset({Action.TERM_READ}), token)
    program = TestClient(app, base_url=ORIGIN)
    shown = [f"Bearer {token}", f"bearer   {token}", f"BEARER {token} "]
    beside = [{"Authorization": shown[n % 3], "Cookie": f"x={n}; fieldweek={n}"} for n in range(6)]
    found = [program.get("/v1/terms", headers=one).status_code for one in beside]
    assert found == [200] * 3 + [429] * 3
    cookie = f"fieldweek={a_token(app, account)}"
    browser = TestClient(app, base_url=ORIGIN)
    beside = [{"Cookie": f"x={n}; {cookie}; y={n}"} for n in range(6)]
    found = [browser.get("/v1/me", headers=one).status_code for one in beside]
    assert found == [200] * 3 + [429] * 3
    nobody = TestClient(app, base_url=ORIGIN)
    beside = [{"Cookie": f"x={n}"} for n in range(6)]
    found = [nobody.get("/v1/me", headers=one).status_code for one in beside]
    assert found == [401] * 3 + [429] * 3


def test_guessing_keys_is_slow(store: Store) -> None:
    app = an_app(store)
    statuses = [
        TestClient(app, headers={"Authorization": f"Bearer fwk_{n}"}).get("/v1/me").status_code
        for n in range(500)
    ]
    assert statuses[:300] == [401] * 300
    assert statuses[300:].count(429) > 100


def test_a_browser_whose_sign_in_ended_shuts_nobody_out(store: Store) -> None:
    app = an_app(store)
    account = an_account(store, an_organisation(store), Role.ADMIN)
    stale = TestClient(app, headers={"Authorization": "Bearer fwk_over"})
    assert {stale.get("/v1/me").status_code for _ in range(400)} == {401}
    assert a_browser(app, account).get("/v1/me").status_code == 200


def test_a_bug_is_answered_without_its_insides(
    app: FastAPI, client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret insides of Ada")

    monkeypatch.setattr("scheduler.service.terms.schools_of", broken)
    got = client.get("/v1/schools")
    assert (got.status_code, got.json()["code"]) == (500, "bug")
    assert "Ada" not in got.text
    assert got.headers["x-content-type-options"] == "nosniff"
    assert [record.levelname for record in caplog.records if record.exc_info] == ["ERROR"]


def test_every_body_has_an_example_and_every_problem_its_shape(app: FastAPI) -> None:
    document = app.openapi()
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            bodies = {"request": said.get("requestBody", {}), **said["responses"]}
            for name, body in bodies.items():
                for kind, media in body.get("content", {}).items():
                    if kind != "text/event-stream":
                        assert "example" in media, (method, path, name, kind)
                if name.isdigit() and int(name) >= 400:
                    assert set(body["content"]) == {"application/problem+json"}, (path, name)
    assert json.dumps(document).count("HTTPValidationError") == 0


def test_each_example_of_a_body_is_one_that_the_route_takes(app: FastAPI) -> None:
    from pydantic import TypeAdapter

    for route in routes_of(app):
        field = getattr(route, "body_field", None)
        if field is not None:
            for method in route.methods or ():
                said = app.openapi()["paths"][route.path][method.lower()]["requestBody"]
                shown = said["content"]["application/json"]["example"]
                adapter = TypeAdapter(field.field_info.annotation)
                adapter.validate_json(json.dumps(shown))

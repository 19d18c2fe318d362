"""A mark over the wire, as a phone sends it: the short way answers as the long way does."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import uvicorn
from fastapi.testclient import TestClient

from scheduler.api.short_way import ShortWay
from scheduler.api.wire import Wire
from scheduler.domain.accounts import Link, LinkKind
from scheduler.service.tokens import Kind, hash_of, new_token
from scheduler.store import links, marks, refusals
from scheduler.store.engine import Store
from scheduler.store.ids import new_id
from tests.asking import an_app
from tests.worlds import World

NINE = datetime(2026, 9, 8, 13, 20, tzinfo=UTC)
OWN = {"date", "x-request-id", "content-length"}
"""Headers that differ from answer to answer."""


@dataclass
class Served:
    """The web process on a socket, and what went the short way."""

    world: World
    port: int
    app: Any
    short: list[int] = field(default_factory=list)

    def phone(self, student: str = "S1") -> str:
        token = new_token(Kind.LINK)
        link = Link(
            id=new_id("lnk"),
            organisation=self.world.organisation,
            kind=LinkKind.DEVICE,
            person=student,
            made_at=NINE,
            made_by="test",
        )
        with self.world.store.write() as tx:
            links.add(tx, link, hash_of(token))
        return token

    def mark(self, id: str, **fields: Any) -> dict[str, Any]:
        given = {"id": id, "term": self.world.bay.ids["term"], "student": "S1", "code": "P"}
        return given | fields

    def send(self, token: str, body: bytes, **headers: str) -> tuple[int, dict[str, str], Any]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        told = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        line.request("POST", "/v1/marks", body, told | headers)
        answer = line.getresponse()
        found = json.loads(answer.read())
        line.close()
        return answer.status, dict(answer.getheaders()), found

    def over_and_in_process(self, token: str, body: bytes, **headers: str) -> list[Any]:
        """The answers over the wire and without one, each without what is its own."""
        client = TestClient(self.app, base_url="http://127.0.0.1")
        told = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        slow = client.post("/v1/marks", content=body, headers=told | headers)
        answers = [self.send(token, body, **headers)]
        answers.append((slow.status_code, dict(slow.headers), slow.json()))
        return [
            (status, {k: v for k, v in shown.items() if k not in OWN}, found)
            for status, shown, found in answers
        ]


@pytest.fixture
def engine_name() -> str:
    """What comes over the wire is the same on both databases."""
    return "sqlite"


@pytest.fixture
def served(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    for module in ("service.attend.recording", "api.desk", "api.short_way"):
        monkeypatch.setattr(f"scheduler.{module}.moment", lambda: NINE)
    world, app = World(store), an_app(store, rate_at_once=40, rate_each_second=0.001)
    with socket.socket() as here:
        here.bind(("127.0.0.1", 0))
        server = uvicorn.Server(
            uvicorn.Config(app, http=Wire, log_config=None, access_log=False, server_header=False)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [here]})
        thread.start()
        found = Served(world, here.getsockname()[1], app)
        said = ShortWay.say

        def say(self: ShortWay, *given: Any) -> None:
            found.short.append(201)
            said(self, *given)

        monkeypatch.setattr(ShortWay, "say", say)
        deadline = time.monotonic() + 30
        while not server.started:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        # The register is made once, and the short way waits for no such thing.
        warm = found.send(found.phone(), json.dumps(found.mark("mark-warm")).encode())
        assert warm[0] == 201
        found.short.clear()
        try:
            yield found
        finally:
            server.should_exit = True
            thread.join(30)


def kept(served: Served) -> set[str]:
    with served.world.store.read() as tx:
        found = marks.of_student_on(tx, served.world.organisation, "S1", NINE.date())
    return {one.id for one in found} - {"mark-warm", served.world.bay.ids["mark"]}


def test_a_mark_is_taken_the_short_way_and_answered_alike(served: Served) -> None:
    token = served.phone()
    body = json.dumps(served.mark("mark-0001")).encode()
    status, shown, found = served.send(token, body)
    assert (status, found["became"], served.short) == (201, "recorded", [201])
    client = TestClient(served.app, base_url="http://127.0.0.1")
    told = {"Authorization": f"Bearer {token}"}
    slow = client.post("/v1/marks", json=served.mark("mark-0002"), headers=told)
    assert slow.json() | {"id": ""} == found | {"id": ""}
    assert {k: v for k, v in shown.items() if k not in OWN} == {
        k: v for k, v in slow.headers.items() if k not in OWN
    }
    assert (len(shown["x-request-id"]), int(shown["content-length"])) == (
        16,
        len(json.dumps(found, separators=(",", ":"))),
    )
    assert kept(served) == {"mark-0001", "mark-0002"}
    figures = TestClient(served.app, client=("127.0.0.1", 1)).get("/metrics").text
    assert 'method="POST",route="/v1/marks",status="201"} 3.0' in figures


@pytest.mark.parametrize(
    ("fields", "headers", "status"),
    [
        ({"student": "S2"}, {}, 422),
        ({"code": "ZZ"}, {}, 422),
        ({"term": "term_none"}, {}, 404),
        ({"more": [[[[1]]]]}, {}, 422),
        ({"student": 1}, {}, 422),
        ({}, {"Content-Type": "text/plain"}, 415),
    ],
)
def test_what_is_refused_is_refused_alike(
    served: Served, fields: dict[str, Any], headers: dict[str, str], status: int
) -> None:
    body = json.dumps(served.mark("mark-0003", **fields)).encode()
    wire, inside = served.over_and_in_process(served.phone(), body, **headers)
    assert wire == inside
    assert (wire[0], served.short, kept(served)) == (status, [], set())


def test_a_revoked_link_is_refused_and_recorded(served: Served) -> None:
    token = served.phone()
    with served.world.store.write() as tx:
        link = links.find(tx, hash_of(token))
        assert link is not None
        links.revoke(tx, link.id, NINE)
    body = json.dumps(served.mark("mark-0004")).encode()
    wire, inside = served.over_and_in_process(token, body)
    assert wire == inside
    assert wire[0] == 401
    with served.world.store.read() as tx:
        found = refusals.page(tx, served.world.organisation, None, 50)
    assert [(one.mark, one.code) for _, one in found] == [("mark-0004", "link-over")] * 2


def test_who_asks_too_often_waits_and_what_is_asked_again_counts_once(served: Served) -> None:
    token = served.phone()
    first = served.send(token, json.dumps(served.mark("mark-0005")).encode())
    again = [served.send(token, json.dumps(served.mark("mark-0005")).encode()) for _ in range(39)]
    assert (first[0], {one[0] for one in again}) == (201, {200})
    status, shown, found = served.send(token, json.dumps(served.mark("mark-0006")).encode())
    assert (status, found["code"], "retry-after" in shown) == (429, "too-many", True)
    assert kept(served) == {"mark-0005"}


def test_requests_come_in_pieces_and_one_behind_the_other(served: Served) -> None:
    token = served.phone()

    def request(id: str, **fields: Any) -> bytes:
        body = json.dumps(served.mark(id, **fields)).encode()
        head = (
            f"POST /v1/marks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    asked = [request("mark-0007"), request("mark-0008", code="ZZ"), request("mark-0009")]
    get = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
    sent = b"".join((*asked, get))
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as wire:
        wire.sendall(sent[:400])
        wire.sendall(sent[400:])
        found = b""
        while more := wire.recv(65_536):
            found += more
    statuses = [int(one[:3]) for one in found.split(b"HTTP/1.1 ")[1:]]
    assert statuses == [201, 422, 201, 200]
    assert kept(served) == {"mark-0007", "mark-0009"}


def test_who_goes_away_leaves_the_mark_and_harms_nobody(served: Served) -> None:
    token = served.phone()
    body = json.dumps(served.mark("mark-0010")).encode()
    with socket.create_connection(("127.0.0.1", served.port), timeout=30) as wire:
        wire.sendall(
            f"POST /v1/marks HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
    deadline = time.monotonic() + 30
    while kept(served) != {"mark-0010"}:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert served.send(token, json.dumps(served.mark("mark-0011")).encode())[0] == 201


def test_a_proxy_says_where_a_guess_comes_from(served: Served) -> None:
    body = json.dumps(served.mark("mark-0012")).encode()
    guess = served.send(new_token(Kind.LINK), body, **{"X-Forwarded-For": "192.0.2.7"})
    assert guess[0] == 401
    levels = served.app.state.short_way.callers.wrong._levels
    assert list(levels) == ["192.0.2.7"]

"""Marks over the API: who is told what, and what is kept of it."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.check import score
from scheduler.domain.accounts import Link, LinkKind, Role
from scheduler.domain.drafts import Release
from scheduler.domain.instance import Instance
from scheduler.domain.records import TimetableOrigin
from scheduler.domain.timetable import Timetable
from scheduler.service import links as mentor_links
from scheduler.service.rights import Purpose
from scheduler.service.tokens import Kind, hash_of, new_token
from scheduler.store import instances, links, marks, refusals, releases, timetables
from scheduler.store.engine import Store
from scheduler.store.ids import new_id
from tests import factories as f
from tests.asking import ORIGIN, a_browser, an_account, an_app
from tests.worlds import World

TUESDAY = date(2026, 9, 8)
NINE = datetime(2026, 9, 8, 13, 20, tzinfo=UTC)
"""Tuesday 9:20 at the school: ten minutes before Ada is expected at the lab."""


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


@pytest.fixture
def app(store: Store, world: World) -> FastAPI:
    return an_app(store)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """What moment it is: the last of the list. What is known of terms is looked up each time."""
    found = [NINE]
    monkeypatch.setattr("scheduler.service.attend.registers.LOOKS_AGAIN", 0)
    for module in ("service.attend.recording", "service.attend.deciding", "api.desk"):
        monkeypatch.setattr(f"scheduler.{module}.moment", lambda: found[-1])
    return found


def by_link(app: FastAPI, token: str) -> TestClient:
    return TestClient(app, base_url=ORIGIN, headers={"Authorization": f"Bearer {token}"})


def mentor(app: FastAPI, world: World, id: str = "M1") -> TestClient:
    token = new_token(Kind.LINK)
    mentor_links.make(world.store, world.actor, id, Purpose.CONFIRM, 1, token)
    return by_link(app, token)


def phone(app: FastAPI, world: World, student: str = "S1") -> TestClient:
    token = new_token(Kind.LINK)
    link = Link(
        id=new_id("lnk"),
        organisation=world.organisation,
        kind=LinkKind.DEVICE,
        person=student,
        made_at=NINE,
        made_by=world.maker.id,
    )
    with world.store.write() as tx:
        links.add(tx, link, hash_of(token))
    return by_link(app, token)


def a_mark(world: World, id: str = "mark-0001", **fields: Any) -> dict[str, Any]:
    given = {"id": id, "term": world.bay.ids["term"], "student": "S1", "code": "PO"}
    return given | fields


def kept(store: Store, world: World, student: str = "S1") -> dict[str, Any]:
    with store.read() as tx:
        found = marks.of_student_on(tx, world.organisation, student, TUESDAY)
    return {one.id: one for one in found}


def refused(store: Store, world: World) -> list[tuple[str, str, str]]:
    with store.read() as tx:
        page = refusals.page(tx, world.organisation, None, 50)
    return [(one.mark, one.code, one.student) for _, one in page]


def test_a_tap_is_kept_once_and_answered_alike(
    app: FastAPI, world: World, store: Store, now: list[datetime]
) -> None:
    client = phone(app, world)
    sent = a_mark(world, code="P", seconds_ago=60, band="within-500-m", accuracy=40)
    first = client.post("/v1/marks", json=sent)
    assert (first.status_code, first.json()) == (
        201,
        {
            "id": "mark-0001",
            "became": "recorded",
            "student": "S1",
            "day": "2026-09-08",
            "site": "LAB",
            "entry": "",
            "code": "P",
            "received_at": "2026-09-08T13:20:00Z",
        },
    )
    now.append(NINE + timedelta(hours=2))
    again = client.post("/v1/marks", json=sent)
    assert (again.status_code, again.json()["became"]) == (200, "repeated")
    (mark,) = kept(store, world).values()
    assert (mark.effective_at, mark.received_at) == (NINE - timedelta(minutes=1), NINE)
    assert (mark.how, mark.band, mark.accuracy) == ("check-in", "within-500-m", 40)


def test_the_short_way_and_the_route_answer_alike(
    app: FastAPI, world: World, now: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = mentor(app, world)
    quick = client.post("/v1/marks", json=a_mark(world, "mark-0001"))
    monkeypatch.setattr("scheduler.api.desk._token", lambda scope: None)
    slow = client.post("/v1/marks", json=a_mark(world, "mark-0002"))
    assert quick.status_code == slow.status_code == 201
    assert quick.json() | {"id": ""} == slow.json() | {"id": ""}
    differ = {"x-request-id", "content-length"}
    shown = [{k: v for k, v in one.headers.items() if k not in differ} for one in (quick, slow)]
    assert shown[0] == shown[1]
    routes = 'method="POST",route="/v1/marks",status="201"} 2.0'
    assert routes in TestClient(app, client=("127.0.0.1", 1)).get("/metrics").text


@pytest.mark.parametrize(
    ("who", "fields", "why"),
    [
        ("mentor", {"day": "2026-09-09"}, "from-the-future"),
        ("mentor", {"seconds_ago": -5}, "from-the-future"),
        ("mentor", {"student": "S2"}, "not-yours"),
        ("mentor", {"student": "NOBODY"}, "not-yours"),
        ("mentor", {"day": "2026-09-07"}, "not-yours"),
        ("other", {}, "not-yours"),
        ("mentor", {"code": "ZZ"}, "no-such-code"),
        ("mentor", {"code": "B"}, "no-such-code"),
        ("mentor", {"code": "VOID"}, "no-such-code"),
        ("mentor", {"how": "office"}, "not-your-means"),
        ("mentor", {"site": "HALL"}, "not-expected-there"),
        ("mentor", {"entry": "day-out.1"}, "not-expected-there"),
        ("mentor", {"start": "11:00", "end": "10:00"}, "times"),
        ("mentor", {"supersedes": "mark-0000"}, "reason-missing"),
        ("phone", {"code": "A"}, "no-such-code"),
        ("phone", {"student": "S2", "code": "P"}, "not-yours"),
        ("phone", {"code": "P", "start": "09:00"}, "no-such-code"),
        ("office", {"day": "2026-09-06"}, "not-expected"),
        ("office", {"student": "HS1"}, "not-yours"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_recorded(
    app: FastAPI,
    world: World,
    store: Store,
    now: list[datetime],
    who: str,
    fields: dict[str, Any],
    why: str,
) -> None:
    clients = {
        "mentor": lambda: mentor(app, world),
        "other": lambda: mentor(app, world, "HM1"),
        "phone": lambda: phone(app, world),
        "office": lambda: a_browser(app, world.account(Role.COORDINATOR)),
    }
    got = clients[who]().post("/v1/marks", json=a_mark(world, **fields))
    found = got.json()
    assert (got.status_code, found["code"], found["subjects"]) == (422, "mark-refused", [why])
    assert found["detail"].count(". ") + found["detail"].endswith(".") >= 1
    assert not any(word in found["detail"] for word in ("S1", "S2", "NOBODY", "HS1"))
    assert kept(store, world) == {}
    assert [one[:2] for one in refused(store, world)] == [("mark-0001", why)]


def test_one_id_for_two_marks_is_refused_and_the_first_stands(
    app: FastAPI, world: World, store: Store, now: list[datetime]
) -> None:
    client = mentor(app, world)
    assert client.post("/v1/marks", json=a_mark(world)).status_code == 201
    got = client.post("/v1/marks", json=a_mark(world, code="A"))
    assert (got.status_code, got.json()["subjects"]) == (422, ["id-reused"])
    assert {id: one.code for id, one in kept(store, world).items()} == {"mark-0001": "PO"}
    assert refused(store, world) == [("mark-0001", "id-reused", "S1")]


@pytest.mark.parametrize("path", ["/v1/marks", "/v1/marks/batch"])
def test_what_comes_by_a_revoked_link_is_refused_and_recorded(
    app: FastAPI, world: World, store: Store, now: list[datetime], path: str
) -> None:
    token = new_token(Kind.LINK)
    link = mentor_links.make(store, world.actor, "M1", Purpose.CONFIRM, 1, token)
    mentor_links.revoke(store, world.actor, link.id)
    sent = a_mark(world)
    body = sent if path == "/v1/marks" else {"marks": [sent]}
    got = by_link(app, token).post(path, json=body)
    assert (got.status_code, got.json()["code"]) == (401, "not-signed-in")
    assert kept(store, world) == {}
    with store.read() as tx:
        ((_, one),) = refusals.page(tx, world.organisation, None, 50)
    assert (one.mark, one.code, one.made_by) == ("mark-0001", "link-over", link.id)
    assert by_link(app, new_token(Kind.LINK)).post(path, json=body).status_code == 401
    assert len(refused(store, world)) == 1


def test_a_batch_takes_each_mark_for_itself(
    app: FastAPI, world: World, store: Store, now: list[datetime]
) -> None:
    client = mentor(app, world)
    sent = [
        a_mark(world, "mark-0001", seconds_ago=3600 * 4),
        a_mark(world, "mark-0002", student="S2"),
        a_mark(world, "mark-0001", seconds_ago=3600 * 4),
        a_mark(world, "mark-0003", code="L", start="09:52"),
        a_mark(world, "mark-0003", code="A"),
    ]
    got = client.post("/v1/marks/batch", json={"marks": sent})
    assert got.status_code == 200
    assert [(one["became"], one["why"]) for one in got.json()["items"]] == [
        ("recorded", ""),
        ("refused", "not-yours"),
        ("repeated", ""),
        ("recorded", ""),
        ("refused", "id-reused"),
    ]
    assert set(kept(store, world)) == {"mark-0001", "mark-0003"}


def test_many_at_once_are_each_kept_once(
    app: FastAPI, world: World, store: Store, now: list[datetime]
) -> None:
    client, statuses = mentor(app, world), []
    client.post("/v1/marks", json=a_mark(world))

    def send(number: int) -> None:
        for each in (number, number, 1):
            got = client.post("/v1/marks", json=a_mark(world, f"mark-{each:04}"))
            statuses.append(got.status_code)

    threads = [threading.Thread(target=send, args=(n,)) for n in range(2, 14)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(statuses) == [200] * 24 + [201] * 12
    assert set(kept(store, world)) == {f"mark-{n:04}" for n in range(1, 14)}


def test_a_correction_says_why_and_the_day_shows_all(
    app: FastAPI, world: World, store: Store, now: list[datetime]
) -> None:
    phone(app, world).post("/v1/marks", json=a_mark(world, "mark-0001", code="P"))
    mentor(app, world).post("/v1/marks", json=a_mark(world, "mark-0002", code="A"))
    office = a_browser(app, an_account(store, world.organisation, Role.COORDINATOR))
    right = a_mark(world, "mark-0003", day="2026-09-08", supersedes="mark-0002", reason="Mixed up.")
    assert office.post("/v1/marks", json=right).status_code == 201
    child = a_browser(app, world.account(Role.STUDENT))
    path = f"/v1/terms/{world.bay.ids['term']}/attendance/2026-09-08/S1"
    found = child.get(path).json()
    (standing,) = found["standings"]
    assert (standing["presence"], standing["holds"]) == ("confirmed", "mark-0003")
    assert standing["says"] == {"student": "present", "office": "present"}
    shown = {one["id"]: (one["supersedes"], one["reason"]) for one in found["marks"]}
    assert shown["mark-0003"] == ("mark-0002", "Mixed up.")
    assert shown["mark-0002"] == (None, "")
    lower = a_mark(world, "mark-0004", code="A", supersedes="mark-0003", reason="No.")
    got = mentor(app, world).post("/v1/marks", json=lower)
    assert got.json()["subjects"] == ["no-correction"]


def test_disagreements_and_disputes_are_a_work_list(
    app: FastAPI, world: World, store: Store, now: list[datetime]
) -> None:
    office = a_browser(app, an_account(store, world.organisation, Role.COORDINATOR))
    term = world.bay.ids["term"]
    work = f"/v1/terms/{term}/attendance/2026-09-08?work=true"
    void = {"id": "void-all", "first": "2026-01-01T00:00:00Z", "last": "2027-01-01T00:00:00Z"}
    first = office.post(f"/v1/terms/{term}/voids", json=void | {"reason": "Try-outs."})
    assert first.json() == {"voided": [world.bay.ids["mark"]]}
    again = office.post(f"/v1/terms/{term}/voids", json=void | {"reason": "Try-outs."})
    assert again.json() == {"voided": []}
    assert office.get(work).json()["items"] == []
    mentor(app, world).post("/v1/marks", json=a_mark(world, "mark-0002", code="A"))
    assert office.get(work).json()["items"] == []
    guardian = a_browser(app, world.account(Role.GUARDIAN))
    contest = {"id": "disp-0001", "mark": "mark-0002", "reason": "She was there."}
    assert guardian.post(f"/v1/terms/{term}/disputes", json=contest).status_code == 201
    assert guardian.post(f"/v1/terms/{term}/disputes", json=contest).status_code == 201
    assert [one["flags"] for one in office.get(work).json()["items"]] == [["disputed"]]
    phone(app, world).post("/v1/marks", json=a_mark(world, "mark-0001", code="P"))
    (line,) = office.get(work).json()["items"]
    assert line["flags"] == ["absent-but-here", "disputed"]
    granted = a_mark(world, "mark-0005", day="2026-09-08", supersedes="mark-0002", reason="Right.")
    assert office.post("/v1/marks", json=granted).status_code == 201
    assert office.get(work).json()["items"] == []


def test_a_date_is_listed_to_each_as_far_as_it_is_theirs(
    app: FastAPI, world: World, now: list[datetime]
) -> None:
    path = f"/v1/terms/{world.bay.ids['term']}/attendance/2026-09-08"

    def seen(client: TestClient, query: str = "") -> list[str]:
        return [one["student"] for one in client.get(path + query).json()["items"]]

    office = a_browser(app, world.account(Role.COORDINATOR))
    assert seen(office) == ["S1", "S2"]
    assert seen(office, "?site=LAB") == ["S1"]
    assert seen(office, "?person=M1&advisory=A1") == ["S1"]
    first = office.get(f"{path}?limit=1").json()
    assert seen(office, f"?limit=1&cursor={first['next']}") == ["S2"]
    assert seen(mentor(app, world)) == ["S1"]
    assert seen(phone(app, world, "S2")) == ["S2"]
    assert seen(a_browser(app, world.account(Role.ADVISOR))) == ["S1", "S2"]


def test_a_code_of_ones_own_counts_as_it_says(
    app: FastAPI, world: World, store: Store, now: list[datetime]
) -> None:
    office = a_browser(app, an_account(store, world.organisation, Role.ADMIN))
    code = {
        "id": "V",
        "name": "Visit",
        "direction": "neither",
        "scope": "off-site",
        "counts": "excused",
    }
    assert office.put("/v1/codes", json=code | {"future": True}).status_code == 200
    shown = {one["id"]: one["name"] for one in office.get("/v1/codes").json()["items"]}
    assert (shown["V"], shown["PO"], len(shown)) == ("Visit", "Present at the internship", 14)
    built_in = code | {"id": "VOID"}
    assert office.put("/v1/codes", json=built_in).status_code == 409
    ahead = a_mark(world, code="V", day="2026-09-15", reason="A college.")
    assert office.post("/v1/marks", json=ahead).status_code == 201
    path = f"/v1/terms/{world.bay.ids['term']}/attendance/2026-09-15/S1"
    (line,) = office.get(path).json()["standings"]
    assert (line["presence"], line["minutes_excused"]) == ("excused", 360)


def replan(world: World, without: Instance, nobody_out: Timetable) -> None:
    """Make another release that holds from Tuesday."""
    with world.store.write() as tx:
        version = instances.add(tx, world.organisation, without, made_by="test")
        timetable = timetables.add(
            tx,
            world.organisation,
            nobody_out,
            instance=version.id,
            score=score(without, nobody_out),
            origin=TimetableOrigin.HAND,
            made_by="test",
        )
        second = Release(
            id=new_id("rel"),
            term=version.term,
            number=2,
            timetable=timetable.id,
            instance=version.id,
            holds_from=TUESDAY,
            note="",
            changes={},
            made_at=NINE,
            made_by="test",
        )
        releases.add(tx, world.organisation, second)


def test_a_student_who_left(app: FastAPI, world: World, store: Store, now: list[datetime]) -> None:
    without = f.instance(students=(f.student("S2"),))
    replan(world, without, f.timetable(days_out=(), enrolments=(f.enrolment("S2"),)))
    left = mentor(app, world).post("/v1/marks", json=a_mark(world))
    assert left.json()["subjects"] == ["left"]
    assert "has left the school" in left.json()["detail"]
    assert refused(store, world) == [("mark-0001", "left", "S1")]
    other = mentor(app, world, "HM1").post("/v1/marks", json=a_mark(world))
    assert other.json()["subjects"] == ["not-yours"]


def test_what_was_taken_is_answered_alike_after_midnight_and_after_a_new_plan(
    app: FastAPI, world: World, store: Store, now: list[datetime]
) -> None:
    student, host = phone(app, world), mentor(app, world)
    sent = [
        (host, a_mark(world, "mark-0001")),
        (student, a_mark(world, "mark-0002", seconds_ago=5)),
        (student, a_mark(world, "mark-0003", entry="day-out.0", seconds_ago=5)),
    ]

    def send() -> list[tuple[int, str, str, str]]:
        answers = [client.post("/v1/marks", json=one) for client, one in sent]
        return [
            (one.status_code, *(one.json()[name] for name in ("became", "day", "site")))
            for one in answers
        ]

    assert send() == [(201, "recorded", "2026-09-08", "LAB")] * 3
    now.append(NINE + timedelta(hours=15))
    assert send() == [(200, "repeated", "2026-09-08", "LAB")] * 3
    now.append(NINE + timedelta(minutes=30))
    replan(world, f.instance(), f.timetable(days_out=f.timetable().days_out[1:]))
    assert send() == [(200, "repeated", "2026-09-08", "LAB")] * 3
    assert refused(store, world) == []
    other = host.post("/v1/marks", json=a_mark(world, "mark-0002", code="A"))
    assert other.status_code == 422
    late = a_mark(world, "mark-0004", entry="day-out.0", seconds_ago=1800)
    assert student.post("/v1/marks", json=late).json()["subjects"] == ["not-expected-there"]
    batch = {"marks": [sent[2][1], sent[2][1] | {"code": "OUT"}]}
    items = student.post("/v1/marks/batch", json=batch).json()["items"]
    assert [one["became"] for one in items] == ["repeated", "refused"]

"""A typed client made from the OpenAPI drives the journeys of a term on a running service."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scheduler.domain.accounts import Role
from scheduler.files import instance_bytes, read_instance, timetable_bytes
from scheduler.service import keys
from scheduler.service.rights import Action
from scheduler.service.tokens import Kind, new_token
from scheduler.store.engine import open_store
from tests import factories as f
from tests.asking import a_key, an_account, an_actor, an_organisation
from tests.serving import Running, served

TINY = Path(__file__).parents[2] / "instances" / "tiny" / "instance.json"
CONFIG = "post_hooks: []\npackage_name_override: made_client\n"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with served(tmp_path_factory.mktemp("served"), worker=True) as found:
        yield found


@pytest.fixture(scope="module")
def made(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The package that the generator made, imported."""
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_bytes(running.get("/v1/openapi.json")[1])
    (folder / "config.yml").write_text(CONFIG)
    command = [
        *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"),
        *("--path", "openapi.json", "--config", "config.yml", "--fail-on-warning"),
        *("--output-path", "made_client"),
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    yield importlib.import_module("made_client")
    sys.path.remove(str(folder))


class Caller:
    """Calls operations of the made client by their names, and gives what is typed in them."""

    def __init__(self, made: ModuleType, address: str, key: str) -> None:
        self.made = made
        self.client = made.AuthenticatedClient(base_url=address, token=key)
        self.where = {
            file.stem: f"made_client.api.{file.parent.name}.{file.stem}"
            for file in Path(str(made.__file__)).parent.glob("api/*/*.py")
        }
        self.models = importlib.import_module("made_client.models")

    def answer(self, name: str, /, *path: str, **given: Any) -> Any:
        module = importlib.import_module(self.where[name])
        return module.sync_detailed(*path, client=self.client, **given)

    def __call__(self, name: str, /, *path: str, **given: Any) -> Any:
        got = self.answer(name, *path, **given)
        assert got.status_code < 300, (name, got.status_code, got.content)
        return got.parsed

    def body(self, name: str, fields: dict[str, Any]) -> Any:
        return getattr(self.models, name).from_dict(fields)


@pytest.fixture(scope="module")
def caller(running: Running, made: ModuleType) -> Iterator[Caller]:
    store = open_store(running.database)
    account = an_account(store, an_organisation(store), Role.SCHEDULER, Role.ADMIN)
    key = new_token(Kind.KEY)
    keys.make(store, an_actor(account), "journeys", frozenset(Action), key)
    store.close()
    found = Caller(made, running.address, key)
    yield found
    found.client.get_httpx_client().close()


def once() -> dict[str, str]:
    return {"idempotency_key": a_key()["Idempotency-Key"]}


def coming_term(caller: Caller) -> tuple[Any, date]:
    """Data of the least school for a term that begins in the coming year."""
    monday = date(date.today().year + 1, 1, 4)
    monday += timedelta(days=-monday.weekday() % 7)
    term = f.term(first=monday, last=monday + timedelta(days=18))
    data = json.loads(instance_bytes(f.instance(term=term, id=f"term-{time.time_ns()}")))
    body = caller.body("KeepInstanceInstance", data)
    return caller("keep_instance", body=body, **once()), monday


def test_a_term_is_planned_drafted_released_and_told(caller: Caller) -> None:
    kept, monday = coming_term(caller)
    run = caller(
        "request_run",
        body=caller.body("RunIn", {"instance": kept.id, "seconds": 20, "patience": 2}),
        **once(),
    )
    deadline = time.monotonic() + 180
    while (run := caller("read_run", run.id)).state not in ("done", "failed", "stopped"):
        assert time.monotonic() < deadline, run
        time.sleep(0.3)
    assert (str(run.state), run.reason) == ("done", None)
    draft = caller("take_timetable", kept.term, body=caller.body("TakeIn", {"timetable": run.best}))
    preview = caller("preview_release", kept.term, holds_from=monday, if_match=f'"{draft.version}"')
    release = caller(
        "make_release",
        kept.term,
        body=caller.body("ReleaseIn", {"holds_from": monday.isoformat(), "after": 0}),
        if_match=f'"{draft.version}"',
        **once(),
    )
    assert release.number == 1
    messages = caller("list_messages", release.id)
    assert {one.person for one in messages.items} == {"S1", "S2", "T1", "T2", "M1"}
    assert set(preview.people) == {one.person for one in messages.items}
    found = caller("find_people", name="Ada").items
    assert [one.id for one in found] == ["S1"]
    calendar = caller("make_calendar", "S1", **once())
    token = calendar.path.rpartition("/")[2].removesuffix(".ics")
    assert caller.answer("read_calendar", token).content.startswith(b"BEGIN:VCALENDAR")


def test_a_hand_made_timetable_is_scored_kept_and_compared(caller: Caller) -> None:
    kept, _ = coming_term(caller)
    (term_key,) = [one.key for one in caller("list_terms").items if one.id == kept.term]
    whole = json.loads(timetable_bytes(replace(f.timetable(), instance=term_key)))
    scored = caller(
        "score_timetable",
        body=caller.body("ScoreIn", {"instance": kept.id, "timetable": whole}),
    )
    assert (scored.violations, scored.softened) == ([], [])
    one, two = (
        caller(
            "keep_timetable",
            body=caller.body(
                "TimetableKeepIn", {"instance": kept.id, "timetable": whole, "name": name}
            ),
            **once(),
        )
        for name in ("one", "two")
    )
    compared = caller("compare_timetables", two.id, old=one.id)
    assert (compared.touched, compared.new.penalty) == (0, scored.score.penalty)


def test_an_account_a_key_and_a_mentors_link_are_made_and_taken_back(caller: Caller) -> None:
    coming_term(caller)
    wanted = {"email": f"a{time.time_ns()}@school.example", "roles": ["coordinator"]}
    account = caller("make_account", body=caller.body("AccountIn", wanted), **once())
    read = caller.answer("read_account", account.id)
    changed = caller(
        "change_account",
        account.id,
        body=caller.body("AccountIn", wanted | {"disabled": True}),
        if_match=read.headers["etag"],
    )
    assert changed.disabled is True
    stale = caller.answer(
        "change_account",
        account.id,
        body=caller.body("AccountIn", wanted),
        if_match=read.headers["etag"],
    )
    assert (stale.status_code, stale.parsed.code) == (412, "stale")
    link = caller(
        "make_mentor_link",
        body=caller.body("MentorLinkIn", {"mentor": "M1", "purpose": "week.read"}),
        **once(),
    )
    assert link.id in [one.id for one in caller("list_mentor_links").items]
    caller("revoke_mentor_link", link.id)


def test_a_student_is_exported_and_erased(caller: Caller) -> None:
    kept, _ = coming_term(caller)
    whole = caller("export_person", "S2").to_dict()
    assert whole["person"]["name"] == "Ben"
    receipt = caller("erase_person", "S2", **once())
    assert receipt.person == "S2"
    assert caller.answer("read_person", "S2").status_code == 404
    actions = {one.action for one in caller("list_audit", subject="S2").items}
    assert {"person.export", "person.erase"} <= actions
    data = caller("read_instance_data", kept.id).to_dict()
    assert [one["name"] for one in data["students"]] == ["Ada", "S2"]


def test_tiny_is_a_good_term(caller: Caller) -> None:
    data = json.loads(instance_bytes(read_instance(TINY)))
    kept = caller("keep_instance", body=caller.body("KeepInstanceInstance", data), **once())
    terms = caller("list_terms").items
    assert kept.term in [one.id for one in terms]
    assert [one.id for one in caller("list_instances", term=kept.term).items] == [kept.id]

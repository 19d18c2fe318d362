"""Two schools whose ids agree: whoever loads the second is told, on every way in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.api.asking import csrf_token
from scheduler.asgi import application
from scheduler.domain.accounts import Role
from scheduler.domain.instance import Instance
from scheduler.files import instance_bytes
from scheduler.service import plan
from scheduler.service.loading import load
from scheduler.service.same_ids import same_ids
from scheduler.store.engine import Store
from tests import factories as f
from tests.asking import (
    a_browser,
    a_key,
    an_account,
    an_actor,
    an_app,
    an_organisation,
    settings_of,
)

OURS = f.instance()


def another_school(**changes: object) -> Instance:
    """A school in the same weeks, whose ids are those of ours."""
    students = (replace(OURS.students[0], name="Zoe"), OURS.students[1])
    given = {"id": "hill", "name": "Hill School, autumn", "students": students}
    return replace(OURS, **given | changes)  # type: ignore[arg-type]


SAID = (
    "1 student id stands for others in The least school, which overlaps in dates:"
    " S1 is Zoe here and Ada there. Attendance and all else is kept by id"
)


@pytest.fixture
def maker(store: Store):  # type: ignore[no-untyped-def]
    made = an_account(store, an_organisation(store), Role.SCHEDULER, Role.ADMIN)
    plan.keep_instance(store, an_actor(made), OURS)
    return made


def test_only_ids_of_others_at_the_same_time_are_warned_of(store: Store, maker) -> None:  # type: ignore[no-untyped-def]
    actor = an_actor(maker)
    (warned,) = same_ids(store, actor, another_school())
    assert warned.sentence.startswith(SAID)
    assert (warned.code, warned.subjects) == ("same-ids", ("S1",))
    later = replace(
        OURS.term,
        first=OURS.term.last + timedelta(days=1),
        last=OURS.term.last + timedelta(days=50),
        holidays=(),
        special=(),
    )
    for fine in (OURS, another_school(students=OURS.students), another_school(term=later)):
        assert same_ids(store, actor, fine) == []
    moved = replace(OURS.internship_sites[0], position=OURS.students[0].home)
    guide = replace(OURS.mentors[0], name="Max")
    both = another_school(
        students=OURS.students, internship_sites=(moved,), mentors=(guide, *OURS.mentors[1:])
    )
    said = [
        one.sentence.partition(":")[0].split(" stands")[0] for one in same_ids(store, actor, both)
    ]
    assert said == ["1 mentor id", "1 site id"]


def test_the_command_the_api_and_the_page_say_it_and_keep_the_data(store: Store, maker) -> None:  # type: ignore[no-untyped-def]
    school = another_school()
    body = instance_bytes(school)
    loaded = load(store, school)
    assert [one.sentence[: len(SAID)] for one in loaded.warnings] == [SAID]
    got = a_browser(an_app(store), maker).post(
        "/v1/instances", content=body, headers={"Content-Type": "application/json"} | a_key()
    )
    assert got.status_code == 201
    (warned,) = got.json()["warnings"]
    assert warned["subjects"] == ["S1"]
    assert "Zoe" not in got.text and "Ada" not in got.text  # answers are kept, names are not
    browser = a_browser(application(store, settings_of()), maker)
    token = csrf_token(browser.cookies["fieldweek"])
    page = browser.post("/instances", data={"csrf": token}, files={"data": ("school.json", body)})
    assert page.status_code == 200
    assert "S1 is Zoe here and Ada there." in page.text
    assert "Version 3" in page.text

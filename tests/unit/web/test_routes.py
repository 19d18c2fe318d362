from __future__ import annotations

import pytest
from fastapi.routing import APIRoute

from scheduler.web.app import pages
from scheduler.web.asking import Allowed, Public
from scheduler.web.rendering import environment
from scheduler.web.routes import ROUTERS
from scheduler.web.routes.sign_in import own_path


def _routes() -> list[APIRoute]:
    known = [one for router in ROUTERS for one in router.routes] + list(pages().routes)
    return [one for one in known if isinstance(one, APIRoute)]


def test_every_page_says_who_may_see_it() -> None:
    assert len(_routes()) > 30
    without = []
    for route in _routes():
        asked = [one.call for one in route.dependant.dependencies]
        policies = [one for one in asked if isinstance(one, Allowed | Public)]
        if len(policies) != 1:
            without.append(route.path)
    assert without == []


def test_what_changes_something_is_asked_for_by_a_form_of_ours() -> None:
    """`Allowed` reads the token; what is public and changes something is only coming in."""
    public = {
        route.path
        for route in _routes()
        if "POST" in route.methods
        and any(isinstance(one.call, Public) for one in route.dependant.dependencies)
    }
    by_a_secret = {f"/{one}/{{token}}" for one in ("confirm", "enrol", "kiosk", "van", "sign-in")}
    assert public == {"/sign-in"} | by_a_secret


def test_pages_only_read_by_get_and_change_by_post() -> None:
    assert {method for route in _routes() for method in route.methods} == {"GET", "POST"}


def test_every_template_can_be_read() -> None:
    made = environment()
    for name in made.list_templates():
        made.get_template(name)


def test_no_template_has_script_or_style_within() -> None:
    made = environment()
    assert made.loader is not None
    for name in made.list_templates():
        source, _, _ = made.loader.get_source(made, name)
        assert (name, "style=" in source, "<style" in source) == (name, False, False)
        assert (name, source.count("<script"), source.count('<script type="module" src=')) == (
            name,
            source.count("<script"),
            source.count("<script"),
        )


@pytest.mark.parametrize(
    ("wanted", "onward"),
    [
        ("/runs", "/runs"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\r\nX: y", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_to_pages_of_ours_only(wanted: str, onward: str) -> None:
    assert own_path(wanted) == onward

"""Pages out of templates: strict about what is missing, safe about what is shown."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from scheduler.domain.accounts import Actor
from scheduler.domain.words import several
from scheduler.service.rights import Action, may
from scheduler.service.weeks.layout import time_text
from scheduler.web import words

NAVIGATION = (
    ("/", "Terms", Action.TERM_READ),
    ("/board", "Board", Action.ATTENDANCE_READ),
    ("/today", "Somebody is ill", Action.RESHUFFLE_READ),
    ("/runs", "Runs", Action.RUN_READ),
    ("/score", "Score a timetable", Action.TIMETABLE_SCORE),
    ("/accounts", "Accounts", Action.ACCOUNT_EDIT),
)


@cache
def environment() -> Environment:
    """Make the templates: everything escaped, a missing value is a bug."""
    made = Environment(
        loader=PackageLoader("scheduler.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    said: dict[str, Callable[..., Any]] = {
        "figure": words.figure,
        "percent": words.percent,
        "duration": words.duration,
        "when": words.when,
        "when_text": words.when_text,
        "day": words.day,
        "rule_name": words.rule_name,
        "first_up": words.first_up,
    }
    made.filters.update(said)
    made.globals.update(
        several=several,
        static=static,
        states=words.STATES,
        time_text=time_text,
    )
    return made


@cache
def static_files() -> dict[str, tuple[bytes, str]]:
    """Read the styles, scripts and icons: each with a digest of what is in it.

    Scripts import each other by name, so that all share one digest.
    """
    folder = files("scheduler.web") / "static"
    found = {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}
    digest = hashlib.sha256(b"".join(found[name] for name in sorted(found))).hexdigest()[:12]
    return {name: (body, digest) for name, body in found.items()}


def static(name: str) -> str:
    """Give the address of a static file; it changes with what is in the files."""
    return f"/static/{name}?v={static_files()[name][1]}"


def render(
    request: Request, template: str, status: HTTPStatus = HTTPStatus.OK, **shown: Any
) -> HTMLResponse:
    """Make a page: the template with what it shows, and what every page has."""
    actor: Actor | None = getattr(request.state, "actor", None)
    everywhere = {
        "actor": actor,
        "csrf": getattr(request.state, "csrf", ""),
        "path": request.url.path,
        "may_leave": actor is not None and may(actor, Action.ME_EDIT),
        "navigation": _navigation(actor),
    }
    text = environment().get_template(template).render(everywhere | shown)
    return HTMLResponse(text, status_code=status)


def _navigation(actor: Actor | None) -> list[tuple[str, str]]:
    """Where somebody may go; the board is no place for a phone or a link of one purpose."""
    if actor is None:
        return []
    ways = [(at, text) for at, text, what in NAVIGATION if may(actor, what)]
    return [way for way in ways if actor.link is None or way[0] != "/board"]

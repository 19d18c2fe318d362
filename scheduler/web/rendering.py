"""Pages out of templates: strict about what is missing, safe about what is shown."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from scheduler.service.weeks.layout import time_text
from scheduler.web import words

STATIC = "/static"
_FILES = files("scheduler.web") / "static"


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
        "day": words.day,
        "rule_name": words.rule_name,
        "first_up": words.first_up,
    }
    made.filters.update(said)
    made.globals.update(
        several=words.several, static=static, states=words.STATES, time_text=time_text
    )
    return made


@cache
def static(name: str) -> str:
    """Give the address of a static file; it changes with what is in the file."""
    digest = hashlib.sha256((_FILES / name).read_bytes()).hexdigest()[:12]
    return f"{STATIC}/{name}?v={digest}"


class StaticFolder(StaticFiles):
    """The CSS, scripts and icon; a browser asks for each once."""

    def __init__(self) -> None:
        super().__init__(packages=[("scheduler.web", "static")])

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Answer with a file that browsers may keep for good, since its address changes."""
        found = await super().get_response(path, scope)
        found.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if scope["query_string"] else "no-cache"
        )
        return found


def render(
    request: Request, template: str, status: HTTPStatus = HTTPStatus.OK, **shown: Any
) -> HTMLResponse:
    """Make a page: the template with what it shows, and what every page has."""
    everywhere = {
        "actor": getattr(request.state, "actor", None),
        "csrf": getattr(request.state, "csrf", ""),
        "path": request.url.path,
    }
    text = environment().get_template(template).render(everywhere | shown)
    return HTMLResponse(text, status_code=status)

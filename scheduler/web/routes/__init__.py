"""One module a page or a few that belong together."""

from __future__ import annotations

from fastapi import APIRouter

from scheduler.web.routes import (
    draft,
    releases,
    reshuffles,
    roll,
    runs,
    scoring,
    sign_in,
    terms,
    timetables,
    today,
    weeks,
)

ROUTERS: tuple[APIRouter, ...] = (
    sign_in.router,
    terms.router,
    runs.router,
    timetables.router,
    weeks.router,
    draft.router,
    releases.router,
    reshuffles.router,
    today.router,
    roll.router,
    scoring.router,
)

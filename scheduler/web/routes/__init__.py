"""One module a page or a few that belong together."""

from __future__ import annotations

from fastapi import APIRouter

from scheduler.web.routes import (
    answers,
    board,
    check_in,
    confirm,
    devices,
    disputes,
    draft,
    fits,
    kiosk,
    presence,
    refused,
    releases,
    reports,
    reshuffles,
    roll,
    rolls,
    runs,
    scoring,
    sign_in,
    sweeps,
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
    board.router,
    check_in.router,
    confirm.router,
    devices.router,
    kiosk.router,
    presence.router,
    reports.router,
    disputes.router,
    answers.router,
    refused.router,
    rolls.router,
    draft.router,
    fits.router,
    releases.router,
    reshuffles.router,
    sweeps.router,
    today.router,
    roll.router,
    scoring.router,
)

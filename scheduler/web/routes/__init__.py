"""One module a page or a few that belong together."""

from __future__ import annotations

from fastapi import APIRouter

from scheduler.web.routes import sign_in, weeks

ROUTERS: tuple[APIRouter, ...] = (sign_in.router, weeks.router)

"""``/healthz``, ``/readyz`` and ``/metrics``: for whoever keeps the service running.

No id and no name is a label: routes are named as they are written, not as they are asked.
"""

from __future__ import annotations

import hmac

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from scheduler.api.asking import Db, public
from scheduler.errors import NotFoundError, StoreUnavailableError
from scheduler.service import figures
from scheduler.store.engine import Store

router = APIRouter(include_in_schema=False)
_MINE = ("127.0.0.1", "::1")


class Figures:
    """The figures of one web process."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._told: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "fieldweek_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "fieldweek_request_seconds",
            "Seconds from a request to its answer.",
            ("method", "route"),
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
            registry=self.registry,
        )
        self.runs = Gauge("fieldweek_runs", "Runs by state.", ("state",), registry=self.registry)
        self.oldest = Gauge(
            "fieldweek_queue_seconds",
            "Seconds the run has waited that waits longest.",
            registry=self.registry,
        )
        self.gap = Gauge(
            "fieldweek_run_gap", "Largest gap of the runs under way.", registry=self.registry
        )
        self.marks = Gauge(
            "fieldweek_marks", "Check-ins and other marks kept.", registry=self.registry
        )

    def tell(self, method: str, route: str, status: int, took: float) -> None:
        """Count an answer."""
        found = self._told.get((method, route, status))
        if found is None:
            known = method if method in _METHODS else "other"
            found = (
                self.requests.labels(known, route, str(status)),
                self.seconds.labels(known, route),
            )
            if known == method:
                self._told[method, route, status] = found
        found[0].inc()
        found[1].observe(took)

    def text(self) -> bytes:
        """All figures, those of the store as they are now."""
        now = figures.now(self.store)
        for state, count in now.runs.items():
            self.runs.labels(state.value).set(count)
        self.oldest.set(now.longest_wait)
        self.gap.set(now.largest_gap)
        self.marks.set(now.marks)
        return generate_latest(self.registry)


_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


@router.get("/healthz", dependencies=[public("It says only that the process answers.")])
def healthz() -> dict[str, str]:
    """Say that the process answers."""
    return {"status": "ok"}


@router.get("/readyz", dependencies=[public("It says only whether the store answers.")])
def readyz(store: Db) -> dict[str, str]:
    """Say whether requests can be answered: the store is there and up to date."""
    if not figures.is_ready(store):
        raise StoreUnavailableError("The store is not up to date. Run `fieldweek migrate`.")
    return {"status": "ready"}


@router.get("/metrics", dependencies=[public("A token is asked for, or this machine.")])
def metrics(request: Request) -> Response:
    """Give the figures to a Prometheus on this machine, or one with the token of the settings."""
    wanted = request.app.state.settings.metrics_token.get_secret_value()
    if wanted:
        shown = request.headers.get("authorization", "").removeprefix("Bearer ")
        allowed = hmac.compare_digest(shown.encode(), wanted.encode())
    else:
        allowed = request.client is not None and request.client.host in _MINE
    if not allowed:
        raise NotFoundError("There is nothing at this address. Check the path.")
    found: Figures = request.app.state.figures
    return Response(found.text(), media_type=CONTENT_TYPE_LATEST)

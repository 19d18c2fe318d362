"""One line a happening, with the ids of the request, run and term it belongs to.

Modules say ``logging.getLogger(__name__)`` and nothing else; a process calls
`configure` once. Lines carry ids, never names.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

import structlog

from scheduler.config import Settings

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the request that is being answered; empty outside of one."""


def configure(settings: Settings) -> None:
    """Send all log lines to standard error, in the form and from the level set."""
    before: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        _with_request,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(sort_keys=True)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_colour,
                structlog.processors.format_exc_info,
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())


def _without_colour(
    _: object, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Leave out what uvicorn says a second time, for terminals."""
    event.pop("color_message", None)
    return event


def _with_request(
    _: object, __: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Put the id of the request that is being answered on every line."""
    if request_id.get():
        event["request"] = request_id.get()
    return event


@contextmanager
def about(**ids: str) -> Iterator[None]:
    """Put these ids, such as ``run=…``, on every line logged inside."""
    with structlog.contextvars.bound_contextvars(**ids):
        yield

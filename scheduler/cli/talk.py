"""Saying things: talk goes to stderr, data to stdout, both plain where not a terminal."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.console import Console

PLAIN_WIDTH = 160
"""Columns of tables that go to a file or a pipe, unless COLUMNS says otherwise."""


def say(text: str = "") -> None:
    """Talk to the person, on stderr."""
    print(text, file=sys.stderr, flush=True)


def put(document: object) -> None:
    """Print one JSON document to stdout."""
    print(json.dumps(document, indent=2, ensure_ascii=False))


def console(stream: TextIO | None = None) -> Console:
    """Make a console for tables; rich leaves colours out for NO_COLOR and non-terminals."""
    from rich.console import Console

    stream = stream or sys.stdout
    options: dict[str, Any] = {"file": stream, "highlight": False, "soft_wrap": False}
    if not stream.isatty():
        options["width"] = int(os.environ.get("COLUMNS") or PLAIN_WIDTH)
    return Console(**options)

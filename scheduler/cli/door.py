"""The way in and out: one command is run, and its errors become an exit status."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

from typer.exceptions import TyperException

from scheduler.cli.app import app
from scheduler.cli.exits import Exit
from scheduler.cli.talk import put, say
from scheduler.errors import (
    ConflictError,
    InvalidInputError,
    NotFoundError,
    RunCancelledError,
    StoreUnavailableError,
)

MOST_FAULTS = 50
"""Faults printed; what is more is counted."""


def main(arguments: Sequence[str]) -> int:
    """Run one command and give its exit status; never lets a traceback out."""
    debug = "--debug" in arguments or bool(os.environ.get("FIELDWEEK_DEBUG"))
    if list(arguments[:2]) == ["plot", "sweep"]:  # beside `plot INSTANCE TIMETABLE`
        arguments = ["plot-sweep", *arguments[2:]]
    try:
        status = app(list(arguments), prog_name="fieldweek", standalone_mode=False)
        sys.stdout.flush()
        return int(status or Exit.DONE)
    except TyperException as error:
        _say_usage(error)
        return Exit.USAGE
    except NotFoundError as error:
        say(str(error))
        return Exit.USAGE
    except (ConflictError, StoreUnavailableError) as error:
        say(str(error))
        if isinstance(error, StoreUnavailableError) and error.place:
            say(f"It is {error.place}, as FIELDWEEK_DATABASE says.")
        return Exit.STORE
    except InvalidInputError as error:
        _say_faults(error, as_json="--json" in arguments)
        return Exit.REFUSED
    except (KeyboardInterrupt, RunCancelledError):
        say("Interrupted; nothing was written.")
        return Exit.INTERRUPTED
    except SystemExit:
        # Typer leaves so when the reader has seen enough, as in `fieldweek show … | head`.
        return Exit.DONE
    except OSError as error:
        if debug:
            traceback.print_exc()
        say(f"{error.filename or 'A file'}: {error.strerror or error}.")
        return Exit.USAGE
    except Exception as error:
        if debug:
            traceback.print_exc()
        say(f"This is a defect of Fieldweek: {type(error).__name__}: {_first_line(error)}")
        say("Nothing was written. Run again with --debug for the details to report.")
        return Exit.BUG


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0][:300] if lines else "no details"


def _say_usage(error: TyperException) -> None:
    context = getattr(error, "ctx", None)
    say(f"Error: {error.format_message()}")
    if context is not None:
        say(f"Try '{context.command_path} --help'.")


def _say_faults(error: InvalidInputError, *, as_json: bool) -> None:
    say(error.message)
    for fault in error.faults[:MOST_FAULTS]:
        say(f"- {fault}")
    if len(error.faults) > MOST_FAULTS:
        say(f"… and {len(error.faults) - MOST_FAULTS:,} more.")
    if as_json:
        faults = [
            {name: getattr(fault, name) for name in fault.__dataclass_fields__}
            for fault in error.faults
        ]
        put({"status": "refused", "message": error.message, "faults": faults})

"""A school's data out: the same bytes for the same data, and never half a file."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from pathlib import Path

from scheduler.domain.instance import FORMAT, Instance
from scheduler.domain.timetable import Timetable
from scheduler.files.shapes import instance_adapter, timetable_adapter

# Inside a string the quotes would stand behind backslashes: only fields match.
_SECONDS = re.compile(rb'("(?:start|end|at|since|until|departs|arrives)": ?"[0-9]{2}:[0-9]{2}):00"')


def whole_minutes(text: bytes) -> bytes:
    """Leave the seconds of clock times out of JSON text."""
    return _SECONDS.sub(rb'\1"', text)


def instance_bytes(instance: Instance) -> bytes:
    """An instance as the JSON of its file; the format is always said."""
    text = instance_adapter().dump_json(instance, indent=1, exclude_defaults=True)
    return b'{\n "format": %d,' % FORMAT + whole_minutes(text[1:]) + b"\n"


def timetable_bytes(timetable: Timetable) -> bytes:
    """A timetable as the JSON of its file."""
    text = timetable_adapter().dump_json(timetable, indent=1, exclude_defaults=True)
    return whole_minutes(text) + b"\n"


def write_instance(instance: Instance, path: str | os.PathLike[str]) -> None:
    """Write an instance to its file, all of it or nothing.

    Raises
    ------
    OSError
        Where the file cannot be written; one that was there is as it was.

    """
    replace_file(Path(path), instance_bytes(instance))


def write_timetable(timetable: Timetable, path: str | os.PathLike[str]) -> None:
    """Write a timetable to its file, all of it or nothing.

    Raises
    ------
    OSError
        Where the file cannot be written; one that was there is as it was.

    """
    replace_file(Path(path), timetable_bytes(timetable))


def replace_file(path: Path, data: bytes) -> None:
    """Put data in the place of a file in one step, by way of a file beside it."""
    path = path.resolve()  # a link goes on pointing where it did
    if path.exists() and not path.is_file() and not path.is_dir():
        path.write_bytes(data)  # a pipe or a device cannot be replaced
        return
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(_mode_for(path))
        Path(beside).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(beside).unlink()
        raise


def _mode_for(path: Path) -> int:
    """Who may read it: as before, or as for any new file."""
    with contextlib.suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask

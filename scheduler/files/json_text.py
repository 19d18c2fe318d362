"""The text of a file: bytes that are JSON and hold nothing a school's file may not."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import Any, NoReturn

from scheduler.errors import Fault
from scheduler.files.paths import Path, lines_of, text_of
from scheduler.files.refusing import Locate, refuse, refuse_whole

_ODD_CLOCK = re.compile(
    r'"(start|end|at|since|until|departs|arrives)"\s*:\s*'
    r'"[0-9]{2}:[0-9]{2}(?!(?::00)?")'
)
_MOST_DIGITS = 9


def bytes_of(path: str | os.PathLike[str]) -> bytes:
    """Read a file, or refuse it."""
    try:
        return FilePath(path).read_bytes()
    except FileNotFoundError:
        why, step = "There is no such file.", "Check the name and the folder."
    except IsADirectoryError:
        why, step = "It is a folder, not a file.", "Name the JSON file in it, or import it as CSV."
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        why, step = f"It cannot be read: {said}.", "Check the name and who may read it."
    refuse_whole(os.fspath(path), why, step)


def decoded(data: bytes, source: str) -> str:
    """Turn the bytes of a file into text, or refuse it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        refuse_whole(
            source,
            f"It is not UTF-8 text: byte {error.start + 1} cannot be read.",
            "Save it as UTF-8, or replace it when it is no JSON file at all.",
            f"line {line}",
        )
    if not text.strip():
        refuse_whole(source, "It is empty.", "Replace it by a whole file.")
    return text


class _RefusedError(ValueError):
    """What Python's reader of JSON lets pass and a school's file may not hold."""

    def __init__(self, what: str, literal: str) -> None:
        super().__init__(what)
        self.literal = literal


def json_of(text: str, source: str) -> Any:
    """Parse JSON, or refuse it; also for fields given twice, NaN and huge numbers."""
    try:
        raw = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_whole_number
        )
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text.rstrip())
        what = "It ends too early, in the middle of something" if cut else error.msg
        refuse_whole(
            source,
            f"It is not JSON: {what}.",
            "Fetch the whole file again." if cut else "Mend the file at this place.",
            f"line {error.lineno}, column {error.colno}",
        )
    except _RefusedError as error:
        line = text.count("\n", 0, max(0, text.find(error.literal))) + 1
        refuse_whole(source, f"{error}.", "Mend the file at this place.", f"line {line}")
    except RecursionError:
        refuse_whole(source, "It is nested too deeply.", "Replace it by a file of Fieldweek.")
    odd = [_odd_clock(text, match) for match in _ODD_CLOCK.finditer(text)]
    if odd:
        refuse(source, odd)
    return raw


def _odd_clock(text: str, match: re.Match[str]) -> Fault:
    return Fault(
        thing="clock time",
        field=match.group(1),
        message="It is not a whole minute of local time.",
        next_step='Write it as "09:00", without seconds or a zone.',
        position=f"line {text.count(chr(10), 0, match.start()) + 1}",
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _RefusedError(
            f'The field "{short(twice)}" is given twice in one object', f'"{twice}"'
        )
    return found


def _constant(literal: str) -> NoReturn:
    raise _RefusedError(f"{literal} is not a number that a file may hold", literal)


def _whole_number(literal: str) -> int:
    if len(literal) > _MOST_DIGITS:
        raise _RefusedError(f"The number {short(literal)} is too large", literal)
    return int(literal)


def short(value: object) -> str:
    """The beginning of a value that may be long."""
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}..."


def by_line(text: str, file: str = "") -> Locate:
    """Say positions in JSON text by line and path, after the name of the file if any."""
    before = f"{file} " if file else ""

    def locate(paths: Sequence[Path]) -> dict[Path, str]:
        lines = lines_of(text, paths)
        return {
            path: f"{before}line {line}" + (f", {text_of(path)}" if path else "")
            for path, line in lines.items()
        }

    return locate

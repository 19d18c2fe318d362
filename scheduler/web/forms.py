"""What forms send: read field by field, with an error beside each field that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TypeVar

from starlette.datastructures import FormData, UploadFile

from scheduler.errors import InvalidInputError, SchedulerError

T = TypeVar("T")
MOST_SHOWN = 50
"""Faults that a page lists; the rest is counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormError:
    """Something to mend: in a field of the form, or in what was sent altogether."""

    text: str
    field: str = ""


class Form:
    """A form that was sent, and what is wrong with it."""

    def __init__(self, sent: FormData) -> None:
        self._sent = sent
        self.errors: list[FormError] = []

    def text(self, name: str) -> str:
        """Give what was typed into a field, without space around it."""
        value = self._sent.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def needed(self, name: str, what: str) -> str:
        """Give what was typed into a field that must not be empty."""
        value = self.text(name)
        if not value:
            self.wrong(name, f"{what} is missing. Fill it in.")
        return value

    def read(self, name: str, make: Callable[[str], T], hint: str) -> T | None:
        """Make something of a field that may be empty; the hint says what it should be."""
        value = self.text(name)
        if not value:
            return None
        try:
            return make(value)
        except (ValueError, OverflowError):
            self.wrong(name, hint)
            return None

    def file(self, name: str, what: str) -> bytes:
        """Give a file that was chosen."""
        value = self._sent.get(name)
        if not isinstance(value, UploadFile) or not value.filename:
            self.wrong(name, f"No {what} was chosen. Choose one.")
            return b""
        return value.file.read()

    def files(self, name: str, what: str) -> dict[str, bytes]:
        """Give the files that were chosen, by the last part of their names."""
        chosen = [
            one for one in self._sent.getlist(name) if isinstance(one, UploadFile) and one.filename
        ]
        if not chosen:
            self.wrong(name, f"No {what} was chosen. Choose one.")
        return {PurePath(one.filename or "").name: one.file.read() for one in chosen}

    def file_name(self, name: str) -> str:
        """Give the name that a chosen file has."""
        value = self._sent.get(name)
        return (value.filename or "") if isinstance(value, UploadFile) else ""

    def wrong(self, name: str, text: str) -> None:
        """Say what is wrong with a field."""
        self.errors.append(FormError(field=name, text=text))


def errors_of(error: SchedulerError, field: str = "") -> list[FormError]:
    """Say what the service refused, as errors of a form."""
    faults = error.faults if isinstance(error, InvalidInputError) else ()
    found = [FormError(field=field, text=error.message)]
    found += [FormError(field=field, text=str(fault)) for fault in faults[:MOST_SHOWN]]
    if len(faults) > MOST_SHOWN:
        found.append(FormError(field=field, text=f"… and {len(faults) - MOST_SHOWN:,} more."))
    return found

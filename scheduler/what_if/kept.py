"""Rows that are done already: a file of lines, so that a sweep goes on where it was left."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TextIO

from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable
from scheduler.files import edit_document, instance_bytes, timetable_bytes
from scheduler.what_if.grid import Task
from scheduler.what_if.rows import Row, row_document, row_of


class Kept:
    """A file with one row a line, each under the key of all it depends on."""

    def __init__(self, path: Path | None, instance: Instance, release: Timetable) -> None:
        said = instance_bytes(instance) + timetable_bytes(release)
        self._ground = hashlib.sha256(said).hexdigest()
        self._rows: dict[str, Row] = {}
        self._file: TextIO | None = None
        if path is None:
            return
        whole = self._read(path) if path.exists() else True
        self._file = path.open("a", encoding="utf-8")
        if not whole:
            self._file.write("\n")  # a line that was cut short stays alone

    def _read(self, path: Path) -> bool:
        """Read what is whole; say whether the last line is."""
        from pydantic import ValidationError

        text = path.read_text(encoding="utf-8")
        for line in text.splitlines():
            try:
                found = json.loads(line)
                row = row_of(found["row"])
                self._rows[found["key"]] = row
            except (ValueError, KeyError, TypeError, ValidationError):
                continue
        return text.endswith("\n") or not text

    def key(self, task: Task) -> str:
        """All that a row depends on."""
        said = [
            self._ground,
            [edit_document(one) for one in task.edits],
            task.scenario,
            task.seed,
            task.seconds,
            task.aim.value,
        ]
        return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    def row(self, task: Task) -> Row | None:
        """The row of a task that was done before."""
        return self._rows.get(self.key(task)) if self._rows else None

    def keep(self, task: Task, row: Row) -> None:
        """Write a row down at once."""
        if self._file is not None:
            document = {"key": self.key(task), "row": row_document(row)}
            self._file.write(json.dumps(document) + "\n")
            self._file.flush()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()

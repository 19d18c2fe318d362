"""A school's data in and out: instances and timetables as JSON and as CSV folders.

Reading refuses with `InvalidInputError`, which carries every fault found; nothing
else is raised for bad data. Writing leaves out what equals its default, keeps one
order, and replaces a file only once the new one is complete.
"""

from __future__ import annotations

from scheduler.files.csv_folder import export_csv, import_csv, parse_lists
from scheduler.files.edits import (
    EditsFile,
    edit_document,
    edit_of,
    edits_bytes,
    parse_edits,
    read_edits,
    write_edits,
)
from scheduler.files.reading import (
    parse_instance,
    parse_timetable,
    read_instance,
    read_timetable,
)
from scheduler.files.shapes import schema
from scheduler.files.writing import (
    instance_bytes,
    timetable_bytes,
    write_instance,
    write_timetable,
)

__all__ = [
    "EditsFile",
    "edit_document",
    "edit_of",
    "edits_bytes",
    "export_csv",
    "import_csv",
    "instance_bytes",
    "parse_edits",
    "parse_instance",
    "parse_lists",
    "parse_timetable",
    "read_edits",
    "read_instance",
    "read_timetable",
    "schema",
    "timetable_bytes",
    "write_edits",
    "write_instance",
    "write_timetable",
]

"""A week for machines: the same days and entries that pages show."""

from __future__ import annotations

from typing import Any

from scheduler.service.weeks.layout import Laid
from scheduler.service.weeks.sentences import clock_text
from scheduler.service.weeks.week import Entry, Week


def week_document(week: Week, laid: Laid) -> dict[str, Any]:
    """Say a week as a JSON document."""
    return {
        "about": week.about,
        "name": week.name,
        "kind": week.kind,
        "days": [
            {
                "label": column.label,
                "date": column.date.isoformat() if column.date else None,
                "school": column.pattern is not None,
                "note": column.note,
                "entries": [_entry(entry) for entry in entries],
            }
            for column, entries in zip(laid.columns, laid.days, strict=True)
        ],
        "notes": list(week.notes),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind.value,
        "start": None if entry.whole_day else clock_text(entry.start),
        "end": None if entry.whole_day else clock_text(entry.end),
        "lines": [{"text": line.text, "about": line.about or None} for line in entry.lines],
    }

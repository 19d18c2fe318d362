"""How things are said on pages: figures, times, states, and what goals mean."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from markupsafe import Markup

from scheduler.domain.rules import GoalId, RuleId

NOTHING = "–"

GOALS = {
    GoalId.INTEREST: "Internships with the mentors that students prefer",
    GoalId.TRAVEL: "Short ways there and back",
    GoalId.WISHES: "Workshops that students wish for",
    GoalId.SPREAD_DAYS: "Days out apart in the week",
    GoalId.EVEN_DAYS: "As many out on one weekday as on another",
    GoalId.TOGETHER: "Advisories together, and out on the same days",
    GoalId.COMPACT: "Few gaps between a student's sessions",
    GoalId.EVEN_SECTIONS: "Sections of a workshop of like size",
    GoalId.FAIR_LOAD: "Staff and mentors with like loads",
    GoalId.VEHICLE_COST: "Few and full van runs",
    GoalId.ATTENDANCE: "Days and ways on which students do come",
    GoalId.KEEP: "What people have by now stays",
}

STATES = {
    "queued": ("◇", "Waiting"),
    "running": ("▶", "Running"),
    "done": ("✓", "Done"),
    "failed": ("✕", "Failed"),
    "stopped": ("■", "Stopped"),
}


def figure(value: float | None) -> str:
    """Write a number with its thousands apart.

    >>> figure(12345), figure(None)
    ('12,345', '–')
    """
    return NOTHING if value is None else f"{value:,.0f}"


def percent(value: float | None) -> str:
    """Write a share; nothing proven is said as such.

    >>> percent(0.0834), percent(None)
    ('8.3 %', '–')
    """
    return NOTHING if value is None else f"{value:.1%}".replace("%", " %")


def duration(seconds: float | None) -> str:
    """Write how long something took.

    >>> duration(4.25), duration(75), duration(7322)
    ('4.2 s', '1 min 15 s', '2 h 2 min')
    """
    if seconds is None:
        return NOTHING
    if seconds < 60:
        return f"{seconds:.1f} s"
    if seconds < 3600:
        return f"{seconds // 60:.0f} min {seconds % 60:.0f} s"
    return f"{seconds // 3600:.0f} h {seconds % 3600 // 60:.0f} min"


def when(value: datetime | None, zone: str = "UTC") -> Markup:
    """Write a moment in the school's zone, with the moment itself for machines."""
    if value is None:
        return Markup(NOTHING)
    local = _local(value, zone)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        f"{local:%H:%M:%S} {local.tzname()}",
        when_text(value, zone),
    )


def when_text(value: datetime | None, zone: str = "UTC") -> str:
    """Write a moment as text alone, for the attributes of elements.

    >>> when_text(datetime(2026, 9, 7, 13, 5, tzinfo=UTC), "America/New_York")
    '7 Sep 2026, 09:05'
    """
    if value is None:
        return NOTHING
    local = _local(value, zone)
    return f"{local.day} {local:%b %Y, %H:%M}"


def _local(value: datetime, zone: str) -> datetime:
    try:
        return value.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return value.astimezone(UTC)


def day(value: date | None) -> Markup:
    """Write a date.

    >>> day(date(2026, 9, 7))
    Markup('<time datetime="2026-09-07">Mon 7 Sep 2026</time>')
    """
    if value is None:
        return Markup(NOTHING)
    return Markup('<time datetime="{}">{}</time>').format(
        value.isoformat(), f"{value:%a} {value.day} {value:%b %Y}"
    )


def rule_name(rule: RuleId | str) -> str:
    """Write a rule as words.

    >>> rule_name("mentor-load")
    'Mentor load'
    """
    return str(rule).replace("-", " ").capitalize()


def first_up(text: str) -> str:
    """Begin a sentence; the rest stays as it is.

    >>> first_up("student, Herons (A1)")
    'Student, Herons (A1)'
    """
    return text[:1].upper() + text[1:]

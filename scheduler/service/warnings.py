"""What a person should know before a release: nothing of it forbids one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain.drafts import Release
from scheduler.domain.instance import Instance
from scheduler.domain.records import InstanceRecord
from scheduler.domain.rules import Score, UnplacedKind
from scheduler.domain.timetable import Timetable
from scheduler.service.differences import PersonChanges

SHORT_NOTICE_DAYS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """One thing to know before a release."""

    code: str
    sentence: str
    subjects: tuple[str, ...] = ()


def of_timetable(instance: Instance, timetable: Timetable, score: Score) -> Iterator[Warned]:
    """Say what is unplaced and which softened rules are broken."""
    words = {
        UnplacedKind.DAY: ("day out has", "days out have"),
        UnplacedKind.MUST: ("required workshop has", "required workshops have"),
        UnplacedKind.MINUTES: ("week is short of", "weeks are short of"),
    }
    for kind, (one, many) in words.items():
        items = [item for item in timetable.unplaced if item.kind is kind]
        if items:
            students = tuple(sorted({item.student for item in items}))
            what = "advisory minutes" if kind is UnplacedKind.MINUTES else "no place"
            said = f"{len(items)} {one if len(items) == 1 else many} {what}"
            yield Warned(
                code=f"unplaced-{kind.value}",
                sentence=f"{said}: of {_count(len(students), 'student')}.",
                subjects=students,
            )
    for rule, points in score.softened.items():
        yield Warned(
            code="softened",
            sentence=f"Rule {rule.value}, which this school has softened, is broken"
            f" for {_count(points, 'point')}.",
            subjects=(rule.value,),
        )


def of_data(used: InstanceRecord, newest: InstanceRecord | None) -> Iterator[Warned]:
    """Say that there is newer data than the draft is for."""
    if newest is not None and newest.number > used.number:
        yield Warned(
            code="newer-data",
            sentence=f"The draft is for version {used.number} of the data, and version"
            f" {newest.number} is there. Take the timetable into the draft for it, or plan anew.",
            subjects=(newest.id,),
        )


def of_date(holds_from: date, today: date, releases: Sequence[Release]) -> Iterator[Warned]:
    """Say that there is little time, or that a release never comes to hold."""
    days = (holds_from - today).days
    if days < SHORT_NOTICE_DAYS:
        when = "today" if days == 0 else "tomorrow"
        yield Warned(code="short-notice", sentence=f"It holds from {when}: tell people at once.")
    for one in releases:
        if one.holds_from >= max(holds_from, today):
            yield Warned(
                code="overtakes",
                sentence=f"Release {one.number} was to hold from {one.holds_from}"
                " and no longer will.",
                subjects=(one.id,),
            )


def of_changes(changes: Sequence[PersonChanges], unreached: Sequence[str]) -> Iterator[Warned]:
    """Say that nobody has to be told, or who cannot be written to."""
    if not changes:
        yield Warned(
            code="no-change", sentence="Nothing is different for anybody since the last release."
        )
    if unreached:
        yield Warned(
            code="unreached",
            sentence=f"{_count(len(unreached), 'person')} to be told cannot be sent e-mail;"
            " print the list.",
            subjects=tuple(unreached),
        )


def _count(number: int, what: str) -> str:
    many = "people" if what == "person" else f"{what}s"
    return f"{number} {what if number == 1 else many}"

"""A network of 30,000 students and 12,000 sites in a store, released, with a phone each."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.domain.accounts import Link, LinkKind
from scheduler.domain.calendar import SpecialDate
from scheduler.domain.drafts import Release
from scheduler.domain.instance import Instance
from scheduler.domain.places import TravelTable
from scheduler.domain.records import TimetableOrigin
from scheduler.domain.rules import Score
from scheduler.made import make
from scheduler.service.tokens import Kind, hash_of, new_token
from scheduler.store import instances, links, organisations, releases, timetables
from scheduler.store.engine import open_store
from scheduler.store.ids import new_id
from scheduler.store.migrations import migrate

TUESDAY = 1


@dataclass(frozen=True, kw_only=True)
class Seeded:
    """What a load needs to know of a store."""

    database: str
    organisation: str
    term: str
    phones: tuple[tuple[str, str], ...]
    """Student and the secret of their phone."""


def seed(folder: Path, preset: str, today: date | None = None) -> Seeded:
    """Make the store, or take the one that was made here today."""
    known = folder / f"{preset}.json"
    today = today or datetime.now(UTC).date()
    if known.exists():
        found = json.loads(known.read_text())
        if found["today"] == today.isoformat():
            phones = tuple((one, token) for one, token in found["phones"])
            return Seeded(**{**found["seeded"], "phones": phones})
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob(f"{preset}.db*"):
        old.unlink()
    seeded = _make(folder / f"{preset}.db", preset, today)
    plain = {"database": seeded.database, "organisation": seeded.organisation}
    told = {"today": today.isoformat(), "seeded": plain | {"term": seeded.term}}
    known.write_text(json.dumps(told | {"phones": seeded.phones}))
    return seeded


def _make(path: Path, preset: str, today: date) -> Seeded:
    made = make(preset, 1, planted=True)
    assert made.hidden is not None
    instance = _around(made.instance, today)
    url = f"sqlite:///{path}"
    migrate(url)
    store = open_store(url)
    moment = datetime.now(UTC)
    with store.write() as tx:
        organisation = organisations.add(tx, "Benchmark").id
        kept = instances.add(tx, organisation, instance, made_by="benchmark")
        timetable = timetables.add(
            tx,
            organisation,
            made.hidden,
            instance=kept.id,
            score=Score(unplaced=(0, 0, 0), goals={}, softened={}),
            origin=TimetableOrigin.HAND,
            made_by="benchmark",
        )
        releases.add(
            tx,
            organisation,
            Release(
                id=new_id("rel"),
                term=kept.term,
                number=1,
                timetable=timetable.id,
                instance=kept.id,
                holds_from=instance.term.first,
                note="",
                changes={},
                made_at=moment,
                made_by="benchmark",
            ),
        )
        phones = []
        for student in instance.students:
            token = new_token(Kind.LINK)
            phone = Link(
                id=new_id("lnk"),
                organisation=organisation,
                kind=LinkKind.DEVICE,
                person=student.id,
                made_at=moment,
                made_by="benchmark",
            )
            links.add(tx, phone, hash_of(token))
            phones.append((str(student.id), token))
    store.close()
    return Seeded(database=url, organisation=organisation, term=kept.term, phones=tuple(phones))


def _around(instance: Instance, today: date) -> Instance:
    """The same network in a term around today, which follows the timetable of a Tuesday."""
    here = datetime.now(ZoneInfo(instance.term.zone)).date()
    days = sorted({here, here + timedelta(days=1), today})
    term = replace(
        instance.term,
        first=today - timedelta(days=40),
        last=today + timedelta(days=40),
        holidays=(),
        special=tuple(SpecialDate(when=one, day=TUESDAY) for one in days),
    )
    return replace(instance, term=term, travel=TravelTable())

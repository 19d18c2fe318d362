"""Boards of a network and of one school, and the month report of a school of 704 students.

    python -m benchmarks.attendance.boards [--preset network] [--rounds 200]

In one process, as the web process answers: pages and JSON through the whole application. Before
each board so many marks come in as do in a busy quarter of a second. The register of a minute is
asked for over a whole term; the report is made of marks that a month of such a school leaves.
"""

from __future__ import annotations

import argparse
import random
import shutil
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from fastapi.testclient import TestClient

from benchmarks.attendance.asking import asker
from benchmarks.attendance.seeding import Seeded, seed
from scheduler import pace
from scheduler.asgi import application
from scheduler.attendance.codes import OFF_SITE, PRESENT
from scheduler.config import Settings
from scheduler.domain.attendance import How, Mark
from scheduler.domain.standing import EntryKind
from scheduler.service.attend.news import tell
from scheduler.service.attend.registers import Known, registers_of
from scheduler.store import marks
from scheduler.store.engine import Store, open_store

A_QUARTER_SECOND = 250
"""Marks that come in between two looks."""


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--preset", default="network")
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--folder", type=Path, default=Path("out/attendance"))
    wanted = parser.parse_args()
    pace.keep()
    print("| | times | median, ms | p99, ms | most, ms |\n| --- | ---: | ---: | ---: | ---: |")
    _boards(wanted.folder, wanted.preset, wanted.rounds)
    _month(wanted.folder)


def opened(folder: Path, preset: str, name: str) -> tuple[Seeded, Store, Known]:
    """A copy of the seeded store, for one benchmark to write into."""
    seeded = seed(folder, preset)
    path = folder / f"{name}.db"
    for old in folder.glob(f"{name}.db*"):
        old.unlink()
    shutil.copy(folder / f"{preset}.db", path)
    store = open_store(f"sqlite:///{path}")
    with store.read() as tx:
        known = registers_of(store).of_term(tx, seeded.organisation, seeded.term)
    return seeded, store, known


def _mark(line: object, known: Known, when: datetime, how: How) -> Mark:
    from scheduler.domain.standing import Expected

    assert isinstance(line, Expected)
    return Mark(
        id=f"b{random.getrandbits(96):024x}",
        term=known.term.id,
        student=line.student,
        day=line.day,
        site=line.site,
        code=OFF_SITE if line.kind is EntryKind.DAY_OUT else PRESENT,
        how=how,
        effective_at=when,
        received_at=when,
        authority=how.authority,
        made_by="bench",
    )


def _keep(store: Store, organisation: str, made: list[Mark]) -> None:
    with store.write() as tx:
        for first in range(0, len(made), 5_000):
            assert marks.add_new(tx, organisation, made[first : first + 5_000])


def _boards(folder: Path, preset: str, rounds: int) -> None:
    seeded, store, known = opened(folder, preset, "boards")
    _, token = asker(store, seeded.organisation)
    today = datetime.now(known.zone).date()
    lines = list(known.register.on(today).days())
    draw = random.Random(1)
    draw.shuffle(lines)
    now = datetime.now(UTC)
    half = len(lines) // 2
    _keep(
        store,
        seeded.organisation,
        [_mark(one, known, now, How.CHECK_IN) for one in lines[:half]],
    )
    holding = known.register.holding(today)
    assert holding is not None
    schools = [one.id for one in holding.instance.schools]
    settings = Settings(rate_each_second=1e6, rate_at_once=1_000_000)
    client = TestClient(application(store, settings), base_url="http://127.0.0.1")
    client.headers["Authorization"] = f"Bearer {token}"
    under = f"/terms/{seeded.term}/board"
    begun = time.perf_counter()
    assert client.get(f"{under}.json?by=school").status_code == 200
    first = time.perf_counter() - begun
    print(f"| first board of {len(lines):,} days | 1 | {first * 1e3:.0f} | | |", flush=True)

    def marks_come() -> None:
        new = [
            _mark(draw.choice(lines), known, datetime.now(UTC), How.REGISTER)
            for _ in range(A_QUARTER_SECOND)
        ]
        _keep(store, seeded.organisation, new)
        tell(store, seeded.organisation, new)

    def ask(path: str) -> Callable[[], None]:
        def once() -> None:
            answer = client.get(path)
            assert answer.status_code == 200, answer.text[:300]

        return once

    for name, path in (
        ("the network by school, as JSON", f"{under}.json?by=school"),
        ("the network by school, the page", f"{under}?by=school"),
        ("the network by site, the page", f"{under}?by=site"),
        ("one school by site, as JSON", f"{under}.json?by=site&school={schools[0]}"),
        ("one school by site, the page", f"{under}?by=site&school={schools[0]}"),
    ):
        _told(name, ask(path), rounds, marks_come)
    days = [known.term.first + timedelta(days=n) for n in range(80)]

    def minute() -> None:
        known.register.on(draw.choice(days)).whereabouts.at(draw.randrange(1440))

    _told("the register of any minute of the term", minute, rounds, lambda: None)
    store.close()


def _month(folder: Path) -> None:
    seeded, store, known = opened(folder, "met", "month")
    _, token = asker(store, seeded.organisation)
    last = datetime.now(known.zone).date()
    first = last - timedelta(days=30)
    draw = random.Random(2)
    made = []
    for ahead in range(31):
        day: date = first + timedelta(days=ahead)
        when = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=14)
        for line in known.register.on(day).days():
            if draw.random() < 0.9:
                if line.kind is EntryKind.DAY_OUT:
                    made.append(_mark(line, known, when, How.CHECK_IN))
                made.append(
                    _mark(
                        line,
                        known,
                        when,
                        How.MENTOR if line.kind is EntryKind.DAY_OUT else How.REGISTER,
                    )
                )
    _keep(store, seeded.organisation, made)
    client = TestClient(application(store, Settings()), base_url="http://127.0.0.1")
    client.headers["Authorization"] = f"Bearer {token}"
    query = f"first={first}&last={last}"
    print(f"| ({len(made):,} marks of a month of {len(seeded.phones)} students) | | | | |")
    for name, path in (
        ("month by student, the page", f"reports?by=student&{query}"),
        ("month by student, CSV", f"reports.csv?by=student&{query}"),
        ("month, all tables as a workbook", f"reports.xlsx?{query}"),
    ):

        def once(path: str = path) -> None:
            answer = client.get(f"/terms/{seeded.term}/{path}")
            assert answer.status_code == 200, answer.text[:300]

        _told(name, once, 10, lambda: None)
    store.close()


def _told(name: str, ask: Callable[[], None], rounds: int, before: Callable[[], None]) -> None:
    times = []
    for _ in range(rounds):
        before()
        begun = time.perf_counter()
        ask()
        times.append(time.perf_counter() - begun)
    times.sort()
    figures = (times[len(times) // 2], times[int(0.99 * (len(times) - 1))], times[-1])
    cells = " | ".join(f"{one * 1e3:.1f}" for one in figures)
    print(f"| {name} | {rounds} | {cells} |", flush=True)


if __name__ == "__main__":
    main()

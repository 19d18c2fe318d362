"""Names, homes and addresses of people: kept here and nowhere else, so that they can go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from scheduler.domain.places import Position
from scheduler.domain.records import Person, PersonKind
from scheduler.errors import NotFoundError
from scheduler.store.columns import now
from scheduler.store.tables import PersonRow

AT_ONCE = 500
"""Ids asked for in one sentence; databases limit how many it may hold."""


def keep(
    tx: Session, organisation: str, people: Iterable[Person], tried: str | None = None
) -> dict[str, int]:
    """Keep what is said about people, and say under which edition of each.

    Whose name, kind and home are as before keeps the edition. An e-mail address is
    taken over into a new edition, unless a new one is given.

    Parameters
    ----------
    tried
        The version of the data that only asks what if: what is new in it is not what is
        known of anybody until it is settled.
    """
    wanted = {one.id: one for one in people}
    known = newest(tx, organisation, tuple(wanted))
    editions = _editions(wanted, known, _highest(tx, organisation, _other_than(wanted, known)))
    for person in wanted.values():
        before = known.get(person.id)
        if before is not None and before.edition == editions[person.id]:
            continue
        tx.add(
            PersonRow(
                organisation=organisation,
                id=person.id,
                edition=editions[person.id],
                kind=person.kind.value,
                name=person.name,
                lat=person.home.lat if person.home else None,
                lon=person.home.lon if person.home else None,
                email=person.email or (before.email if before else None),
                tried=tried,
                made_at=now(),
            )
        )
    tx.flush()
    return editions


def editions_to_be(tx: Session, organisation: str, people: Iterable[Person]) -> dict[str, int]:
    """Under which edition `keep` would keep each of these people as things stand."""
    wanted = {one.id: one for one in people}
    known = newest(tx, organisation, tuple(wanted))
    return _editions(wanted, known, _highest(tx, organisation, _other_than(wanted, known)))


def settle(tx: Session, organisation: str, tried: str) -> None:
    """Take what a version of the data asked about for what is known of people from now on."""
    rows = tx.scalars(
        select(PersonRow).where(PersonRow.organisation == organisation, PersonRow.tried == tried)
    ).all()
    before = newest(tx, organisation, [row.id for row in rows])
    for row in rows:
        row.tried = None
        if row.id in before:
            row.email = before[row.id].email  # it may have been given meanwhile
    tx.flush()


def _other_than(wanted: dict[str, Person], known: dict[str, PersonRow]) -> tuple[str, ...]:
    """Give those who are new, or of whom something is new."""
    return tuple(
        one for one, person in wanted.items() if one not in known or not _same(person, known[one])
    )


def _highest(tx: Session, organisation: str, ids: Sequence[str]) -> dict[str, int]:
    """Give the last edition of each person, those too that only ask what if."""
    found: dict[str, int] = {}
    for some in _batches(ids):
        asked = (
            select(PersonRow.id, func.max(PersonRow.edition))
            .where(PersonRow.organisation == organisation, PersonRow.id.in_(some))
            .group_by(PersonRow.id)
        )
        found |= {id: edition for id, edition in tx.execute(asked)}
    return found


def _editions(
    wanted: dict[str, Person], known: dict[str, PersonRow], highest: dict[str, int]
) -> dict[str, int]:
    found = {}
    for person in wanted.values():
        before = known.get(person.id)
        is_known = before is not None and _same(person, before)
        found[person.id] = before.edition if before and is_known else highest.get(person.id, 0) + 1
    return found


def person(tx: Session, organisation: str, person_id: str) -> Person:
    """What is known about a person by now.

    Raises
    ------
    NotFoundError
        There is nobody of this id, or they were erased.

    """
    row = newest(tx, organisation, (person_id,)).get(person_id)
    if row is None:
        raise NotFoundError("There is nobody of this id.")
    return _to_domain(row)


def editions(tx: Session, organisation: str, person_id: str) -> list[dict[str, object]]:
    """What was known about a person at each time, oldest first."""
    rows = tx.scalars(
        select(PersonRow)
        .where(PersonRow.organisation == organisation, PersonRow.id == person_id)
        .order_by(PersonRow.edition)
    )
    return [
        {
            "edition": row.edition,
            "name": row.name,
            "home": None if row.lat is None else {"lat": row.lat, "lon": row.lon},
            "email": row.email,
            "made_at": row.made_at,
        }
        for row in rows
    ]


def people(tx: Session, organisation: str, ids: Sequence[str] | None = None) -> dict[str, Person]:
    """People as they are by now, by id: those named, or all."""
    return {one: _to_domain(row) for one, row in newest(tx, organisation, ids).items()}


def as_of(tx: Session, organisation: str, editions: dict[str, int]) -> dict[str, Person]:
    """People as they were in these editions; who was erased is left out."""
    found: dict[str, Person] = {}
    for some in _batches(tuple(editions)):
        rows = tx.scalars(
            select(PersonRow).where(PersonRow.organisation == organisation, PersonRow.id.in_(some))
        )
        found |= {row.id: _to_domain(row) for row in rows if row.edition == editions[row.id]}
    return found


def set_email(tx: Session, organisation: str, person_id: str, email: str | None) -> None:
    """Say where a person is written to.

    Raises
    ------
    NotFoundError
        There is nobody of this id, or they were erased.

    """
    row = newest(tx, organisation, (person_id,)).get(person_id)
    if row is None:
        raise NotFoundError("There is nobody of this id.")
    row.email = email
    tx.flush()


def forget(tx: Session, organisation: str, person_id: str) -> int:
    """Take all editions of a person away, and say how many there were."""
    gone = delete(PersonRow).where(
        PersonRow.organisation == organisation, PersonRow.id == person_id
    )
    return len(tx.scalars(gone.returning(PersonRow.edition)).all())


def newest(
    tx: Session, organisation: str, ids: Sequence[str] | None = None
) -> dict[str, PersonRow]:
    """The last edition of each person that is known, by id: of those named, or of all."""
    last = (
        select(PersonRow.id, func.max(PersonRow.edition).label("edition"))
        .where(PersonRow.organisation == organisation, PersonRow.tried.is_(None))
        .group_by(PersonRow.id)
    )
    found: dict[str, PersonRow] = {}
    for some in [None] if ids is None else _batches(ids):
        of = (last if some is None else last.where(PersonRow.id.in_(some))).subquery()
        rows = tx.scalars(
            select(PersonRow)
            .join(of, (PersonRow.id == of.c.id) & (PersonRow.edition == of.c.edition))
            .where(PersonRow.organisation == organisation)
        )
        found |= {row.id: row for row in rows}
    return found


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(ids), AT_ONCE):
        yield ids[first : first + AT_ONCE]


def _same(person: Person, row: PersonRow) -> bool:
    home = (person.home.lat, person.home.lon) if person.home else (None, None)
    unsaid = person.email is None or person.email == row.email
    return (person.kind.value, person.name, *home) == (
        row.kind,
        row.name,
        row.lat,
        row.lon,
    ) and unsaid


def _to_domain(row: PersonRow) -> Person:
    home = None if row.lat is None or row.lon is None else Position(lat=row.lat, lon=row.lon)
    return Person(id=row.id, kind=PersonKind(row.kind), name=row.name, home=home, email=row.email)

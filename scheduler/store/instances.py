"""Versions of a term's data."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from scheduler.domain.instance import Instance
from scheduler.domain.records import InstanceOrigin, InstanceRecord
from scheduler.errors import NotFoundError
from scheduler.files import instance_bytes
from scheduler.files.shapes import instance_adapter
from scheduler.store import organisations, people, schools, terms
from scheduler.store.anonymous import editions_in, people_in, with_people, without_people
from scheduler.store.columns import now
from scheduler.store.ids import new_id
from scheduler.store.packing import Recent, digest, packed, unpacked
from scheduler.store.tables import ErasureRow, InstanceRow, ReshuffleRow

KINDS = (
    "schools",
    "school_sites",
    "internship_sites",
    "mentors",
    "staff",
    "advisories",
    "students",
    "workshops",
    "vehicles",
    "runs",
)
_recent: Recent[Instance] = Recent(4)
_editions: Recent[dict[str, int]] = Recent(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A version of a term's data written out and compressed, for `add`."""

    editions: dict[str, int]
    text_hash: str
    size: int
    body: bytes


def make_ready(
    tx: Session, organisation: str, instance: Instance, base: str | None = None
) -> Ready:
    """Write data out in a reading transaction: it takes long, and a writing one has to be short."""
    same = _as_in(tx, organisation, instance, base)
    others = [one for one in people_in(instance) if one.id not in same]
    return _written(instance, same | people.editions_to_be(tx, organisation, others))


def _as_in(tx: Session, organisation: str, instance: Instance, base: str | None) -> dict[str, int]:
    """The editions of those of whom data says the same as what it was made from."""
    if base is None:
        return {}
    before = {one.id: one for one in people_in(load(tx, organisation, base))}
    editions = _editions.get((base,), lambda: editions_in(_bare(tx, base)))
    return {one.id: editions[one.id] for one in people_in(instance) if one == before.get(one.id)}


def _written(instance: Instance, editions: dict[str, int]) -> Ready:
    text = instance_bytes(without_people(instance, editions))
    return Ready(editions=editions, text_hash=digest(text), size=len(text), body=packed(text))


def add(
    tx: Session,
    organisation: str,
    instance: Instance,
    *,
    ready: Ready | None = None,
    made_by: str,
    origin: InstanceOrigin = InstanceOrigin.UPLOADED,
    follows: str | None = None,
    tried: bool = False,
    base: str | None = None,
) -> InstanceRecord:
    """Keep a version of a term's data; the term is begun if it is new.

    The data has been found to have no fault. ``follows`` is the term that a new one
    was rolled forward from; with ``ready``, the same data made ready, it is quick. What is
    ``tried`` only asks what if: names and homes that are new in it are nobody's until
    `people.settle`. It leaves the term as it is, and so does a draft: both may be made of data
    that is not the newest. ``base`` is the version that data was made from: what it says of
    people as that one does is not news of them.
    """
    organisations.hold(tx, organisation)  # two who begin one term at once take turns
    known = None
    if tried or origin is InstanceOrigin.DRAFT:
        known = terms.of_key(tx, organisation, instance.id)
    if known is None:
        term = terms.keep(tx, organisation, instance, follows)
        schools.keep(tx, organisation, instance.schools)
    else:
        term = terms.hold(tx, organisation, known.id)
    id = new_id("ins")
    same = _as_in(tx, organisation, instance, base)
    others = [one for one in people_in(instance) if one.id not in same]
    editions = same | people.keep(tx, organisation, others, id if tried else None)
    if ready is None or ready.editions != editions:
        ready = _written(instance, editions)  # or somebody's name was changed meanwhile
    last = tx.scalar(select(func.max(InstanceRow.number)).where(InstanceRow.term == term.id))
    row = InstanceRow(
        id=id,
        organisation=organisation,
        term=term.id,
        number=(last or 0) + 1,
        origin=origin.value,
        content_hash=ready.text_hash,
        body=ready.body,
        size=ready.size,
        counts={kind: len(getattr(instance, kind)) for kind in KINDS},
        made_at=now(),
        made_by=made_by,
    )
    tx.add(row)
    tx.flush()
    return _to_domain(row)


def version(tx: Session, organisation: str, instance_id: str) -> InstanceRecord:
    """Say about a version of a term's data what can be said without reading it.

    Raises
    ------
    NotFoundError
        The organisation has none of this id.

    """
    return _to_domain(_row(tx, organisation, instance_id))


def versions(
    tx: Session,
    organisation: str,
    term: str,
    *,
    before: int | None = None,
    most: int = 50,
    tried: bool = False,
) -> list[InstanceRecord]:
    """The versions of a term's data, newest first, from below a number on.

    With ``tried`` those too that a reshuffle was made with and nobody accepted, or that
    held for a while only.
    """
    wanted = _of_term(organisation, term)
    if before is not None:
        wanted = wanted.where(InstanceRow.number < before)
    if not tried:
        wanted = wanted.where(~_is_tried())
    return [_to_domain(row) for row in tx.scalars(wanted.limit(most))]


def _of_term(organisation: str, term: str) -> Select[InstanceRow]:
    return (
        select(InstanceRow)
        .where(InstanceRow.organisation == organisation, InstanceRow.term == term)
        .order_by(InstanceRow.number.desc())
    )


def _is_tried() -> ColumnElement[bool]:
    """Whether a version is what a reshuffle asks about, or holds for a while, and not what is."""
    return exists().where(
        ReshuffleRow.instance == InstanceRow.id,
        ReshuffleRow.accepted.is_(None) | ReshuffleRow.until.is_not(None),
    )


def newest(tx: Session, organisation: str, term: str) -> InstanceRecord | None:
    """The newest version of a term's data: no draft's, which may be of data before it."""
    wanted = _of_term(organisation, term).where(
        ~_is_tried(), InstanceRow.origin != InstanceOrigin.DRAFT.value
    )
    row = tx.scalars(wanted.limit(1)).one_or_none()
    return None if row is None else _to_domain(row)


def load(tx: Session, organisation: str, instance_id: str) -> Instance:
    """Read a version of a term's data as it was kept, with the names of who is not erased.

    The last few are kept at hand; an erasure makes them be read anew.

    Raises
    ------
    NotFoundError
        The organisation has none of this id.

    """
    erasures = select(func.count()).where(ErasureRow.organisation == organisation).scalar_subquery()
    found = tx.execute(
        select(InstanceRow.id, erasures).where(
            InstanceRow.organisation == organisation, InstanceRow.id == instance_id
        )
    ).one_or_none()
    if found is None:
        raise _no_such()

    def read() -> Instance:
        bare = _bare(tx, instance_id)
        return with_people(bare, people.as_of(tx, organisation, editions_in(bare)))

    return _recent.get(tuple(found), read)


def _bare(tx: Session, instance_id: str) -> Instance:
    body = tx.scalars(select(InstanceRow.body).where(InstanceRow.id == instance_id)).one()
    return instance_adapter().validate_json(unpacked(body), strict=True)


def _row(tx: Session, organisation: str, instance_id: str) -> InstanceRow:
    row = tx.scalars(
        select(InstanceRow).where(
            InstanceRow.organisation == organisation, InstanceRow.id == instance_id
        )
    ).one_or_none()
    if row is None:
        raise _no_such()
    return row


def _no_such() -> NotFoundError:
    return NotFoundError("There is no such version of a school's data.")


def _to_domain(row: InstanceRow) -> InstanceRecord:
    return InstanceRecord(
        id=row.id,
        organisation=row.organisation,
        term=row.term,
        number=row.number,
        origin=InstanceOrigin(row.origin),
        content_hash=row.content_hash,
        size=row.size,
        counts=dict(row.counts),
        made_at=row.made_at,
        made_by=row.made_by,
    )

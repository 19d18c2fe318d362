"""Groups of marks and links, on both databases: as one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scheduler.domain.accounts import Link, LinkKind
from scheduler.domain.attendance import Band, How, Mark
from scheduler.errors import InvalidInputError
from scheduler.store import links, marks
from scheduler.store.engine import Store
from tests.integration.store import keeping

NINE = datetime(2026, 9, 8, 9, 0, 0, 250_000, tzinfo=UTC)


def test_links_found_together_are_as_each_by_itself(store: Store) -> None:
    org = keeping.organisation(store)
    made = [
        Link(
            id=f"lnk_{number}",
            organisation=org,
            kind=LinkKind.MENTOR if number else LinkKind.DEVICE,
            person=f"M{number}",
            purpose={"action": "confirm", "said": "é \u2028"} if number else {},
            made_at=NINE,
            made_by="acc_1",
            expires_at=NINE + timedelta(days=number) if number else None,
        )
        for number in range(4)
    ]
    with store.write() as tx:
        for one in made:
            links.add(tx, one, f"hash-{one.id}")
        links.revoke(tx, "lnk_2", NINE + timedelta(hours=1))
        links.use(tx, "lnk_3", NINE)
    with store.read() as tx:
        hashes = [f"hash-{one.id}" for one in made]
        found = links.find_all(tx, [*hashes, "no such hash"])
        assert found == {one: links.find(tx, one) for one in hashes}
        assert links.find_all(tx, []) == {}


def test_marks_added_together_are_read_as_they_were(store: Store) -> None:
    org = keeping.organisation(store)
    plain = Mark(
        id="m1",
        term=keeping.instance(store, org).term,
        student="S1",
        day=NINE.date(),
        site="LAB",
        code="P",
        how=How.CHECK_IN,
        effective_at=NINE,
        received_at=NINE.replace(microsecond=0),
        authority=10,
        made_by="lnk_1",
    )
    full = replace(
        plain,
        id="m2",
        start=540,
        end=600,
        about={"run": "R1", "said": "é"},
        band=Band.OUTSIDE,
        accuracy=20,
        claimed_at=NINE,
        offset=-240,
        supersedes="m1",
    )
    with store.write() as tx:
        assert marks.add_new(tx, org, [plain, full])
        assert not marks.add_new(tx, org, [plain])
    with store.read() as tx:
        assert {one.id: one for one in marks.of_student(tx, org, "S1")} == {"m1": plain, "m2": full}
    with pytest.raises(InvalidInputError), store.write() as tx:
        marks.add_new(tx, org, [replace(plain, id="\ud800")])

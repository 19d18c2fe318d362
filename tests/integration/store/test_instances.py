from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.domain.instance import Instance
from scheduler.domain.places import Position
from scheduler.domain.records import InstanceOrigin
from scheduler.errors import NotFoundError
from scheduler.files import instance_bytes, read_instance
from scheduler.store import instances, people, schools, terms
from scheduler.store.engine import Store
from scheduler.store.packing import unpacked
from scheduler.store.tables import ErasureRow, InstanceRow
from tests import factories
from tests.integration.store import keeping

ROOT = Path(__file__).parents[3]


def renamed(instance: Instance, name: str) -> Instance:
    first, *others = instance.students
    return replace(instance, students=(replace(first, name=name), *others))


@pytest.mark.parametrize("name", ["tiny", "san-diego-met"])
def test_data_comes_back_to_the_byte(store: Store, name: str) -> None:
    school = read_instance(ROOT / "instances" / name / "instance.json")
    org = keeping.organisation(store)
    with store.write() as tx:
        kept = instances.add(tx, org, school, made_by="acc_1")
    with store.read() as tx:
        assert instance_bytes(instances.load(tx, org, kept.id)) == instance_bytes(school)
        assert kept.counts["students"] == len(school.students)


def test_no_name_and_no_home_is_kept_with_the_data(store: Store) -> None:
    org = keeping.organisation(store)
    school = factories.instance()
    far = Position(lat=12.34567, lon=76.54321)
    school = replace(
        school,
        students=tuple(replace(one, name=f"N. {one.id}", home=far) for one in school.students),
        staff=tuple(replace(one, name=f"N. {one.id}") for one in school.staff),
        mentors=tuple(replace(one, name=f"N. {one.id}") for one in school.mentors),
    )
    with store.write() as tx:
        kept = instances.add(tx, org, school, made_by="acc_1")
    with store.read() as tx:
        row = tx.get(InstanceRow, kept.id)
        assert row is not None
        body = unpacked(row.body).decode()
        assert instances.load(tx, org, kept.id) == school
    assert [part for part in ("N. ", "12.34567", "76.54321") if part in body] == []


def test_versions_are_numbered_and_each_keeps_the_names_it_had(store: Store) -> None:
    org = keeping.organisation(store)
    school = factories.instance()
    with store.write() as tx:
        one = instances.add(tx, org, school, made_by="acc_1")
        two = instances.add(
            tx, org, renamed(school, "Ada B."), made_by="acc_1", origin=InstanceOrigin.EDITED
        )
        three = instances.add(tx, org, renamed(school, "Ada B."), made_by="acc_1")
    assert [one.number, two.number, three.number] == [1, 2, 3]
    assert one.term == two.term == three.term
    assert one.content_hash != two.content_hash == three.content_hash
    with store.read() as tx:
        assert instances.load(tx, org, one.id) == school
        assert instances.load(tx, org, two.id) == renamed(school, "Ada B.")
        assert instances.versions(tx, org, one.term) == [three, two, one]
        assert instances.versions(tx, org, one.term, before=3, most=1) == [two]
        assert instances.newest(tx, org, one.term) == three


def test_the_term_and_schools_are_those_of_the_newest_version(store: Store) -> None:
    org = keeping.organisation(store)
    school = factories.instance()
    with store.write() as tx:
        instances.add(tx, org, school, made_by="acc_1")
        instances.add(tx, org, replace(school, name="Autumn, mended"), made_by="acc_1")
    with store.read() as tx:
        (term,) = terms.terms(tx, org)
        assert term.name == "Autumn, mended"
        assert (term.first, term.last, term.zone) == (
            school.term.first,
            school.term.last,
            school.term.zone,
        )
        assert term.schools == tuple(one.id for one in school.schools)
        assert schools.schools(tx, org) == list(school.schools)


def test_an_erased_student_is_called_by_the_id_and_lives_at_school(store: Store) -> None:
    org = keeping.organisation(store)
    school = factories.instance()
    with store.write() as tx:
        kept = instances.add(tx, org, school, made_by="acc_1")
    with store.read() as tx:
        assert instances.load(tx, org, kept.id).names["S1"] == school.names["S1"]
    with store.write() as tx:
        assert people.forget(tx, org, "S1") == 1
        tx.add(
            ErasureRow(
                id="rcp_1",
                organisation=org,
                person="S1",
                made_at=kept.made_at,
                made_by="acc_1",
                counts={},
            )
        )
    with store.read() as tx:
        found = instances.load(tx, org, kept.id)
    first, *others = school.students
    gone = replace(first, name="S1", home=school.school_sites[0].position)
    assert found == replace(school, students=(gone, *others))


def test_another_organisation_has_none_of_it(store: Store) -> None:
    org, other = keeping.organisation(store), keeping.organisation(store, "Another")
    kept = keeping.instance(store, org)
    with store.read() as tx:
        for ask in (instances.load, instances.version):
            with pytest.raises(NotFoundError, match="There is no such version"):
                ask(tx, other, kept.id)
        assert instances.versions(tx, other, kept.term) == []
        assert terms.terms(tx, other) == []
        with pytest.raises(NotFoundError):
            terms.term(tx, other, kept.term)
        assert schools.schools(tx, other) == []
        assert people.people(tx, other) == {}


def test_a_new_address_stays_with_a_person_who_moves(store: Store) -> None:
    org = keeping.organisation(store)
    school = factories.instance()
    with store.write() as tx:
        instances.add(tx, org, school, made_by="acc_1")
        people.set_email(tx, org, "S1", "s1@school.example")
    first, *others = school.students
    moved = replace(first, home=Position(lat=1.25, lon=-2.5))
    with store.write() as tx:
        instances.add(tx, org, replace(school, students=(moved, *others)), made_by="acc_1")
    with store.read() as tx:
        found = people.person(tx, org, "S1")
    assert (found.email, found.home) == ("s1@school.example", Position(lat=1.25, lon=-2.5))


def test_data_made_ready_before_a_name_changed_is_kept_with_the_right_names(store: Store) -> None:
    org = keeping.organisation(store)
    school = factories.instance()
    with store.read() as tx:
        ready = instances.make_ready(tx, org, school)
    with store.write() as tx:
        one = instances.add(tx, org, school, made_by="acc_1", ready=ready)
        instances.add(tx, org, renamed(school, "Ada B."), made_by="acc_1")
        three = instances.add(tx, org, school, made_by="acc_1", ready=ready)
    assert one.content_hash == ready.text_hash != three.content_hash
    with store.read() as tx:
        assert instances.load(tx, org, one.id) == school
        assert instances.load(tx, org, three.id) == school

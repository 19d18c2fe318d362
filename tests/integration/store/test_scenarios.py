from __future__ import annotations

import pytest

from scheduler.errors import ConflictError, NotFoundError
from scheduler.store import edits, scenarios
from scheduler.store.engine import Store
from tests.integration.store import keeping


def test_edits_of_a_scenario_keep_their_order_apart_from_others(store: Store) -> None:
    org = keeping.organisation(store)
    kept = keeping.instance(store, org)
    with store.write() as tx:
        two_days = scenarios.add(tx, org, kept.id, "Two days out", made_by="acc_1")
        for number in (1, 2, 3):
            edits.add(
                tx, org, kept.term, "set-days", {"n": number}, made_by="acc_1", scenario=two_days.id
            )
        alone = edits.add(tx, org, kept.term, "close-site", {"site": "LAB"}, made_by="acc_1")
        edits.applied(tx, org, alone.id, kept.id)
    with store.read() as tx:
        found = edits.edits(tx, org, kept.term, two_days.id)
        assert [(one.position, one.body) for one in found] == [
            (1, {"n": 1}),
            (2, {"n": 2}),
            (3, {"n": 3}),
        ]
        (by_itself,) = edits.edits(tx, org, kept.term)
        assert (by_itself.kind, by_itself.position, by_itself.instance) == (
            "close-site",
            1,
            kept.id,
        )


def test_a_dropped_scenario_takes_its_edits_along(store: Store) -> None:
    org = keeping.organisation(store)
    kept = keeping.instance(store, org)
    with store.write() as tx:
        one = scenarios.add(tx, org, kept.id, "One", made_by="acc_1")
        two = scenarios.add(tx, org, kept.id, "Two", made_by="acc_1")
        for of in (one, two):
            edits.add(tx, org, kept.term, "set-days", {}, made_by="acc_1", scenario=of.id)
    with store.write() as tx:
        scenarios.drop(tx, org, one.id)
    with store.read() as tx:
        assert scenarios.scenarios(tx, org, kept.term) == [two]
        assert edits.edits(tx, org, kept.term, one.id) == []
        assert len(edits.edits(tx, org, kept.term, two.id)) == 1


def test_a_name_is_given_once_a_term(store: Store) -> None:
    org = keeping.organisation(store)
    kept = keeping.instance(store, org)
    with store.write() as tx:
        scenarios.add(tx, org, kept.id, "Two days out", made_by="acc_1")
    with store.write() as tx, pytest.raises(ConflictError, match="Take another name"):
        scenarios.add(tx, org, kept.id, "Two days out", made_by="acc_1")


def test_another_organisation_has_none_of_it(store: Store) -> None:
    org, other = keeping.organisation(store), keeping.organisation(store, "Another")
    kept = keeping.instance(store, org)
    with store.write() as tx:
        one = scenarios.add(tx, org, kept.id, "One", made_by="acc_1")
        edit = edits.add(tx, org, kept.term, "set-days", {}, made_by="acc_1")
    with store.write() as tx:
        for refused in (
            lambda: scenarios.scenario(tx, other, one.id),
            lambda: scenarios.drop(tx, other, one.id),
            lambda: scenarios.add(tx, other, kept.id, "Two", made_by="acc_1"),
            lambda: edits.applied(tx, other, edit.id, kept.id),
            lambda: edits.add(tx, other, kept.term, "set-days", {}, made_by="acc_1"),
        ):
            with pytest.raises(NotFoundError):
                refused()
        assert scenarios.scenarios(tx, other, kept.term) == []
        assert edits.edits(tx, other, kept.term) == []

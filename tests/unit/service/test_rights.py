"""Who may do what with whose data: the questions asked of the table, and the page about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.domain.accounts import Actor, Role
from scheduler.errors import ForbiddenError, NotFoundError
from scheduler.service.rights import (
    ALL_SCHOOLS,
    RIGHTS,
    Action,
    Subject,
    Whose,
    allow,
    allow_whole,
    may,
)

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "rights.md"
ADVISOR = Actor(organisation="o", account="a", roles=frozenset({Role.ADVISOR}), person="T1")
ADA = Subject(organisation="o", schools=frozenset({"BAY"}), person="S1", advisors=frozenset({"T1"}))


def rights_table() -> str:
    """The table as the page shows it."""
    roles = list(Role)
    lines = [f"| action | {' | '.join(roles)} |", "|---" * (len(roles) + 1) + "|"]
    for action in Action:
        cells = [" and ".join(sorted(RIGHTS[action].get(role, ()))) or "—" for role in roles]
        lines.append(f"| `{action.value}` | {' | '.join(cells)} |")
    return "\n".join(lines)


def test_the_page_says_the_table_as_it_is() -> None:
    page = PAGE.read_text(encoding="utf-8")
    shown = "\n".join(line for line in page.splitlines() if line.startswith("|"))
    assert shown == rights_table()


def test_every_action_has_a_row_and_every_role_something() -> None:
    assert set(RIGHTS) == set(Action)
    assert {role for row in RIGHTS.values() for role in row} == set(Role)


@pytest.mark.parametrize(
    ("actor", "subject", "allowed"),
    [
        (ADVISOR, ADA, True),
        (ADVISOR, replace(ADA, advisors=frozenset({"T2"})), False),
        (ADVISOR, replace(ADA, organisation="p"), False),
        (replace(ADVISOR, person=None), ADA, False),
        (replace(ADVISOR, person=None), replace(ADA, person=None, advisors=frozenset()), False),
        (replace(ADVISOR, roles=frozenset()), ADA, False),
        (replace(ADVISOR, roles=frozenset({Role.GUARDIAN}), wards=frozenset({"S1"})), ADA, True),
        (replace(ADVISOR, roles=frozenset({Role.GUARDIAN}), wards=frozenset({"S2"})), ADA, False),
        (replace(ADVISOR, roles=frozenset({Role.STUDENT}), person="S1"), ADA, True),
        (replace(ADVISOR, roles=frozenset({Role.SCHEDULER})), ADA, True),
        (replace(ADVISOR, roles=frozenset({Role.SCHEDULER}), schools=frozenset("X")), ADA, False),
        (replace(ADVISOR, scopes=frozenset({"week.read"})), ADA, True),
        (replace(ADVISOR, scopes=frozenset({"term.read"})), ADA, False),
        (replace(ADVISOR, scopes=frozenset()), ADA, False),
    ],
)
def test_whose_week_somebody_may_read(actor: Actor, subject: Subject, allowed: bool) -> None:
    assert may(actor, Action.WEEK_READ, subject) is allowed


def test_what_is_for_nobody_of_a_role_is_forbidden_and_what_is_not_theirs_is_not_there() -> None:
    with pytest.raises(ForbiddenError):
        allow(ADVISOR, Action.RUN_REQUEST, ADA)
    with pytest.raises(NotFoundError):
        allow(ADVISOR, Action.WEEK_READ, replace(ADA, advisors=frozenset()))
    allow(ADVISOR, Action.WEEK_READ, ADA)


def test_what_is_about_all_schools_is_not_for_an_account_of_one() -> None:
    admin = replace(ADVISOR, roles=frozenset({Role.ADMIN}))
    allow_whole(admin, Action.AUDIT_READ)
    with pytest.raises(ForbiddenError):
        allow_whole(replace(admin, schools=frozenset({"BAY"})), Action.AUDIT_READ)
    assert ALL_SCHOOLS and Whose.SCHOOLS in RIGHTS[Action.AUDIT_READ][Role.ADMIN]

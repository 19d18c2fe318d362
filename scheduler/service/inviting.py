"""What is typed of an account, made into what is wanted: names become ids, faults are said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.domain.accounts import Actor, Role
from scheduler.domain.records import Person, PersonKind
from scheduler.errors import Fault, InvalidInputError, NotFoundError
from scheduler.service import people, terms
from scheduler.service.accounts import Wanted, is_address

if TYPE_CHECKING:
    from scheduler.store.engine import Store

IN_THE_DATA = {
    Role.ADVISOR: PersonKind.STAFF,
    Role.MENTOR: PersonKind.MENTOR,
    Role.STUDENT: PersonKind.STUDENT,
}
"""Roles that see what is theirs: who they are has to be known."""
KINDS = {
    PersonKind.STAFF: "member of staff",
    PersonKind.MENTOR: "mentor",
    PersonKind.STUDENT: "student",
    PersonKind.GUARDIAN: "guardian",
}
MOST_LETTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What somebody typed of an account."""

    email: str
    name: str = ""
    roles: tuple[str, ...] = ()
    person: str = ""
    """Who it is in the school's data, by name or id."""
    wards: tuple[str, ...] = ()
    """The students of a guardian, by name or id."""
    schools: tuple[str, ...] = ()
    """The ids of the schools it is for; none: all."""


def wanted(store: Store, actor: Actor, typed: Typed) -> Wanted:
    """Make of what was typed what an account is to be.

    Raises
    ------
    InvalidInputError
        With every fault, each in its field.

    """
    reading = _Reading(store, actor, typed)
    found = Wanted(
        email=reading.email(),
        name=reading.name(),
        roles=frozenset(reading.roles()),
        person=reading.person(),
        wards=frozenset(reading.wards()),
        schools=frozenset(reading.schools()),
    )
    if reading.faults:
        raise InvalidInputError("An account cannot be like this.", reading.faults)
    return found


class _Reading:
    """Reads one field after another, and remembers what is wrong."""

    def __init__(self, store: Store, actor: Actor, typed: Typed) -> None:
        self._store, self._actor, self._typed = store, actor, typed
        self.faults: list[Fault] = []

    def _wrong(self, field: str, message: str, next_step: str) -> None:
        thing = f"account {self._typed.email}".strip()
        self.faults.append(Fault(thing=thing, field=field, message=message, next_step=next_step))

    def email(self) -> str:
        if not is_address(self._typed.email):
            self._wrong(
                "email", "This is no e-mail address.", "Write one such as office@school.org."
            )
        return self._typed.email

    def name(self) -> str:
        name = self._typed.name
        if len(name) > MOST_LETTERS or not name.isprintable():
            self._wrong("name", "The name is too long, or not one line.", "Shorten it.")
        return name

    def roles(self) -> Iterator[Role]:
        if not self._typed.roles:
            self._wrong("roles", "Without a role an account may do nothing.", "Choose one.")
        for role in self._typed.roles:
            if role in list(Role):
                yield Role(role)
            else:
                known = ", ".join(sorted(Role))
                self._wrong("roles", f"There is no role {role}.", f"Choose of {known}.")

    def person(self) -> str | None:
        roles = [role for role in IN_THE_DATA if role in self._typed.roles]
        found = self._find("person", self._typed.person) if self._typed.person else None
        if roles and not self._typed.person:
            said = " and ".join(roles)
            self._wrong(
                "person",
                f"As {said} an account sees what is theirs: it has to be known who they are.",
                "Give their name or id in the school's data.",
            )
        for role in roles:
            if found is not None and found.kind is not IN_THE_DATA[role]:
                self._wrong(
                    "person",
                    f"{found.name} is a {KINDS[found.kind]}, which fits no account of a {role}.",
                    "Choose another person, or another role.",
                )
        return None if found is None else found.id

    def wards(self) -> Iterator[str]:
        if Role.GUARDIAN in self._typed.roles and not self._typed.wards:
            self._wrong(
                "wards", "A guardian sees the weeks of their students.", "Name one student or more."
            )
        for one in self._typed.wards:
            found = self._find("wards", one)
            if found is not None and found.kind is not PersonKind.STUDENT:
                self._wrong("wards", f"{found.name} is no student.", "Name students only.")
            elif found is not None:
                yield found.id

    def schools(self) -> Sequence[str]:
        known = {school.id for school in terms.schools_of(self._store, self._actor)}
        for one in self._typed.schools:
            if one not in known:
                those = (
                    f"There are {', '.join(sorted(known))}." if known else "No data is here yet."
                )
                self._wrong("schools", f"There is no school {one}.", those)
        return self._typed.schools

    def _find(self, field: str, text: str) -> Person | None:
        """Find somebody by id or whole name, among those whose records one may read."""
        said = " ".join(text.split())
        if not said.isprintable():
            said = ""
        try:
            return people.one(self._store, self._actor, said).person
        except NotFoundError:
            named = people.find(self._store, self._actor, said) if said else []
        found = [one for one in named if said.casefold() == one.name.casefold()]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(one.id for one in found)
            self._wrong(field, f"{text} is the name of several people.", f"Give an id: {ids}.")
        else:
            self._wrong(
                field,
                f"There is nobody of the name or id {text} here.",
                "Check it, or load the school's data first.",
            )
        return None

from __future__ import annotations

import pytest

from scheduler.errors import NotFoundError
from scheduler.service.weeks.names import Names
from tests import factories as f


def _names() -> Names:
    students = (
        f.student("S1", name="Ada Quill"),
        f.student("S2", name="Ben Marsh"),
        f.student("S3", name="Ben Marsh"),
        f.student("7", name="Cleo"),
    )
    return Names(f.instance(students=students))


@pytest.mark.parametrize("wanted", ["S1", "s1", "Ada Quill", "ada quill"])
def test_found_by_id_or_name(wanted: str) -> None:
    assert _names().find(wanted) == "S1"


def test_close_matches_of_what_is_not_there() -> None:
    with pytest.raises(NotFoundError, match=r"Did you mean Ada Quill \(S1\)\?"):
        _names().find("Ada Quil")


def test_what_is_not_there_is_said_to_those_too_who_have_no_file() -> None:
    with pytest.raises(NotFoundError) as error:
        _names().find("zzz")
    said = "Nothing has the id or name 'zzz'. Ids and names are those of the school's data."
    assert str(error.value) == said


def test_a_name_of_several_is_listed() -> None:
    with pytest.raises(NotFoundError) as error:
        _names().find("ben marsh")
    assert error.value.subjects == ("S2", "S3")
    assert "Ben Marsh (S2), Ben Marsh (S3)" in str(error.value)


def test_names_are_put_beside_ids_and_nothing_else() -> None:
    names = _names()
    assert names.put("S1, S12 and (S2).") == "Ada Quill (S1), S12 and (Ben Marsh (S2))."
    assert names.put("7 students") == "7 students"
    assert names.put("S1 and S2", only=("S2",)) == "S1 and Ben Marsh (S2)"
    assert names.put("Ben Marsh (S2) and S3") == "Ben Marsh (S2) and Ben Marsh (S3)"

"""Whatever happens to a file on its way, it is read rightly or refused in words."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.errors import InvalidInputError
from scheduler.files import (
    export_csv,
    import_csv,
    instance_bytes,
    parse_instance,
    parse_timetable,
    timetable_bytes,
)
from scheduler.files.csv_folder.cells import meant, shown

ROOT = Path(__file__).parents[2]
SCHOOL = (ROOT / "tests" / "unit" / "files" / "everything.json").read_bytes()
WEEK = (ROOT / "instances" / "tiny" / "timetable.json").read_bytes()


@pytest.fixture(autouse=True, scope="module")
def no_waiting_for_the_disk() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("os.fsync", lambda _: None)
        yield


SCRAPS = st.one_of(
    st.binary(max_size=4),
    st.sampled_from(
        [b"{", b"}", b"[", b"]", b'"', b",", b":", b"null", b"true", b"-1", b"1e9", b"NaN", b'"S1"']
    ),
)
EDITS = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 30), SCRAPS), min_size=1, max_size=4
)


def edited(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """Replace stretches of bytes, each at a share of the length, by scraps."""
    for share, size, scrap in edits:
        start = int(share * len(data))
        data = data[:start] + scrap + data[start + size :]
    return data


def refused_or_steady(
    read: Callable[[bytes, str], Any], write: Callable[[Any], bytes], data: bytes
) -> None:
    """Either every fault has its words, or what was read is written and read alike."""
    try:
        found = read(data, "file")
    except InvalidInputError as error:
        assert error.faults
        assert all(fault.thing and fault.message and fault.next_step for fault in error.faults)
    else:
        data = write(found)
        again = read(data, "file")
        assert again == found
        assert write(again) == data


@given(EDITS)
@settings(max_examples=150, deadline=None)
def test_a_damaged_instance_is_refused_or_read_steadily(
    edits: list[tuple[float, int, bytes]],
) -> None:
    refused_or_steady(parse_instance, instance_bytes, edited(SCHOOL, edits))


@given(EDITS)
@settings(max_examples=100, deadline=None)
def test_a_damaged_timetable_is_refused_or_read_steadily(
    edits: list[tuple[float, int, bytes]],
) -> None:
    refused_or_steady(parse_timetable, timetable_bytes, edited(WEEK, edits))


@given(st.floats(0, 1, exclude_max=True))
@settings(max_examples=50, deadline=None)
def test_a_truncated_file_is_always_refused(share: float) -> None:
    for read, data in ((parse_instance, SCHOOL), (parse_timetable, WEEK)):
        cut = data[: int(share * len(data.rstrip()))]
        try:
            read(cut, "file")
        except InvalidInputError as error:
            assert error.faults
        else:
            raise AssertionError("a part was taken for the whole")


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_bytes_of_any_sort_are_refused(data: bytes) -> None:
    try:
        parse_instance(data, "file")
    except InvalidInputError as error:
        assert error.faults
    else:
        raise AssertionError("nonsense was taken for a school")


def _leaves(part: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    if not isinstance(part, dict | list):
        return [path]
    inner = part.items() if isinstance(part, dict) else enumerate(part)
    return [path, *(leaf for key, value in inner for leaf in _leaves(value, (*path, key)))]


PATHS = _leaves(json.loads(SCHOOL))[1:]
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 2000),
    st.floats(),
    st.text(max_size=3),
    st.sampled_from(["S1", "M1", "C1", "R1", "W1a", "A1", "2026-10-01", "09:30", "van", "walk"]),
    st.builds(list),
    st.builds(dict),
)


@given(st.lists(st.tuples(st.sampled_from(PATHS), VALUES), min_size=1, max_size=3))
@settings(max_examples=200, deadline=None)
def test_a_wrong_value_anywhere_is_refused_or_read_steadily(
    changes: list[tuple[tuple[str | int, ...], Any]],
) -> None:
    raw = json.loads(SCHOOL)
    for path, value in changes:
        part = raw
        try:
            for key in path[:-1]:
                part = part[key]
            part[path[-1]] = value
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took the place away
    refused_or_steady(parse_instance, instance_bytes, json.dumps(raw).encode())


@given(st.text())
def test_any_text_stands_in_a_cell_and_comes_back(text: str) -> None:
    assert meant(shown(text)) == text


with tempfile.TemporaryDirectory() as _folder:
    export_csv(parse_instance(SCHOOL, "school"), _folder)
    LISTS = {one.name: one.read_bytes() for one in sorted(Path(_folder).iterdir())}


@given(st.sampled_from(sorted(LISTS)), EDITS)
@settings(max_examples=150, deadline=None)
def test_a_damaged_list_is_refused_or_read_steadily(
    name: str, edits: list[tuple[float, int, bytes]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for file, data in (LISTS | {name: edited(LISTS[name], edits)}).items():
            (Path(folder) / file).write_bytes(data)
        try:
            found = import_csv(folder)
        except InvalidInputError as error:
            assert all(fault.thing and fault.message and fault.next_step for fault in error.faults)
        else:
            export_csv(found, folder)
            assert import_csv(folder) == found

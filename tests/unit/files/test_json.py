"""Instances and timetables as JSON: what is read is what was written, or is refused."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scheduler.domain.instance import Instance
from scheduler.errors import InvalidInputError
from scheduler.files import (
    instance_bytes,
    parse_instance,
    parse_timetable,
    read_instance,
    read_timetable,
    schema,
    timetable_bytes,
    write_instance,
    write_timetable,
)

HERE = Path(__file__).parent
INSTANCES = HERE.parents[2] / "instances"
EVERYTHING = (HERE / "everything.json").read_bytes()
TINY = (INSTANCES / "tiny" / "instance.json").read_bytes()
BY_HAND = [INSTANCES / name for name in ("tiny", "san-diego-met", "el-centro")]


def refused(read: Callable[[], object]) -> InvalidInputError:
    with pytest.raises(InvalidInputError) as caught:
        read()
    assert caught.value.faults
    return caught.value


def faults_of(data: bytes) -> list[tuple[str, str, str]]:
    error = refused(lambda: parse_instance(data, "school.json"))
    return [(fault.thing, fault.field, fault.position) for fault in error.faults]


def changed(change: Callable[[dict[str, Any]], object], data: bytes = TINY) -> bytes:
    raw = json.loads(data)
    change(raw)
    return json.dumps(raw, indent=1).encode()


@pytest.mark.parametrize("folder", BY_HAND, ids=lambda folder: folder.name)
def test_instances_by_hand_are_good_and_written_as_they_are_read(folder: Path) -> None:
    file = folder / "instance.json"
    assert instance_bytes(read_instance(file)) == file.read_bytes()


def test_an_instance_of_every_field_and_a_timetable_come_back_to_the_byte() -> None:
    assert instance_bytes(parse_instance(EVERYTHING, "x")) == EVERYTHING
    timetable = (INSTANCES / "tiny" / "timetable.json").read_bytes()
    assert timetable_bytes(parse_timetable(timetable, "x")) == timetable


def test_the_instances_read_here_leave_no_field_at_its_default() -> None:
    seen: set[tuple[str, str]] = set()
    missing: dict[tuple[str, str], bool] = {}

    def look(value: Any) -> None:
        if isinstance(value, tuple):
            for one in value:
                look(one)
        elif dataclasses.is_dataclass(value):
            for field in dataclasses.fields(value):
                key = (type(value).__name__, field.name)
                inner = getattr(value, field.name)
                missing.setdefault(key, True)
                if inner != field.default:
                    seen.add(key)
                look(inner)

    look(parse_instance(EVERYTHING, "x"))
    look(parse_instance(TINY, "x"))  # which has other weekdays than Monday to Friday
    assert set(missing) - seen == {("Instance", "format")}


def test_files_are_plain_to_read() -> None:
    text = TINY.decode()
    assert text.startswith('{\n "format": 1,\n "id": "tiny",\n')
    assert text.endswith("}\n")
    assert '"start": "09:00"' in text
    assert '"09:00:00"' not in text
    assert "null" not in text
    assert '"study_seats"' in text and '"least_apart"' not in text  # the latter is a default


def test_a_name_that_looks_like_a_clock_time_stays_as_it_is() -> None:
    name = '"start": "09:00:00"'
    instance = dataclasses.replace(parse_instance(TINY, "x"), name=name)
    assert parse_instance(instance_bytes(instance), "x") == instance


def test_a_mark_of_utf8_and_windows_line_ends_are_accepted() -> None:
    data = b"\xef\xbb\xbf" + TINY.replace(b"\n", b"\r\n")
    assert parse_instance(data, "x") == parse_instance(TINY, "x")


@pytest.mark.parametrize(
    ("data", "message", "position"),
    [
        (b"", "It is empty.", ""),
        (b" \n ", "It is empty.", ""),
        (b'{\n "id": "a",\n  ', "It ends too early", "line 3"),
        (
            b'{\n "id": "a",\n "name": oops\n}',
            "It is not JSON: Expecting value.",
            "line 3, column 10",
        ),
        (b'{"id": "a" "name": "b"}', "It is not JSON", "line 1, column 12"),
        (b"\xff\xfe\x00", "It is not UTF-8 text: byte 1", "line 1"),
        (b'{\n"name": "\xe9"}', "It is not UTF-8 text: byte 12", "line 2"),
        (b"[" * 100_000, "It is nested too deeply.", ""),
        (b'{"a":' * 50_000, "It is nested too deeply.", ""),
        (b'{"id": "a",\n"id": "b"}', 'The field "id" is given twice', "line 1"),
        (b'{"a":\n NaN}', "NaN is not a number", "line 2"),
        (b'{"a":\n -Infinity}', "-Infinity is not a number", "line 2"),
        (b'{"a":\n ' + b"9" * 5000 + b"}", "is too large", "line 2"),
        (b'{"name":\n "\\ud800"}', "", ""),
        (b'{"id": "a",\n "format": 2}', "It has format 2", "line 2, format"),
        (b'{"id": "a",\n "format": "1"}', "It has format 1", "line 2, format"),
        (b"\x00" * 100, "It is not JSON", "line 1, column 1"),
    ],
)
def test_what_is_no_instance_at_all_is_refused(data: bytes, message: str, position: str) -> None:
    (fault,) = refused(lambda: parse_instance(data, "school.json")).faults
    assert message in fault.message
    assert fault.next_step
    assert position in fault.position


@pytest.mark.parametrize("nonsense", [b"x", b'"', bytes(range(256)), b"[[1, 2], {}, "])
def test_ten_megabytes_of_nonsense_are_refused(nonsense: bytes) -> None:
    data = nonsense * (10_000_000 // len(nonsense))
    refused(lambda: parse_instance(data, "school.json"))


@pytest.mark.parametrize("data", [b"null", b"7", b'"text"', b"[]", b"[1, 2]"])
def test_json_that_is_no_object_is_refused(data: bytes) -> None:
    assert faults_of(data) == [("file", "", "line 1")]
    refused(lambda: parse_timetable(data, "x"))


def test_every_fault_of_shape_is_told_at_once_with_its_thing_and_line() -> None:
    def spoil(raw: dict[str, Any]) -> None:
        raw["students"][2]["age"] = "16"
        raw["students"][3]["adviser"] = raw["students"][3].pop("advisory")
        raw["school_sites"][0]["rooms"][1]["seats"] = 0
        raw["school_sites"][0]["grid"][0]["start"] = "9 o'clock"
        raw["travel"]["rows"][1]["mode"] = "fly"
        raw["term"]["first"] = "2026-02-30"
        raw["workshops"][0]["sections"][1]["least"] = -1
        raw["mentors"][0]["hours"] = "always"
        del raw["staff"][2]["name"]

    data = changed(spoil)
    lines = data.decode().splitlines()
    found = {(thing, field): position for thing, field, position in faults_of(data)}
    assert set(found) == {
        ("student S3", "age"),
        ("student S4", "adviser"),
        ("student S4", "advisory"),
        ("room R2", ""),
        ("school site CAMPUS", "grid[0].start"),
        ("travel row 2", "mode"),
        ("term", "first"),
        ("section LAB1b", ""),
        ("mentor M1", "hours"),
        ("staff T3", "name"),
    }
    where, path = found["student S3", "age"].split(", ")
    assert path == "students[2].age"
    assert lines[int(where.removeprefix("line ")) - 1].strip() == '"age": "16",'
    where = found["travel row 2", "mode"].split(", ")[0]
    assert '"fly"' in lines[int(where.removeprefix("line ")) - 1]


def test_an_unknown_field_comes_with_the_one_that_was_meant() -> None:
    data = changed(lambda raw: raw["students"][3].update(longest_jurney=3))
    (fault,) = refused(lambda: parse_instance(data, "x")).faults
    assert fault.message == 'There is no field "longest_jurney" here.'
    assert '"longest_journey"' in fault.next_step


def test_a_field_of_another_thing_is_not_suggested_as_itself() -> None:
    data = changed(lambda raw: raw["students"][3].update(run="V1"))
    (fault,) = refused(lambda: parse_instance(data, "x")).faults
    assert fault.message == 'There is no field "run" here.'
    assert '"run"' not in fault.next_step


def test_a_timetable_where_the_data_belongs_is_said_to_be_one_and_the_other_way_round() -> None:
    plan = (INSTANCES / "tiny" / "timetable.json").read_bytes()
    (fault,) = refused(lambda: parse_instance(plan, "x")).faults
    assert fault.message == "This is a timetable, not a school's data."
    (fault,) = refused(lambda: parse_timetable(TINY, "x")).faults
    assert fault.message == "This is a school's data, not a timetable."


def test_faults_of_meaning_are_told_at_once_with_their_lines() -> None:
    def spoil(raw: dict[str, Any]) -> None:
        raw["students"][1]["id"] = "S1"
        raw["students"][4]["requests"][0]["workshop"] = "LAB9"
        raw["profile"] = "kind"

    data = changed(spoil)
    lines = data.decode().splitlines()
    found = {position.split(", ")[1]: position for _, _, position in faults_of(data)}
    place = found["students[4].requests[0].workshop"].split(",")[0]
    assert '"LAB9"' in lines[int(place.removeprefix("line ")) - 1]
    assert set(found) >= {"students[1].id", "profile"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"start": "09:00"', b'"start": "09:00:30"'),
        (b'"start": "09:00"', b'"start": "09:00Z"'),
        (b'"at": "08:30"', b'"at": "08:30+02:00"'),
        (b'"start": "09:00"', b'"start": 540'),
        (b'"first": "2026-09-07"', b'"first": "2026-09-07T00:00:00Z"'),
        (b'"seats": 6', b'"seats": 6.0'),
        (b'"seats": 6', b'"seats": true'),
        (b'"seats": 6', b'"seats": -6'),
        (b'"lat": 41.815', b'"lat": 141.815'),
        (b'"lat": 41.815', b'"lat": 1e999'),
    ],
)
def test_values_that_would_be_read_wrongly_are_refused(old: bytes, new: bytes) -> None:
    assert old in TINY
    refused(lambda: parse_instance(TINY.replace(old, new, 1), "x"))


def test_a_timetable_is_refused_that_names_what_its_instance_does_not_have() -> None:
    instance = parse_instance(TINY, "x")
    data = (INSTANCES / "tiny" / "timetable.json").read_bytes()
    assert parse_timetable(data, "x", instance) == parse_timetable(data, "x")
    spoilt = data.replace(b'"mentor": "M3"', b'"mentor": "M9"', 1)
    (fault,) = refused(lambda: parse_timetable(spoilt, "x", instance)).faults
    assert fault.message == 'No mentor has the id "M9".'
    line = int(fault.position.split(",")[0].removeprefix("line "))
    assert spoilt.decode().splitlines()[line - 1].strip() == '"mentor": "M9",'


def test_a_missing_file_a_folder_and_an_impossible_name_are_refused(tmp_path: Path) -> None:
    for read in (read_instance, read_timetable):
        assert "no such file" in refused(lambda read=read: read(tmp_path / "no.json")).message  # type: ignore[misc]
        assert "folder" in refused(lambda read=read: read(tmp_path)).message  # type: ignore[misc]
        refused(lambda read=read: read("a\0b"))  # type: ignore[misc]


def test_writing_replaces_a_file_whole_and_leaves_nothing_beside(tmp_path: Path) -> None:
    instance = parse_instance(TINY, "x")
    file = tmp_path / "school.json"
    file.write_text("old and longer " * 10_000)
    write_instance(instance, file)
    assert file.read_bytes() == TINY
    assert [one.name for one in tmp_path.iterdir()] == ["school.json"]


def test_a_failure_while_writing_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "timetable.json"
    file.write_text("old")
    timetable = read_timetable(INSTANCES / "tiny" / "timetable.json")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_timetable(timetable, file)
    assert file.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["timetable.json"]


def test_writing_to_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_instance(parse_instance(TINY, "x"), tmp_path / "no" / "school.json")


def test_the_schema_names_every_field_and_refuses_others() -> None:
    found = schema()
    assert set(found["properties"]) == {field.name for field in dataclasses.fields(Instance)}
    student = found["$defs"]["Student"]
    assert student["additionalProperties"] is False
    assert found["$defs"]["GridSlot"]["properties"]["start"]["pattern"]
    assert "days_out" in schema("timetable")["properties"]
    with pytest.raises(ValueError, match="an instance, a timetable or edits"):
        schema("register")  # type: ignore[arg-type]


def test_pydantic_is_loaded_only_when_a_file_is_touched() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "import sys, scheduler.files; print('pydantic' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=HERE.parents[2],
    )
    assert said.stdout.strip() == "False"

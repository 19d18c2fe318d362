"""A school's data as a folder of lists: it comes back to the byte, or is refused by cell."""

from __future__ import annotations

import csv
import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.domain.instance import Instance
from scheduler.errors import InvalidInputError
from scheduler.files import export_csv, import_csv, instance_bytes, parse_instance, read_instance
from scheduler.files.csv_folder.tables import LISTS, TERM

HERE = Path(__file__).parent
INSTANCES = HERE.parents[2] / "instances"
FILES = [
    HERE / "everything.json",
    *(INSTANCES / name / "instance.json" for name in ("tiny", "san-diego-met", "el-centro")),
]


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)


def everything() -> Instance:
    return read_instance(HERE / "everything.json")


def content(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in sorted(folder.iterdir())}


def change(folder: Path, name: str, old: str, new: str) -> None:
    file = folder / name
    text = file.read_text(encoding="utf-8-sig")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_of(folder: Path) -> list[tuple[str, str, str]]:
    with pytest.raises(InvalidInputError) as caught:
        import_csv(folder)
    assert all(fault.message and fault.next_step for fault in caught.value.faults)
    return [(fault.thing, fault.field, fault.position) for fault in caught.value.faults]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    export_csv(everything(), tmp_path / "lists")
    return tmp_path / "lists"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.parent.name)
def test_json_to_lists_and_back_is_the_same_to_the_byte(file: Path, tmp_path: Path) -> None:
    instance = read_instance(file)
    export_csv(instance, tmp_path / "one")
    again = import_csv(tmp_path / "one")
    assert again == instance
    assert instance_bytes(again) == file.read_bytes()
    export_csv(again, tmp_path / "two")
    assert content(tmp_path / "one") == content(tmp_path / "two")


def test_the_lists_are_written_for_a_school_office(folder: Path) -> None:
    lines = (folder / "students.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("id,name,advisory,grade,age,home latitude,home longitude,")
    assert "Fri 13:30-14:30 (A)" in lines[1]
    assert "walk; transit; van" in lines[1]
    hours = (folder / "mentor_hours.csv").read_text(encoding="utf-8-sig").splitlines()
    assert hours[:2] == ["mentor,weekday,start,end,weeks", "M1,Tue,09:00,15:00,"]


def test_no_cell_can_be_taken_for_a_formula(tmp_path: Path) -> None:
    nasty = ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "'=x", "''", "\t=1", " =1", "-5", "'Alani", "\r"]
    instance = everything()
    schools = instance.schools
    for text in nasty:
        named = dataclasses.replace(
            instance,
            name=text,
            schools=(dataclasses.replace(schools[0], name=text), *schools[1:]),
            students=tuple(
                dataclasses.replace(one, interests=(text, "bikes")) for one in instance.students
            ),
        )
        export_csv(named, tmp_path)
        for file in tmp_path.glob("*.csv"):
            with file.open(encoding="utf-8-sig", newline="") as lines:
                for cell in (cell for row in csv.reader(lines) for cell in row):
                    bare = cell.strip()
                    if bare[:1] in ("=", "@", "+", "-"):
                        float(bare)  # only numbers begin so
        assert import_csv(tmp_path) == named


def test_an_apostrophe_that_a_person_wrote_stays(folder: Path) -> None:
    change(folder, "students.csv", "Ulla", "'Olina")
    assert import_csv(folder).student_of["S3"].name == "'Olina"  # type: ignore[index]


def test_what_spreadsheets_do_to_a_file_is_accepted(folder: Path) -> None:
    before = import_csv(folder)
    for file in folder.glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            header, *rows = csv.reader(lines)
        turned = [[cell for cell in reversed(row)] for row in rows]
        names = [name.upper().replace(" ", "_") for name in reversed(header)]
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerows([names, *turned, ["" for _ in header]])
    change(folder, "mentor_hours.csv", "09:00", "9:00:00")
    change(folder, "mentor_hours.csv", "Tue", "tuesday ")
    assert import_csv(folder) == before


def test_a_school_can_begin_with_few_lists(tmp_path: Path) -> None:
    (tmp_path / "term.csv").write_text(
        "id,name,organisation,first day,last day,time zone\n"
        "autumn,Autumn,Our schools,2026-09-01,2026-12-18,America/Chicago\n"
    )
    (tmp_path / "schools.csv").write_text("id,name\nN,North\n")
    (tmp_path / "notes.txt").write_text("not a list")
    instance = import_csv(tmp_path)
    assert [school.name for school in instance.schools] == ["North"]
    assert instance.term.weekdays == (0, 1, 2, 3, 4)
    assert instance.students == ()


def test_a_second_export_leaves_nothing_of_the_first(folder: Path) -> None:
    tiny = read_instance(INSTANCES / "tiny" / "instance.json")
    (folder / "letter.txt").write_text("ours")
    export_csv(tiny, folder)
    assert import_csv(folder) == tiny
    assert (folder / "letter.txt").read_text() == "ours"


SPOILT: dict[str, tuple[Callable[[Path], object], list[tuple[str, str, str]]]] = {
    "a cell that is no number": (
        lambda at: change(at, "students.csv", "S2,''Alani,A1,10", "S2,''Alani,A1,ten"),
        [("student S2", "grade", "students.csv line 3, column grade")],
    ),
    "a weekday that is none": (
        lambda at: change(at, "mentor_hours.csv", "Tue", "Tusday"),
        [("mentor M1", "weekday", "mentor_hours.csv line 2, column weekday")],
    ),
    "a span that is none": (
        lambda at: change(at, "students.csv", "Fri 13:30-14:30 (A)", "Friday afternoon"),
        [("student S1", "unavailable", "students.csv line 2, column unavailable")],
    ),
    "a list with an open quotation mark": (
        lambda at: change(at, "students.csv", "care; bikes", '"""care; bikes"'),
        [("student S1", "interests", "students.csv line 2, column interests")],
    ),
    "a value the school cannot have": (
        lambda at: change(at, "rooms.csv", "classroom,20", "classroom,0"),
        [("room R1", "", "rooms.csv line 2")],
    ),
    "a word that is not one of the list": (
        lambda at: change(at, "requests.csv", "W1,must", "W1,shall"),
        [("student S1", "requests[0].kind", "requests.csv line 2, column must or wish")],
    ),
    "an empty cell that is needed": (
        lambda at: change(at, "students.csv", "Ulla,A1", "Ulla,"),
        [("student S3", "advisory", "students.csv line 4, column advisory")],
    ),
    "a reference that leads nowhere": (
        lambda at: change(at, "students.csv", "Ulla,A1", "Ulla,A7"),
        [("student S3", "advisory", "students.csv line 4, column advisory")],
    ),
    "a row of nobody": (
        lambda at: change(at, "internships.csv", "S2,", "S7,"),
        [("file internships.csv", "student", "internships.csv line 4, column student")],
    ),
    "a column that is none": (
        lambda at: change(at, "students.csv", "interests", "intrests"),
        [("file students.csv", "intrests", "students.csv line 1")],
    ),
    "a column twice": (
        lambda at: change(at, "students.csv", "interests", "age"),
        [("file students.csv", "age", "students.csv line 1")],
    ),
    "a column that is missing": (
        lambda at: change(at, "schools.csv", "id,name", "id,"),
        [("file schools.csv", "name", "schools.csv line 1")],
    ),
    "more cells than columns": (
        lambda at: change(at, "schools.csv", "=North", "North, new"),
        [("file schools.csv", "", "schools.csv line 2")],
    ),
    "a file that is none": (
        lambda at: (at / "studens.csv").write_text("id\n"),
        [("file studens.csv", "", "studens.csv")],
    ),
    "an empty file": (
        lambda at: (at / "openings.csv").write_text(""),
        [("file openings.csv", "", "")],
    ),
    "a file that is not text": (
        lambda at: (at / "openings.csv").write_bytes(b"PK\x03\x04\xff\xff"),
        [("file openings.csv", "", "line 1")],
    ),
    "a file that ends inside quotation marks": (
        lambda at: (at / "openings.csv").write_text('internship site,weekday,start,end\n"H,'),
        [("file openings.csv", "", "openings.csv")],
    ),
    "pins that are no JSON": (
        lambda at: (at / "pins.json").write_text("{"),
        [("file pins.json", "", "line 1, column 2")],
    ),
    "pins of nobody": (
        lambda at: change(at, "pins.json", '"S1"', '"S7"'),
        [
            (
                "pins",
                "days_out[0].student",
                "pins.json line 5, days_out[0].student",
            )
        ],
    ),
    "a release with a field that is none": (
        lambda at: change(at, "release.json", '"meetings"', '"meetups"'),
        [("instance everything", "release.meetups", "release.json line 32, meetups")],
    ),
}


@pytest.mark.parametrize("case", SPOILT)
def test_a_spoilt_list_is_refused_by_file_line_and_column(case: str, folder: Path) -> None:
    spoil, expected = SPOILT[case]
    spoil(folder)
    found = faults_of(folder)
    if expected[0][0].startswith("file ") and "row" not in case:
        # A list that cannot be read at all leaves others with references to nothing.
        found = found[: len(expected)]
    assert found == expected


def test_faults_of_several_files_are_told_at_once(folder: Path) -> None:
    names = ("a cell that is no number", "a weekday that is none", "a value the school cannot have")
    for name in names:
        SPOILT[name][0](folder)
    assert {fault for name in names for fault in SPOILT[name][1]} == set(faults_of(folder))


def test_a_row_after_text_of_several_lines_has_its_own_line(folder: Path) -> None:
    change(folder, "students.csv", "'-Iris", '"two\nlines"')
    change(folder, "students.csv", "Ulla,A1", "Ulla,A7")
    assert faults_of(folder)[0][2] == "students.csv line 5, column advisory"


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "school.json"
    file.write_text("{}")
    for where in (tmp_path / "no", file, tmp_path):
        with pytest.raises(InvalidInputError):
            import_csv(where)


def test_text_of_every_sort_comes_back_in_every_sort_of_cell(tmp_path: Path) -> None:
    words = [
        '"',
        ";",
        "a; b",
        'say "x"; y',
        "until",
        "x until 2026-01-01",
        "ü\u2028ñ",
        "",
        " ",
        "\\",
    ]
    raw = json.loads((HERE / "everything.json").read_bytes())
    raw["students"][0]["interests"] = words
    raw["students"][0]["clearances"] = [
        entry for word in words for entry in ({"name": word}, {"name": word, "until": "2027-01-01"})
    ]
    for index, word in enumerate(words):
        raw["school_sites"][0]["rooms"][0]["name"] = word
        raw["mentors"][0]["name"] = f"{word}{index}"
        instance = parse_instance(json.dumps(raw).encode(), "x")
        export_csv(instance, tmp_path)
        assert import_csv(tmp_path) == instance


def test_the_reference_names_every_list_with_its_columns() -> None:
    page = (HERE.parents[2] / "docs" / "reference" / "files.md").read_text(encoding="utf-8")
    told = {}
    for line in page.splitlines():
        if line.startswith("| `") and ".csv`" in line:
            file, columns = line.strip("| ").split(" | ")
            told[file.strip("`")] = columns.replace("**", "").split(", ")
    written = {}
    for table in (TERM, *LISTS):
        owner = [table.owner_header] if table.owner else []
        written[table.file] = owner + [column.header for column in table.columns]
    assert told == written

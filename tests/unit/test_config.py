from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.config import Settings, read_settings, settings_table, unknown_settings
from scheduler.errors import InvalidInputError

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"


def test_the_page_says_every_setting_as_it_is() -> None:
    page = PAGE.read_text(encoding="utf-8")
    table = "\n".join(line for line in page.splitlines() if line.startswith("|"))
    assert table == settings_table()


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDWEEK_DATABASE", "postgresql://me:hunter2@db/fieldweek")
    monkeypatch.setenv("FIELDWEEK_PORT", "9000")
    found = read_settings()
    assert (found.port, found.database_url) == (9000, "postgresql://me:hunter2@db/fieldweek")
    assert "hunter2" not in repr(found)


def test_bad_settings_are_all_named_and_their_values_are_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FIELDWEEK_PORT", "hunter2")
    monkeypatch.setenv("FIELDWEEK_KEEP_MARKS_DAYS", "-4711")
    with pytest.raises(InvalidInputError) as refused:
        read_settings()
    assert [fault.thing for fault in refused.value.faults] == [
        "FIELDWEEK_PORT",
        "FIELDWEEK_KEEP_MARKS_DAYS",
    ]
    said = " ".join(map(str, refused.value.faults))
    assert "hunter2" not in said
    assert "4711" not in said


def test_settings_stay_as_they_are() -> None:
    assert Settings.model_config["frozen"] is True


def test_what_is_not_of_its_kind_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIELDWEEK_PUBLIC_URL", "hunter2.example")
    monkeypatch.setenv("FIELDWEEK_MENTOR_MAIL_AT", "7")
    with pytest.raises(InvalidInputError) as refused:
        read_settings()
    address, clock = (str(fault) for fault in refused.value.faults)
    assert "Address that people type" in address and "hunter2" not in address
    assert "such as `07:00`" in clock


def test_mistyped_settings_are_said() -> None:
    told = {"FIELDWEEK_PROT": "1", "FIELDWEEK_PORT": "1", "FIELDWEEK_DEBUG": "1", "PATH": "x"}
    assert unknown_settings(told) == ["FIELDWEEK_PROT is no setting. Did you mean FIELDWEEK_PORT?"]

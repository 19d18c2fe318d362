"""The store as a whole, by the commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scheduler.cli.door import main
from scheduler.cli.exits import Exit
from scheduler.store import organisations
from scheduler.store.engine import open_store


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "fieldweek.db"
    monkeypatch.setenv("FIELDWEEK_DATABASE", f"sqlite:///{path}")
    return path


def test_a_store_is_made_backed_up_and_restored(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "monday.backup"
    assert main(["migrate"]) == Exit.DONE
    store = open_store(f"sqlite:///{database}")
    with store.write() as tx:
        made = organisations.add(tx, "A school")
    assert main(["backup", str(copy)]) == Exit.DONE
    assert main(["restore", str(copy)]) == Exit.STORE
    assert "there already" in capsys.readouterr().err
    store.close()
    for part in tmp_path.glob("fieldweek.db*"):
        part.unlink()
    assert main(["restore", str(copy)]) == Exit.DONE
    store = open_store(f"sqlite:///{database}")
    with store.read() as tx:
        assert organisations.organisations(tx) == [made]
    store.close()


def test_tidy_says_what_is_due(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["migrate"])
    assert main(["tidy", "--dry-run"]) == Exit.DONE
    said = json.loads(capsys.readouterr().out)
    assert said["deleted"] == {}
    assert said["due"]["audit"] == 0


def test_a_store_that_is_not_there_is_said_in_words(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["backup", str(tmp_path / "copy")]) == Exit.STORE
    assert "There is no database" in capsys.readouterr().err
    assert main(["tidy"]) == Exit.STORE
    assert "fieldweek migrate" in capsys.readouterr().err
    assert main(["restore", str(tmp_path / "copy")]) == Exit.REFUSED


def test_a_database_that_cannot_be_opened_is_named_with_its_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "nowhere" / "fieldweek.db"
    monkeypatch.setenv("FIELDWEEK_DATABASE", f"sqlite:///{path}")
    assert main(["migrate"]) == Exit.STORE
    said = capsys.readouterr().err
    assert "cannot be opened" in said
    assert f"It is {path}, as FIELDWEEK_DATABASE says." in said
    away = "postgresql://ada:hunter2@127.0.0.1:1/school?password=hunter2&connect_timeout=2"
    monkeypatch.setenv("FIELDWEEK_DATABASE", away)
    assert main(["migrate"]) == Exit.STORE
    said = capsys.readouterr().err
    assert "127.0.0.1:1/school, as FIELDWEEK_DATABASE says." in said
    assert "hunter2" not in said


def test_bad_settings_are_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FIELDWEEK_PORT", "hunter2")
    assert main(["migrate"]) == Exit.REFUSED
    said = capsys.readouterr().err
    assert "FIELDWEEK_PORT" in said
    assert "hunter2" not in said

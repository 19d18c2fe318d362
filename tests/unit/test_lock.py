"""The lock file says what is installed, to the byte, and nothing about where from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def test_no_address_in_the_lock() -> None:
    assert "://" not in LOCK
    assert not re.search(r"^\s*--?(i|f|index|extra-index|find-links|trusted)", LOCK, re.MULTILINE)


def test_every_package_has_a_version_and_hashes() -> None:
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(entries) > 30
    for entry in entries:
        assert re.match(r"[a-z0-9-]+==[0-9][^ ]* ", entry), entry[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry[:80]


def test_every_requirement_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = dict(project["optional-dependencies"])
    del extras["peer-timefold"]  # brought by `make peers` alone
    wanted = [*project["dependencies"], *(one for extra in extras.values() for one in extra)]
    locked = set(re.findall(r"^([a-z0-9-]+)==", LOCK, re.MULTILINE))
    assert {re.split(r"[=<>\[]", one)[0] for one in wanted} <= locked
    assert "ortools==9.15.6755" in project["dependencies"]
    assert re.search(r"^ortools==9\.15\.6755 ", LOCK, re.MULTILINE)

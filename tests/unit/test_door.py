"""The Python door: what `import scheduler` gives."""

from __future__ import annotations

import subprocess
import sys

import scheduler
from tests import factories as f


def test_all_is_sorted_and_there() -> None:
    assert scheduler.__all__ == sorted(scheduler.__all__, key=lambda n: (n[0].islower(), n))
    assert all(hasattr(scheduler, name) for name in scheduler.__all__)


def test_check_is_a_function_whatever_is_imported_when() -> None:
    import scheduler.check
    from scheduler.check import broken

    assert list(broken(f.instance(), f.timetable())) == []
    assert scheduler.check(f.instance(), f.timetable()) == []


def test_import_is_light() -> None:
    script = (
        "import sys, scheduler\n"
        "heavy = {'ortools', 'pandas', 'numpy', 'numba', 'networkx', 'pydantic', 'rich', 'typer'}\n"
        "assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)

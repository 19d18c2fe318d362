from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from scheduler import log
from scheduler.config import Settings


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def test_every_line_is_an_object_with_the_ids_it_is_about(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log.configure(Settings())
    logger = logging.getLogger("scheduler.tried")
    with log.about(run="run_1", term="term_1"):
        logger.info("claimed", extra={"worker": "w1"})
    logger.warning("two\nlines")
    logger.debug("not said")
    one, two = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    del one["timestamp"], two["timestamp"]
    assert one == {
        "event": "claimed",
        "level": "info",
        "logger": "scheduler.tried",
        "run": "run_1",
        "term": "term_1",
        "worker": "w1",
    }
    assert two == {"event": "two\nlines", "level": "warning", "logger": "scheduler.tried"}


def test_a_failure_is_logged_with_its_traceback_on_one_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log.configure(Settings())
    try:
        raise ValueError("broken")
    except ValueError:
        logging.getLogger("scheduler.tried").exception("it failed")
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["exception"].endswith("ValueError: broken")

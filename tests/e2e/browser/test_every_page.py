"""Every page, on paper-white and dark, on a desk and on a phone."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ViewportSize

from tests.e2e.browser.conftest import Open
from tests.e2e.browser.serving import Served

PAGES = {
    "sign-in": "/sign-in",
    "link": "/sign-in/some-link",
    "account": "/account",
    "accounts": "/accounts",
    "account-of": "/accounts/{account}",
    "terms": "/",
    "term": "/terms/{term}",
    "runs": "/runs",
    "run": "/runs/{run}",
    "timetable": "/timetables/{second}",
    "timetable-week": "/timetables/{first}/weeks/S1",
    "compare": "/compare?old={first}&new={second}",
    "draft": "/terms/{term}/draft",
    "draft-student": "/terms/{term}/draft/weeks/S1",
    "draft-advisory": "/terms/{term}/draft/weeks/A1",
    "draft-section": "/terms/{term}/draft/weeks/LAB1a",
    "release-new": "/terms/{term}/release",
    "releases": "/terms/{term}/releases",
    "release": "/releases/{release}",
    "changes": "/releases/{release}/changes",
    "messages": "/releases/{release}/messages",
    "roll": "/terms/{term}/roll",
    "today": "/terms/{term}/today?away=M1,T1&on={school_day}",
    "fit": "/terms/{term}/fit?about=S1",
    "why-not": "/terms/{term}/draft/fit?student=S1&place=M1&day=2",
    "change": "/terms/{term}/reshuffle",
    "repairs": "/reshuffles/{reshuffle}",
    "repair": "/reshuffles/{reshuffle}/repairs/1",
    "what-if": "/terms/{term}/sweeps",
    "sweep": "/sweeps/{sweep}",
    "score": "/score",
    "student": "/terms/{term}/weeks/S1",
    "advisory": "/terms/{term}/weeks/A1",
    "staff": "/terms/{term}/weeks/T1",
    "mentor": "/terms/{term}/weeks/M1",
    "site": "/terms/{term}/weeks/BAKERY",
    "school-site": "/terms/{term}/weeks/CAMPUS",
    "room": "/terms/{term}/weeks/R1",
    "van": "/terms/{term}/weeks/V1",
    "workshop": "/terms/{term}/weeks/LAB1",
    "section": "/terms/{term}/weeks/LAB1a",
}
DESK = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=360, height=740)
FIRST_LOAD = 150_000


def address(served: Served, name: str) -> str:
    return served.address + PAGES[name].format(
        term=served.term,
        account=served.planner.account,
        run=served.run,
        release=served.release,
        school_day=served.school_day,
        reshuffle=served.reshuffle,
        sweep=served.sweep,
        first=served.timetables[0],
        second=served.timetables[1],
    )


SIZES = (DESK, PHONE)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.mark.parametrize("name", PAGES)
def test_nothing_stands_in_anybodys_way(
    window: Open, served: Served, signed_in: dict[str, Any], name: str
) -> None:
    page = window(storage_state=signed_in)
    loaded: list[int] = []
    page.on("response", lambda answer: loaded.append(len(answer.body())))
    answer = page.goto(address(served, name), wait_until="networkidle")
    assert answer is not None
    assert answer.status == 200
    assert 0 < sum(loaded) <= FIRST_LOAD
    for size in SIZES:
        page.set_viewport_size(size)
        # Nothing but a wide table of its own reaches beyond the window.
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page).response["violations"]
            said = [(one["id"], one["nodes"][0]["html"]) for one in found]
            assert (scheme, size["width"], said) == (scheme, size["width"], [])

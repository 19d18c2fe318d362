"""Something changes: from saying what to the release that repairs it, in a browser."""

from __future__ import annotations

from playwright.sync_api import expect

from scheduler.domain.edits import MentorCapacity
from scheduler.domain.ids import MentorId
from scheduler.domain.runs import Limits
from scheduler.service import release, reshuffling
from scheduler.store import claims
from tests.e2e.browser.conftest import Open, sign_in
from tests.e2e.browser.serving import Served
from tests.integration.worker.running import over, working


def test_a_mentor_leaves_and_a_repair_becomes_the_next_release(window: Open, fresh: Served) -> None:
    page = window()
    sign_in(page, fresh)
    page.goto(f"{fresh.address}/terms/{fresh.term}")
    page.get_by_role("link", name="Something changes: look for repairs").click()
    page.get_by_label("What changes").select_option("mentor-left")
    page.get_by_label("Who or what").fill("nobody of that name")
    page.get_by_role("button", name="Look for repairs").click()
    expect(page.locator("#summary")).to_contain_text("Nothing has the id or name")
    page.get_by_label("Who or what").fill("M1")
    page.get_by_role("button", name="Look for repairs").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Repairs from")
    reshuffle = page.url.rpartition("/")[2]
    found = reshuffling.read(fresh.store, fresh.planner, reshuffle)
    assert found.run is not None
    with working(fresh.settings.database.get_secret_value()):
        over(fresh.store, fresh.planner, found.run.id)
    expect(page.get_by_role("heading", name="Choose a repair")).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="1. Fewest people touched").click()
    expect(page.get_by_role("heading", name="Who is told what")).to_be_visible()
    page.get_by_label("Note").fill("M1 has left.")
    page.get_by_role("button", name="Accept and release it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Release 2")
    made = release.listed(fresh.store, fresh.planner, fresh.term)[0]
    assert (made.number, made.note, made.holds_from) == (2, "M1 has left.", found.record.first)
    page.goto(f"{fresh.address}/reshuffles/{reshuffle}/repairs/1")
    expect(page.get_by_role("button", name="Accept and release it")).to_have_count(0)


def test_repairs_that_are_looked_for_say_so_without_a_reload(window: Open, fresh: Served) -> None:
    page = window()
    sign_in(page, fresh)
    edit = MentorCapacity(mentor=MentorId("M3"), in_all=2)
    asked = reshuffling.prepare(
        fresh.store, fresh.planner, fresh.term, [edit], fresh.school_day, Limits(seconds=1),
        settings=fresh.settings,
    )  # fmt: skip
    reshuffle = reshuffling.request(fresh.store, fresh.planner, asked).record
    page.goto(f"{fresh.address}/reshuffles/{reshuffle.id}")
    state = page.locator("main .state")
    expect(state).to_have_text("◇ Waiting")
    with fresh.store.write() as tx:
        mine = claims.claim(tx, "worker")
        assert mine is not None
        assert mine.id == reshuffle.run
        claims.advance(tx, mine, best=fresh.timetables[1])
    expect(state).to_have_text("▶ Running")
    expect(page.get_by_text("A first repair is found")).to_be_visible()
    first = page.get_by_role("link", name="the timetable of the first repair")
    expect(first).to_have_attribute("href", f"/timetables/{fresh.timetables[1]}")


def test_without_script_a_change_is_asked_about(window: Open, fresh: Served) -> None:
    page = window(java_script_enabled=False)
    sign_in(page, fresh)
    page.goto(f"{fresh.address}/terms/{fresh.term}/reshuffle")
    page.get_by_label("Who or what").fill("M1")
    page.get_by_role("button", name="Look for repairs").click()
    expect(page.locator("#summary")).to_contain_text("Choose the weekdays.")
    page.get_by_label("Tue").check()
    page.get_by_role("button", name="Look for repairs").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Repairs from")
    expect(page.locator("main")).to_contain_text("on Tue")

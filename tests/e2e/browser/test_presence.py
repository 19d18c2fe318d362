"""Being there, by hand: a phone, a mentor's link, a register, and the board that shows it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, ViewportSize, expect

from tests.e2e.browser.conftest import Open, sign_in
from tests.e2e.browser.serving import Served, serving, tiny_at_ten

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
DESK, SMALL = ViewportSize(width=1280, height=800), ViewportSize(width=360, height=740)
CONFIRMED, SELF_REPORTED, MISSING = 1, 2, 5


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Served]:
    """A service of this test's own, where it is ten on a Monday; S1 and S5 are out."""
    with serving(tmp_path, tiny_at_ten) as up:
        yield up


@pytest.fixture
def board(window: Open, fresh: Served) -> Page:
    """The board of today, open before anything happens."""
    page = window()
    sign_in(page, fresh)
    page.goto(f"{fresh.address}/terms/{fresh.term}/board")
    return page


def total(board: Page, state: int, count: int) -> None:
    """A second is what an open board may take."""
    expect(board.locator(f'[data-total="{state}"]')).to_have_text(str(count), timeout=3_000)


def link_for(page: Page, fresh: Served, what: str, whom: str) -> str:
    """A link as an administrator makes it: shown once, with a code."""
    page.goto(f"{fresh.address}/terms/{fresh.term}/devices")
    page.get_by_role("radio", name=what).check()
    page.get_by_label("Student, mentor, school site or van").fill(whom)
    page.get_by_role("button", name="Make it").click()
    expect(page.locator("svg.qr")).to_be_visible()
    return page.locator("main a[href*='fwl_']").inner_text()


def enrolled(window: Open, maker: Page, fresh: Served, **options: object) -> Page:
    """Ana's phone."""
    address = link_for(maker, fresh, "A code that makes a phone", "Ana Wren")
    phone = window(**PHONE, **options)
    phone.goto(address)
    phone.get_by_role("button", name="Yes, use this phone").click()
    expect(phone.get_by_role("heading", name="Check in")).to_be_visible()
    phone.wait_for_load_state()  # before its script is there, a tap is a plain form
    return phone


@pytest.fixture
def maker(window: Open, fresh: Served) -> Page:
    page = window()
    sign_in(page, fresh)
    return page


def test_a_tap_is_on_the_open_board_and_a_code_works_once(
    window: Open, fresh: Served, board: Page, maker: Page
) -> None:
    total(board, MISSING, 2)
    address = link_for(maker, fresh, "A code that makes a phone", "Ana Wren")
    phone = window(**PHONE)
    phone.goto(address)
    phone.get_by_role("button", name="Yes, use this phone").click()
    expect(phone.get_by_role("heading", name="Check in")).to_be_visible()
    phone.wait_for_load_state()
    phone.get_by_role("button", name="I am here").click()
    expect(phone.locator("#said")).to_have_text("Sent. Your school knows.")
    total(board, SELF_REPORTED + 1, 1)  # it is past nine: she is late
    total(board, MISSING, 1)
    again = window(**PHONE)
    again.goto(address)
    again.get_by_role("button", name="Yes, use this phone").click()
    expect(again.get_by_role("alert")).to_contain_text("not enrolled")


def test_a_phone_without_a_connection_keeps_the_tap_and_sends_it_later(
    window: Open, fresh: Served, board: Page, maker: Page
) -> None:
    phone = enrolled(window, maker, fresh)
    phone.evaluate("navigator.serviceWorker.ready")
    phone.reload()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="I am here").click()
    expect(phone.locator("#unsent")).to_contain_text("1 tap is not sent yet")
    phone.reload()
    phone.wait_for_load_state()
    expect(phone.locator("#unsent")).to_contain_text("1 tap is not sent yet")
    total(board, MISSING, 2)
    phone.context.set_offline(False)
    expect(phone.locator("#unsent")).to_be_hidden()
    total(board, MISSING, 1)


IS_KEPT = """async () => {
    const parts = ["/check-in", "/static/waiting.js", "/static/nearness.js"];
    for (const one of document.querySelectorAll("script")) parts.push(one.src);
    for (const one of document.querySelectorAll("[rel=stylesheet]")) parts.push(one.href);
    return (await Promise.all(parts.map((one) => caches.match(one)))).every(Boolean);
}"""


def test_a_phone_enrolled_at_school_opens_the_page_and_taps_without_a_connection(
    window: Open, fresh: Served, board: Page, maker: Page
) -> None:
    phone = enrolled(window, maker, fresh, timezone_id="Pacific/Kiritimati")
    deadline = time.monotonic() + 20
    while not phone.evaluate(IS_KEPT) and time.monotonic() < deadline:
        time.sleep(0.05)
    phone.context.set_offline(True)
    phone.reload()
    expect(phone.get_by_role("heading", name="Check in")).to_be_visible()
    phone.get_by_role("button", name="I am here").click()
    expect(phone.locator("#unsent")).to_contain_text("1 tap is not sent yet")
    expect(phone.locator("[data-state]").first).to_have_text(re.compile("You tapped at 1[01]:"))
    phone.context.set_offline(False)
    total(board, MISSING, 1)


def test_a_tap_that_did_not_get_through_is_sent_by_hand(
    window: Open, fresh: Served, board: Page, maker: Page
) -> None:
    phone = enrolled(window, maker, fresh)
    phone.context.route("**/check-in/taps", lambda one: one.abort("internetdisconnected"))
    phone.get_by_role("button", name="I am here").click()
    expect(phone.locator("#unsent")).to_contain_text("1 tap is not sent yet")
    total(board, MISSING, 2)
    phone.context.unroute("**/check-in/taps")
    phone.get_by_role("button", name="Send now").click()
    expect(phone.locator("#unsent")).to_be_hidden()
    total(board, MISSING, 1)


def test_a_tap_that_is_refused_keeps_no_other_back(
    window: Open, fresh: Served, board: Page, maker: Page
) -> None:
    phone = enrolled(window, maker, fresh)

    def answer(route: Route) -> None:
        is_bad = "tap_bad" in (route.request.post_data or "")
        route.fulfill(status=422) if is_bad else route.continue_()

    phone.context.route("**/check-in/taps", answer)
    phone.evaluate(
        """async () => {
          const script = document.querySelector("script[src*=check_in]").src;
          const waiting = await import(new URL("waiting.js", script));
          await waiting.add({ id: "tap_bad", at: Date.now() - 60_000 });
        }"""
    )
    phone.get_by_role("button", name="I am here").click()
    expect(phone.locator("#said")).to_contain_text("A tap was refused")
    expect(phone.locator("#unsent")).to_be_hidden()
    total(board, MISSING, 1)


def test_only_how_near_the_phone_is_leaves_it(window: Open, fresh: Served, maker: Page) -> None:
    far = {"latitude": 41.0, "longitude": -71.0}
    phone = enrolled(window, maker, fresh, geolocation=far, permissions=["geolocation"])
    with phone.expect_request("**/check-in/taps") as sent:
        phone.get_by_role("button", name="I am here").click()
    (tap,) = sent.value.post_data_json["taps"]
    assert tap["band"] == "beyond-2-km"
    assert "41." not in (sent.value.post_data or "")
    expect(phone.locator("#said")).to_have_text("Sent. Your school knows.")
    maker.goto(f"{fresh.address}/terms/{fresh.term}/presence/S1")
    expect(maker.locator("main")).to_contain_text("The phone was not at the site")


def test_a_mentor_confirms_everybody_with_one_tap(
    window: Open, fresh: Served, board: Page, maker: Page
) -> None:
    address = link_for(maker, fresh, "A link by which a mentor", "Lena Fairweather")
    mentor = window(**PHONE)
    mentor.goto(address)
    mentor.get_by_role("button", name="here").first.click()
    expect(mentor.get_by_role("status")).to_have_text("Thank you. The school knows.")
    total(board, MISSING, 0)
    total(board, CONFIRMED, 2)


def test_an_advisor_calls_the_register_and_looks_into_who_is_missing(
    window: Open, fresh: Served, board: Page
) -> None:
    board.get_by_role("button", name="I look into it: Ana Wren").click()
    expect(board.locator(".alerts")).to_contain_text("Somebody is looking into it")
    board.get_by_label("What came of the call about Ana Wren").select_option("at-home")
    board.get_by_role("button", name="Resolved: Ana Wren").click()
    expect(board.locator(".alerts")).to_contain_text("Resolved: at home")
    advisor = window()
    sign_in(advisor, fresh, "ada@paper.example")
    advisor.goto(f"{fresh.address}/terms/{fresh.term}/register?advisory=A1")
    advisor.get_by_role("button", name="all others: here").click()
    expect(advisor.locator("main")).to_contain_text("Confirmed")
    total(board, CONFIRMED, 2)


def test_who_is_to_be_called_about_follows_what_is_heard(
    window: Open, fresh: Served, board: Page, maker: Page
) -> None:
    heading = board.get_by_role("heading", name="To call about")
    ana = board.locator(".alerts > li", has_text="Ana Wren")
    expect(heading).to_have_text("To call about 2")
    ana.get_by_role("button", name="Resolved").click()
    summary = board.get_by_role("alert")
    expect(summary).to_contain_text("Ana Wren: Choose what came of it first")
    summary.get_by_role("link").click()
    expect(ana.get_by_role("combobox")).to_be_focused()
    phone = enrolled(window, maker, fresh)
    phone.get_by_role("button", name="I am here").click()
    expect(ana).to_contain_text("Over: somebody knows by now")
    expect(ana.get_by_role("button", name="Resolved")).to_be_hidden()
    expect(ana.get_by_role("link")).to_be_focused()
    expect(heading).to_have_text("To call about 1")
    expect(board.locator("[data-fresh]")).to_be_hidden()


def test_on_a_phone_a_site_says_who_is_missing_without_scrolling_sideways(
    fresh: Served, board: Page
) -> None:
    board.set_viewport_size(SMALL)
    board.goto(f"{fresh.address}/terms/{fresh.term}/board?by=site")
    row = board.locator("tr", has_text="Garden")
    missing, caption = row.locator("td.missing"), board.locator("caption")
    for one in (row.get_by_role("link"), missing, caption):
        box = one.bounding_box()
        assert box is not None
        assert box["x"] >= 0 and box["x"] + box["width"] <= SMALL["width"]
    assert "Missing" in missing.evaluate("one => getComputedStyle(one, '::before').content")
    expect(row.locator("td:visible")).to_have_count(1)


def test_a_student_contests_a_mark_and_the_office_settles_it(window: Open, fresh: Served) -> None:
    advisor = window()
    sign_in(advisor, fresh, "ada@paper.example")
    advisor.goto(f"{fresh.address}/terms/{fresh.term}/register?advisory=A1")
    advisor.locator('input[name="code.S1"][value="A"]').check()
    advisor.get_by_role("button", name="Record what is chosen").click()
    student = window()
    sign_in(student, fresh, "sam@paper.example")
    student.goto(f"{fresh.address}/terms/{fresh.term}/presence/S1")
    expect(student.locator("main")).to_contain_text("Absent")
    student.get_by_label("How it was").fill("I was in the garden")
    student.get_by_role("button", name="Contest it").click()
    expect(student.locator("main")).to_contain_text("Disputed")
    office = window()
    sign_in(office, fresh)
    office.goto(f"{fresh.address}/terms/{fresh.term}/disputes")
    office.get_by_role("link", name="Ana Wren").click()
    expect(office.locator("main")).to_contain_text("“I was in the garden”")
    office.get_by_label("What it was").select_option("PO")
    office.get_by_label("Instead of").select_option(index=1)
    office.get_by_label("Reason").fill("The mentor says so")
    office.get_by_role("button", name="Record it").click()
    expect(office.locator("main")).to_contain_text("Confirmed")
    expect(office.locator("main")).to_contain_text("corrected by a later one")
    office.goto(f"{fresh.address}/terms/{fresh.term}/disputes")
    expect(office.locator("main")).to_contain_text("Nothing: all who have said something")


PAGES = (
    "/terms/{term}/board",
    "/terms/{term}/board?by=mentor",
    "/terms/{term}/presence/S1",
    "/terms/{term}/presence/GARDEN",
    "/terms/{term}/register",
    "/terms/{term}/register?advisory=A1",
    "/terms/{term}/register?run={run}",
    "/terms/{term}/devices?whom=S1",
    "/terms/{term}/disputes",
    "/terms/{term}/answers",
    "/refused-marks",
    "/terms/{term}/reports",
    "/terms/{term}/reports?by=mode",
)


def stands_in_the_way(page: Page) -> list[object]:
    """What axe finds, on a desk and on a phone, on white and on black; and what sticks out."""
    found: list[object] = []
    for size in (DESK, SMALL):
        page.set_viewport_size(size)
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            found.append((page.url, "sticks out", size["width"]))
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            for one in Axe().run(page).response["violations"]:
                found.append((page.url, scheme, one["id"], one["nodes"][0]["html"]))
    return found


def test_nothing_stands_in_anybodys_way(window: Open, fresh: Served, maker: Page) -> None:
    school, _ = tiny_at_ten()
    found = []
    mentor = link_for(maker, fresh, "A link by which a mentor", "Lena Fairweather")
    found += stands_in_the_way(maker)
    kiosk = link_for(maker, fresh, "A screen at the door", "Campus")
    for path in PAGES:
        maker.goto(fresh.address + path.format(term=fresh.term, run=school.runs[0].id))
        found += stands_in_the_way(maker)
    page = window(**PHONE)
    page.goto(mentor)
    found += stands_in_the_way(page)
    page.goto(f"{fresh.address}/confirm/fwl_nothing")
    found += stands_in_the_way(page)
    page.goto(kiosk)
    found += stands_in_the_way(page)
    page.get_by_role("button", name="Yes, open it").click()
    found += stands_in_the_way(page)
    page.get_by_role("button", name="Herons").click()
    found += stands_in_the_way(page)
    page.get_by_role("button", name="Bo Lindqvist").click()
    expect(page.get_by_role("status")).to_have_text("Thank you. You are noted.")
    phone = enrolled(window, maker, fresh)
    found += stands_in_the_way(phone)
    assert found == []

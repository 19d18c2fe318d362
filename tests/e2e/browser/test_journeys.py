"""What people come to the pages for, from the first click to the last."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from scheduler.domain.accounts import Role
from scheduler.domain.runs import Limits
from scheduler.domain.service_runs import RunState
from scheduler.domain.service_runs import standing as standing_of
from scheduler.files import export_csv, instance_bytes, timetable_bytes
from scheduler.service import plan, release
from scheduler.service.sign_in import make_link
from scheduler.service.tokens import Kind, new_token
from scheduler.store import accounts, claims, instances, organisations
from tests.e2e.browser.conftest import Open, sign_in
from tests.e2e.browser.serving import Served, account, progress, tiny_of_now

SUMMARY = "#summary"


def _draft(page: Page, served: Served, one: str) -> None:
    page.goto(f"{served.address}/terms/{served.term}/draft/weeks/{one}")


def test_a_link_lets_in_once(window: Open, fresh: Served) -> None:
    token = new_token(Kind.LINK)
    with fresh.store.write() as tx:
        one = accounts.one(tx, fresh.planner.organisation, fresh.planner.account)
        make_link(tx, one, one.id, timedelta(hours=1), token)
    page = window()
    page.goto(f"{fresh.address}/sign-in/{token}")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Terms")
    other = window()
    other.goto(f"{fresh.address}/sign-in/{token}")
    with other.expect_response(lambda answer: answer.request.method == "POST") as answer:
        other.get_by_role("button", name="Sign in").click()
    assert answer.value.status == 422
    expect(other.locator(SUMMARY)).to_contain_text("no longer good")


def test_wrong_password_leads_to_the_field(window: Open, served: Served) -> None:
    page = window()
    page.goto(f"{served.address}/sign-in")
    page.get_by_label("E-mail").fill("nora@paper.example")
    page.get_by_label("Password").fill("not this one at all")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator(SUMMARY)).to_be_focused()
    page.locator(SUMMARY).get_by_role("link").first.click()
    expect(page.get_by_label("E-mail")).to_be_focused()
    expect(page.get_by_label("E-mail")).to_have_value("nora@paper.example")
    expect(page.get_by_label("Password")).to_have_value("")


def test_signing_in_leads_to_where_somebody_wanted_to_go(window: Open, served: Served) -> None:
    page = window()
    page.goto(f"{served.address}/terms/{served.term}")
    page.get_by_label("E-mail").fill("nora@paper.example")
    page.get_by_label("Password").fill("six herons by the pond")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{served.address}/terms/{served.term}")


def test_by_keyboard_a_student_is_found_and_a_day_out_placed_and_undone(
    window: Open, fresh: Served
) -> None:
    page = window()
    page.goto(f"{fresh.address}/sign-in?next=/terms/{fresh.term}/draft")
    page.keyboard.press("Tab")  # past the link to the content and the name
    for text in ("nora@paper.example", "six herons by the pond"):
        while page.evaluate("document.activeElement.tagName") != "INPUT":
            page.keyboard.press("Tab")
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Draft")
    page.wait_for_load_state()  # what listens for "/" runs after the page can be seen
    page.keyboard.press("/")
    expect(page.get_by_label("Find a week by name or id")).to_be_focused()
    page.keyboard.type("ana wren")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ana Wren")
    form = page.get_by_role("form", name="Internship 1 has a day without a place: Place")
    form.get_by_label("With").focus()
    page.keyboard.type("Lena")
    form.get_by_role("button", name="Place").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Last change: Ana Wren is out on Mon.")).to_be_visible()
    expect(page.get_by_role("table").get_by_text("OUT 09:00-13:00")).to_be_visible()
    page.get_by_role("button", name="Undo the last change").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Last change: Ana Wren")).to_have_count(0)
    expect(page.get_by_text("Unplaced: Ana Wren (S1), internship 1")).to_be_visible()


def test_a_move_that_breaks_a_rule_is_refused_and_says_why(window: Open, fresh: Served) -> None:
    page = window()
    sign_in(page, fresh)
    _draft(page, fresh, "DRAWa")
    form = page.get_by_role("form", name="Drawing 1, led by Dora Quill: Move")
    form.get_by_label("Wed 10:00-11:00 to").select_option("Wed 09:00-10:00")
    form.get_by_role("button", name="See what it does").click()
    expect(page.get_by_role("heading", name="It would break rules")).to_be_visible()
    form.get_by_role("button", name="Move").click()
    expect(page.locator(SUMMARY)).to_contain_text("would break")
    chosen = form.get_by_label("Wed 10:00-11:00 to").locator("option:checked")
    expect(chosen).to_have_text("Wed 09:00-10:00")
    _draft(page, fresh, "DRAWa")
    expect(page.get_by_role("form", name="Drawing 1, led by Dora Quill: Move")).to_be_visible()


def test_what_is_pinned_stays_until_it_is_let_go(window: Open, fresh: Served) -> None:
    page = window()
    sign_in(page, fresh)
    _draft(page, fresh, "S2")
    page.get_by_role("button", name="Pin Bo Lindqvist out on").click()
    form = page.get_by_role("form", name="Bo Lindqvist out on").filter(has_text="Take off")
    form.get_by_role("button", name="Take off the plan").click()
    expect(page.locator(SUMMARY)).to_contain_text("pinned")
    page.goto(f"{fresh.address}/terms/{fresh.term}/draft")
    page.get_by_role("button", name="Unpin Bo Lindqvist out on").click()
    expect(page.get_by_text("Nothing is pinned.")).to_be_visible()


def test_of_two_who_edit_the_second_is_told(window: Open, fresh: Served) -> None:
    first, second = window(), window()
    for page in (first, second):
        sign_in(page, fresh)
        _draft(page, fresh, "S2")
    first.get_by_role("button", name="Take out of it").first.click()
    expect(first.get_by_text("Last change: Bo Lindqvist leaves")).to_be_visible()
    second.get_by_role("button", name="Take out of it").last.click()
    expect(second.locator(SUMMARY)).to_contain_text("The draft is at version 3 by now")


def test_the_draft_is_released_with_its_warnings_read(window: Open, fresh: Served) -> None:
    page = window()
    sign_in(page, fresh)
    page.goto(f"{fresh.address}/terms/{fresh.term}/draft")
    page.get_by_role("link", name="Release it").click()
    page.get_by_label("Holds from").fill("2020-01-01")
    page.get_by_role("button", name="See what it means").click()
    expect(page.locator(SUMMARY)).to_contain_text("the past does not change")
    day = date.today() + timedelta(days=7)
    page.get_by_label("Holds from").fill(str(day))
    page.get_by_role("button", name="See what it means").click()
    expect(page.get_by_text("1 day out has no place")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Ana Wren")).to_be_visible()
    page.get_by_label("Note").fill("Garden closed")
    page.get_by_role("button", name="Release it from").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Release 2")
    page.get_by_role("link", name="Who is told what, to print").click()
    expect(page.get_by_role("rowheader", name="Ana Wren")).to_be_visible()
    page.goto(f"{fresh.address}/terms/{fresh.term}/releases")
    expect(page.get_by_role("row", name="Release 2")).to_contain_text("Garden closed")


def test_before_the_date_people_live_by_the_release_before(window: Open, fresh: Served) -> None:
    day = date.today() + timedelta(days=7)
    prepared = release.prepare(fresh.store, fresh.planner, fresh.term, 2, day)
    release.make(fresh.store, fresh.planner, prepared, 1)
    page = window()
    sign_in(page, fresh, "sam@paper.example")
    page.goto(f"{fresh.address}/terms/{fresh.term}/weeks/S1")
    expect(page.get_by_role("table").get_by_text("OUT 09:00-13:00")).to_be_visible()
    later = date.today() + timedelta(days=14)
    page.goto(f"{fresh.address}/terms/{fresh.term}/weeks/S1?from={later}")
    expect(page.get_by_role("caption")).to_contain_text("Release 2")
    expect(page.get_by_role("table").get_by_text("OUT 09:00-13:00")).to_have_count(0)


@pytest.mark.parametrize(
    ("who", "path", "status"),
    [
        ("sam", "/terms/{term}/weeks/S1", 200),
        ("sam", "/terms/{term}/weeks/S2", 404),
        ("sam", "/terms/{term}/weeks/CAMPUS", 404),
        ("sam", "/terms/{term}/draft", 403),
        ("sam", "/timetables/{first}", 403),
        ("sam", "/runs/{run}", 403),
        ("sam", "/releases/{release}", 200),
        ("sam", "/releases/{release}/messages", 403),
        ("ada", "/terms/{term}/weeks/S1", 200),
        ("ada", "/terms/{term}/weeks/S4", 404),
        ("ada", "/terms/{term}/weeks/A1", 200),
        ("ada", "/terms/{term}/weeks/A2", 404),
    ],
)
def test_people_see_what_is_theirs(
    window: Open, served: Served, cookies: Any, who: str, path: str, status: int
) -> None:
    page = window(storage_state=cookies(f"{who}@paper.example"))
    answer = page.request.get(
        served.address
        + path.format(
            term=served.term, first=served.timetables[0], run=served.run, release=served.release
        )
    )
    assert answer.status == status


def test_a_page_of_another_organisation_is_not_there(window: Open, fresh: Served) -> None:
    with fresh.store.write() as tx:
        other = organisations.add(tx, "Elsewhere").id
    account(fresh.store, other, "eve@else.example", Role.SCHEDULER, Role.ADMIN)
    page = window()
    sign_in(page, fresh, "eve@else.example")
    for path in (
        f"/terms/{fresh.term}",
        f"/terms/{fresh.term}/draft",
        f"/terms/{fresh.term}/weeks/S1",
        f"/runs/{fresh.run}",
        f"/timetables/{fresh.timetables[0]}",
        f"/releases/{fresh.release}",
    ):
        assert (path, page.request.get(fresh.address + path).status) == (path, 404)


def test_a_form_from_elsewhere_changes_nothing(served: Served, window: Open, cookies: Any) -> None:
    page = window(storage_state=cookies("nora@paper.example"))
    answer = page.request.post(
        f"{served.address}/terms/{served.term}/draft/undo", form={"version": "2"}
    )
    assert answer.status == 403


def test_a_timetable_made_by_hand_is_scored(
    window: Open, served: Served, cookies: Any, tmp_path: Path
) -> None:
    school, body = tiny_of_now()
    names = school.names
    lines = ["entry,who,what,where,day,start,lead"]
    days = ("Mon", "Tue", "Wed")
    for out in body.days_out:
        lines.append(
            f"day out,{out.student},{names[out.mentor]},{names[out.site]},{days[out.day]},,"
        )
    (tmp_path / "hand.csv").write_text("\n".join(lines))
    (tmp_path / "plan.json").write_bytes(timetable_bytes(body))
    page = window(storage_state=cookies("nora@paper.example"))
    page.goto(f"{served.address}/score")
    page.get_by_label("Timetable").set_input_files(tmp_path / "plan.json")
    page.get_by_role("button", name="Score it").click()
    expect(page.get_by_role("heading", name="It keeps every rule")).to_be_visible()
    page.get_by_label("Timetable").set_input_files(tmp_path / "hand.csv")
    page.get_by_role("button", name="Score it").click()
    expect(page.get_by_role("heading", name="Musts without a seat")).to_be_visible()
    expect(page.get_by_role("heading", name="It breaks rules in")).to_be_visible()


def test_data_is_loaded_and_faulty_data_refused_with_every_fault(
    window: Open, fresh: Served, tmp_path: Path
) -> None:
    school, _ = tiny_of_now()
    good = json.loads(instance_bytes(school))
    (tmp_path / "good.json").write_text(json.dumps(good))
    good["students"][0]["advisory"] = "NOBODY"
    (tmp_path / "bad.json").write_text(json.dumps(good))
    page = window()
    sign_in(page, fresh)
    page.get_by_label("File").set_input_files(tmp_path / "bad.json")
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(SUMMARY)).to_contain_text("NOBODY")
    page.get_by_label("File").set_input_files(tmp_path / "good.json")
    page.get_by_role("button", name="Keep it").click()
    # Version 2 is data that a change is being tried on, which is not among these.
    expect(page.get_by_role("rowheader", name="Version 3")).to_be_visible()
    export_csv(school, tmp_path / "lists")
    lists = sorted((tmp_path / "lists").glob("*.csv"))
    page.goto(fresh.address)
    page.get_by_label("Files").set_input_files([one for one in lists if one.name != "term.csv"])
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(SUMMARY)).to_contain_text("It has no term.csv")
    page.get_by_label("Files").set_input_files([*lists, tmp_path / "good.json"])
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator(SUMMARY)).to_contain_text("not all lists")
    page.get_by_label("Files").set_input_files(lists)
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("rowheader", name="Version 4")).to_be_visible()


def test_a_run_is_started_followed_and_stopped(window: Open, fresh: Served) -> None:
    page = window()
    sign_in(page, fresh)
    page.goto(f"{fresh.address}/terms/{fresh.term}")
    page.get_by_label("Seconds at most").fill("30")
    page.get_by_label("Gap to reach").fill("2")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("waits for a worker")).to_be_visible()
    with fresh.store.write() as tx:
        mine = claims.claim(tx, "worker")
        assert mine is not None
        claims.advance(tx, mine, progress=standing_of(progress(1, 500, 100)))
    expect(page.locator("[data-live=penalty]")).to_have_text("500")
    with fresh.store.write() as tx:
        claims.advance(tx, mine, progress=standing_of(progress(2, 400, 300)))
    expect(page.locator("[data-live=penalty]")).to_have_text("400")
    expect(page.locator("[data-live=gap]")).to_have_text("25.0 %")
    with fresh.store.write() as tx:
        claims.advance(tx, mine, progress=standing_of(progress(3, 400, 396)))
    expect(page.locator("[data-live=gap]")).to_have_text("1.0 %")
    expect(page.locator("svg.chart path.penalty")).to_have_count(1)
    names = [one.bounding_box() for one in page.locator("svg.chart text.name").all()]
    upper, lower = (one["y"] for one in names[:2] if one is not None)
    assert lower >= upper + names[0]["height"] * 0.9, "names in the chart lie over each other"
    page.get_by_role("button", name="Stop and keep the best so far").click()
    expect(page.get_by_role("button", name="Stop and keep")).to_have_count(0)
    with fresh.store.write() as tx:
        claims.finish(tx, mine, RunState.STOPPED, outcome={"status": "feasible"})
    expect(page.get_by_text("Stopped")).to_be_visible()
    expect(page.locator("[data-live=penalty]")).to_have_text("400")


def test_a_run_under_way_says_so_without_a_reload(window: Open, fresh: Served) -> None:
    page = window()
    sign_in(page, fresh)
    asked = plan.request_run(
        fresh.store, fresh.planner, fresh.instance, Limits(seconds=60), settings=fresh.settings
    )
    page.goto(f"{fresh.address}/runs/{asked.id}")
    state = page.locator("main .state")
    begun, first = (
        page.get_by_role("row", name=name).get_by_role("cell")
        for name in ("Begun", "First timetable")
    )
    look = page.get_by_role("link", name="Look at the best timetable so far")
    expect(state).to_have_text("◇ Waiting")
    expect(begun).to_have_text("–")
    with fresh.store.write() as tx:
        mine = claims.claim(tx, "worker")
        assert mine is not None
    expect(state).to_have_text("▶ Running")
    expect(begun).not_to_have_text("–")
    expect(first).to_have_text("–")
    expect(look).to_have_count(0)
    with fresh.store.write() as tx:
        claims.advance(
            tx, mine, progress=standing_of(progress(1, 500, 100)), best=fresh.timetables[0]
        )
    expect(look).to_have_attribute("href", f"/timetables/{fresh.timetables[0]}")
    expect(first).not_to_have_text("–")
    expect(page.get_by_role("heading", name="Goals")).to_be_visible()
    with fresh.store.write() as tx:
        claims.give_back(tx, mine)
    expect(state).to_have_text("◇ Waiting")


def test_without_script_a_run_shows_its_figures(window: Open, served: Served, cookies: Any) -> None:
    page = window(storage_state=cookies("nora@paper.example"), java_script_enabled=False)
    page.goto(f"{served.address}/runs/{served.run}")
    expect(page.locator("[data-live=penalty]")).to_have_text("46")
    page.goto(f"{served.address}/terms/{served.term}")
    page.get_by_label("Find a week").fill("Lena")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Lena Fairweather")


def test_a_week_on_a_phone_is_a_list_and_on_paper_a_table(
    window: Open, served: Served, cookies: Any
) -> None:
    page = window(
        storage_state=cookies("nora@paper.example"), viewport={"width": 360, "height": 740}
    )
    page.goto(f"{served.address}/terms/{served.term}/weeks/S1")
    expect(page.locator("table.week")).to_be_hidden()
    expect(page.locator(".days")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("table.week")).to_be_visible()
    expect(page.locator(".days")).to_be_hidden()
    expect(page.locator("header.top")).to_be_hidden()
    assert page.locator("footer.printed").inner_text().startswith("Ana Wren, week of ")


def test_the_twin_says_what_the_page_says(window: Open, served: Served, cookies: Any) -> None:
    page = window(storage_state=cookies("sam@paper.example"))
    page.goto(f"{served.address}/terms/{served.term}/weeks/S1")
    twin = page.request.get(
        served.address + str(page.get_by_role("link", name="As JSON").get_attribute("href"))
    ).json()
    heads = [text.strip() for text in page.locator("table.week thead th").all_inner_texts()]
    assert [day["label"] for day in twin["days"]] == heads
    assert twin["name"] == "Ana Wren"
    # A student may not look at the weeks of others: nothing leads there.
    assert page.locator("table.week a").count() == 0


def test_a_term_rolls_forward(window: Open, fresh: Served) -> None:
    page = window()
    sign_in(page, fresh)
    page.goto(f"{fresh.address}/terms/{fresh.term}/roll")
    page.get_by_label("Id", exact=True).fill("spring")
    page.get_by_label("Name").fill("Spring")
    year = date.today().year + 1
    page.get_by_label("First date").fill(f"{year}-09-06")
    page.get_by_label("Last date").fill(f"{year}-09-01")
    page.get_by_role("button", name="See what it would be").click()
    expect(page.locator(SUMMARY)).to_contain_text("The last date is before the first")
    page.get_by_label("Last date").fill(f"{year}-12-17")
    page.get_by_role("button", name="See what it would be").click()
    expect(page.get_by_role("heading", name="What it would be")).to_be_visible()
    page.get_by_role("button", name="Begin the next term").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Spring")


def test_a_run_asked_for_says_what_is_wrong_beside_the_field(
    window: Open, served: Served, cookies: Any
) -> None:
    page = window(storage_state=cookies("nora@paper.example"), java_script_enabled=False)
    page.goto(f"{served.address}/terms/{served.term}")
    page.get_by_label("Seconds at most").fill("60")
    page.get_by_label("Gap to reach").evaluate("one => one.removeAttribute('max')")
    page.get_by_label("Gap to reach").fill("150")
    before = plan.runs_of(served.store, served.planner, term=served.term)
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#gap-wrong")).to_contain_text("from 0 to 100")
    assert plan.runs_of(served.store, served.planner, term=served.term) == before


def test_a_run_goes_on_from_the_draft_and_what_is_pinned_in_it(window: Open, fresh: Served) -> None:
    page = window()
    sign_in(page, fresh)
    _draft(page, fresh, "S2")
    page.get_by_role("button", name="Pin Bo Lindqvist out on").click()
    page.goto(f"{fresh.address}/terms/{fresh.term}")
    page.get_by_label("Data").select_option("The draft: begin from it, and keep what is pinned")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("waits for a worker")).to_be_visible()
    asked = plan.runs_of(fresh.store, fresh.planner, term=fresh.term)[0]
    with fresh.store.read() as tx:
        school = instances.load(tx, fresh.planner.organisation, asked.instance)
    assert school.pins.timetable is not None
    assert [one.student for one in school.pins.timetable.days_out] == ["S2"]
    assert asked.start is not None

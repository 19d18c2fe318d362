"""What if: scenarios kept and chosen, tried by a worker, and the table read, in a browser."""

from __future__ import annotations

import csv
import io

from playwright.sync_api import expect

from scheduler.service import sweeping
from tests.e2e.browser.conftest import Open, sign_in
from tests.e2e.browser.serving import Served
from tests.integration.worker.running import over, working


def test_what_hurts_most_is_found_before_it_happens(window: Open, fresh: Served) -> None:
    page = window()
    sign_in(page, fresh)
    page.goto(f"{fresh.address}/terms/{fresh.term}")
    page.get_by_role("link", name="What if: try changes").click()
    page.get_by_label("Each mentor").uncheck()
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#summary")).to_contain_text("Nothing is chosen.")
    page.get_by_label("What changes").select_option("mentor-left")
    page.get_by_label("Who or what").fill("M1")
    page.get_by_label("Name").fill("The baker goes")
    page.get_by_role("button", name="Keep it").click()
    page.get_by_label("The baker goes").check()
    page.get_by_label("Each van").check()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("progressbar", name="Lines done")).to_be_visible()
    sweep = page.url.rpartition("/")[2]
    with working(fresh.settings.database.get_secret_value()):
        over(fresh.store, fresh.planner, sweep)
    expect(page.get_by_role("heading", name="What hurts most")).to_be_visible(timeout=20_000)
    table = sweeping.read(fresh.store, fresh.planner, sweep).table
    assert table is not None
    shown = page.locator("tbody tr")
    expect(shown).to_have_count(len(table))
    first = "The baker goes" if table[0].scenario == "The baker goes" else "Van"
    expect(shown.nth(0).get_by_role("rowheader")).to_contain_text(first)
    expect(shown.nth(0).get_by_role("cell").nth(1)).to_have_text(f"{table[0].touched:,}")
    with page.expect_download() as download:
        page.get_by_role("link", name="The table as CSV").click()
    lines = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8"))))
    assert [one["scenario"] for one in lines] == ["release", *(row.scenario for row in table)]

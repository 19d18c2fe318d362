from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright")

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.e2e.browser.serving import PASSWORD, Served, serving

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NO_BROWSER = "no Chromium: install Debian's package chromium, or set CHROMIUM to its path"


def chromium() -> str | None:
    """The path of a Chromium: named, found, or, as root on Debian, installed."""
    found = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    if found or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return found
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": False}
    for words in (["update", "-q"], ["install", "-y", "-q", "chromium"]):
        subprocess.run(["apt-get", *words], timeout=600, **quiet)  # type: ignore[call-overload]
    return shutil.which("chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service with a school in it, for looking at: tests that change it take `fresh`."""
    with serving(tmp_path_factory.mktemp("served")) as up:
        yield up


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Served]:
    """A service of this test's own."""
    with serving(tmp_path) as up:
        yield up


@pytest.fixture(scope="session")
def cookies(browser: Browser, served: Served) -> Callable[[str], Any]:
    """The cookies of somebody who has signed in."""
    known: dict[str, Any] = {}

    def of(email: str) -> Any:
        if email not in known:
            context = browser.new_context()
            sign_in(context.new_page(), served, email)
            known[email] = context.storage_state()
            context.close()
        return known[email]

    return of


@pytest.fixture(scope="session")
def signed_in(cookies: Callable[[str], Any]) -> Any:
    """The cookies of a planner who has signed in."""
    return cookies("nora@paper.example")


def sign_in(page: Page, served: Served, email: str = "nora@paper.example") -> None:
    page.goto(f"{served.address}/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{served.address}/")


REFUSED = re.compile(
    r"Failed to load resource: (.* status of 4(04|09|12|22|29) |net::ERR_INTERNET_DISCONNECTED)"
)
"""Chromium notes every refused form on the console, and every call without a connection; that is
no fault of the page."""
Open = Callable[..., Page]


@pytest.fixture
def window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Open a page; at the end, nothing may have been said on any console."""
    if "fresh" in request.fixturenames:
        request.getfixturevalue("fresh")  # pages are closed before the service goes
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def opened(**options: Any) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda one: None if REFUSED.match(one.text) else said.append(one.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert said == []

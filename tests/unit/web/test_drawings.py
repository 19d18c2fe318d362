from __future__ import annotations

import re

import segno

from scheduler.domain.places import Position
from scheduler.web.qr import QUIET, qr_svg
from scheduler.web.views.city_map import HEIGHT, MARGIN, WIDTH, Place, draw


def test_a_code_is_drawn_module_by_module() -> None:
    text = "https://fieldweek.example/confirm/fwl_" + "a" * 43
    drawn = set()
    for x, y, run in re.findall(r"M(\d+) (\d+)h(\d+)v1", qr_svg(text, "Link")):
        drawn |= {(int(x) + n - QUIET, int(y) - QUIET) for n in range(int(run))}
    matrix = segno.make_qr(text, error="m").matrix
    dark = {(x, y) for y, row in enumerate(matrix) for x, one in enumerate(row) if one}
    assert drawn == dark


def test_a_label_cannot_break_out_of_the_drawing() -> None:
    assert "<script>" not in qr_svg("x", '"><script>')


def place(id: str, lat: float, lon: float, people: int) -> Place:
    return Place(id=id, name=id, position=Position(lat=lat, lon=lon), people=people)


def test_north_is_up_east_is_right_and_all_are_on_the_sheet() -> None:
    places = [place("n", 41.9, -71.4, 9), place("s", 41.7, -71.4, 1), place("e", 41.8, -71.3, 4)]
    drawn = draw(places)
    assert drawn is not None
    pins = {pin.id: pin for pin in drawn.pins}
    assert pins["n"].y < pins["e"].y < pins["s"].y
    assert pins["e"].x > pins["n"].x == pins["s"].x
    assert pins["n"].radius > pins["e"].radius > pins["s"].radius
    for pin in drawn.pins:
        assert MARGIN <= pin.x <= WIDTH - MARGIN
        assert MARGIN <= pin.y <= HEIGHT - MARGIN


def test_the_bar_is_as_long_as_it_says() -> None:
    drawn = draw([place("n", 41.9, -71.4, 1), place("s", 41.8, -71.4, 1)])
    assert drawn is not None
    pins = {pin.id: pin for pin in drawn.pins}
    degrees = (pins["s"].y - pins["n"].y) / 0.1
    assert abs(drawn.bar / degrees * 111.195 - drawn.kilometres) < 0.02
    assert draw([]) is None

"""What scenarios cost: people touched against points, and what is left without a place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.figure import Figure

from scheduler.cli.pictures import colours

MOST_NAMED = 25


def figure(rows: Sequence[dict[str, Any]]) -> Figure:
    """Draw every scenario as a point, and those that hurt most by name."""
    done = [row for row in rows if row["penalty"] is not None]
    worst = sorted(done, key=lambda row: (-row["newly_unplaced"], -row["touched"]))[:MOST_NAMED]
    drawn = Figure(figsize=(9, 4 + 0.25 * len(worst)))
    above, below = drawn.subplots(2, 1, height_ratios=(3, 1 + 0.25 * len(worst)))
    for some, colour, label in (
        ([row for row in done if not row["newly_unplaced"]], colours.BLUE, "all have a place"),
        ([row for row in done if row["newly_unplaced"]], colours.VERMILION, "some have none"),
    ):
        above.scatter(
            [row["touched"] for row in some],
            [row["more_penalty"] for row in some],
            color=colour,
            label=label,
            s=18,
        )
    above.set(
        title="Scenarios against the release",
        xlabel="people touched",
        ylabel="points above the release",
    )
    above.legend(frameon=False)
    names = [f"{row['scenario']}"[:40] for row in reversed(worst)]
    places = range(len(worst))
    below.barh(
        places, [row["touched"] for row in reversed(worst)], color=colours.BLUE, label="touched"
    )
    below.barh(
        places,
        [-row["newly_unplaced"] for row in reversed(worst)],
        color=colours.VERMILION,
        label="newly unplaced",
    )
    below.set_yticks(list(places), names)
    below.set(xlabel="newly unplaced (left), people touched (right)")
    below.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    below.set_axisbelow(True)
    below.legend(frameon=False)
    return drawn

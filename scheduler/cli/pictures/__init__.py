"""Pictures of a timetable, for eyes of every kind and for print: PNG and SVG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable


def draw(
    instance: Instance,
    timetable: Timetable,
    history: Sequence[dict[str, Any]] | None,
    folder: Path,
) -> list[str]:
    """Draw every picture there is data for into a folder; gives their names."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib.figure import Figure

    from scheduler.cli.pictures import days_out, gap, sections, travel

    style: dict[Any, Any] = {
        "axes.grid": True,
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlelocation": "left",
        "figure.constrained_layout.use": True,
        "grid.alpha": 0.3,
        "savefig.dpi": 150,
        "svg.hashsalt": "fieldweek",
    }
    figures: dict[str, Figure] = {}
    with matplotlib.rc_context(style):
        if history:
            figures["gap"] = gap.figure(instance, history)
        figures["days-out"] = days_out.figure(instance, timetable)
        figures["travel"] = travel.figure(instance, timetable)
        figures["sections"] = sections.figure(instance, timetable)
        for name, figure in figures.items():
            figure.savefig(folder / f"{name}.png")
            figure.savefig(folder / f"{name}.svg", metadata={"Date": None})
    return list(figures)

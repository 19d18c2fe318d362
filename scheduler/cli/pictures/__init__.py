"""Pictures of a timetable, for eyes of every kind and for print: PNG and SVG."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw(
    instance: Instance,
    timetable: Timetable,
    history: Sequence[dict[str, Any]] | None,
    folder: Path,
) -> list[str]:
    """Draw every picture there is data for into a folder; gives their names."""
    from scheduler.cli.pictures import days_out, gap, sections, travel

    figures: dict[str, Callable[[], Figure]] = {}
    if history:
        figures["gap"] = lambda: gap.figure(instance, history)
    figures["days-out"] = lambda: days_out.figure(instance, timetable)
    figures["travel"] = lambda: travel.figure(instance, timetable)
    figures["sections"] = lambda: sections.figure(instance, timetable)
    return drawn(figures, folder)


def drawn(figures: Mapping[str, Callable[[], Figure]], folder: Path) -> list[str]:
    """Draw figures into a folder, all in one style; gives their names."""
    import matplotlib

    matplotlib.use("Agg")
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
    with matplotlib.rc_context(style):
        for name, make in figures.items():
            figure = make()
            figure.savefig(folder / f"{name}.png")
            figure.savefig(folder / f"{name}.svg", metadata={"Date": None})
    return list(figures)
